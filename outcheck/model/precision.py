"""How exactly printed numbers say what they say."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import FloatArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

ADDITIVE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.SUM)
"""Statistics of a whole that are the sum of those of its parts."""

RANDOM_BASE = 3.0


def half_widths(table: Table) -> FloatArray:
    """How far each cell's true number may be from the one shown: half a unit of its last decimal, or half the rounding base.

    Whole counts that are not rounded are exact. Base 3 is the base of random rounding, which moves a count by up to 2.
    """
    half = half_unit(table)
    half[table.where(Statistic.COUNT) & (table.decimals == 0)] = 0.0
    for number, measure in enumerate(table.measures):
        if measure.rounding is not None:
            mine = table.measure == number
            half[mine] = np.maximum(half[mine], reach(measure.rounding.base))
    return half


def half_unit(table: Table) -> FloatArray:
    """Half a unit of the last decimal of each cell."""
    powers = 0.5 * np.float_power(10.0, -np.arange(int(table.decimals.max(initial=0)) + 1, dtype=np.float64))
    half: FloatArray = powers[table.decimals]
    return half


def reach(base: float) -> float:
    """How far a rounded number may be from the true one."""
    return base - 1 if base == RANDOM_BASE else base / 2
