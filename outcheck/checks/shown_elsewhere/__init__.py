"""Numbers that are hidden in one place and printed, or told by a percentage or mean, in another."""

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

_PRINTED = "hidden here, and shown in another place"
_TOLD = "hidden, and given away by a percentage or a mean"
_COMPUTED = "hidden, and given away by a number that was computed from it"


class Parameters(CheckParameters):
    """What shown-elsewhere is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Hidden cells whose number is printed elsewhere, and those that a percentage or a mean tells exactly."""
    for cell in hidden_cells(deductions, asked, parameters.minimum):
        known = deductions.known(cell)
        if known < Known.EXACT:
            continue
        proof = deductions.proof(cell)
        if known is not Known.PRINTED and not deductions.by_proportion(proof):
            continue  # recoverable-cell says so
        printed = known is Known.PRINTED
        related = tuple(deductions.statements.places(deductions.unknown(cell))[:1]) if printed else ()
        message = _PRINTED if printed else _COMPUTED if deductions.by_rate(proof) else _TOLD
        small = is_count(deductions, cell) and deductions.interval(cell)[1] < parameters.minimum
        said = f"{message}; it is below {parameters.minimum}" if small else message
        yield ReleaseHit((cell,), said, proof, related, doubtful=not small or deductions.rests_on_likely(cell, proof))


CHECK = Check(
    code="OC304",
    name="shown-elsewhere",
    asks="Is a number that is hidden here printed in another place, or told by a percentage or a mean?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(hides, find),
    remedies=(
        "hide the number in every table that shows it, and the percentages and means that are computed from it",
        "compute percentages from rounded counts",
    ),
    repair=Repair.PROTECT,
)
