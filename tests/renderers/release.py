"""What is wrong in a release on graduates and attainment, and its tables, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from renderers.pieces import (
    ATTAINMENT,
    BENEFITS,
    EARNINGS,
    FIGURE,
    FILE_TYPE,
    FULL,
    IMPLIED,
    LOW_BASE,
    LOW_COUNT,
    MERGE,
    NUMBER,
    REGIONS,
    ROUND,
    STALE,
    SUBJECTS,
    SUPPRESS,
    ZERO,
    drawn,
    finding,
    measure,
)

from outcheck.model.finding import Finding, Waiver
from outcheck.model.places import Area, Place, address
from outcheck.model.report import (
    DimensionSummary,
    Numbers,
    TableReport,
    Verdict,
)
from outcheck.model.rule import Level


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
