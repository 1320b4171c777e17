"""What rounded inputs can give, by arithmetic on the numbers shown."""

from __future__ import annotations

import numpy as np

from outcheck.checks.policy import nearest
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import in_per_cent
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table, lines_along
from outcheck.sdc.rounding import Policy

_SLACK = 1e-9
_WHOLE = 100.0


def percentages_of_rounded(table: Table, cells: Indices, policy: Policy | None) -> BoolArray:
    """Which of the cells are percentages that no rounded count over their rounded base gives, though an unrounded one does."""
    found = np.zeros(len(table), dtype=np.bool_)
    base = table.base[cells].astype(np.intp)
    for measure in np.unique(table.measure[base]):
        held = table.measures[measure].rounding
        applied = policy or (nearest(held.base) if held else None)
        if applied is None:
            continue
        mine = table.measure[base] == measure
        factor = in_per_cent(table)[cells[mine]]
        size, share, half = table.value[base[mine]], factor * table.value[cells[mine]], factor * _half_unit(table, cells[mine])
        least, most = size * (share - half) / _WHOLE - _SLACK, size * (share + half) / _WHOLE + _SLACK
        given = applied.next_from(np.maximum(least, 0)) <= most
        smallest, largest = applied.bounds(size)
        from_raw = np.ceil(smallest * (share - half) / _WHOLE - _SLACK) <= np.floor(largest * (share + half) / _WHOLE + _SLACK)
        found[cells[mine]] = ~given & from_raw & (share >= 0) & (share <= _WHOLE)
    return found


def numerators_beside(table: Table) -> BoolArray:
    """Which percentages are shares of a line that the counts beside them add up to: those counts are no bases.

    ``Freq.`` and ``Percent`` of a frequency table stand side by side like a base and its percentage.
    """
    found = np.zeros(len(table), dtype=np.bool_)
    base = table.base.astype(np.intp)
    shares = np.flatnonzero(table.is_number & table.where(Statistic.PERCENTAGE) & (base >= 0))
    for dimension in range(len(table.dimensions)):
        lines = lines_along(table, dimension, shares)
        part = ~lines.is_total & table.is_number[base[lines.cells]]
        held, group = lines.cells[part], lines.group[part]
        count = np.nan_to_num(table.value[base[held]])
        whole = np.bincount(group, count, lines.count)[group]
        with np.errstate(invalid="ignore", divide="ignore"):
            close = np.abs(_WHOLE * count / whole - (in_per_cent(table) * table.value)[held]) <= 1
        several = np.bincount(group, minlength=lines.count) > 1
        all_close = np.bincount(group[~close], minlength=lines.count) == 0
        found[lines.cells] |= (several & all_close)[lines.group]
    written_together = (table.row == table.row[base]) & (table.column == table.column[base])
    found[shares] |= written_together[shares]
    return found


def sums_beside(table: Table, rounded: BoolArray, policy: Policy | None) -> BoolArray:
    """Which means on a rounded base differ from every sum on that base over it, while one fits an unrounded base."""
    found = np.zeros(len(table), dtype=np.bool_)
    base = table.base.astype(np.intp)
    on_rounded = table.is_number & (base >= 0) & rounded[base] & (np.nan_to_num(table.value)[base] > 0)
    means = np.flatnonzero(on_rounded & table.where(Statistic.MEAN))
    explained, near = np.zeros(len(means), dtype=np.bool_), np.zeros(len(means), dtype=np.bool_)
    for number, measure in enumerate(table.measures):
        if measure.statistic is not Statistic.SUM:
            continue
        of_base = np.full(len(table), -1, dtype=np.intp)
        sums = np.flatnonzero(on_rounded & (table.measure == number))
        of_base[base[sums]] = sums
        total = of_base[base[means]]
        there = total >= 0
        size = table.value[base[means]]
        low, high = _behind(table, base[means], policy)
        reach = _half_unit(table, means)
        amount, play = table.value[total], _half_unit(table, total)
        fits = np.abs(amount / size - table.value[means]) <= reach + play / size + _SLACK * np.abs(table.value[means])
        least, most = (amount - play) / high - reach, (amount + play) / np.maximum(low, 1) + reach
        within = (least <= table.value[means]) & (table.value[means] <= most)
        explained |= there & fits
        near |= there & within
    found[means] = near & ~explained
    return found


def _behind(table: Table, base: Indices, policy: Policy | None) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest true number behind each rounded one."""
    low, high = table.value[base].copy(), table.value[base].copy()
    for number, measure in enumerate(table.measures):
        mine = table.measure[base] == number
        applied = policy or (nearest(measure.rounding.base) if measure.rounding else None)
        if applied is not None and mine.any():
            low[mine], high[mine] = applied.bounds(table.value[base[mine]])
    return low, high


def _half_unit(table: Table, cells: Indices) -> FloatArray:
    half: FloatArray = 0.5 * np.float_power(10.0, -table.decimals[cells].astype(np.float64))
    return half
