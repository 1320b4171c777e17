"""Percentages of everybody were not understood in a table of two variables, nor those of true counts beside rounded ones, nor
those of a total that only another table shows.

They tell hidden counts: exactly, or within what is left open by the rounding of the numbers around them.
"""

from __future__ import annotations

from pathlib import Path

from protected import TODAY
from releases import written

from outcheck.clearance import Request, check
from outcheck.model.report import Report

OF_ALL = """\
Region,Sex,Learners,% of all
North,Female,[c],7.0
North,Male,[c],33.0
North,Total,80,40.0
South,Female,[c],31.0
South,Male,[c],29.0
South,Total,120,60.0
Total,Female,76,38.0
Total,Male,124,62.0
Total,Total,200,100.0
"""
OF_ROUNDED = """\
Region,Sector,Learners,% of all
North,Care,20,[c]
North,Retail,95,28.3
North,Transport,[c],[c]
North,Energy,210,63.6
North,Total,330,100.0
South,Care,270,42.3
South,Retail,310,48.6
South,Transport,15,2.1
South,Energy,45,7.1
South,Total,635,100.0
Total,Care,290,30.0
Total,Retail,400,41.6
Total,Transport,20,1.9
Total,Energy,255,26.5
Total,Total,965,100.0
"""


OF_ANOTHER = """\
Region,Sex,Sector,Learners,% of all
North,Female,Care,158,38.1
North,Female,Retail,98,23.6
North,Male,Care,[c],[c]
North,Male,Retail,[c],34.9
East,Female,Care,11,2.8
East,Female,Retail,90,22.8
East,Male,Care,[c],1.3
East,Male,Retail,[c],73.1
"""
TOTALS = (
    "Number of learners by region and sex\nRegion,Female,Male,Total\nNorth,256,159,415\nEast,101,293,394\nTotal,357,452,809\n"
)


def told(tmp_path: Path, text: str, other: str = "") -> set[str]:
    """Cells of the first file that a check says can be worked out, or nearly."""
    files = {"a.csv": text, **({"b.csv": other} if other else {})}
    report: Report = check(Request((written(tmp_path, files),), ("ons-srs",)), today=TODAY)
    rules = {"recoverable-cell", "shown-elsewhere", "narrow-bounds"}
    return {
        found.place.cell
        for found in report.findings
        if found.check in rules and not found.undetermined and found.place.file == "a.csv"
    }


def test_a_percentage_of_everybody_tells_a_count_of_two_categories(tmp_path: Path) -> None:
    assert told(tmp_path, OF_ALL) == {"C2", "C3", "C5", "C6"}


def test_percentages_of_true_counts_tell_what_rounding_would_leave_open(tmp_path: Path) -> None:
    assert told(tmp_path, OF_ROUNDED) == {"C4"}


def test_a_percentage_of_a_total_in_another_table_tells_a_count(tmp_path: Path) -> None:
    assert told(tmp_path, OF_ANOTHER, TOTALS) == {"D4", "D5", "D8", "D9"}
