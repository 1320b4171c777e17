"""Two tables of the same categories shared no number, since each of the one's sums had a gap, and nobody brought them together.

That gaps leave 3 of 23, 5 of 42 and 4 of 14 is chance once in fourteen times: too often to be sure, too seldom to say nothing.
"""

from __future__ import annotations

from pathlib import Path

from inference.releases import found, report_on
from protected import fixed, left_to_settle
from releases import written

from outcheck.model.report import Verdict
from outcheck.model.rule import Level

TOTALS = """
    Number of learners by region and sector
    Region | Care | Retail | Total
    North  | 23   | 42     | 65
    South  | 14   | 10     | 24
    Total  | 37   | 52     | 89
"""
PARTS = """
    Region | Sex    | Sector | Learners
    North  | Female | Care   | 20
    North  | Female | Retail | [c]
    North  | Male   | Care   | [c]
    North  | Male   | Retail | 37
    South  | Female | Care   | [c]
    South  | Female | Retail | [c]
    South  | Male   | Care   | 10
    South  | Male   | Retail | [c]
"""


def test_what_gaps_leave_of_totals_is_for_a_person(tmp_path: Path) -> None:
    told = found(report_on(tmp_path, {"totals.csv": TOTALS, "parts.csv": PARTS}), "OC301")
    assert {place: held.level for place, held in told.items()} == dict.fromkeys(
        ("parts.csv!D3", "parts.csv!D4", "parts.csv!D6"), Level.REVIEW
    )


def test_totals_of_other_sectors_are_of_other_people(tmp_path: Path) -> None:
    others = TOTALS.replace("Care | Retail", "Mining | Farming")
    assert report_on(tmp_path, {"totals.csv": others, "parts.csv": PARTS}).verdict is Verdict.CLEAR


def test_totals_that_are_less_than_their_parts_are_of_other_people(tmp_path: Path) -> None:
    fewer = TOTALS.replace("23   | 42     | 65", "19   | 42     | 61").replace("37   | 52     | 89", "33   | 52     | 85")
    assert report_on(tmp_path, {"totals.csv": fewer, "parts.csv": PARTS}).verdict is Verdict.CLEAR


def test_fix_hides_more_until_they_tell_nothing(tmp_path: Path) -> None:
    files = {
        name: "".join(",".join(cell.strip() for cell in line.split("|")) + "\n" for line in text.strip().splitlines())
        for name, text in {"totals.csv": TOTALS, "parts.csv": PARTS}.items()
    }
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert left_to_settle(made) == []
    assert len(made.plan.changes) <= 3
