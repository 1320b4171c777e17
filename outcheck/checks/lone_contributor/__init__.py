"""Pairs of hidden counts of which one may be a single person, who would then know the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.hidden import hides, is_asked
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn

_PAIR = 2


class Parameters(CheckParameters):
    """What lone-contributor is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Pairs whose sum may leave, but not if one less: a person alone in one cell then knows a small number in the other."""
    for group in deductions.groups:
        if len(group.cells) != _PAIR or not all(is_asked(asked, cell) for cell in group.cells):
            continue
        may_be_one = any(lower <= 1 <= upper for lower, upper in map(deductions.interval, group.cells))
        if may_be_one and group.lower == group.upper and group.lower >= parameters.minimum > group.lower - 1:
            message = f"hidden in a pair: whoever is alone in the one knows that the other is below {parameters.minimum}"
            yield ReleaseHit(group.cells, message, group.proof, doubtful=deductions.rests_on_likely(group.cells[0], group.proof))


CHECK = Check(
    code="OC309",
    name="lone-contributor",
    asks="Are two counts hidden in one row or column, so that a person alone in the one could work out the other?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(hides, find),
    remedies=("hide a third number in the same row or column", "merge the two categories with a neighbour"),
    repair=Repair.PROTECT,
)
