"""Finds out to which base numbers have been rounded, and adds numbers up within what rounding leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_CHANCE_BESIDE, _CHANCE_SHARED = 1e-2, 1e-3
"""The same, beside a table that is rounded to this base and shares with them several numbers or its largest, or one number."""

_CHANCE_ADDED = 0.05
"""The same, that rounded numbers which do not go further than half a base add up in all their sums."""

_FEWEST_SHARED = 2
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
    free = _free(table)
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


def _free(table: Table) -> BoolArray:
    """Numbers that no dimension calls a total."""
    free = table.is_number.copy()
    for dimension in table.dimensions:
        if dimension.total >= 0:
            free &= dimension.codes != dimension.total
    return free


def round_alike(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables of a release, of which some have too few numbers to show by themselves that they are rounded.

    Together they may have enough, if all of them are multiples of one base. Else all numbers of a measure must be multiples of a
    base to which another of its statistic is rounded throughout, hardly by chance, and two must be numbers of that other, or the
    largest its largest, or one if chance is less likely still: unrounded ones would not be. A number that occurs twice counts
    once, unless all are numbers of that other. Of a single number, which is one of that other, nobody can tell that it is exact.
    """
    tables = _together(tables)
    known: dict[tuple[Statistic, float], list[FloatArray]] = {}
    measures = [(table, number, held) for table in tables for number, held in enumerate(table.measures)]
    asked = {held.statistic for _, _, held in measures if held.rounding is None}
    for table, number, held in measures:
        if held.statistic in asked and held.rounding is not None and not held.rounding.exceptions:
            shown = _distinct(table.value[(table.measure == number) & table.is_number])
            known.setdefault((held.statistic, held.rounding.base), []).append(shown)
    return _adding_up([_alike(table, known) for table in tables] if known else tables)


def _together(tables: Sequence[Table]) -> Sequence[Table]:
    """Tables of which none shows by itself that it is rounded, where the numbers of all of them do."""
    asked: dict[Statistic, list[tuple[FloatArray, FloatArray]]] = {}
    for table in tables:
        telling = _free(table) | _without_parts(table)
        for number, measure in enumerate(table.measures):
            if measure.statistic in ADDITIVE and measure.rounding is None:
                mine = (table.measure == number) & table.is_number
                asked.setdefault(measure.statistic, []).append((table.value[mine], table.value[mine & telling]))
    bases: dict[Statistic, Rounding] = {}
    for statistic, held in asked.items():
        every, free = (np.concatenate(numbers) for numbers in zip(*held, strict=True))
        found = find_rounding(free)
        if found is not None and not found.exceptions and is_multiple(every[np.isfinite(every)], found.base).all():
            bases[statistic] = found
    if not bases:
        return tables
    return [
        replace(
            table, measures=tuple(replace(held, rounding=held.rounding or bases.get(held.statistic)) for held in table.measures)
        )
        for table in tables
    ]


def _alike(table: Table, known: Mapping[tuple[Statistic, float], Sequence[FloatArray]]) -> Table:
    measures = list(table.measures)
    for number, measure in enumerate(table.measures):
        bases = sorted((base for statistic, base in known if statistic is measure.statistic), reverse=True)
        if measure.rounding is not None or not bases:
            continue
        mine = table.measure == number
        numbers = table.value[mine & table.is_number & np.isfinite(table.value)]
        for base in (base for base in bases if is_multiple(numbers, base).all()):
            shown = _distinct(numbers)
            others = known[measure.statistic, base]
            shared = max(int(np.count_nonzero(np.isin(shown, other))) for other in others)
            whole = any(np.array_equal(shown[-1:], other[-1:]) for other in others)
            free = table.value[mine & (_free(table) | _without_parts(table))]
            several = len(_distinct(free)) if shared < len(shown) else int(np.count_nonzero(np.nan_to_num(free)))
            chance = _CHANCE_BESIDE if shared >= _FEWEST_SHARED or whole else _CHANCE_SHARED
            proven = -several * np.log(base) <= np.log(chance) + _CLOSE
            if shared and (proven or len(numbers) == 1):
                measures[number] = replace(measure, rounding=Rounding(base))
                break
    return replace(table, measures=tuple(measures)) if measures != list(table.measures) else table


def _adding_up(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables with word whether the counts rounded to one base add up, wherever a sum is shown in full; in all of them or none.

    In one table at least that must hardly be chance: ``k`` numbers rounded one by one add up to their rounded sum about as often
    as the error of the sum, of variance ``k / 12`` in bases, is less than a half.
    """
    chances: dict[float, list[float]] = {}
    for table in tables:
        total, parts, exact = _exact_sums(table)
        for number, measure in enumerate(table.measures):
            mine = table.measure[total] == number
            if measure.rounding is not None and measure.statistic is Statistic.COUNT and mine.any():
                chance = float(np.prod(np.sqrt(6 / np.pi / (parts[mine] + 1)))) if exact[mine].all() else np.inf
                chances.setdefault(measure.rounding.base, []).append(chance)
    held = {base: max(told) <= 1 and min(told) < _CHANCE_ADDED for base, told in chances.items()}
    return tuple(_said_to_add_up(table, held) for table in tables) if held else tuple(tables)


def _exact_sums(table: Table) -> tuple[Indices, IntArray, BoolArray]:
    """Totals of sums that are shown in full, how many parts they have, and which of them are what their parts come to."""
    sums = table.sums
    if not len(sums):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    shown = table.is_number & np.isfinite(table.value)
    full = np.logical_and.reduceat(shown[sums.parts], sums.start[:-1]) & shown[sums.total]
    added = np.add.reduceat(np.where(shown, table.value, 0.0)[sums.parts], sums.start[:-1])
    return sums.total[full], np.diff(sums.start)[full], (np.abs(added - table.value[sums.total]) < 1)[full]


def _said_to_add_up(table: Table, held: Mapping[float, bool]) -> Table:
    measures = tuple(
        replace(measure, rounding=replace(measure.rounding, adds_up=held.get(measure.rounding.base, False)))
        if measure.rounding is not None and measure.statistic is Statistic.COUNT
        else measure
        for measure in table.measures
    )
    return replace(table, measures=measures) if measures != table.measures else table


def _without_parts(table: Table) -> BoolArray:
    """Totals of which some parts are hidden, so that they are no sum of numbers that are shown."""
    found, sums = np.zeros(len(table), dtype=np.bool_), table.sums
    if len(sums):
        full = np.logical_and.reduceat((table.is_number & np.isfinite(table.value))[sums.parts], sums.start[:-1])
        found[sums.total[~full]] = True
        found[sums.total[full]] = False
    if table.marked is not None:
        found &= ~table.marked  # these add up what is shown
    return found & table.is_number


def _distinct(values: FloatArray) -> FloatArray:
    """Different numbers but 0, which says nothing."""
    return np.unique(values[np.isfinite(values) & (values != 0)])


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
