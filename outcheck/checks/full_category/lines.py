"""What the lines of a table say about who holds all of them."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, Indices, IntArray, at
from outcheck.model.precision import half_units, in_per_cent
from outcheck.model.shown_totals import adds_up_what_is_shown
from outcheck.model.statistics import Statistic
from outcheck.model.table import Lines, Meaning, Table, lines_along

_TOLERANCE = 1e-9
"""Relative difference up to which two weighted counts are one."""

_WHOLE = 100.0
_SEVERAL = 2


def full_counts(table: Table, share: float = 1.0) -> tuple[BoolArray, Indices]:
    """Which cells are counts that hold all of a line, or more than a share of it, and the cell of the total that shows it.

    The total is -1 where only the zeros beside the cell show it. Cells that are not applicable are no part of any line.
    """
    full = np.zeros(len(table), dtype=np.bool_)
    total = np.full(len(table), -1, dtype=np.intp)
    counts = np.flatnonzero(table.where(Statistic.COUNT, Statistic.WEIGHTED_COUNT) & ~table.means(Meaning.NOT_APPLICABLE))
    some_zero = bool((at(table.value, counts) == 0).any())
    for dimension, along in enumerate(table.dimensions):
        if len(along.labels) < _SEVERAL or (along.total < 0 and not some_zero):
            continue  # no line has two categories, or nothing in a line could show that one cell holds all of it
        lines = lines_along(table, dimension, counts)
        cells, shown = _holding_all(table, lines, dimension, share)
        new = ~full[cells]
        full[cells[new]] = True
        total[cells[new]] = shown[new]
    return full, total


def totals_of_shares(table: Table) -> tuple[BoolArray, BoolArray]:
    """Which cells are the total of a line of percentages that add up to the whole: surely, and perhaps (gaps hide it)."""
    surely = np.zeros(len(table), dtype=np.bool_)
    perhaps = np.zeros(len(table), dtype=np.bool_)
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE) & ~table.means(Meaning.NOT_APPLICABLE))
    half, factor = half_units(table), in_per_cent(table)
    for dimension in (place for place, along in enumerate(table.dimensions) if along.total >= 0):
        lines = lines_along(table, dimension, shares)
        number = table.is_number[lines.cells]
        part = ~lines.is_total
        shown = part & number
        added = np.bincount(lines.group[shown], (factor * table.value)[lines.cells[shown]], lines.count)
        slack = np.bincount(lines.group, factor[lines.cells] * half[table.decimals[lines.cells]], lines.count)
        complete = np.bincount(lines.group[part & ~number], minlength=lines.count) == 0
        several = _has_several_categories(lines, table.dimensions[dimension].codes[lines.cells])
        adds_up = several & complete & (np.abs(added - _WHOLE) <= slack)
        may_add_up = several & ~complete & (added <= _WHOLE + slack)
        surely[lines.cells[lines.is_total & adds_up[lines.group]]] = True
        perhaps[lines.cells[lines.is_total & may_add_up[lines.group]]] = True
        surely[_of_their_own_base(table, lines, shown)] = True
    return surely, perhaps


def _of_their_own_base(table: Table, lines: Lines, shown: BoolArray) -> Indices:
    """Totals that say the whole of the count they are of, as all shares in their line are: whatever of these is hidden.

    Some share of a like line must be ``shown``, so that all can be told to be shares of such counts.
    """
    base = table.base[lines.cells].astype(np.intp)
    total = np.full(lines.count, -1, dtype=np.intp)
    total[lines.group[lines.is_total]] = base[lines.is_total]
    others = np.bincount(lines.group[~lines.is_total & (base != total[lines.group])], minlength=lines.count)
    alike = (total >= 0) & (others == 0)
    if not (alike & (np.bincount(lines.group[shown], minlength=lines.count) > 0)).any():
        return np.empty(0, dtype=np.intp)
    cells = lines.cells[lines.is_total & (base == total[lines.group]) & alike[lines.group]]
    own = np.isclose(in_per_cent(table)[cells] * table.value[cells], _WHOLE, rtol=_TOLERANCE)
    for dimension in table.dimensions:
        own &= dimension.codes[cells] == dimension.codes[table.base[cells]]
    return np.asarray(cells[own])


def _holding_all(table: Table, lines: Lines, dimension: int, share: float) -> tuple[Indices, Indices]:
    """Cells that hold all of their line, as large as its total or, without one, alone not zero; and those totals, or -1.

    With a share below one, also those that are more than that share of the total.
    """
    value, part = at(table.value, lines.cells), ~lines.is_total
    total = _totals(table, lines)
    zeros = np.bincount(lines.group[part & (value == 0)], minlength=lines.count) > 0
    inside = np.flatnonzero(part & ((total >= 0) | zeros)[lines.group])
    group, size = lines.group[inside], value[inside]
    shown = total[group]
    not_zero = np.bincount(group[size != 0], minlength=lines.count)  # gaps, which are NaN, among them
    as_large = (shown >= 0) & (size >= table.value[shown] * (1 - _TOLERANCE))
    if share < 1:
        as_large |= (shown >= 0) & (size > table.value[shown] * share * (1 + _TOLERANCE))
    holds = (size > 0) & (as_large | ((shown < 0) & (not_zero[group] == 1)))
    if not holds.any():
        return inside[:0], shown[:0]
    several = _has_several_categories(lines, at(table.dimensions[dimension].codes, lines.cells))
    holds &= several[group]
    return lines.cells[inside[holds]], shown[holds]


def _totals(table: Table, lines: Lines) -> Indices:
    """Cell of each line's total, -1 where none is shown, it is zero or leaves out what is hidden; of several, the smallest."""
    shown = np.flatnonzero(lines.is_total)
    cells = lines.cells[shown]
    kept = table.is_number[cells] & (table.value[cells] > 0) & ~adds_up_what_is_shown(table)[cells]
    shown, cells = shown[kept], cells[kept]
    total = np.full(lines.count, -1, dtype=np.intp)
    total[lines.group[shown]] = cells  # the last one written stays
    if (total[lines.group[shown]] != cells).any():
        largest_first = np.argsort(-table.value[cells], kind="stable")
        total[lines.group[shown[largest_first]]] = cells[largest_first]
    return total


def _has_several_categories(lines: Lines, code: IntArray) -> BoolArray:
    """Which lines have at least two categories beside the total."""
    part = np.flatnonzero(~lines.is_total)
    some = np.full(lines.count, -1, dtype=code.dtype)
    some[lines.group[part]] = code[part]
    several = np.zeros(lines.count, dtype=np.bool_)
    several[lines.group[part[some[lines.group[part]] != code[part]]]] = True
    return several
