"""Numbers by which two tables show that they are about the same people: what each category comes to, over everything else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.precision import ADDITIVE
from outcheck.model.table import Dimension, Table

_SEVERAL = 2
_MOST_SLICED = 300
"""Cells of a table up to which what it says of one category alone, such as women, is entered beside what it says of all."""


def margins(table: Table) -> Iterator[tuple[str, int]]:
    """Labels with the whole number that each comes to, wherever all numbers it needs are shown.

    Over each other dimension the total is taken where there is one, else the sum of all categories; of a table that is not
    large, also each category for itself.
    """
    for number, measure in enumerate(table.measures):
        if measure.statistic not in ADDITIVE:
            continue
        mine = table.measure == number
        for dimension, along in enumerate(table.dimensions):
            if len(along.labels) < _SEVERAL:
                continue
            for cells in _slices(table, mine & (along.codes >= 0), dimension):
                yield from _sums(table, along, cells)


def _slices(table: Table, mine: BoolArray, dimension: int) -> Iterator[Indices]:
    """Cells that add up to all groups, then to each category of one other dimension."""
    others = [held for place, held in enumerate(table.dimensions) if place != dimension]
    whole = [_everybody(held) for held in others]
    yield np.flatnonzero(np.logical_and.reduce([mine, *whole]))
    if int(mine.sum()) > _MOST_SLICED:
        return
    for place, held in enumerate(others):
        rest = np.logical_and.reduce([mine, *whole[:place], *whole[place + 1 :]])
        for code in range(len(held.labels)):
            if code != held.total and len(held.labels) >= _SEVERAL:
                yield np.flatnonzero(rest & (held.codes == code))


def _everybody(held: Dimension) -> BoolArray:
    """Cells of a dimension that together hold everybody once."""
    if held.total >= 0:
        return np.asarray(held.codes == held.total)
    outermost = np.array(held.parents or [-1] * len(held.labels), dtype=np.intp) < 0
    return np.asarray(np.append(outermost, True)[held.codes])


def _sums(table: Table, along: Dimension, cells: Indices) -> Iterator[tuple[str, int]]:
    codes = along.codes[cells]
    total = np.bincount(codes, weights=np.nan_to_num(table.value[cells]), minlength=len(along.labels))
    hidden = np.bincount(codes, weights=~table.is_number[cells], minlength=len(along.labels))
    held = np.bincount(codes, minlength=len(along.labels))
    for code in np.flatnonzero((held > 0) & (hidden == 0) & (np.abs(total) < 2**53)).tolist():
        if code != along.total:
            yield along.labels[code], round(float(total[code]))
