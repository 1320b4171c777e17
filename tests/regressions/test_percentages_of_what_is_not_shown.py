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


def test_they_are_those_of_what_the_rounded_counts_come_to(tmp_path: Path) -> None:
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    fixed(written(tmp_path / "release", {"a.csv": TABLE}), tmp_path / "copies", wishes)
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()[1:]
    counts = [int(line.split(",")[2]) for line in lines]
    assert counts == [120, 140, 160, 100]
    assert [line.split(",")[3] for line in lines] == [f"{100 * count / sum(counts):.1f}" for count in counts]


def test_a_percentage_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    other = TABLE.replace("23.4", "61.2").replace("26.6", "8.1").replace("31.3", "44.7").replace("18.7", "3.9")
    fixed(written(tmp_path / "release", {"a.csv": other}), tmp_path / "copies", wishes)
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()[1:]
    assert [line.split(",")[3] for line in lines] == ["61.2", "8.1", "44.7", "3.9"]
