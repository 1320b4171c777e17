"""Tells what measures that nothing names are by adding up: shares meet one or a hundred."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcheck.model.statistics import Statistic
from outcheck.model.table import PARTS_OF_ONE, Measure, Table, lines_along

_FEWEST = 2
_ROOM = 0.006
"""How far shares of one line may miss the whole, per share: they are rounded to two decimals or more."""


def confirm_measures(table: Table) -> Table:
    """A table with measures named by arithmetic where no word named them."""
    measures = tuple(_confirmed(table, number, held) for number, held in enumerate(table.measures))
    return table if measures == table.measures else replace(table, measures=measures)


def _confirmed(table: Table, number: int, held: Measure) -> Measure:
    if not held.sure and held.statistic is Statistic.UNKNOWN and _meets_whole(table, number):
        of_one = table.value[(table.measure == number) & table.is_number].max() <= 1
        unit = PARTS_OF_ONE if of_one else "%"
        return replace(held, statistic=Statistic.PERCENTAGE, sure=True, why="shares that add up to the whole", measured_in=unit)
    return held


def _meets_whole(table: Table, number: int) -> bool:
    """Whether the numbers of every line along one dimension add up to one or to a hundred."""
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
        if int(several.sum()) >= _FEWEST and several[count > 0].all() and (np.abs(total[several] - whole) <= room).all():
            return True
    return False
