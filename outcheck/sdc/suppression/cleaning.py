"""From a safe pattern to a cheaper one: what need not be hidden is printed again."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, Indices
from outcheck.sdc.suppression.explaining import explain
from outcheck.sdc.suppression.ground import Ground
from outcheck.sdc.suppression.search import Search

_HANDFUL, _OFTEN = 12, 6


def clean(search: Search, hidden: BoolArray, most: int | None = None, among: BoolArray | None = None) -> BoolArray:
    """Print again what need not be hidden, the dearest first.

    ``most`` is how many are tried at most, ``among`` which, shape (n,); all if none are given.
    Whether all demands are still met is asked for a handful of numbers at a time; for one at a time only of those demands
    that are likely to fail, and of all demands where a handful turns out to be too much.
    """
    hidden, ground = hidden.copy(), search.ground
    extra = np.flatnonzero(hidden & ground.optional & (True if among is None else among))
    search.narrow(hidden)
    safe, since = hidden.copy(), list[int]()
    for unknown in extra[np.lexsort((extra, -ground.cost[extra]))][:most].tolist():
        search.cuts.suppose(hidden)
        if search.cuts.needs(unknown) or search.deadline.passed():
            continue
        blamed = _without(search, hidden, unknown)
        if blamed is not None and since and search.failing(hidden, most=1, among=blamed):
            # an earlier one of the handful is at fault
            safe, since = _settle(search, safe, hidden, since), []
            hidden = safe.copy()
            blamed = _without(search, hidden, unknown)
        if blamed is None:
            hidden[unknown] = False
            since.append(unknown)
        if len(since) == _HANDFUL:
            safe, since = _settle(search, safe, hidden, since), []
            hidden = safe.copy()
    safe = _settle(search, safe, hidden, since)
    search.narrow()
    return safe


def _without(search: Search, hidden: BoolArray, unknown: int) -> BoolArray | None:
    """The demand, shape (t,), that fails if this unknown is printed; None if none of the likely does."""
    less = hidden.copy()
    less[unknown] = False
    first = int(search.blamed[unknown])
    failing = search.failing(less, most=1, among=_likely(search, unknown), first=first)
    if not failing:
        return None
    search.blamed[unknown] = failing[0]
    if search.curious:
        explain(search, less, failing[0])
    blamed = np.zeros(len(search.failures), dtype=np.bool_)
    blamed[failing] = True
    return blamed


def _settle(search: Search, safe: BoolArray, hidden: BoolArray, since: list[int]) -> BoolArray:
    """The pattern if it meets all demands; else the last safe one, less what of the handful can be printed one by one."""
    if not search.failing(hidden, most=1):
        return hidden.copy()
    for unknown in since:
        safe = safe.copy()
        safe[unknown] = False
        if search.failing(safe, most=1):
            safe[unknown] = True
    return safe


def _likely(search: Search, unknown: int) -> BoolArray:
    """Demands that share a relation with an unknown, and those that failed most often, shape (t,)."""
    likely = np.asarray(search.touches @ beside(search.ground, np.array([unknown])).astype(np.float64) > 0)
    likely[np.argsort(-search.failures, kind="stable")[:_OFTEN]] = True
    likely[search.blamed[unknown]] |= search.blamed[unknown] >= 0
    return likely


def beside(ground: Ground, unknowns: Indices) -> BoolArray:
    """What shares a relation with some unknowns, shape (n,)."""
    found = np.zeros(len(ground.cost), dtype=np.bool_)
    for unknown in unknowns.tolist():
        for relation in ground.across.indices[ground.across.indptr[unknown] : ground.across.indptr[unknown + 1]].tolist():
            found[ground.rows.indices[ground.rows.indptr[relation] : ground.rows.indptr[relation + 1]]] = True
    return found
