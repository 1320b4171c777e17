"""Which numbers that a table marks as totals of what is shown are that, as far as the table alone tells."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.model.precision import ADDITIVE
from outcheck.model.table import Table

_CLOSE = 1e-6


def marked_numbers(table: Table) -> BoolArray:
    """Counts and sums that are marked so."""
    if table.marked is None:
        return np.zeros(len(table), dtype=np.bool_)
    return np.asarray(table.marked & table.is_number & table.where(*ADDITIVE))


def are_totals(table: Table) -> BoolArray:
    """Which cells are the sum of others."""
    total = np.zeros(len(table), dtype=np.bool_)
    total[table.sums.total] = True
    return total


def adds_up_what_is_shown(table: Table, marked: BoolArray | None = None) -> BoolArray:
    """Which marked totals are what their shown parts come to, in every sum of the table, of which one has an open part.

    A part is open that is hidden, or ``marked`` itself: all that the table marks if left out.
    """
    mine, sums = marked_numbers(table) if marked is None else marked, table.sums
    if not len(sums) or not mine.any():
        return np.zeros(len(table), dtype=np.bool_)
    shown = table.is_number[sums.parts]
    added = np.add.reduceat(np.where(shown, table.value[sums.parts], 0.0), sums.start[:-1])
    is_open = np.logical_or.reduceat(~shown | mine[sums.parts], sums.start[:-1])
    wrong, some = np.zeros(len(table), dtype=np.bool_), np.zeros(len(table), dtype=np.bool_)
    wrong[sums.total[~np.isclose(added, table.value[sums.total], rtol=_CLOSE, atol=_CLOSE)]] = True
    some[sums.total[is_open]] = True
    return np.asarray(mine & some & ~wrong)
