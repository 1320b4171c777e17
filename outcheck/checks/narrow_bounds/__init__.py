"""Hidden counts that can be worked out to lie in a short interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.hidden import hidden_cells, hides, is_count
from outcheck.inference.deductions import Deductions
from outcheck.inference.known import Known
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What narrow-bounds is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")
    width: float = Field(
        default=5, ge=1, description="Largest less smallest possible value that a hidden count must have, in units counted"
    )
    percent: float = Field(
        default=10, ge=0, le=100, description="How far from its middle, in per cent, the interval of a hidden sum must reach"
    )


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Hidden cells whose interval is too short, although more than one value is possible; counts surely large may be known."""
    for cell in hidden_cells(deductions, asked, parameters.minimum):
        known = deductions.known(cell)
        lower, upper = deductions.interval(cell)
        if is_count(deductions, cell):
            if known is Known.NARROW and lower < parameters.minimum and _is_short(deductions, cell, parameters.width):
                message = f"hidden, but its possible values lie less than {parameters.width:g} apart"
                yield _hit(deductions, cell, message)
        elif known is Known.WIDE and 0 <= upper - lower < parameters.percent / 100 * abs(lower + upper):
            message = f"hidden, but can be worked out to within {parameters.percent:g} per cent"
            yield _hit(deductions, cell, message)


def _hit(deductions: Deductions, cell: tuple[int, int], message: str) -> ReleaseHit:
    proof = deductions.proof(cell)
    return ReleaseHit((cell,), message, proof, doubtful=deductions.rests_on_likely(cell, proof))


def _is_short(deductions: Deductions, cell: tuple[int, int], width: float) -> bool:
    """Whether an interval is shorter than asked, and than what its own marker says."""
    lower, upper = deductions.interval(cell)
    unknown = deductions.unknown(cell)
    marked = deductions.statements.upper[unknown] - deductions.statements.lower[unknown]
    return bool(upper - lower < min(width, marked))


CHECK = Check(
    code="OC302",
    name="narrow-bounds",
    asks="Can a hidden number be worked out to lie between two close bounds?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(hides, find),
    remedies=(
        "hide another, larger number in the same row or column",
        "use a marker that does not say between which bounds the number lies",
        "merge the category with a neighbour, so that nothing needs hiding",
    ),
    repair=Repair.PROTECT,
)
