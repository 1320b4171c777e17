"""Numbers that this release gives away of what left before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.hidden import counts, is_asked
from outcheck.inference.deductions import Deductions
from outcheck.inference.words import Cell
from outcheck.model.arrays import BoolArray
from outcheck.model.deduction import Proof
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn

_UNTIED = "a table that left before is broken down alike, and too much is hidden to tell whether it counts the same people"


class Parameters(CheckParameters):
    """What past-release is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may be worked out, in units counted (persons, employers)")


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Hidden numbers of earlier tables that follow now; then counts left over between earlier tables and these."""
    for hidden, proof in deductions.given_away():
        if shown := [cell for cell in _in_release(deductions, proof) if is_asked(asked, cell)]:
            lower, upper = deductions.interval(hidden)
            small = 0 <= lower <= upper < parameters.minimum
            tail = f"below {parameters.minimum}" if small else "exactly"
            message = f"gives away a number that was hidden in what left before: it can now be worked out to be {tail}"
            yield ReleaseHit((shown[0],), message, proof, (hidden,), doubtful=not small)
    if unsettled := deductions.unsettled_past():
        message = f"whether it gives away what was hidden in what left before could not be settled for {len(unsettled)} numbers"
        yield ReleaseHit((_first(asked),), message, related=unsettled, undetermined=True)
    for cell, before in deductions.untied_past():
        if is_asked(asked, cell):
            yield ReleaseHit((cell,), _UNTIED, related=before, undetermined=True)
    for held in deductions.differences():
        smaller = [cell for cell in held.smaller if cell[0] < deductions.leaving and is_asked(asked, cell)]
        lower, upper = deductions.left_over(held) if smaller and held.larger[0] >= deductions.leaving else (0.0, 0.0)
        if 0 < lower <= upper < parameters.minimum:
            proof = deductions.teller.difference(held.larger, held.smaller)
            message = f"taken from what left before, it leaves a count below {parameters.minimum}"
            yield ReleaseHit((smaller[0],), message, proof, (held.larger,), doubtful=not held.sure)


def _first(asked: Sequence[BoolArray]) -> Cell:
    """The first cell that is asked about."""
    return next((place, int(np.flatnonzero(mask)[0])) for place, mask in enumerate(asked) if mask.any())


def _in_release(deductions: Deductions, proof: Proof) -> Iterator[Cell]:
    """Cells of this release that a proof rests on."""
    places = [place for place, _ in proof.exactly]
    places += [place for entry in proof.evidence for place in (*entry.parts, *entry.whole)]
    yield from (cell for place in dict.fromkeys(places) if (cell := deductions.cell_at(place)) is not None)


CHECK = Check(
    code="OC306",
    name="past-release",
    asks="Does this release give away what was kept back in what left before?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(counts, find),
    remedies=(
        "hide here what was hidden there, and what would give it back",
        "leave the table out, if what left before shows nearly the same",
        "round this release and later ones to a base that is not smaller than the minimum",
    ),
    repair=Repair.HIDE,
)
