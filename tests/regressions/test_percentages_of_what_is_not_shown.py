"""Percentages of a total that no table shows were rounded as if of the count beside them, and were wrong from then on."""

from __future__ import annotations

from pathlib import Path

from protected import fixed
from releases import written

from outcheck.protect import HowToRound, Method, Wishes

TABLE = """\
Region,Sector,Learners,% of all
North,Care,119,23.4
North,Retail,135,26.6
South,Care,159,31.3
South,Retail,95,18.7
"""


def test_a_percentage_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    fixed(written(tmp_path / "release", {"a.csv": TABLE}), tmp_path / "copies", wishes)
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()[1:]
    assert [line.split(",")[3] for line in lines] == ["23.4", "26.6", "31.3", "18.7"]
