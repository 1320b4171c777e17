"""Reports as the engine makes them, written by hand: a release on graduates and attainment, and shorter ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from outcheck.model.finding import Finding, Waiver
from outcheck.model.places import Area, Place, address
from outcheck.model.release import Unread
from outcheck.model.report import (
    AskedRule,
    DimensionSummary,
    Drawing,
    DrawnCell,
    FileReport,
    MeasureSummary,
    Numbers,
    Outcome,
    PackUsed,
    Report,
    Role,
    TableReport,
    Totals,
    Verdict,
)
from outcheck.model.rule import Certainty, Level, Source

SECRET = 8675309.25
"""A value that no output may show unless asked; it stands in a finding and, as text, in a drawing."""
SECRET_TEXT = "8675309.25"

GUIDANCE = Source("SRS Output Checking Guidance Document, v1.1", Certainty.SECOND_HAND, "2023-06-12", "", "Quoted by CeLSIUS.")
READING = replace(GUIDANCE, certainty=Certainty.UNVERIFIED, note="For employers this is our reading.")
TERMS = Source("LEO project conditions", Certainty.VERIFIED, "2026-02-01", "https://example.org/leo/conditions", "")
PACKS = (
    PackUsed("ons-srs", 2, "ONS Secure Research Service", "5e" * 32, GUIDANCE),
    PackUsed("leo-project", 1, "Conditions of LEO project 2026-017", "1c" * 32, TERMS),
)

EARNINGS, ATTAINMENT, BENEFITS, FIGURE = "graduate-earnings.xlsx", "ks4-attainment.csv", "benefits-region.xlsx", "figure1.svg"
MERGE = "merge the category with a neighbour, here and in every other table that shows it"
ROUND = "round all counts to one base that is not smaller than the minimum"
SUPPRESS = "suppress the count, and enough others that no total gives it back"


def finding(  # noqa: PLR0913  a finding has what it has
    place: Place,
    rule: AskedRule,
    message: str,
    *,
    level: Level | None = None,
    table: str = "",
    labels: Mapping[str, str] | None = None,
    related: Iterable[str] = (),
    remedies: Sequence[str] = (),
    cells: int = 1,
    undetermined: bool = False,
    statbarn: str = "Frequencies",
    risk: str = "LowCount",
) -> Finding:
    """A finding of a rule; its fingerprint is made from its place."""
    return Finding(
        code=rule.code,
        check=rule.check,
        rule=rule.rule,
        pack=rule.pack,
        level=level or rule.level,
        risk=risk,
        statbarn=statbarn,
        place=place,
        table=table,
        labels=tuple((labels or {}).items()),
        message=message,
        related=tuple(Place(place.file, place.sheet, cell) for cell in related),
        remedies=tuple(remedies),
        fingerprint=f"{rule.code.lower()}{sum(map(ord, str(place))):08x}",
        cells=cells,
        undetermined=undetermined,
    )


def rule(name: str, check: str, code: str, level: Level, outcome: Outcome, examined: int, source: Source = GUIDANCE) -> AskedRule:
    """A rule of the service's pack and what came of it."""
    return AskedRule(name, check, code, "ons-srs", level, outcome, examined, "", source)


LOW_COUNT = rule("people-low-count", "low-count", "OC101", Level.BLOCK, Outcome.HIT, 212)
FIRMS = rule("firms-low-count", "low-count", "OC101", Level.BLOCK, Outcome.NOT_APPLICABLE, 0, READING)
ZERO = rule("zero-count", "zero-count", "OC102", Level.REVIEW, Outcome.HIT, 212)
FULL = rule("full-category", "full-category", "OC103", Level.NOTE, Outcome.HIT, 212)
LOW_BASE = replace(
    rule("low-base", "low-base", "OC104", Level.BLOCK, Outcome.UNDETERMINED, 84), reason="its base is hidden and may be below 10"
)
IMPLIED = rule("implied-count", "implied-count", "OC105", Level.BLOCK, Outcome.HIT, 63, READING)
FILE_TYPE = rule("file-type", "file-type", "OC501", Level.REVIEW, Outcome.HIT, 4, READING)
MARKER = rule("unexplained-marker", "unexplained-marker", "OC602", Level.REVIEW, Outcome.CLEAR, 290, READING)
NUMBER = rule("unexplained-number", "unexplained-number", "OC601", Level.REVIEW, Outcome.HIT, 339, READING)
STALE = rule("stale-waiver", "stale-waiver", "OC605", Level.REVIEW, Outcome.HIT, 2, READING)
ROUNDING = AskedRule("rounding", "unrounded-count", "OC106", "leo-project", Level.REVIEW, Outcome.NOT_ASKED, 0, "", TERMS)
RULES = (LOW_COUNT, FIRMS, ZERO, FULL, LOW_BASE, IMPLIED, FILE_TYPE, NUMBER, MARKER, STALE, ROUNDING)

SUBJECTS = ("Agriculture", "Celtic studies", "Computing", "Economics", "Nursing and midwifery", "Veterinary sciences", "Total")
REGIONS = ("North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "London", "South East")


def drawn(
    top: int,
    headings: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    flags: Mapping[str, tuple[int, ...]],
    *,
    labels: int = 1,
) -> Drawing:
    """A drawing from its texts: a columns of labels, then numbers (``•••`` or digits) and gaps."""

    def role(column: int, text: str) -> Role:
        if column < labels:
            return Role.HEADING
        if not text:
            return Role.EMPTY
        return Role.NUMBER if text == "•••" or text[0].isdigit() else Role.GAP

    def cell(row: int, column: int, text: str) -> DrawnCell:
        where = address(row, column)
        return DrawnCell(text, role(column, text), where, flags.get(where, ()))

    return Drawing(
        headings=tuple(
            tuple(DrawnCell(text, Role.HEADING, address(top + number, column)) for column, text in enumerate(row))
            for number, row in enumerate(headings)
        ),
        rows=tuple(
            tuple(cell(top + len(headings) + number, column, text) for column, text in enumerate(row))
            for number, row in enumerate(rows)
        ),
    )


def earnings_findings() -> list[Finding]:
    """What is wrong in the table of earnings: two low counts, the medians on them, a full category, a hidden base."""
    table = f"{EARNINGS}!Table 1!A4:E12"

    def at(cell: str) -> Place:
        return Place(EARNINGS, "Table 1", cell)

    celtic, vets = (
        {"Subject": subject, "Sex": sex} for subject, sex in (("Celtic studies", "Male"), ("Veterinary sciences", "Female"))
    )
    suppress = (
        "suppress the statistic together with its base",
        "merge the group with a neighbour and compute the statistic again",
    )
    return [
        finding(at("B11"), LOW_COUNT, "count below 10", table=table, labels=vets, remedies=(MERGE, ROUND, SUPPRESS)),
        finding(
            at("C11"),
            LOW_BASE,
            "based on fewer than 10",
            table=table,
            labels=vets,
            related=["B11"],
            remedies=suppress,
            statbarn="Position",
        ),
        finding(at("D7"), LOW_COUNT, "count below 10", table=table, labels=celtic, remedies=(MERGE, ROUND, SUPPRESS)),
        finding(
            at("E7"),
            LOW_BASE,
            "based on fewer than 10",
            table=table,
            labels=celtic,
            related=["D7"],
            remedies=suppress,
            statbarn="Position",
        ),
        finding(
            at("E9"),
            LOW_BASE,
            "its base is hidden and may be below 10",
            level=Level.REVIEW,
            table=table,
            labels={"Subject": "Economics", "Sex": "Male"},
            related=["D9"],
            remedies=suppress[:1],
            undetermined=True,
            statbarn="Position",
        ),
        finding(
            at("B10"),
            FULL,
            "count holds all of its group",
            table=table,
            labels={"Subject": "Nursing and midwifery", "Sex": "Female"},
            remedies=("say in a waiver why everybody must be in this category, if that is so",),
            risk="ClassDisclosure",
        ),
    ]


def attainment_findings() -> list[Finding]:
    """Percentages that give groups away, alike in 43 rows, and a column that nothing names."""
    table = f"{ATTAINMENT}!A1:E64"
    rows = [2, 3, *range(5, 12), 14, 16, 18, 20, *range(22, 40), 41, 43, 45, 47, 49, 51, 53, 55, 57, 60, 61, 64]
    percentages = [
        finding(
            Place(ATTAINMENT, "", f"D{row}"),
            IMPLIED,
            "with its base it gives away a group below 10",
            table=table,
            labels={"Region": REGIONS[row % 7], "FSM": "Eligible"},
            related=[f"C{row}"],
            remedies=("compute the percentage from rounded counts", "show fewer decimals, or a rounded base"),
        )
        for row in rows
    ]
    column = finding(
        Place(ATTAINMENT, "", "E2:E64"),
        NUMBER,
        "60 numbers not understood: nothing names the statistic",
        remedies=("give the row or column a heading that names its statistic",),
        cells=60,
        statbarn="None",
        risk="Documentation",
    )
    return [*percentages, column]


def benefits_findings() -> list[Finding]:
    """Zeros that a person has waived."""
    waiver = Waiver(
        reason="Records are linked through the school; without a region there is no link, so these cells are zero by design.",
        by="J. Marsh, output checker",
        until=date(2027, 3, 31),
        rule="zero-count",
        file=BENEFITS,
        cells=(Area.parse("B13:D13"),),
    )
    return [
        replace(
            finding(
                Place(BENEFITS, "Region", f"{column}13"),
                ZERO,
                "count of zero",
                table=f"{BENEFITS}!Region!A5:E14",
                labels={"Region": "Not known", "Status": status},
                remedies=(SUPPRESS,),
                risk="ClassDisclosure",
            ),
            waived=waiver,
        )
        for column, status in zip("BCD", ("Employed", "Claiming", "Both"), strict=True)
    ]


def other_findings() -> list[Finding]:
    """What is wrong outside tables: a file that may not leave, a waiver that no longer holds."""
    return [
        finding(
            Place(FIGURE),
            FILE_TYPE,
            "files of type svg may not leave",
            remedies=("save what it holds as one of: csv, xlsx", "leave the file out of the release"),
            statbarn="None",
            risk="FileContent",
        ),
        finding(
            Place("outcheck.yaml"),
            STALE,
            "waiver for people-low-count at starts.csv!B7, given by J. Marsh, output checker, matches no finding",
            remedies=("remove the waiver, or correct its place",),
            statbarn="None",
            risk="Documentation",
        ),
    ]


def measure(name: str, statistic: str, cells: int, gaps: int = 0, *, sure: bool = True) -> MeasureSummary:
    """A measure of persons, named by its file or not at all."""
    return MeasureSummary(
        name, statistic, "person" if sure else None, cells, gaps, sure, "named so" if sure else "nothing names it"
    )


def tables(findings: Sequence[Finding]) -> tuple[TableReport, ...]:
    """The three tables of the release, drawn with the findings marked."""

    def flags(file: str) -> dict[str, tuple[int, ...]]:
        marked: dict[str, tuple[int, ...]] = {}
        for number, held in enumerate(findings):
            if held.place.file == file and held.place.cell:
                area = Area.parse(held.place.cell)
                for row in range(area.top, area.bottom + 1):
                    marked[address(row, area.left)] = (*marked.get(address(row, area.left), ()), number)
        return marked

    masked = ["•••"] * 4
    earnings = [[subject, *masked] for subject in SUBJECTS]
    earnings[3][3] = "[c]"
    attainment = [[f"{REGIONS[row % 7]}", "Eligible" if row % 3 else "Total", *masked[:3]] for row in range(2, 42)]
    attainment[5][4] = ""
    regions = [[region, *masked] for region in (*REGIONS, "Not known", "England")]
    return (
        TableReport(
            id=f"{EARNINGS}!Table 1!A4:E12",
            file=EARNINGS,
            sheet="Table 1",
            range="A4:E12",
            shape="crosstab",
            title="Table 1: Graduates and median earnings five years after graduation, by subject and sex",
            verdict=Verdict.BLOCKED,
            dimensions=(DimensionSummary("Subject", 7, "Total"), DimensionSummary("Sex", 2, None)),
            measures=(measure("Graduates", "count", 14, 1), measure("Median earnings (£)", "median", 14)),
            sums=2,
            numbers=Numbers(27, 27, 0, 0),
            drawing=drawn(
                3,
                [["Subject", "Female", "", "Male", ""], ["", "Graduates", "Median", "Graduates", "Median"]],
                earnings,
                flags(EARNINGS),
            ),
        ),
        TableReport(
            id=f"{ATTAINMENT}!A1:E64",
            file=ATTAINMENT,
            sheet="",
            range="A1:E64",
            shape="tidy",
            title="",
            verdict=Verdict.BLOCKED,
            dimensions=(DimensionSummary("Region", 9, "England"), DimensionSummary("FSM", 3, "Total")),
            measures=(
                measure("Pupils", "count", 63),
                measure("Attained (%)", "percentage", 63),
                measure("var9", "unknown", 63, 3, sure=False),
            ),
            sums=24,
            numbers=Numbers(186, 126, 0, 60),
            drawing=replace(
                drawn(0, [["Region", "FSM", "Pupils", "Attained (%)", "var9"]], attainment, flags(ATTAINMENT), labels=2),
                rows_left_out=23,
            ),
        ),
        TableReport(
            id=f"{BENEFITS}!Region!A5:E14",
            file=BENEFITS,
            sheet="Region",
            range="A5:E14",
            shape="crosstab",
            title="Table 3: People by region and benefit status",
            verdict=Verdict.CLEAR,
            dimensions=(DimensionSummary("Region", 9, "England"), DimensionSummary("Status", 4, "All")),
            measures=(measure("People", "count", 36),),
            sums=12,
            numbers=Numbers(36, 36, 0, 0),
            drawing=drawn(4, [["Region", "Employed", "Claiming", "Both", "All"]], regions, flags(BENEFITS)),
        ),
    )


def full() -> Report:
    """Everything at once: block, review, note, waived; an unread sheet; rules undetermined and not asked; a second-hand pack."""
    findings = (*benefits_findings(), *earnings_findings(), *attainment_findings(), *other_findings())
    findings = tuple(sorted(findings, key=lambda held: (held.place.file, held.place.sheet, *_position(held))))
    locked = Unread("the sheet is protected by a password", "save it without a password and check again", "Notes")
    files = (
        FileReport(BENEFITS, "b1" * 32, 18_211, "xlsx", Verdict.CLEAR, (), Numbers(36, 36, 0, 0)),
        FileReport(FIGURE, "f0" * 32, 4_096, "svg", Verdict.REVIEW, (), Numbers()),
        FileReport(EARNINGS, "ea" * 32, 20_480, "xlsx", Verdict.INCOMPLETE, (locked,), Numbers(27, 27, 0, 0)),
        FileReport(ATTAINMENT, "a7" * 32, 2_214, "csv", Verdict.BLOCKED, (), Numbers(190, 126, 4, 60)),
        FileReport("ucas-entry.csv", "0c" * 32, 912, "csv", Verdict.CLEAR, (), Numbers(86, 84, 2, 0)),
    )
    open_ = [held for held in findings if held.waived is None]
    return Report(
        tool_version="0.1.0",
        packs=PACKS,
        verdict=Verdict.INCOMPLETE,
        exit_code=2,
        values_shown=False,
        totals=Totals(
            files=len(files),
            tables=3,
            numbers=sum((held.numbers for held in files), Numbers()),
            blocked=sum(held.level is Level.BLOCK for held in open_),
            review=sum(held.level is Level.REVIEW for held in open_),
            notes=sum(held.level is Level.NOTE for held in open_),
            waived=len(findings) - len(open_),
        ),
        files=files,
        tables=tables(findings),
        rules=RULES,
        findings=findings,
    )


def _position(held: Finding) -> tuple[int, ...]:
    area = Area.parse(held.place.cell or "A1")
    return area.top, area.left, -held.level.rank


def clear() -> Report:
    """A release in which no rule found anything."""
    asked = tuple(
        replace(held, outcome=Outcome.CLEAR if held.examined else Outcome.NOT_APPLICABLE, reason="")
        for held in RULES
        if held != ROUNDING
    )
    numbers = Numbers(36, 36, 0, 0)
    return Report(
        tool_version="0.1.0",
        packs=PACKS[:1],
        verdict=Verdict.CLEAR,
        exit_code=0,
        values_shown=False,
        totals=Totals(1, 1, numbers, 0, 0, 0, 0),
        files=(FileReport(BENEFITS, "b1" * 32, 18_211, "xlsx", Verdict.CLEAR, (), numbers),),
        tables=tables(())[2:],
        rules=asked,
        findings=(),
    )


def incomplete() -> Report:
    """A release of which one file could not be opened; nothing was found in the other."""
    locked = Unread("the workbook is protected by a password", "save it without a password and check again")
    broken = FileReport("scratch/wages.xlsx", "", 0, "unknown", Verdict.INCOMPLETE, (locked,), Numbers())
    found = clear()
    return replace(
        found,
        verdict=Verdict.INCOMPLETE,
        exit_code=2,
        files=(*found.files, broken),
        totals=replace(found.totals, files=2),
    )


def nothing() -> Report:
    """A run that found no file."""
    return replace(
        clear(), verdict=Verdict.INCOMPLETE, exit_code=2, files=(), tables=(), totals=Totals(0, 0, Numbers(), 0, 0, 0, 0)
    )


def valued(*, shown: bool) -> Report:
    """The full report with a secret value in a finding and in a drawn cell, whether it may be shown or slipped in by a fault."""
    report = full()
    findings = tuple(
        replace(held, value=SECRET) if (held.place.file, held.place.cell) == (EARNINGS, "B11") else held
        for held in report.findings
    )
    first, *others = report.tables
    rows = tuple(
        tuple(replace(cell, text=SECRET_TEXT) if cell.address == "B11" else cell for cell in row) for row in first.drawing.rows
    )
    told = replace(first, drawing=replace(first.drawing, rows=rows))
    return replace(report, values_shown=shown, findings=findings, tables=(told, *others))


def hostile() -> Report:
    """The full report with names that try to steer a terminal, a page or a spreadsheet."""
    report = full()
    names = {
        "Subject": '=HYPERLINK("http://x")',
        "Sex\x1b[31m": "<script>alert(1)</script>",
        "[bold red]Who[/]": "a\u202eb\x9b2J\tc",
    }
    sheet = "Table\x1b]0;owned\x07 <img src=x onerror=alert(1)>"
    first, *others = report.tables
    told = replace(first, sheet=sheet, title="</style></title><script>alert(2)</script>", id=f"{EARNINGS}!{sheet}!A4:E12")
    findings = tuple(
        replace(held, place=replace(held.place, sheet=sheet), labels=tuple(names.items()), table=told.id, related=())
        if held.place.file == EARNINGS
        else held
        for held in report.findings
    )
    lone = FileReport("scan-\udce9.csv", "00" * 32, 1, "csv", Verdict.CLEAR, (), Numbers())
    return replace(report, tables=(told, *others), findings=findings, files=(*report.files, lone))


def many(count: int) -> Report:
    """A report with so many findings in one table, each with its own labels, of which the drawing shows few."""
    report = full()
    table = f"{ATTAINMENT}!A1:E64"
    findings = tuple(
        finding(
            Place(ATTAINMENT, "", f"D{row + 2}"),
            IMPLIED,
            "with its base it gives away a group below 10",
            table=table,
            labels={"Region": REGIONS[row % 7], "School": f"School {row:05d}", "FSM": "Eligible"},
            related=[f"C{row + 2}"],
            remedies=("compute the percentage from rounded counts",),
        )
        for row in range(0, 2 * count, 2)
    )
    return replace(
        report,
        findings=findings,
        tables=tables(findings),
        totals=replace(report.totals, blocked=count, review=0, notes=0, waived=0),
    )
