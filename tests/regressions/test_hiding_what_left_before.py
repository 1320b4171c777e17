"""A number that had left before was hidden all the same, for a rule or for its place in a proof: that hides nothing from anybody.

All learners of the North are women. Their number left before; that nobody else learns there is told by the total alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from protected import fixed, left_to_settle
from releases import written

from outcheck.clearance import Request, record

WOMEN = "Number of female learners by region\nRegion,Learners\nNorth,12\nSouth,40\nEast,48\nTotal,100\n"
BY_SEX = (
    "Number of learners by region and sex\nRegion,Female,Male,Total\n"
    "North,12,0,12\nSouth,40,31,71\nEast,48,50,98\nTotal,100,81,181\n"
)


def test_the_total_goes_where_the_number_that_holds_all_of_it_left_before(tmp_path: Path) -> None:
    left = Request((written(tmp_path / "old", {"women.csv": WOMEN}),), ("ons-srs",))
    ledger = str(tmp_path / "left.db")
    record(left, ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    folder = written(tmp_path / "new", {"sexes.csv": BY_SEX})
    made = fixed(folder, tmp_path / "copies", ledger=ledger)
    hidden = {change.place.cell for change in made.plan.changes}
    assert {"C3", "D3"} <= hidden
    assert not hidden & {"B3", "B4", "B5", "B6"}
    assert left_to_settle(made) == []
    assert "B3" in {change.place.cell for change in fixed(folder, tmp_path / "alone").plan.changes}
