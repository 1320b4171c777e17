"""Finds out which tables of a release are rounded as others are, and which of their counts add up since they were rounded so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from outcheck.layout.rounding import find_rounding, free_numbers
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.precision import ADDITIVE, is_multiple
from outcheck.model.statistics import Statistic
from outcheck.model.table import Rounding, Table

_CHANCE_BESIDE, _CHANCE_SHARED = 1e-2, 1e-3
"""Probability below which unrounded numbers are not believed to be multiples of a base to which a table beside them is rounded.

That table shares with them several numbers or its largest, or one number.
"""

_CHANCE_ADDED = 0.05
"""Probability of a coincidence, that rounded numbers which do not go further than half a base add up in all their sums."""

_FEWEST_SHARED = 2
_CLOSE = 1e-9


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
        telling = _telling(table)
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
            free = table.value[mine & (_telling(table))]
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


def _telling(table: Table) -> BoolArray:
    """Numbers that are no sum of others that are shown."""
    return free_numbers(table) | _without_parts(table)


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
