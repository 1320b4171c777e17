"""Differences of published counts that are small counts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.hidden import counts, is_asked
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """What population-difference is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may be worked out, in units counted (persons, employers)")


def examines(table: Table) -> BoolArray:
    """Every count, and the size of every model."""
    return counts(table) | table.where(Statistic.MODEL_SIZE)


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Cells less what is part of them, where surely somebody, but fewer than may leave, is left."""
    for held in deductions.differences():
        if not is_asked(asked, held.larger):
            continue
        lower, upper = deductions.left_over(held)
        if 0 < lower <= upper < parameters.minimum:
            yield ReleaseHit(
                (held.larger,),
                f"less what is part of it, it leaves a count below {parameters.minimum}",
                deductions.teller.difference(held.larger, held.smaller),
                held.smaller,
                doubtful=not held.sure,
            )


CHECK = Check(
    code="OC305",
    name="population-difference",
    asks="Do two counts, of which one is part of the other, differ by fewer than may leave?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(examines, find),
    remedies=(
        "use the same age bands, areas and samples in every table",
        "show only one of the two numbers, or round both to a base that is not smaller than the minimum",
    ),
    repair=Repair.HIDE,
)
