"""Finds out to which base numbers have been rounded, and adds numbers up within what rounding leaves open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from outcheck.layout.keys import ascending, places_of
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, at
from outcheck.model.precision import ADDITIVE, RANDOM_BASE, half_units, is_multiple, reach
from outcheck.model.statistics import Statistic
from outcheck.model.table import Lines, Rounding, Table

_NEVER_NEGATIVE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.PERCENTAGE)
_BASES = (1000.0, 100.0, 10.0, 5.0, 3.0)
_CHANCE = 1e-4
"""Probability below which unrounded numbers are not believed to be multiples of a base all together."""

_FEWEST = 5
_FEWEST_WITH_EXCEPTIONS = 20
_NEARLY_ALL = 0.95
_PERHAPS = 0.9
_SAMPLE = 4000
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
        exceptions = int((~is_multiple(numbers, base)).sum())
        several = int(is_multiple(distinct, base).sum())
        nearly = several >= _FEWEST_WITH_EXCEPTIONS and exceptions <= (1 - _NEARLY_ALL) * len(numbers)
        proven = several >= _FEWEST and -several * np.log(base) < np.log(_CHANCE)
        if proven and (exceptions == 0 or nearly):
            return Rounding(base, exceptions)
    return None


def _candidates(numbers: FloatArray) -> tuple[float, ...]:
    """Bases that the first numbers do not refute; counting a million distinct numbers is not worth it for the others."""
    first = numbers[:_SAMPLE]
    return tuple(base for base in _BASES if len(first) and is_multiple(first, base).mean() >= _PERHAPS)


def round_measures(table: Table) -> Table:
    """The table with the rounding of its counts and sums, as far as their numbers show it.

    The base is proven by cells that no dimension calls a total; exceptions are counted over all cells.
    """
    free = free_numbers(table)
    measures = list(table.measures)
    for number, measure in enumerate(table.measures):
        if measure.statistic in ADDITIVE:
            mine = table.measure == number
            found = find_rounding(table.value[mine & free])
            if found is not None:
                shown = table.value[mine & table.is_number]
                found = Rounding(found.base, int((~is_multiple(shown, found.base)).sum()))
            measures[number] = replace(measure, rounding=found)
    return replace(table, measures=tuple(measures))


def free_numbers(table: Table) -> BoolArray:
    """Numbers that no dimension calls a total."""
    free = table.is_number.copy()
    for dimension in table.dimensions:
        if dimension.total >= 0:
            free &= dimension.codes != dimension.total
    return free


def loosely_rounded(table: Table) -> dict[int, float]:
    """Measures that look rounded without proof, and how far their true numbers may then be from those shown.

    They look it when all their numbers are multiples of one base but are too few to prove that it is no chance.
    """
    found = {}
    for number, measure in enumerate(table.measures):
        if measure.statistic not in ADDITIVE or measure.rounding is not None:
            continue
        shown = table.value[(table.measure == number) & table.is_number]
        bases = [base for base in _candidates(shown[:_SAMPLE][shown[:_SAMPLE] != 0]) if base != RANDOM_BASE]
        base = next((base for base in bases if is_multiple(shown, base).all()), None)
        if base is not None:
            found[number] = reach(Rounding(base))
    return found


def widest_halves(table: Table, sure: FloatArray, loosely: dict[int, float]) -> FloatArray:
    """How far the true numbers may be if whole counts are rounded after all."""
    half: FloatArray = np.maximum(sure, half_units(table))
    for number, width in loosely.items():
        half[number] = np.maximum(half[number], width)
    return half


@dataclass(frozen=True, slots=True)
class Spread:
    """Cells along one dimension, sorted by line, then category; no line has two cells of one category.

    The true number of a cell is between ``low`` and ``high``, which are 0 where it is not shown. They are one array where all
    numbers are exact.
    """

    cell: Indices
    line: IntArray | Indices
    code: IntArray
    low: FloatArray
    high: FloatArray
    shown: BoolArray
    lines: int
    categories: int

    def taken(self, places: Indices | BoolArray) -> Spread:
        """Some of the cells, in the order given."""
        low = self.low[places]
        return replace(
            self,
            cell=self.cell[places],
            line=self.line[places],
            code=self.code[places],
            low=low,
            high=low if self.high is self.low else self.high[places],
            shown=self.shown[places],
        )


def spread(table: Table, lines: Lines, dimension: int, half: FloatArray) -> Spread:
    """Sort the cells of lines; lines in which a category occurs twice are left out, as it is not clear what they add up.

    ``half`` says how far a true number may be from the one shown, per measure and decimals.
    """
    along = table.dimensions[dimension]
    shown, value, measure = at(table.is_number, lines.cells), at(table.value, lines.cells), at(table.measure, lines.cells)
    decimals, code = at(table.decimals, lines.cells), at(along.codes, lines.cells)
    if not shown.all():
        value = np.where(shown, value, 0.0)
    low = high = value
    if half[np.flatnonzero(np.bincount(measure)), : int(decimals.max(initial=0)) + 1].any():
        reach = half.ravel()[measure * np.int32(half.shape[1]) + decimals] * shown
        low, high = value - reach, value + reach
        never_negative = np.array([statistic in _NEVER_NEGATIVE for statistic in table.statistics], dtype=np.bool_)
        low[(low < 0) & (value >= 0) & never_negative[measure]] = 0.0
    return _sorted(Spread(lines.cells, lines.group, code, low, high, shown, lines.count, len(along.labels)))


def _sorted(cells: Spread) -> Spread:
    """Cells by line and category, without lines in which a category occurs twice."""
    key = _key(cells)
    if (key[1:] > key[:-1]).all():
        return cells
    order = ascending(key, cells.lines * cells.categories)
    again = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    if again.size:
        twice = np.zeros(cells.lines, dtype=np.bool_)
        twice[cells.line[order[again]]] = True
        order = order[~twice[cells.line[order]]]
    return cells.taken(order)


def _key(cells: Spread) -> Indices:
    key = cells.line.astype(np.int64)
    key *= cells.categories
    key += cells.code
    return key


@dataclass(frozen=True, slots=True)
class Added:
    """Sums along one dimension; ``total`` and ``parts`` are positions in the spread, ``start`` is as in ``Sums``.

    ``gap`` says that a number is missing, ``fits`` that none is and the parts add up, ``beyond`` that the parts shown exceed
    the total, which no gap can mend where numbers are never negative.
    """

    total: Indices
    start: Indices
    parts: Indices
    gap: BoolArray
    fits: BoolArray
    beyond: BoolArray


def add_up(cells: Spread, parent: IntArray) -> Added:
    """Add up, in every line, the categories of each parent; a parent without a cell in the line gives no sum."""
    part, whole = _parts(cells, parent)
    order = np.argsort(whole, kind="stable")
    part, whole = part[order], whole[order]
    first = np.flatnonzero(np.diff(whole, prepend=-1))
    total = whole[first]
    start = np.append(first, len(part)).astype(np.intp)
    if not len(total):
        nothing = np.zeros(0, dtype=np.bool_)
        return Added(total, np.zeros(1, dtype=np.intp), part, nothing, nothing, nothing)
    parts = cells.taken(part)
    low = high = np.add.reduceat(parts.low, first)
    if parts.high is not parts.low:
        high = np.add.reduceat(parts.high, first)
    slack = _CLOSE * np.add.reduceat(np.abs(parts.low) + np.abs(parts.high), first)
    gap = ~cells.shown[total] | np.logical_or.reduceat(~parts.shown, first)
    over = cells.shown[total] & (low > cells.high[total] + slack)
    under = high < cells.low[total] - slack
    return Added(total, start, part, gap, ~gap & ~over & ~under, over)


def _parts(cells: Spread, parent: IntArray) -> tuple[Indices, Indices]:
    """Positions of the cells that are part of another in their line, and of that other."""
    parents = np.unique(parent[parent >= 0])
    rank = np.full(cells.categories, -1, dtype=np.int64)
    rank[parents] = np.arange(len(parents))
    wholes = np.flatnonzero(rank[cells.code] >= 0)
    key = cells.line[wholes] * len(parents) + rank[cells.code[wholes]]
    part = np.flatnonzero((parent >= 0)[cells.code])
    wanted = cells.line[part] * len(parents) + rank[parent[cells.code[part]]]
    found = places_of(key, cells.lines * len(parents), wanted)
    return part[found >= 0], wholes[found[found >= 0]]
