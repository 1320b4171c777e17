"""Reports as the engine makes them, written by hand: a release on graduates and attainment, and shorter ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from renderers.pieces import ATTAINMENT, BENEFITS, EARNINGS, FIGURE, IMPLIED, PACKS, REGIONS, ROUNDING, RULES, drawn, finding
from renderers.release import attainment_findings, benefits_findings, earnings_findings, other_findings, tables

from outcheck.clearance import Request, check
from outcheck.model.deduction import Proof
from outcheck.model.finding import Finding
from outcheck.model.places import Area, Place
from outcheck.model.release import Unread
from outcheck.model.report import (
    FileReport,
    Numbers,
    Outcome,
    Report,
    TableReport,
    Totals,
    Verdict,
)
from outcheck.model.rule import Level

ROOT = Path(__file__).parents[2]
SECRET = 8675309.25
"""A value that no output may show unless asked; it stands in a finding and, as text, in a drawing."""
SECRET_TEXT = "8675309.25"


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


def crowded(*, tables: int, findings: int) -> Report:
    """A report on so many tables of 40 drawn rows and 12 columns, each with its share of findings, every one with a proof."""
    report = full()
    letters = "BCDEFGHIJKL"
    made: list[TableReport] = []
    found: list[Finding] = []
    for number in range(tables):
        path, mine = f"schools-{number:03d}.csv", findings // tables
        rows = [[f"School {number:03d}{row:02d}", *["•••"] * len(letters)] for row in range(40)]
        flags: dict[str, tuple[int, ...]] = {}
        table_id = f"{path}!A1:L41"
        for place in range(mine):
            row, column = 2 + place % 40, letters[place * 7 % 11]
            cell = f"{column}{row}"
            flags[cell] = (*flags.get(cell, ()), len(found))
            others = [Place(path, "", f"{other}{row}") for other in letters[:6] if other != column]
            proof = Proof(f"{cell} = the rest", tuple((other, -1.0) for other in others), (), "outsider")
            label = {"School": rows[row - 2][0], "Year group": column}
            held = finding(Place(path, "", cell), IMPLIED, f"a group below 10 ({place % 12})", table=table_id, labels=label)
            found.append(replace(held, proof=proof, remedies=("compute the percentage from rounded counts",)))
        drawing = drawn(1, [["School", *(f"Year {letter}" for letter in letters)]], rows, flags)
        made.append(replace(report.tables[0], id=table_id, file=path, sheet="", range="A1:L41", title="", drawing=drawing))
    files = tuple(FileReport(held.file, "ab" * 32, 4096, "csv", Verdict.BLOCKED, (), Numbers(440, 440)) for held in made)
    totals = Totals(tables, tables, Numbers(440 * tables, 440 * tables), len(found), 0, 0, 0)
    return replace(report, files=files, tables=tuple(made), findings=tuple(found), totals=totals)


def real() -> Report:
    """The report on the sample release, made by the whole way of a release."""
    return check(Request(paths=(ROOT / "samples" / "leo-release" / "release",)), today=date(2026, 11, 24))


EVERY = {
    "real": real(),
    "full": full(),
    "clear": clear(),
    "incomplete": incomplete(),
    "nothing": nothing(),
    "valued": valued(shown=True),
    "hostile": hostile(),
    "many": many(300),
}
every_report = pytest.mark.parametrize("report", EVERY.values(), ids=EVERY.keys())
"""Asks a test of every report."""
