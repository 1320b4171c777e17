"""Drawings of tables that are too long to be drawn whole: what a finding speaks of, and what explains it, is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from outcheck.clearance import Request, check
from outcheck.model.places import Area
from outcheck.model.report import Report

TODAY = date(2026, 11, 24)


def long_table(folder: Path, *, hidden: str) -> Report:
    """A column of 200 counts under one total; one count, in row 120, is hidden or shown."""
    counts = [3000 + 7 * number for number in range(200)]
    rows = [f"Area {number:03d},{hidden if number == 117 and hidden else count}" for number, count in enumerate(counts)]
    lines = ["Number of learners by area", "Area,Learners", *rows, f"Total,{sum(counts)}"]
    (folder / "areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return check(Request((folder,)), today=TODAY)


def drawn_rows(report: Report) -> list[int]:
    return [Area.parse(row[0].address).top + 1 for row in report.tables[0].drawing.rows]


def test_a_long_table_shows_the_hidden_cell_and_the_total_that_gives_it_back(tmp_path: Path) -> None:
    report = long_table(tmp_path, hidden="[c]")
    (found,) = (held for held in report.findings if held.code == "OC301")
    assert found.place.cell == "B120"
    rows = drawn_rows(report)
    assert {120, 203} <= set(rows)
    assert rows == sorted(set(rows))
    assert len(rows) == 40


def test_a_long_table_without_findings_shows_its_first_rows(tmp_path: Path) -> None:
    assert drawn_rows(long_table(tmp_path, hidden="")) == list(range(3, 43))


def merged_book(folder: Path) -> Report:
    """A table under merged headings, its rows under merged labels, of which one part is left out of the drawing."""
    sheet = Workbook().active
    assert sheet is not None
    sheet.append(["Number of learners by region, sector and sex"])
    sheet.append(["Region", "Sector", "2022/23", None, "2023/24", None])
    sheet.append([None, None, "Female", "Male", "Female", "Male"])
    for number in range(40):
        region = f"Region {number // 2:02d}" if number % 2 == 0 else None
        sheet.append([region, ("Care", "Building")[number % 2], *(113 + 13 * number + 37 * place * place for place in range(4))])
    for cells in ("C2:D2", "E2:F2", "A2:A3", "B2:B3", *(f"A{row}:A{row + 1}" for row in range(4, 44, 2))):
        sheet.merge_cells(cells)
    assert sheet.parent is not None
    sheet.parent.save(folder / "merged.xlsx")
    return check(Request((folder,)), today=TODAY)


def test_merged_headings_and_labels_reach_as_far_as_in_the_file(tmp_path: Path) -> None:
    drawing = merged_book(tmp_path).tables[0].drawing
    reach = {cell.address: (cell.across, cell.down) for row in (*drawing.headings, *drawing.rows) for cell in row}
    assert {reach[cell] for cell in ("C2", "E2")} == {(2, 1)}
    assert {reach[cell] for cell in ("A2", "B2", "A4", "A6")} == {(1, 2)}
    assert {reach[cell] for cell in ("D2", "F2", "A3", "B3", "A5")} == {(0, 0)}
    assert {reach[cell] for cell in ("C3", "C4", "B5")} == {(1, 1)}


def test_every_drawn_row_is_as_wide_as_its_table_when_merged_cells_are_counted(tmp_path: Path) -> None:
    drawing = merged_book(tmp_path).tables[0].drawing
    for rows in (drawing.headings, drawing.rows):
        width = len(rows[0])
        covered = [0] * len(rows)
        for number, row in enumerate(rows):
            for cell in row:
                for below in range(cell.down):
                    covered[number + below] += cell.across
        assert covered == [width] * len(rows)
