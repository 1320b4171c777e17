"""Hidden numbers that follow exactly from what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair, Undetermined
from outcheck.checks.hidden import hidden_cells, hides, is_count
from outcheck.inference.deductions import Deductions
from outcheck.inference.known import Known
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What recoverable-cell is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Hidden cells that have one possible value; then those of which that could not be settled."""
    for cell in hidden_cells(deductions, asked, parameters.minimum):
        known = deductions.known(cell)
        if known is Known.UNDETERMINED:
            yield ReleaseHit((cell,), "how tightly this hidden number is bounded could not be settled", undetermined=True)
        if known is not Known.EXACT:
            continue
        proof = deductions.proof(cell)
        if deductions.by_proportion(proof):
            continue  # shown-elsewhere says so
        small = is_count(deductions, cell) and deductions.interval(cell)[1] < parameters.minimum
        message = f"hidden, and can be worked out to be below {parameters.minimum}" if small else "hidden, and can be worked out"
        yield ReleaseHit((cell,), message, proof, doubtful=not small or deductions.rests_on_likely(cell, proof))
    if deductions.links.unsearched:
        raise Undetermined("so many tables hold counts that not every pair of them could be compared")


CHECK = Check(
    code="OC301",
    name="recoverable-cell",
    asks="Does a hidden number follow from the numbers that are shown, in this table and in all others?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(hides, find),
    remedies=(
        "hide a second number in each row and column that gives it back, here and in every table that shows the same",
        "leave out the total from which it is worked out, or compute totals from the numbers shown",
        "merge the category with a neighbour, so that nothing needs hiding",
    ),
    repair=Repair.PROTECT,
)
