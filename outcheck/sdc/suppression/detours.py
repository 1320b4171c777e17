"""Detours: the cheapest numbers to hide so that an attacker's solution can take one sum as far as demanded.

A linear program: each unknown leaves what is printed by a rise and a fall, free where it is hidden, and otherwise at the share of
its cost that a move takes up of the most it need move. A sum that must go the way of a demand draws others along, by the least
cost (Kelly, Golden and Assad 1992 for two-way tables, where this is a flow of least cost).
"""

from __future__ import annotations

import highspy
import numpy as np
from highspy._core import _Highs
from scipy.sparse import csr_array, hstack, vstack

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import OPTIONS, model_of
from outcheck.sdc.suppression.ground import SLACK, Ground


class Detours:
    """One model, kept warm: columns are what is printed, rises and falls; the last row is the sum that must move."""

    def __init__(self, ground: Ground, largest: float, deadline: Deadline) -> None:
        self.ground, self._largest, self._deadline = ground, largest, deadline
        self._solver: _Highs | None = None
        self._row: np.ndarray = np.empty(0, dtype=np.intp)

    def cheapest(self, hidden: BoolArray, barred: BoolArray, demand: int, low: float, high: float) -> FloatArray:
        """The solution of least cost that ends what the demand lacks, given how far its sum goes now; empty where none."""
        demands = self.ground.demands
        lacks = demands.width[demand] - (high - low) if demands.width[demand] > 0 else 0.0
        goals = []
        up, down = max(demands.high[demand], high + lacks), min(demands.low[demand], low - lacks)
        if up > high + SLACK:
            goals.append((up, np.inf))
        if down < low - SLACK:
            goals.append((-np.inf, down))
        found = [self._solve(hidden, barred, demand, *goal) for goal in goals]
        priced = [(price, place) for place, (price, _) in enumerate(found) if np.isfinite(price)]
        return found[min(priced)[1]][1] if priced else np.empty(0)

    def _solve(
        self, hidden: BoolArray, barred: BoolArray, demand: int, at_least: float, at_most: float
    ) -> tuple[float, FloatArray]:
        ground, n = self.ground, len(self.ground.cost)
        solver = self._ready()
        places, weights = ground.demands.row(demand)
        last = len(ground.at_least)
        for place in self._row.tolist():
            for column in (place, n + place, 2 * n + place):
                solver.changeCoeff(last, column, 0.0)
        self._row = places
        for place, weight in zip(self._row.tolist(), weights.tolist(), strict=True):
            for column, sign in ((place, 1.0), (n + place, 1.0), (2 * n + place, -1.0)):
                solver.changeCoeff(last, column, sign * weight)
        solver.changeRowBounds(last, at_least, at_most)
        cap = 10.0 * self._largest
        may = (ground.forced | ground.optional) & ~barred
        rises, falls = np.where(may, ground.rises, 0.0), np.where(may, ground.falls, 0.0)
        reach = np.where(hidden, 100.0 * cap, cap)
        upper = np.concatenate([ground.near_high, np.minimum(rises, reach), np.minimum(falls, reach)])
        lower = np.concatenate([ground.near_low, np.zeros(2 * n)])
        solver.changeColsBounds(3 * n, np.arange(3 * n, dtype=np.int32), lower, upper)
        share = [np.where(hidden, 0.0, ground.cost / np.clip(play, SLACK, self._largest)) for play in (rises, falls)]
        solver.changeColsCost(3 * n, np.arange(3 * n, dtype=np.int32), np.concatenate([np.zeros(n), *share]))
        solver.setOptionValue("time_limit", solver.getRunTime() + self._deadline.left())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.inf, np.empty(0)
        core, rise, fall = np.split(np.asarray(solver.getSolution().col_value), 3)
        point = core + rise - fall
        moved = ~hidden & ((point > ground.near_high + SLACK) | (point < ground.near_low - SLACK))
        return float(ground.cost[moved].sum()), point

    def _ready(self) -> _Highs:
        if self._solver is None:
            ground, n = self.ground, len(self.ground.cost)
            rows = hstack([ground.rows, ground.rows, -ground.rows])
            empty = csr_array((1, 3 * n))
            ends = np.append(ground.at_least, -np.inf), np.append(ground.at_most, np.inf)
            self._solver = _Highs()
            for name, value in OPTIONS.items():
                self._solver.setOptionValue(name, value)
            self._solver.setOptionValue("simplex_strategy", 1)
            self._solver.passModel(model_of(csr_array(vstack([rows, empty])), *ends, np.zeros(3 * n), np.zeros(3 * n)))
        return self._solver
