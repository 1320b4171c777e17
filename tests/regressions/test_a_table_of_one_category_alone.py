"""A table of one category alone was tied to another only once something was hidden, and only if it was broken down by less.

So ``fix`` hid a number in the one table and left it in the other, and its own check, which could not tie them, found nothing.
"""

from __future__ import annotations

from pathlib import Path

from protected import fixed, left_to_settle
from releases import written

from outcheck.model.places import Place
from outcheck.protect import Wishes

BY_SECTOR = """\
Number of learners by sector and sex
Sector,Female,Male,Total
Care,28,61,89
Retail,39,4,43
Transport,54,155,209
Total,121,220,341
"""
FEMALE = """\
Number of female learners by region and sector
Region,Care,Retail,Transport,Total
North,12,22,23,57
South,16,17,31,64
Total,28,39,54,121
"""


def test_what_is_hidden_by_sex_is_hidden_in_the_total_of_a_table_of_one_sex(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": BY_SECTOR, "b.csv": FEMALE})
    made = fixed(folder, tmp_path / "copies", Wishes(keep=(Place("a.csv", "", "D3:D6"),)))
    hidden = {str(change.place) for change in made.plan.changes}
    assert "a.csv!C4" in hidden
    totals = {"a.csv!B3": "b.csv!B5", "a.csv!B4": "b.csv!C5", "a.csv!B5": "b.csv!D5", "a.csv!B6": "b.csv!E5"}
    assert "a.csv!B4" in hidden
    assert all((here in hidden) == (there in hidden) for here, there in totals.items())
    assert left_to_settle(made) == []
