"""Tells what measures that nothing names are by adding up: shares meet one or a hundred."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcheck.model.arrays import BoolArray, Indices, IntArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import PARTS_OF_ONE, Measure, Table, lines_along

UNNAMED = "nothing names the statistic"
_FEWEST = 2
_ROOM = 0.006
"""How far shares of one line may miss the whole, per share: they are rounded to two decimals or more."""


def confirm_measures(table: Table) -> Table:
    """A table with measures named by arithmetic where no word named them."""
    measures = tuple(_confirmed(table, number, held) for number, held in enumerate(table.measures))
    return table if measures == table.measures else replace(table, measures=measures)


def with_counts_apart(table: Table) -> Table:
    """A table in which whole numbers that nothing names are counts, though decimals that nothing names either stand beside them.

    They are told apart by columns or, where all of these have decimals, by rows; shares that come to a whole stay together.
    """
    for number, held in enumerate(table.measures):
        if held.sure or held.statistic is not Statistic.UNKNOWN or held.why != UNNAMED or _meets_whole(table, number):
            continue
        cells = np.flatnonzero(table.measure == number)
        whole = _whole_lines(table, cells, table.column[cells])
        whole = whole if whole.any() else _whole_lines(table, cells, table.row[cells])
        if whole.any() and not whole.all():
            measure = table.measure.copy()
            measure[cells[whole]] = len(table.measures)
            counted = replace(held, statistic=Statistic.COUNT, why=f"{UNNAMED}; whole numbers could be counts")
            table = replace(table, measure=measure, measures=(*table.measures, counted))
    return table


def _whole_lines(table: Table, cells: Indices, line: IntArray) -> BoolArray:
    """Which cells stand in columns, or rows, of whole numbers alone."""
    shown = table.is_number[cells]
    broken = shown & ((table.decimals[cells] > 0) | (table.value[cells] < 0))
    return ~np.isin(line, line[broken]) & np.isin(line, line[shown])


def _confirmed(table: Table, number: int, held: Measure) -> Measure:
    if not held.sure and held.statistic is Statistic.UNKNOWN and _meets_whole(table, number):
        of_one = table.value[(table.measure == number) & table.is_number].max() <= 1
        unit = PARTS_OF_ONE if of_one else "%"
        return replace(held, statistic=Statistic.PERCENTAGE, sure=True, why="shares that add up to the whole", measured_in=unit)
    return held


def _meets_whole(table: Table, number: int) -> bool:
    """Whether the numbers of every line along one dimension add up to one or to a hundred, and totals beside them are that."""
    cells = np.flatnonzero((table.measure == number) & table.is_number)
    value = table.value[cells]
    if not len(cells) or (value < 0).any() or not table.decimals[cells].any():
        return False
    whole = 1.0 if value.max() <= 1 else 100.0
    for place in range(len(table.dimensions)):
        lines = lines_along(table, place, cells)
        parts = ~lines.is_total
        count = np.bincount(lines.group[parts], minlength=lines.count)
        total = np.bincount(lines.group[parts], weights=table.value[lines.cells[parts]], minlength=lines.count)
        several = count > 1
        room = _ROOM * whole * count[several]
        told = table.value[lines.cells[lines.is_total]]
        if (np.abs(told - whole) > _ROOM * whole).any():
            continue
        if int(several.sum()) >= _FEWEST and several[count > 0].all() and (np.abs(total[several] - whole) <= room).all():
            return True
    return False
