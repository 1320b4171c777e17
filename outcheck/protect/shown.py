"""What a reader can tell of the rounding of copies, who has only what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from outcheck.checks.policy import COUNTS
from outcheck.engine.assess import Terms
from outcheck.layout.rounded_alike import round_alike
from outcheck.layout.rounding import round_measures
from outcheck.model.arrays import BoolArray
from outcheck.model.table import Table
from outcheck.protect.rounding import keeps_sums, policy_of
from outcheck.protect.wishes import HowToRound


def away(
    before: Sequence[Table], after: Sequence[Table], hidden: Sequence[BoolArray], terms: Terms, how: HowToRound
) -> tuple[float, float]:
    """How far shown counts may be from the true ones, and as a share of what is shown: by the way of rounding alone.

    The largest change itself would narrow a number down, and where one changes, tell it.
    """
    most, share = 0.0, 0.0
    for was, now, gone in zip(before, after, hidden, strict=True):
        shown = np.flatnonzero(now.where(*COUNTS) & now.is_number & ~gone)
        moved = np.abs(now.value[shown] - was.value[shown])
        if not moved.any():
            continue
        size, policy = np.abs(now.value[shown]), policy_of(now, terms, how)
        reach = policy.reach(size, together=how.additive and keeps_sums(policy))
        reach = reach * (1 + (moved > reach).any())  # those rounded together may go one multiple further
        most = max(most, float(reach.max()))
        share = max(share, float((reach / np.maximum(size, reach)).max()))
    return most, share


def as_they_show(tables: Sequence[Table], hidden: Sequence[BoolArray]) -> tuple[Table, ...]:
    """Tables no more rounded than what is left of them shows: a reader of the copies, and a check, has only that.

    The same tables where all of them still show it.
    """
    if not any(gone.any() for gone in hidden):
        return tuple(tables)
    left = [replace(table, value=np.where(gone, np.nan, table.value)) for table, gone in zip(tables, hidden, strict=True)]
    return tuple(map(_as_it_shows, tables, round_alike([*map(round_measures, left)])))


def _as_it_shows(table: Table, left: Table) -> Table:
    """A table with the rounding that is still seen in what is left of it."""
    lost = [was.rounding is not None and now.rounding is None for was, now in zip(table.measures, left.measures, strict=True)]
    if not any(lost):
        return table
    shown = (replace(held, rounding=None) if unseen else held for held, unseen in zip(table.measures, lost, strict=True))
    return replace(table, measures=tuple(shown))
