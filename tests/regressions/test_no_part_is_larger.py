"""A table of women and one of everybody were held against each other number by number, and what both hid was not.

Here 215 women are in retail, at most 91 of them in the North, so that in the South at least 124 are, and at most 4 are in care.
"""

from __future__ import annotations

from pathlib import Path

from inference.releases import found, report_on, words
from protected import fixed, left_to_settle
from releases import written

from outcheck.model.rule import Level

EVERYBODY = """
    Number of learners by region and sector
    Region | Care | Retail | Total
    North  | 475  | 91     | 566
    South  | 13   | 236    | 249
    Total  | 488  | 327    | 815
"""
WOMEN = """
    Number of female learners by region and sector
    Region | Care | Retail | Total
    North  | [c]  | [c]    | 216
    South  | [c]  | [c]    | 128
    Total  | 129  | 215    | 344
"""


def test_a_hidden_count_is_no_larger_than_the_count_of_everybody_is_beside_it(tmp_path: Path) -> None:
    report = report_on(tmp_path, {"everybody.csv": EVERYBODY, "women.csv": WOMEN})
    told = found(report, "OC302")
    assert [*told] == ["women.csv!B4"]
    assert told["women.csv!B4"].level is Level.REVIEW
    assert "C3 is part of `everybody.csv` C3" in words(report, "OC302", "women.csv!B4")


def test_a_table_of_other_people_bounds_nothing(tmp_path: Path) -> None:
    others = EVERYBODY.replace("by region", "in 2019 by region").replace("128", "99").replace("475", "101").replace("566", "192")
    report = report_on(tmp_path, {"everybody.csv": others, "women.csv": WOMEN})
    assert found(report, "OC302") == {}


def test_more_is_hidden_until_the_count_of_everybody_does_not_tell_either(tmp_path: Path) -> None:
    women = "Number of female learners by region and sector\nRegion,Care,Retail,Total\nNorth,126,90,216\nSouth,3,125,128\n"
    everybody = "Number of learners by region and sector\nRegion,Care,Retail,Total\nNorth,475,105,580\nSouth,17,236,253\n"
    files = {"women.csv": women + "Total,129,215,344\n", "everybody.csv": everybody + "Total,492,341,833\n"}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert left_to_settle(made) == []
    shown = files["everybody.csv"].replace("105", "91").replace("580", "566").replace("341", "327").replace("833", "819")
    made = fixed(written(tmp_path / "closer", {**files, "everybody.csv": shown}), tmp_path / "more")
    assert left_to_settle(made) == []
    assert "everybody.csv" in {change.place.file for change in made.plan.changes}
