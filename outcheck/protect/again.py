"""Works out again what was computed from counts that are rounded now."""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np

from outcheck.inference.computed import Computed, computed
from outcheck.inference.deductions import Deductions
from outcheck.inference.shares import Proportion
from outcheck.inference.words import Cell
from outcheck.model.arrays import FloatArray, Indices
from outcheck.model.precision import half_unit, half_widths, in_per_cent
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table
from outcheck.sdc.rounded import derived

_HUNDRED = 100.0
_CLOSE = 1e-9


def from_parts(values: Sequence[FloatArray], tables: Sequence[Table], deductions: Deductions) -> set[Cell]:
    """Put what was computed in place, worked out from the new ``values`` of its part and base; which cells these are.

    NaN is put where one of those is hidden or 0, unless all are what they were: what nothing is known to speak against stays.
    """
    known = [held for held in computed(deductions) if isinstance(held.found, Proportion) or held.found.surely]
    for held in known:
        place, cell = held.witness
        new = _again(held, values, tables[place])
        if not np.isnan(new) or any(_is_new(values, tables, spot) for spot in (held.part, *held.base)):
            values[place][cell] = new
    return {held.witness for held in known}


def _is_new(values: Sequence[FloatArray], tables: Sequence[Table], spot: Cell) -> bool:
    place, cell = spot
    return not np.array_equal(values[place][cell], tables[place].value[cell], equal_nan=True)


def _again(held: Computed, values: Sequence[FloatArray], table: Table) -> float:
    """A computed number, from what its part and its base are now."""
    found, decimals = held.found, table.decimals[[held.witness[1]]]
    part = np.array([values[held.part[0]][held.part[1]]])
    base = np.array([sum(values[place][cell] for place, cell in held.base)])
    if isinstance(found, Proportion):
        times = 1.0 if found.mean else table.measures[table.measure[held.witness[1]]].whole
        return float(derived(part, base, decimals, times=times)[0])
    if found.change:
        return float(np.round(part - base, int(decimals[0]))[0])
    return round(float(derived(part, base, decimals, times=found.times)[0]) - found.less, int(decimals[0]))


def of_new_bases(home: int, table: Table, value: FloatArray, told: Container[Cell]) -> Indices:
    """Percentages of a table of which none is told by its part, and whose bases have a new ``value``: all or none of a measure.

    Where every base stays as it is, they stay, too: they were worked out so before, or nothing tells what they are of, as nearly
    every percentage fits a base that may be a few more or less.
    """
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE) & table.is_number & (table.base >= 0))
    others = [cell for cell in shares.tolist() if (home, cell) in told or table.value[cell] < 0]  # changes go below 0
    shares = _of_bases(table, shares[~np.isin(table.measure[shares], table.measure[others])])
    bases = table.base[shares].astype(np.intp)
    return shares[np.isin(table.measure[shares], table.measure[shares[value[bases] != table.value[bases]]])]


def _of_bases(table: Table, shares: Indices) -> Indices:
    """Percentages whose bases fit them, all those of a measure: others are of something else, and would become wrong."""
    base, whole = table.base[shares].astype(np.intp), _HUNDRED / in_per_cent(table)[shares]
    half, share, slack = half_unit(table)[shares] / whole, table.value[shares] / whole, half_widths(table)[base]
    low, high = (share - half) * (table.value[base] - slack), (share + half) * (table.value[base] + slack)
    fits = np.isnan(table.value[base]) | (np.floor(high + _CLOSE) >= np.ceil(low - _CLOSE))
    return shares[~np.isin(table.measure[shares], table.measure[shares[~fits]])]
