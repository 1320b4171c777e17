"""What no longer adds up once numbers are rounded: told from what is shown, so that it says nothing of what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.model.places import Place
from outcheck.model.precision import ADDITIVE
from outcheck.model.table import Addition, Table
from outcheck.protect.changes import Residual, in_order

_CLOSE = 1e-9


def residuals(before: Sequence[Table], after: Sequence[Table], hidden: Sequence[BoolArray]) -> tuple[tuple[Residual, ...], int]:
    """Sums of counts that no longer add up, by the places of their totals; and how many that did before are shown in full."""
    found: list[Residual] = []
    count = 0
    for was, now, gone in zip(before, after, hidden, strict=True):
        for total, by in _differences(was, now, gone):
            count += 1
            if by:
                found.append(Residual(Place(now.file, now.sheet, now.cell(total)), by))
    return tuple(sorted(found, key=lambda held: (in_order(held.place), held.by))), count


def _differences(was: Table, now: Table, gone: BoolArray) -> Iterator[tuple[int, float]]:
    """Each total that is shown with all of its parts, and how much more those come to."""
    sums = was.sums
    if not len(sums):
        return
    shown = now.is_number & ~gone
    full = np.logical_and.reduceat(shown[sums.parts], sums.start[:-1]) & shown[sums.total]
    added = np.add.reduceat(np.where(shown, now.value, 0.0)[sums.parts], sums.start[:-1])
    difference = added - now.value[sums.total]
    exact = np.abs(difference) <= _CLOSE * (1 + np.abs(added))
    full &= now.where(*ADDITIVE)[sums.total]  # percentages are rounded to their decimals anyway
    for number in np.flatnonzero(full & (sums.addition == Addition.CONFIRMED)).tolist():
        yield int(sums.total[number]), 0.0 if exact[number] else round(float(difference[number]), 9)
