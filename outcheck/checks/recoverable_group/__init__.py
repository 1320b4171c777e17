"""Hidden counts that together are known to be few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.hidden import hides, is_asked
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What recoverable-group is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Groups of hidden counts along one total whose sum is surely above zero and below the minimum."""
    for group in deductions.groups:
        ours = tuple(cell for cell in group.cells if is_asked(asked, cell))
        if 0 < group.upper < parameters.minimum and ours:
            message = f"hidden, and together below {parameters.minimum}"
            yield ReleaseHit(ours, message, group.proof, doubtful=deductions.rests_on_likely(ours[0], group.proof))


CHECK = Check(
    code="OC303",
    name="recoverable-group",
    asks="Do hidden counts of one row or column together come to fewer than may leave?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(hides, find),
    remedies=(
        "hide another, larger number in the same row or column",
        "merge the hidden categories with a neighbour, here and in every other table that shows them",
    ),
    repair=Repair.PROTECT,
)
