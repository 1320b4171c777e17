"""What a copy has otherwise than its original, beside what was asked to be changed."""

from __future__ import annotations

from dataclasses import dataclass

from outcheck.model.places import Place

LACKING, NOTED = "left out", "a line"
"""What becomes of what a copy does not have, and what is noted below its tables."""


@dataclass(frozen=True, slots=True, order=True)
class Otherwise:
    """Cells that a copy shows otherwise than its original, where the original has them; without a cell, what it has no more."""

    place: Place
    now: str
    because: str
