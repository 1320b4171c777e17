"""Of two numbers that differ by few, one was hidden although it can be read in what left before; so the copy was not clear."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from protected import fixed, left_to_settle
from releases import written

from outcheck.clearance import Request, record

ALL = """\
Number of learners by sector and region
Sector,North,South,Total
Care,20,45,65
Retail,28,138,166
Energy,62,114,176
Total,110,297,407
"""
NOW = """\
Number of learners by region and sector
Region,Care,Retail,Energy,Total
North,20,28,62,110
South,45,138,114,297
Total,65,166,176,407
"""
FEMALE = """\
Number of female learners by region and sector
Region,Care,Retail,Energy,Total
North,10,23,24,57
South,23,82,49,154
Total,33,105,73,211
"""


def test_only_the_number_that_did_not_leave_is_hidden(tmp_path: Path) -> None:
    ledger = str(tmp_path / "left.db")
    before = Request((written(tmp_path / "old", {"a.csv": ALL}),), ("ons-srs",))
    record(before, ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    folder = written(tmp_path / "release", {"all.csv": NOW, "female.csv": FEMALE})
    made = fixed(folder, tmp_path / "copies", ledger=ledger)
    assert {change.place.file for change in made.plan.changes} == {"female.csv"}
    assert left_to_settle(made) == []
