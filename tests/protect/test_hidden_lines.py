"""Workbooks with rows, columns and sheets that nobody sees: what a copy shows is what was planned, and the log says the rest."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from protected import TODAY, left_to_settle

from outcheck.clearance import Request
from outcheck.fixing import Fixed, fix
from outcheck.model.report import Verdict
from outcheck.protect import Method, Wishes
from outcheck.renderers.protection import changes_csv

TITLE = "Number of learners by region and sex"
HEADINGS = ("Region", "Female", "Male", "Total")
NORTH, SOUTH, EAST, WEST = ("North", 14, 40, 54), ("South", 4, 50, 54), ("East", 35, 20, 55), ("West", 40, 31, 71)
ALL = ("Total", 93, 141, 234)


def book(folder: Path, rows: Sequence[Sequence[object]], hidden: Sequence[int] = (), column: str = "") -> Path:
    """A workbook with some rows, by number from 1, taken away by a filter, and a column hidden by hand."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Data"
    for row in rows:
        sheet.append(list(row))
    if hidden:
        sheet.auto_filter.ref = f"A2:{'ABCDEF'[len(rows[1]) - 1]}{len(rows)}"
        sheet.auto_filter.add_filter_column(0, ["North", "East", "West", "Total"])
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    if column:
        sheet.column_dimensions[column].hidden = True
    folder.mkdir()
    made.save(folder / "a.xlsx")
    return folder


def fixed(folder: Path, to: Path, wishes: Wishes | None = None) -> Fixed:
    return fix(Request((folder,), ("ons-srs",)), to, wishes or Wishes(), today=TODAY)


def shown(to: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(to / "a.xlsx")["Data"].iter_rows(values_only=True))


def logged(made: Fixed) -> list[dict[str, str]]:
    return list(csv.DictReader(changes_csv(made.plan, made.otherwise).splitlines()))


@pytest.mark.parametrize("method", [None, Method.SUPPRESS, Method.MERGE])
def test_a_row_under_a_filter_that_totals_count_leaves_and_is_protected(tmp_path: Path, method: Method | None) -> None:
    """It was planned with and not copied: the log named cells that no copy had, and 93 less the others told its 4."""
    folder = book(tmp_path / "release", [(TITLE,), HEADINGS, NORTH, SOUTH, EAST, WEST, ALL], hidden=(4,))
    made = fixed(folder, tmp_path / "copies", Wishes(method))
    assert made.report is not None
    assert (made.report.verdict, left_to_settle(made)) == (Verdict.CLEAR, [])
    rows = {row[0]: row for row in shown(tmp_path / "copies")}
    if method is not Method.MERGE:
        assert rows["South"] == ("South", "[c]", "[c]", 54)
        said = [(line["sheet"], line["cell"], line["now"]) for line in logged(made) if line["why"] == "copied"]
        assert ("Data", "", "A4:D4 no longer hidden") in said
    assert rows["Total"] == ALL
    assert not load_workbook(tmp_path / "copies" / "a.xlsx")["Data"].row_dimensions[4].hidden


def test_a_row_under_a_filter_that_no_total_counts_is_left_out_and_nothing_is_hidden_for_it(tmp_path: Path) -> None:
    folder = book(
        tmp_path / "release", [("Learners by region",), ("Region", "Learners"), *(row[:2] for row in (NORTH, SOUTH, EAST))], (4,)
    )
    made = fixed(folder, tmp_path / "copies")
    assert (made.plan.changes, made.plan.numbers) == ((), 2)
    assert shown(tmp_path / "copies") == [("Learners by region", None), ("Region", "Learners"), NORTH[:2], EAST[:2]]
    assert [(line["sheet"], line["now"], line["because"]) for line in logged(made)] == [
        ("Data", "left out", "hidden rows or columns (A4:B4)")
    ]


def test_a_total_of_what_the_filter_shows_stays_that_of_what_is_shown(tmp_path: Path) -> None:
    """As SUBTOTAL gives it: the hidden row is no part of it."""
    folder = book(tmp_path / "release", [(TITLE,), HEADINGS, NORTH, SOUTH, EAST, WEST, ("Total", 89, 91, 180)], hidden=(4,))
    made = fixed(folder, tmp_path / "copies")
    assert made.report is not None
    assert (made.report.verdict, made.plan.changes) == (Verdict.CLEAR, ())
    assert [row[0] for row in shown(tmp_path / "copies")[2:]] == ["North", "East", "West", "Total"]


def test_what_is_hidden_below_a_hidden_row_is_named_where_it_stands_in_the_file(tmp_path: Path) -> None:
    rows = [("Learners by region",), ("Region", "Learners"), ("North", 14), ("Far South", 50), ("East", 4), ("West", 40)]
    made = fixed(book(tmp_path / "release", rows, hidden=(4,)), tmp_path / "copies")
    assert [change.place.cell for change in made.plan.changes] == ["B5"]
    assert shown(tmp_path / "copies")[:5] == [
        ("Learners by region", None), ("Region", "Learners"), ("North", 14), ("East", "[c]"), ("West", 40)
    ]  # fmt: skip


def test_a_hidden_column_that_no_total_counts_does_not_leave(tmp_path: Path) -> None:
    """The true counts beside rounded ones, say: a small one among them had others hidden."""
    heads = ("Region", "Learners", "Learners, true")
    rows = [("Learners",), heads, ("North", 15, 14), ("South", 5, 4), ("East", 35, 36), ("West", 40, 41), ("Wales", 70, 72)]
    made = fixed(book(tmp_path / "release", rows, column="C"), tmp_path / "copies")
    assert {change.place.cell[0] for change in made.plan.changes} == {"B"}
    assert all(len(row) == 2 for row in shown(tmp_path / "copies"))


def test_a_hidden_column_that_totals_count_leaves(tmp_path: Path) -> None:
    rows = [(TITLE,), HEADINGS, NORTH, ("South", 14, 50, 64), EAST, WEST, ("Total", 103, 141, 244)]
    made = fixed(book(tmp_path / "release", rows, column="C"), tmp_path / "copies")
    assert made.report is not None
    assert (made.report.verdict, shown(tmp_path / "copies")) == (Verdict.CLEAR, [(TITLE, None, None, None), *rows[1:]])


def test_nothing_is_hidden_for_a_sheet_that_no_copy_has(tmp_path: Path) -> None:
    folder = book(tmp_path / "release", [(TITLE,), HEADINGS, NORTH, EAST, WEST, ("Total", 89, 91, 180)])
    opened = load_workbook(folder / "a.xlsx")
    working = opened.create_sheet("Working")
    for row in [(TITLE,), HEADINGS, NORTH, SOUTH, EAST, WEST, ALL]:
        working.append(list(row))
    working.sheet_state = "hidden"
    opened.save(folder / "a.xlsx")
    made = fixed(folder, tmp_path / "copies")
    assert made.plan.changes == ()
    assert load_workbook(tmp_path / "copies" / "a.xlsx").sheetnames == ["Data"]
