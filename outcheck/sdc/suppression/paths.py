"""Paths: the cheapest numbers to hide so that an attacker's solution can take one sum as far as demanded.

A linear program in rises and falls from what is printed. The sum asked about is made to move; moving what is hidden is free, and
other moves cost the share of the unknown's cost that they take up of the most it need be (Kelly, Golden and Assad 1992 for
two-way tables, where this is a flow of least cost). From one question to the next only bounds change, so that a dual simplex goes
on from where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

# its public subclass prints a banner on stdout, where reports go, as soon as it is made
from highspy._core import _Highs
from scipy.sparse import csr_array, eye_array, hstack, vstack

from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import LARGE, OPTIONS, model_of, solve, within
from outcheck.sdc.suppression.ground import SLACK, Ground

_TINY = 1e-7
_DEAR = 20.0
"""What going one unit of a way is worth, where the dearest move of a number costs 1: more than nearly all cost."""


@dataclass(frozen=True, slots=True)
class Way:
    """How far a sum is to go, up or down."""

    demand: int
    goal: float
    is_upper: bool


class Paths:
    """One model, kept warm: rises and falls of ``cells``, play within what is printed, and sums of several unknowns."""

    def __init__(self, ground: Ground, largest: float, reach: float, cells: BoolArray, deadline: Deadline) -> None:
        self._ground, self._deadline = ground, deadline
        told = np.isfinite(ground.near_low) & np.isfinite(ground.near_high)
        self._base = np.where(told, ground.near_low, np.clip(0.0, ground.far_low, ground.far_high))
        blur = np.where(told, ground.near_high - self._base, 0.0)
        far_low, far_high = within(ground, reach)
        rise = np.where(told, np.minimum(ground.rises, reach), far_high - self._base)
        fall = np.where(told, np.minimum(ground.falls, reach), self._base - far_low)
        self._cells, self._blurred = np.flatnonzero(cells | ground.forced), np.flatnonzero(blur > 0)
        self._place = np.full(len(blur), -1, dtype=np.intp)
        self._place[self._cells] = np.arange(len(self._cells))
        share = np.concatenate([ground.cost[self._cells] / np.clip(play[self._cells], SLACK, largest) for play in (rise, fall)])
        self._share = self._plain = share / max(_TINY, float(share.max(initial=0.0)))
        sums = ground.demands.sums
        self._single, grouped = _singles(sums, told & (blur == 0) & (self._place >= 0))
        c, b, k = len(self._cells), len(self._blurred), len(grouped)
        self._own = np.full(len(self._single), -1, dtype=np.intp)
        self._own[grouped] = 2 * c + b + np.arange(k)
        self._start = sums @ self._base
        parts = [(sign * of[:, part]) for of in (ground.rows, sums[grouped]) for sign, part in self._signed()]
        rows = hstack([*parts[:3], csr_array((len(ground.at_least), k))])
        extra = hstack([*parts[3:], -eye_array(k)])
        known = ground.rows @ self._base
        ends = np.append(ground.at_least - known, np.zeros(k)), np.append(ground.at_most - known, np.zeros(k))
        self._lower = np.append(np.zeros(2 * c + b), np.full(k, -np.inf))
        self._upper = np.concatenate([rise[self._cells], fall[self._cells], blur[self._blurred], np.full(k, np.inf)])
        self._loose = self._can_move(self._upper[:c] + self._upper[c : 2 * c] > SLACK)
        self._held: list[int] = []
        self._hidden = np.zeros(len(blur), dtype=np.bool_)
        self._solver = _Highs()
        self._anew = len(ground.at_least) > LARGE
        for name, value in (OPTIONS | {"simplex_strategy": 1}).items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(model_of(csr_array(vstack([rows, extra])), *ends, self._lower, self._upper))
        self._solver.changeColsCost(2 * c, np.arange(2 * c, dtype=np.int32), self._share)

    def _signed(self) -> list[tuple[float, Indices]]:
        return [(1.0, self._cells), (-1.0, self._cells), (1.0, self._blurred)]

    def _can_move(self, loose: BoolArray) -> BoolArray:
        """Which cells can move, of those that could by themselves: none that stands in a relation with no other."""
        ground = self._ground
        cells, blurred = (csr_array(abs(ground.rows[:, part]) > 0).astype(np.intp) for part in (self._cells, self._blurred))
        tight = (ground.at_least == ground.at_most) & (blurred @ np.ones(len(self._blurred), dtype=np.intp) == 0)
        while True:
            lone = tight & (cells @ loose.astype(np.intp) == 1)
            held = loose & (cells.T @ lone.astype(np.intp) > 0)
            if not held.any():
                return loose
            loose = loose & ~held

    def allows(self, way: Way) -> bool:
        """Whether there may be such a way; False is proven."""
        unknown = self._single[way.demand]
        if unknown < 0:
            return True
        place = int(self._place[unknown])
        most = self._upper[place if way.is_upper else place + len(self._cells)]
        return bool(self._loose[place] and self._amount(way) <= most + SLACK)

    def _amount(self, way: Way) -> float:
        return float((way.goal - self._start[way.demand]) * (1.0 if way.is_upper else -1.0))

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern: what is hidden moves free of cost."""
        self._free()
        places = self._place[(hidden != self._hidden) & (self._place >= 0)]
        columns = np.concatenate([places, places + len(self._cells)]).astype(np.int32)
        cost = np.where(np.tile(hidden[self._cells[places]], 2), 0.0, self._share[columns])
        if len(columns):
            self._solver.changeColsCost(len(columns), columns, cost)
        self._hidden = hidden.copy()

    def prefer(self, worth: FloatArray) -> None:
        """Count every cost times this, shape (n,), from now on."""
        self._free()
        self._share = self._plain * np.tile(worth[self._cells], 2)
        columns = np.arange(len(self._share), dtype=np.int32)
        self._solver.changeColsCost(len(columns), columns, np.where(np.tile(self._hidden[self._cells], 2), 0.0, self._share))

    def bar(self, unknown: int) -> None:
        """Never move this one again."""
        self._free()
        for column in (self._place[unknown], self._place[unknown] + len(self._cells)) if self._place[unknown] >= 0 else ():
            self._upper[column] = 0.0
            self._solver.changeColBounds(int(column), 0.0, 0.0)

    def go(self, demand: int, goal: float, *, is_upper: bool) -> FloatArray:
        """The solution of least cost that brings a sum to ``goal``; empty where there is none."""
        return self.go_together([Way(demand, goal, is_upper)])

    def go_together(self, ways: Sequence[Way]) -> FloatArray:
        """The solution of least cost that goes all of some ways at once, no two of one sum; empty where there is none."""
        self._free()
        if not all(map(self.allows, ways)):
            return np.empty(0)
        for way in ways:
            own, amount = self._own_column(way), self._amount(way)
            if self._single[way.demand] >= 0:
                self._hold(own, max(0.0, amount), max(0.0, amount, float(self._upper[own])))
            else:
                self._hold(own, *((amount, np.inf) if way.is_upper else (-np.inf, -amount)))
        solve(self._solver, self._deadline, anew=self._anew)
        return self._point()

    def _own_column(self, way: Way) -> int:
        """The column that stands for how far a sum has gone; the other one of a single unknown is held."""
        if self._single[way.demand] < 0:
            return int(self._own[way.demand])
        rise = int(self._place[self._single[way.demand]])
        wanted, other = (rise, rise + len(self._cells)) if way.is_upper else (rise + len(self._cells), rise)
        self._hold(other, 0.0, 0.0)
        return wanted

    def _hold(self, column: int, lower: float, upper: float) -> None:
        self._held.append(column)
        self._solver.changeColBounds(column, lower, upper)

    def lead(self, ways: Sequence[Way]) -> BoolArray:
        """Which of some ways can be gone all the way, as far as one solution that goes all as far as it can tells."""
        self._free()
        led = np.zeros(len(ways), dtype=np.bool_)
        possible = [place for place, way in enumerate(ways) if self.allows(way)]
        if not possible:
            return led
        columns = np.array([self._own_column(ways[place]) for place in possible], dtype=np.int32)
        ends = np.array([self._amount(ways[place]) for place in possible])
        single = columns < 2 * len(self._cells)
        ends[single] = np.maximum(0.0, ends[single])
        rises = single | np.array([ways[place].is_upper for place in possible])
        for column, end, up, alone in zip(columns.tolist(), ends.tolist(), rises.tolist(), single.tolist(), strict=True):
            self._hold(column, *((0.0 if alone else -np.inf, end) if up else (-end, np.inf)))
        before = self._costs(columns)
        self._solver.changeColsCost(len(columns), columns, before + np.where(rises, -_DEAR, _DEAR))
        solve(self._solver, self._deadline, anew=self._anew)
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            gone = np.asarray(self._solver.getSolution().col_value)[columns]
            led[possible] = np.where(rises, gone, -gone) >= ends - SLACK
        self._solver.changeColsCost(len(columns), columns, before)
        return led

    def _costs(self, columns: IntArray) -> FloatArray:
        """What moves cost in some columns under the pattern at hand."""
        c, costs = len(self._cells), np.zeros(len(columns))
        moves = columns[columns < 2 * c]
        costs[columns < 2 * c] = np.where(self._hidden[self._cells[moves % c]], 0.0, self._share[moves])
        return costs

    def _point(self) -> FloatArray:
        """The solution found."""
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.empty(0)
        c = len(self._cells)
        moves, point = np.asarray(self._solver.getSolution().col_value), self._base.copy()
        point[self._cells] += moves[:c] - moves[c : 2 * c]
        point[self._blurred] += moves[2 * c : 2 * c + len(self._blurred)]
        return point

    def _free(self) -> None:
        """Let go of what the last question held."""
        for column in self._held:
            self._solver.changeColBounds(column, float(self._lower[column]), float(self._upper[column]))
        self._held = []


def _singles(sums: csr_array, exact: BoolArray) -> tuple[Indices, Indices]:
    """The unknown that each sum is, if it is a single exact one, else -1; and the sums that are not."""
    single = np.full(sums.shape[0], -1, dtype=np.intp)
    for place in np.flatnonzero(np.diff(sums.indptr) == 1).tolist():
        unknown = int(sums.indices[sums.indptr[place]])
        if exact[unknown] and sums.data[sums.indptr[place]] == 1.0:
            single[place] = unknown
    return single, np.flatnonzero(single < 0)
