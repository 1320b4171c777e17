"""Drawings of tables that are too long to be drawn whole: what a finding speaks of, and what explains it, is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
