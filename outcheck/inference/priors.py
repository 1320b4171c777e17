"""What an attacker knows of each hidden number beforehand, as a range around it: the evidence says what the number is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.rule import Attacker
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

_CLOSE = 1e-9


def true_values(tables: Sequence[Table], of_cell: Sequence[Indices], count: int) -> FloatArray:
    """What each of ``count`` unknowns is as the evidence behind its cells says, NaN where none does or it says several things."""
    values = np.full(count, np.nan)
    torn = np.zeros(count, dtype=np.bool_)
    for table, unknowns in zip(tables, of_cell, strict=True):
        if table.evidence is None:
            continue
        held = table.evidence
        for statistic, said in (
            (Statistic.COUNT, held.n),
            (Statistic.WEIGHTED_COUNT, held.weighted_n),
            (Statistic.SUM, held.sum),
        ):
            cells = np.flatnonzero(table.where(statistic) & (unknowns >= 0) & ~np.isnan(said))
            before = values[unknowns[cells]]
            torn[unknowns[cells]] |= ~np.isnan(before) & (np.abs(before - said[cells]) > _CLOSE * (1 + np.abs(before)))
            values[unknowns[cells]] = said[cells]
    values[torn] = np.nan
    return values


def within_range(
    ends: tuple[FloatArray, FloatArray], values: tuple[FloatArray, FloatArray], whole: BoolArray, attacker: Attacker
) -> tuple[FloatArray, FloatArray]:
    """Bounds cut to the attacker's range around numbers that lie between two ends, NaN where nobody knows them."""
    if attacker.range is None:
        return ends
    least, most = attacker.range
    corners = np.stack([factor * value for factor in (least, most) for value in values])
    low, high = corners.min(axis=0), corners.max(axis=0)
    low, high = np.where(whole, np.ceil(low - _CLOSE), low), np.where(whole, np.floor(high + _CLOSE), high)
    lower, upper = np.fmax(ends[0], low), np.fmin(ends[1], high)
    crossed = lower > upper  # the evidence contradicts what is published: it is no prior knowledge then
    return np.where(crossed, ends[0], lower), np.where(crossed, ends[1], upper)
