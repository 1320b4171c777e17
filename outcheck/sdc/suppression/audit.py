"""The audit of a pattern by ``sdc.bounds``, which knows nothing of how the pattern was found."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.bounds import bounds
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.ground import SLACK, Ground
from outcheck.sdc.suppression.problem import Problem
from outcheck.sdc.system import System

_HARDLY = 1e-5


def audit(problem: Problem, ground: Ground, hidden: BoolArray, deadline: Deadline) -> FloatArray:
    """By how much each active demand is missed, shape (t,); at most 0 where shown to be met, infinite where that stays open.

    Raises
    ------
    Contradiction
        When the printed numbers admit no solution.
    """
    demands = ground.demands
    asked = np.flatnonzero(demands.active(hidden))
    system, cells = _with_sums(problem, ground, hidden, asked)
    ends = np.isfinite(demands.high[asked]) | np.isfinite(demands.low[asked])
    missed = np.full(len(demands.of), -np.inf)
    for part, with_ends in ((~ends, False), (ends, True)):
        rows, unknowns = asked[part], cells[part]
        if not len(rows):
            continue
        alone, place = np.unique(unknowns, return_inverse=True)
        width = np.zeros(len(alone))
        np.maximum.at(width, place, demands.width[rows])
        found = bounds(system, alone, width=None if with_ends else width, seconds=max(1.0, deadline.left()))
        low, high = found.seen_lower[place], found.seen_upper[place]
        missed[rows] = _missed(demands.width[rows], low, high, demands.low[rows], demands.high[rows])
    return np.where(missed <= _HARDLY, np.minimum(missed, 0.0), missed)


def _missed(width: FloatArray, low: FloatArray, high: FloatArray, least: FloatArray, most: FloatArray) -> FloatArray:
    seen = low <= high
    span = np.where(seen & np.isfinite(low) & np.isfinite(high), high - low, np.where(seen, np.inf, -np.inf))
    short = np.where(width > 0, width - span, -np.inf)
    below = np.where(np.isinf(least), -np.inf, low - least)
    above = np.where(np.isinf(most), -np.inf, most - high)
    return np.asarray(np.maximum(short, np.maximum(below, above)))


def _with_sums(problem: Problem, ground: Ground, hidden: BoolArray, asked: Indices) -> tuple[System, Indices]:
    """The system under a pattern, with one more unknown for each sum that is not a single unknown; where each sum stands."""
    system, n = problem.system, problem.system.unknowns
    sums = csr_array(ground.demands.sums[asked])
    sums.eliminate_zeros()
    single = (np.diff(sums.indptr) == 1) & (np.abs(sums.sum(axis=1) - 1.0) < SLACK)
    cells = np.zeros(len(asked), dtype=np.intp)
    cells[single] = sums.indices[sums.indptr[:-1][single]]
    grouped = np.flatnonzero(~single)
    k = len(grouped)
    cells[grouped] = n + np.arange(k)
    lower, upper = ground.box(hidden)
    if not k:
        rows, more = ground.rows, np.empty(0)
    else:
        rows = csr_array(
            vstack([hstack([ground.rows, csr_array((system.relations, k))]), hstack([sums[grouped], -eye_array(k)])])
        )
        more = np.zeros(k)
    whole = np.array([_is_whole(sums, place, system.integral) for place in grouped.tolist()], dtype=np.bool_)
    return System(
        csr_array(rows),
        np.concatenate([system.at_least, more]),
        np.concatenate([system.at_most, more]),
        np.concatenate([lower, np.full(k, -np.inf)]),
        np.concatenate([upper, np.full(k, np.inf)]),
        np.concatenate([system.integral, whole]),
    ), cells


def _is_whole(sums: csr_array, place: int, integral: BoolArray) -> bool:
    span = slice(sums.indptr[place], sums.indptr[place + 1])
    return bool(np.all(integral[sums.indices[span]]) and np.all(sums.data[span] == np.round(sums.data[span])))
