"""Published numbers that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit
from outcheck.checks.hidden import counts, is_asked
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """Nothing to set."""


def find(deductions: Deductions, asked: Sequence[BoolArray], _: Parameters) -> Iterator[ReleaseHit]:
    """Cells that say the same and differ, sums that miss the number another table gives, and what admits no solution."""
    for message, cells in deductions.contradictions():
        if ours := [cell for cell in cells if is_asked(asked, cell)]:
            yield ReleaseHit((ours[0],), message, related=tuple(cell for cell in cells if cell != ours[0]))


CHECK = Check(
    code="OC308",
    name="contradictory-tables",
    asks="Do tables that speak of the same people give numbers that cannot all be true?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(counts, find),
    remedies=(
        "make all tables from one extract, and correct the number that is wrong",
        "if they are about different people, say so: give each its population in outcheck.yaml",
    ),
)
