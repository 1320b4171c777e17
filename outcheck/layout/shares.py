"""Tells percentages of a total from percentages of the count beside them, by dividing: ``% of all`` beside ``Learners``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.precision import half_unit, reach
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table, lines_along

_CHANCE = 1e-3
"""Probability of a coincidence below which a percentage is taken for a share."""
_MOST_CELLS = 200_000
_MOST_TOTALS = 4
_CLEARLY = 1.03
_HUNDRED = 100.0


def with_shares(table: Table) -> Table:
    """The table with the total as the base of percentages that are the share of the count beside them, where it is shown.

    Elsewhere the count beside such a percentage stays its base: the true one is larger.
    """
    if len(table) > _MOST_CELLS or Statistic.PERCENTAGE not in table.statistics:
        return table
    table = _confirmed(table)
    base = table.base
    for number, statistic in enumerate(table.statistics):
        shares = np.flatnonzero((table.measure == number) & (base >= 0))
        if statistic is not Statistic.PERCENTAGE or not shares.size:
            continue
        for measure in np.unique(table.measure[base[shares]]).tolist():
            if table.statistics[measure] is Statistic.COUNT:
                base = _rebased(replace(table, base=base), shares[table.measure[base[shares]] == measure])
    return table if base is table.base else replace(table, base=base)


def _confirmed(table: Table) -> Table:
    """The table with counts that nothing names counted for sure where the percentages beside them are their shares."""
    for number, held in enumerate(table.measures):
        if held.sure or held.statistic is not Statistic.COUNT:
            continue
        for shares in (code for code, statistic in enumerate(table.statistics) if statistic is Statistic.PERCENTAGE):
            cells, part = _beside(table, shares, number)
            if len(cells) and (
                any(_fit(table, cells, part, t) for t in _totals(table, part)) or _share_a_base(table, cells, part)
            ):
                base = table.base.copy()
                base[cells[base[cells] < 0]] = part[base[cells] < 0]
                sure = replace(held, sure=True, why="the percentages beside them are their shares")
                measures = (*table.measures[:number], sure, *table.measures[number + 1 :])
                table = replace(table, base=base, measures=measures)
                break
    return table


def _are_shares(table: Table, shares: Indices, part: Indices) -> bool:
    return any(_fit(table, shares, part, total) for total in _totals(table, part)) or _share_a_base(table, shares, part)


def _beside(table: Table, shares: int, counts: int) -> tuple[Indices, Indices]:
    """Percentages, and the counts that stand at the same categories; none where that does not tell one from another."""
    here, there = np.flatnonzero(table.measure == shares), np.flatnonzero(table.measure == counts)
    both = np.concatenate([here, there])
    codes = np.stack([held.codes[both] for held in table.dimensions] or [np.zeros(len(both), dtype=np.int32)], axis=1)
    key = np.unique(codes, axis=0, return_inverse=True)[1].ravel()
    one, other = key[: len(here)], key[len(here) :]
    nothing = np.zeros(0, dtype=np.intp)
    if len(np.unique(one)) < len(one) or len(np.unique(other)) < len(other):
        return nothing, nothing
    place = np.full(len(both), -1, dtype=np.intp)
    place[other] = there
    found = place[one]
    return here[found >= 0], found[found >= 0]


def _rebased(table: Table, shares: Indices) -> IntArray:
    """Bases with those of some percentages replaced by the total whose shares they are, if there is one."""
    part = table.base[shares].astype(np.intp)
    for total in _totals(table, part):
        if _fit(table, shares, part, total):
            base = table.base.copy()
            base[shares] = total
            return base
    return table.base


def _totals(table: Table, part: Indices) -> Iterator[IntArray]:
    """Cells that stand for all others beside each count: along one dimension, along several, along all that have a total."""
    counts = np.flatnonzero(table.measure == table.measure[part[0]])
    above: list[IntArray] = []
    for place, held in enumerate(table.dimensions):
        if held.total < 0 or len(held.labels) < 2 or len(above) == _MOST_TOTALS:  # noqa: PLR2004  one category has no total
            continue
        lines = lines_along(table, place, counts)
        of_line = np.full(lines.count, -1, dtype=np.int32)
        of_line[lines.group[lines.is_total]] = lines.cells[lines.is_total]
        found = np.full(len(table) + 1, -1, dtype=np.int32)  # the last entry stands for -1
        found[lines.cells] = of_line[lines.group]
        above.append(found)
    for several in range(1, len(above) + 1):
        for chosen in combinations(above, several):
            total = part.astype(np.int32)
            for found in chosen:
                total = found[total]
            yield total


def _fit(table: Table, shares: Indices, part: Indices, total: IntArray) -> bool:
    """Whether every percentage that can tell is the share that a count has of its total, and not by chance."""
    known = table.is_number[shares] & table.is_number[part] & (total >= 0)
    known[known] &= table.is_number[total[known]] & (total[known] != part[known]) & (table.value[total[known]] > 0)
    if not known.any():
        return False
    whole = table.value[total[known]]
    room = half_unit(table)[shares[known]] * (1 + 1e-6) + 2 * _HUNDRED * _reach(table, part) / whole
    off = np.abs(_HUNDRED * table.value[part[known]] / whole - table.value[shares[known]])
    return bool((off <= room).all()) and float(np.log(np.minimum(2 * room / _HUNDRED, 1)).sum()) < np.log(_CHANCE)


def _share_a_base(table: Table, shares: Indices, part: Indices) -> bool:
    """Whether the counts of every line are to their percentages as the parts of one whole, which is not shown."""
    known = table.is_number[shares] & table.is_number[part]
    known[known] &= (table.value[shares[known]] > 0) & (table.value[part[known]] > 0)
    cells, counts = shares[known], part[known]
    if not len(cells):
        return False
    low, high = _wholes(table, cells, counts)
    for place in range(len(table.dimensions)):
        lines = lines_along(table, place, cells)
        if len(lines.cells) < len(cells):
            continue
        least, most = np.full(lines.count, -np.inf), np.full(lines.count, np.inf)
        np.maximum.at(least, lines.group, low)
        np.minimum.at(most, lines.group, high)
        differ = _differ(table.value[counts], lines.group, lines.count)
        size = np.bincount(lines.group, minlength=lines.count)
        width = 2 * np.bincount(lines.group, weights=(high - low) / high, minlength=lines.count) / np.maximum(size, 1)
        chance = np.where(differ, (size - 1) * np.log(np.clip(width, 1e-12, 1)), 0.0)
        if (least <= most)[size > 0].all() and float(chance.sum()) < np.log(_CHANCE):
            return True
    return False


def _wholes(table: Table, cells: Indices, counts: Indices) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest whole of which each count may be the percentage shown."""
    half, off = half_unit(table)[cells], _reach(table, counts)
    low = _HUNDRED * (table.value[counts] - off) / (table.value[cells] + half)
    with np.errstate(divide="ignore"):
        high = _HUNDRED * (table.value[counts] + off) / np.maximum(table.value[cells] - half, 0)
        high = np.minimum(high, np.finfo(np.float64).max)
    return low, high


def _differ(values: FloatArray, group: IntArray | Indices, lines: int) -> BoolArray:
    """In which lines one number is clearly larger than another: equal ones say nothing of a whole."""
    least, most = np.full(lines, np.inf), np.zeros(lines)
    np.minimum.at(least, group, values)
    np.maximum.at(most, group, values)
    return most > _CLEARLY * least


def _reach(table: Table, counts: Indices) -> float:
    """How far counts may be from the true ones."""
    rounding = table.measures[int(table.measure[counts[0]])].rounding
    return reach(rounding) if rounding is not None else 0.0
