"""With some numbers hidden, a copy no longer showed that the others are rounded: a check of it found what fix had not."""

from __future__ import annotations

from pathlib import Path

from protected import TODAY, left_to_settle
from releases import written

from outcheck.clearance import Request
from outcheck.fixing import Fixed, fix
from outcheck.protect import HowToRound, Method, Wishes

ROWS = """\
Region,Sex,Sector,Learners
North,Female,Care,41
North,Female,Retail,192
North,Female,Total,233
North,Male,Care,[c]
North,Male,Retail,316
North,Male,Total,318
North,Total,Care,43
North,Total,Retail,508
North,Total,Total,551
South,Female,Care,0
South,Female,Retail,307
South,Female,Total,307
South,Male,Care,94
South,Male,Retail,10
South,Male,Total,104
South,Total,Care,94
South,Total,Retail,317
South,Total,Total,411
Total,Female,Care,41
Total,Female,Retail,499
Total,Female,Total,540
Total,Male,Care,96
Total,Male,Retail,326
Total,Male,Total,422
Total,Total,Care,137
Total,Total,Retail,825
Total,Total,Total,962
"""


def _rounded(folder: Path, to: Path) -> Fixed:
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    return fix(Request((folder,), ("ons-srs",)), to, wishes, today=TODAY)


def test_numbers_are_hidden_until_nothing_is_found_in_the_copy_that_is_left(tmp_path: Path) -> None:
    made = _rounded(written(tmp_path / "release", {"a.csv": ROWS}), tmp_path / "copies")
    assert left_to_settle(made) == []
    again = _rounded(tmp_path / "copies", tmp_path / "again")
    assert (again.plan.changes, again.plan.renumbered) == ((), ())


def test_no_total_is_hidden_for_it(tmp_path: Path) -> None:
    """21 numbers of 26 went, totals too, and three could still be worked out."""
    made = _rounded(written(tmp_path / "release", {"a.csv": ROWS}), tmp_path / "copies")
    assert {change.place.cell for change in made.plan.changes} == {"D2", "D6", "D11", "D12", "D14"}
