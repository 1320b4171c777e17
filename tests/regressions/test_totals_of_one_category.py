"""The women of each sector are totals in a table of women, and no totals in one by sex: there the mark was not believed.

So the number beside it was taken for the true one, which gave back what the other table hides.
"""

from __future__ import annotations

from pathlib import Path

from protected import TODAY, fixed, left_to_settle
from releases import written

from outcheck.clearance import Request, check
from outcheck.model.report import Verdict
from outcheck.protect import Wishes

BY_SEX = """\
Number of learners by sector and sex
Sector,Female,Male,Total
Care,14,27,41
Retail,21,43,64
Energy,39,27,66
Total,74,97,171
"""
WOMEN = """\
Number of female learners by region and sector
Region,Care,Retail,Energy,Total
North,11,11,29,51
South,3,10,10,23
Total,14,21,39,74
"""
SHOWN = {
    "a.csv": BY_SEX.replace("14,27,41", "11 [t],27,38 [t]").replace("74,97,171", "71 [t],97,168 [t]"),
    "b.csv": WOMEN.replace("3,10,10,23", "[c],10,10,20 [t]").replace("14,21,39,74", "11 [t],21,39,71 [t]"),
}


def test_a_total_of_one_table_is_a_part_in_another(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": BY_SEX, "b.csv": WOMEN})
    made = fixed(folder, tmp_path / "copies", Wishes(recalculate=True))
    assert {name: (tmp_path / "copies" / name).read_text() for name in SHOWN} == SHOWN
    assert left_to_settle(made) == []


def test_the_true_number_is_not_believed_to_leave_out_what_is_hidden(tmp_path: Path) -> None:
    true = SHOWN["a.csv"].replace("11 [t],27,38 [t]", "14 [t],27,41 [t]")
    folder = written(tmp_path / "release", {**SHOWN, "a.csv": true})
    assert check(Request((folder,), ("ons-srs",)), today=TODAY).verdict is Verdict.REVIEW
