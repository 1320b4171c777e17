"""What the lines of a table say about who holds all of them."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.statistics import Statistic
from outcheck.model.table import Lines, Meaning, Table, lines_along

_TOLERANCE = 1e-9
"""Relative difference up to which two weighted counts are one."""

_WHOLE = 100.0


def full_counts(table: Table) -> tuple[BoolArray, Indices]:
    """Which cells are counts that hold all of a line, and the cell of the total that shows it.

    The total is -1 where only the zeros beside the cell show it. Cells that are not applicable are no part of any line.
    """
    full = np.zeros(len(table), dtype=np.bool_)
    total = np.full(len(table), -1, dtype=np.intp)
    counts = np.flatnonzero(table.where(Statistic.COUNT, Statistic.WEIGHTED_COUNT) & ~table.means(Meaning.NOT_APPLICABLE))
    for dimension in range(len(table.dimensions)):
        lines = lines_along(table, dimension, counts)
        shown = _totals(table, lines)[lines.group]
        new = _holds_all(table, lines, dimension, shown) & ~full[lines.cells]
        full[lines.cells[new]] = True
        total[lines.cells[new]] = shown[new]
    return full, total


def totals_of_shares(table: Table) -> tuple[BoolArray, BoolArray]:
    """Which cells are the total of a line of percentages that add up to the whole: surely, and perhaps (gaps hide it)."""
    surely = np.zeros(len(table), dtype=np.bool_)
    perhaps = np.zeros(len(table), dtype=np.bool_)
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE) & ~table.means(Meaning.NOT_APPLICABLE))
    half_unit = 0.5 * np.float_power(10.0, -table.decimals.astype(np.float64))
    for dimension in (place for place, along in enumerate(table.dimensions) if along.total >= 0):
        lines = lines_along(table, dimension, shares)
        number = table.is_number[lines.cells]
        part = ~lines.is_total
        shown = part & number
        added = np.bincount(lines.group[shown], table.value[lines.cells[shown]], lines.count)
        slack = np.bincount(lines.group, half_unit[lines.cells], lines.count)
        complete = np.bincount(lines.group[part & ~number], minlength=lines.count) == 0
        several = _has_several_categories(table, lines, dimension)
        adds_up = several & complete & (np.abs(added - _WHOLE) <= slack)
        may_add_up = several & ~complete & (added <= _WHOLE + slack)
        surely[lines.cells[lines.is_total & adds_up[lines.group]]] = True
        perhaps[lines.cells[lines.is_total & may_add_up[lines.group]]] = True
    return surely, perhaps


def _totals(table: Table, lines: Lines) -> Indices:
    """Cell of each line's total, -1 where none is shown or it is zero; of several, the smallest."""
    value = table.value[lines.cells]
    shown = np.flatnonzero(lines.is_total & table.is_number[lines.cells] & (value > 0))
    largest_first = shown[np.argsort(-value[shown], kind="stable")]
    total = np.full(lines.count, -1, dtype=np.intp)
    total[lines.group[largest_first]] = lines.cells[largest_first]  # the last one written stays
    return total


def _holds_all(table: Table, lines: Lines, dimension: int, total: Indices) -> BoolArray:
    """Which cells of the lines hold all of their line: as large as its total or, without one, the only one that is not zero."""
    value = table.value[lines.cells]
    number = table.is_number[lines.cells]
    part = ~lines.is_total
    as_large = (total >= 0) & (value >= table.value[total] * (1 - _TOLERANCE))
    not_zero = np.bincount(lines.group[part & ~(number & (value == 0))], minlength=lines.count)
    alone = (total < 0) & (not_zero == 1)[lines.group]
    several = _has_several_categories(table, lines, dimension)[lines.group]
    holds: BoolArray = part & number & (value > 0) & several & (as_large | alone)
    return holds


def _has_several_categories(table: Table, lines: Lines, dimension: int) -> BoolArray:
    """Which lines have at least two categories beside the total."""
    codes = table.dimensions[dimension].codes[lines.cells]
    part = ~lines.is_total
    first = np.full(lines.count, np.iinfo(codes.dtype).max, dtype=codes.dtype)
    last = np.full(lines.count, -1, dtype=codes.dtype)
    np.minimum.at(first, lines.group[part], codes[part])
    np.maximum.at(last, lines.group[part], codes[part])
    several: BoolArray = first < last
    return several
