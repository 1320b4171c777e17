"""Finds out to which base numbers have been rounded, and how far a shown number may be from the true one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import Rounding, Table

ADDITIVE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.SUM)
"""Statistics of a whole that are the sum of those of its parts."""

_BASES = (1000.0, 100.0, 10.0, 5.0, 3.0)
_CHANCE = 1e-4
"""Probability below which unrounded numbers are not believed to be multiples of a base all together."""

_FEWEST = 5
_FEWEST_WITH_EXCEPTIONS = 20
_NEARLY_ALL = 0.95
_PERHAPS = 0.9
_SAMPLE = 4000
_RANDOM_BASE = 3.0
_CLOSE = 1e-9


def find_rounding(values: FloatArray) -> Rounding | None:
    """Largest base of which all, or nearly all, numbers are multiples, unless that may be chance.

    The numbers should not be sums of one another: a sum of multiples is a multiple and proves nothing. Zeros and NaN say
    nothing and are left out; a number that occurs twice counts once towards the proof.
    """
    numbers = values[np.isfinite(values) & (values != 0)]
    bases = _candidates(numbers)
    distinct = np.unique(np.abs(numbers)) if bases else numbers
    for base in bases:
        exceptions = int((~_multiple(numbers, base)).sum())
        several = int(_multiple(distinct, base).sum())
        nearly = several >= _FEWEST_WITH_EXCEPTIONS and exceptions <= (1 - _NEARLY_ALL) * len(numbers)
        proven = several >= _FEWEST and -several * np.log(base) < np.log(_CHANCE)
        if proven and (exceptions == 0 or nearly):
            return Rounding(base, exceptions)
    return None


def _candidates(numbers: FloatArray) -> tuple[float, ...]:
    """Bases that the first numbers do not refute; counting a million distinct numbers is not worth it for the others."""
    first = numbers[:_SAMPLE]
    return tuple(base for base in _BASES if len(first) and _multiple(first, base).mean() >= _PERHAPS)


def round_measures(table: Table) -> Table:
    """The table with the rounding of its counts and sums, as far as their numbers show it.

    The base is proven by cells that no dimension calls a total; exceptions are counted over all cells.
    """
    free = table.is_number.copy()
    for dimension in table.dimensions:
        if dimension.total >= 0:
            free &= dimension.codes != dimension.total
    measures = list(table.measures)
    for number, measure in enumerate(table.measures):
        if measure.statistic in ADDITIVE:
            mine = table.measure == number
            found = find_rounding(table.value[mine & free])
            if found is not None:
                shown = table.value[mine & table.is_number]
                found = Rounding(found.base, int((~_multiple(shown, found.base)).sum()))
            measures[number] = replace(measure, rounding=found)
    return replace(table, measures=tuple(measures))


def half_widths(table: Table) -> FloatArray:
    """How far each cell's true number may be from the one shown: half a unit of its last decimal, or half the rounding base.

    Whole counts that are not rounded are exact. Base 3 is the base of random rounding, which moves a count by up to 2.
    """
    half = _half_unit(table)
    half[table.where(Statistic.COUNT) & (table.decimals == 0)] = 0.0
    for number, measure in enumerate(table.measures):
        if measure.rounding is not None:
            mine = table.measure == number
            half[mine] = np.maximum(half[mine], _reach(measure.rounding.base))
    return half


def loosely_rounded(table: Table) -> Iterator[tuple[BoolArray, float]]:
    """Measures that look rounded without proof: their cells, and how far each true number may be from the one shown.

    They look it when all their numbers are multiples of one base but are too few to rule out chance.
    """
    for number, measure in enumerate(table.measures):
        if measure.statistic not in ADDITIVE or measure.rounding is not None:
            continue
        mine = table.measure == number
        shown = table.value[mine & table.is_number]
        shown = shown[shown != 0]
        bases = [base for base in _candidates(shown) if base != _RANDOM_BASE]
        base = next((base for base in bases if _multiple(shown, base).all()), None)
        if base is not None:
            yield mine, _reach(base)


def _half_unit(table: Table) -> FloatArray:
    """Half a unit of the last decimal of each cell."""
    powers = 0.5 * np.float_power(10.0, -np.arange(int(table.decimals.max(initial=0)) + 1))
    half: FloatArray = powers[table.decimals]
    return half


def _reach(base: float) -> float:
    return base - 1 if base == _RANDOM_BASE else base / 2


def _multiple(values: FloatArray, base: float) -> BoolArray:
    times = values / base
    close: BoolArray = np.abs(times - np.round(times)) <= _CLOSE * np.maximum(1.0, np.abs(times))
    return close
