"""Percentages of a region, broken down by sex and sector at once, told its total, which no cell shows, and nobody looked.

Only totals along one variable were tried where each of them hides something. In the North 60 learners are 51.7 % of 116.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inference.releases import found, report_on, words
from protected import fixed, left_to_settle
from releases import written

from outcheck.clearance import Request, record

LEARNERS = """
    Region | Sex    | Sector | Learners | % of all
    North  | Female | Care   | 17       | 14.7
    North  | Female | Retail | [c]      | [c]
    North  | Male   | Care   | 60       | 51.7
    North  | Male   | Retail | 34       | 29.3
    South  | Female | Care   | 44       | 44.0
    South  | Female | Retail | [c]      | [c]
    South  | Male   | Care   | 31       | 31.0
    South  | Male   | Retail | 22       | 22.0
"""
TOGETHER = """
    Region | Sex    | Sector    | Learners | % of all
    North  | Female | Care      | 47       | 29.7
    North  | Female | Retail    | 14       | 8.9
    North  | Female | Transport | 38       | 24.1
    North  | Male   | Care      | [c]      | [c]
    North  | Male   | Retail    | 52       | 32.9
    North  | Male   | Transport | [c]      | [c]
    South  | Female | Care      | 40       | 20.0
    South  | Female | Retail    | 30       | 15.0
    South  | Female | Transport | 25       | 12.5
    South  | Male   | Care      | 35       | 17.5
    South  | Male   | Retail    | 30       | 15.0
    South  | Male   | Transport | 40       | 20.0
"""
ALL = LEARNERS.replace("[c]      | [c]", "5        | 4.3", 1).replace("[c]      | [c]", "3        | 3.0", 1)
TOTALS = "Number of learners by region\nRegion,Learners\nNorth,116\nSouth,100\nTotal,216\n"


def test_the_rest_of_a_region_is_told(tmp_path: Path) -> None:
    assert [*found(report_on(tmp_path, {"a.csv": LEARNERS}), "OC304")] == ["a.csv!D3", "a.csv!D7"]


def test_two_hidden_counts_of_a_region_are_together_told_to_be_few(tmp_path: Path) -> None:
    """47 learners are 29.7 % of 158, of whom 151 are shown."""
    report = report_on(tmp_path, {"a.csv": TOGETHER})
    assert [*found(report, "OC303")] == ["a.csv!D5"]
    assert words(report, "OC303", "a.csv!D5").startswith("D5 + D7 follow from E4 is the percentage of D4 on D4 + ")
    fewer = TOGETHER.replace("52       | 32.9", "[c]      | [c]")
    assert found(report_on(tmp_path / "fewer", {"a.csv": fewer}), "OC303") == {}


def test_percentages_go_until_they_do_not_tell(tmp_path: Path) -> None:
    text = "\n".join(",".join(cell.strip() for cell in line.split("|")) for line in ALL.strip().splitlines())
    made = fixed(written(tmp_path / "release", {"a.csv": text + "\n"}), tmp_path / "copies")
    hidden = {change.place.cell for change in made.plan.changes}
    assert {"D3", "E3", "D7", "E7"} < hidden
    assert left_to_settle(made) == []


def test_a_total_that_percentages_told_before_stays(tmp_path: Path) -> None:
    """Nothing hides it any more: before, it was hidden, found to be told, and more was hidden in vain."""
    report_on(tmp_path / "old", {"a.csv": LEARNERS})
    ledger = str(tmp_path / "left.db")
    record(Request((tmp_path / "old",), ("ons-srs",)), ledger, who="J. Marsh", why="1", now=datetime(2026, 1, 1, tzinfo=UTC))
    made = fixed(written(tmp_path / "new", {"b.csv": TOTALS}), tmp_path / "copies", ledger=ledger)
    assert "B5" not in {change.place.cell for change in made.plan.changes}
