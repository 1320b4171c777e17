"""How exactly printed numbers say what they say."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import Rounding, Table

ADDITIVE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.SUM)
"""Statistics of a whole that are the sum of those of its parts."""

RANDOM_BASE = 3.0
_CLOSE = 1e-9
_HELD = 1e-13
"""Share of a number that a few steps of arithmetic may have changed."""


def half_widths(table: Table) -> FloatArray:
    """How far each cell's true number may be from the one shown: half a unit of its last decimal, or half the rounding base.

    Whole counts that are not rounded are exact. Base 3 is the base of random rounding, which moves a count by up to 2. Counts of
    which every sum holds may be rounded together, which moves them by less than a base.
    """
    half: FloatArray = half_widths_by_decimals(table)[table.measure, table.decimals]
    return half


def half_widths_by_decimals(table: Table) -> FloatArray:
    """Half widths as measure and decimals alone decide them: one row per measure, one column per number of decimals."""
    half = np.tile(half_units(table), (len(table.measures), 1))
    for number, measure in enumerate(table.measures):
        if measure.statistic is Statistic.COUNT:
            half[number, 0] = 0.0
        if measure.rounding is not None:
            half[number] = np.maximum(half[number], reach(measure.rounding))
    return half


def half_unit(table: Table) -> FloatArray:
    """Half a unit of the last decimal of each cell."""
    half: FloatArray = half_units(table)[table.decimals]
    return half


def in_per_cent(table: Table) -> FloatArray:
    """What the number of each cell is multiplied by to be per cent, if it is a share: 100 for parts of one, else 1."""
    factor: FloatArray = np.array([100.0 / held.whole for held in table.measures], dtype=np.float64)[table.measure]
    return factor


def half_units(table: Table) -> FloatArray:
    """Half a unit of the last decimal, per number of decimals in the table."""
    half: FloatArray = 0.5 * np.float_power(10.0, -np.arange(int(table.decimals.max(initial=0)) + 1, dtype=np.float64))
    return half


def reach(rounding: Rounding) -> float:
    """How far a rounded number may be from the true one: so that sums hold, a count may go to the multiple further away."""
    base = rounding.base
    return base - 1 if base == RANDOM_BASE or rounding.adds_up else base / 2


def is_multiple(values: FloatArray, base: FloatArray | float) -> BoolArray:
    """Which numbers are whole multiples of a base, but for what floats and sums of them cannot hold: large ones are not let off.

    NaN is none.
    """
    with np.errstate(invalid="ignore"):
        times = values / base
        close: BoolArray = np.abs(times - np.rint(times)) <= np.maximum(_CLOSE, _HELD * np.abs(times))
    return close
