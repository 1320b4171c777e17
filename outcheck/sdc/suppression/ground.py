"""A suppression problem made ready: how far hiding lets each unknown move, and what is demanded of which sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, vstack

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.suppression.problem import Problem

SLACK = 1e-6
"""By how much a width may be missed: solutions are as exact as that."""
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Demands:
    """What is demanded of ``t`` sums. A row counts only while the unknown ``of`` it is hidden; -1: always.

    ``high`` and ``low`` are values that the attacker's interval must reach, infinite where none.
    """

    sums: csr_array
    of: Indices
    width: FloatArray
    low: FloatArray
    high: FloatArray

    def active(self, hidden: BoolArray) -> BoolArray:
        """Which rows count under a pattern."""
        return np.asarray((self.of < 0) | hidden[self.of])

    def missed(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """By how much intervals fail, shape (t,); at most 0 where they suffice, infinite where nothing was seen."""
        short = np.where(self.width > 0, self.width - (high - low), -np.inf)
        above, below = np.full(len(low), -np.inf), np.full(len(low), -np.inf)
        np.subtract(self.high, high, out=above, where=np.isfinite(self.high))
        np.subtract(low, self.low, out=below, where=np.isfinite(self.low))
        return np.asarray(np.maximum(short, np.maximum(above, below)))

    def lacks(self, demand: int, low: FloatArray, high: FloatArray) -> tuple[float, float, float]:
        """By how much one interval is too narrow, and its upper and its lower end too near; at most 0 where not."""
        width, least, most = self.width[demand], self.low[demand], self.high[demand]
        return (
            float(width - (high[demand] - low[demand])) if width > 0 else -np.inf,
            float(most - high[demand]) if np.isfinite(most) else -np.inf,
            float(low[demand] - least) if np.isfinite(least) else -np.inf,
        )

    def row(self, demand: int) -> tuple[Indices, FloatArray]:
        """The unknowns of one sum and their weights."""
        span = slice(self.sums.indptr[demand], self.sums.indptr[demand + 1])
        return self.sums.indices[span].astype(np.intp), self.sums.data[span].astype(np.float64)

    def more(self, extra: FloatArray) -> Demands:
        """Demands that go further, each by so much, shape (t,)."""
        return Demands(self.sums, self.of, self.width + np.where(self.width > 0, extra, 0.0), self.low - extra, self.high + extra)


@dataclass(frozen=True, slots=True)
class Ground:
    """A problem ready to be searched.

    ``near_low`` to ``near_high`` is what a printed number says, ``far_low`` to ``far_high`` what is known once it is hidden;
    ``rises`` and ``falls`` are how far hiding lets it leave the former, 0 for an unknown that is printed nowhere. ``optional``
    are those that may be hidden and need not be; ``across`` has the relations of each unknown, shape (n, m).
    """

    rows: csr_array
    across: csr_array
    at_least: FloatArray
    at_most: FloatArray
    near_low: FloatArray
    near_high: FloatArray
    far_low: FloatArray
    far_high: FloatArray
    rises: FloatArray
    falls: FloatArray
    forced: BoolArray
    optional: BoolArray
    cost: FloatArray
    demands: Demands

    def box(self, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds of all unknowns under a pattern."""
        return np.where(hidden, self.far_low, self.near_low), np.where(hidden, self.far_high, self.near_high)

    def price(self, hidden: BoolArray) -> float:
        """The cost of what is hidden beyond what must be."""
        return float(self.cost[hidden & self.optional].sum())


def ready(problem: Problem, secondary_width: float) -> Ground:
    """Check the problem and turn it into arrays that searches use.

    Raises
    ------
    ValueError
        If a printed number lies outside what is to be known of it once hidden: a marker of that kind would tell an untruth.
    """
    system, n = problem.system, problem.system.unknowns
    unprinted = np.isnan(problem.lower_shown + problem.upper_shown)
    far_low = np.where(system.integral, np.ceil(system.lower - SLACK), system.lower)
    far_high = np.where(system.integral, np.floor(system.upper + SLACK), system.upper)
    near_low = np.where(unprinted, far_low, problem.lower_shown)
    near_high = np.where(unprinted, far_high, problem.upper_shown)
    play = SLACK * np.maximum(1.0, np.abs(near_high))
    apart = ~problem.fixed & ((near_low < far_low - play) | (near_high > far_high + play))
    if apart.any():
        raise ValueError(f"{int(apart.sum())} printed numbers lie outside what would be known of them once hidden")
    rows = csr_array(system.rows)
    far_low, far_high = np.minimum(far_low, near_low), np.maximum(far_high, near_high)
    rises, falls = np.zeros(n), np.zeros(n)
    np.subtract(far_high, near_high, out=rises, where=~unprinted)
    np.subtract(near_low, far_low, out=falls, where=~unprinted)
    return Ground(
        rows,
        csr_array(rows.T),
        system.at_least,
        system.at_most,
        near_low,
        near_high,
        far_low,
        far_high,
        rises,
        falls,
        problem.hidden,
        ~problem.hidden & ~problem.fixed,
        problem.cost * (1.0 + _TIE * np.arange(n) / max(n, 1)),
        _demands(problem, unprinted, near_low, near_high, secondary_width),
    )


def _demands(problem: Problem, unprinted: BoolArray, low: FloatArray, high: FloatArray, secondary_width: float) -> Demands:
    sums = csr_array(problem.targets.astype(np.float64))
    up, down = sums.maximum(0), sums.minimum(0)
    told_low, told_high = (np.where(unprinted, 0.0, side) for side in (low, high))
    untold = abs(sums) @ unprinted.astype(np.float64) > 0
    least, most = up @ told_low + down @ told_high, up @ told_high + down @ told_low
    reach_low = np.where((problem.below > 0) & ~untold, least - problem.below, np.inf)
    reach_high = np.where((problem.above > 0) & ~untold, most + problem.above, -np.inf)
    of = np.full(sums.shape[0], -1, dtype=np.intp)
    if secondary_width <= 0:
        return Demands(sums, of, problem.width, reach_low, reach_high)
    cells = np.flatnonzero(~problem.fixed)
    none = np.full(len(cells), np.inf)
    return Demands(
        csr_array(vstack([sums, csr_array(eye_array(problem.system.unknowns, format="csr")[cells])])),
        np.concatenate([of, np.where(problem.hidden[cells], -1, cells)]),
        np.concatenate([problem.width, np.full(len(cells), secondary_width)]),
        np.concatenate([reach_low, none]),
        np.concatenate([reach_high, -none]),
    )
