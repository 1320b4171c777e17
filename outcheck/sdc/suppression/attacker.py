"""The attacker's linear program: the least and most of a sum under a pattern, kept warm from one question to the next."""

from __future__ import annotations

import highspy
import numpy as np

# its public subclass prints a banner on stdout, where reports go, as soon as it is made
from highspy._core import _Highs
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.ground import Ground


class Attacker:
    """Relations and unknowns as one model in HiGHS; hiding an unknown widens its column. Deterministic but for the clock.

    Parameters
    ----------
    reach : float
        How far a hidden unknown without end may go from what is printed of it, or of all numbers together, in its unit.
    columns : bool, shape (n,), optional
        Only these are taken to be hidden where a pattern hides them; the others are put in as printed.
    """

    def __init__(
        self,
        ground: Ground,
        reach: float,
        deadline: Deadline,
        *,
        columns: BoolArray | None = None,
    ) -> None:
        self._deadline = deadline
        self._far_low, self._far_high = within(ground, reach)
        self._near_low, self._near_high = ground.near_low, ground.near_high
        self._kept = np.ones(len(ground.cost), dtype=np.bool_) if columns is None else columns.copy()
        self._columns = np.flatnonzero(self._kept)
        self._place = np.cumsum(self._kept) - 1
        self._known = np.where(self._kept, 0.0, self._near_low)
        self._lower, self._upper = self._near_low, self._near_high
        put_in = ground.rows @ self._known
        self._solver = _Highs()
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        part = csr_array(ground.rows[:, self._columns])
        ends = ground.at_least - put_in, ground.at_most - put_in
        self._solver.passModel(model_of(part, *ends, self._lower[self._columns], self._upper[self._columns]))
        self._large = part.shape[0] > LARGE
        self._asked, self._sign = np.empty(0, dtype=np.int32), 1.0

    def suppose(self, hidden: BoolArray, ajar: tuple[FloatArray, FloatArray] | None = None) -> None:
        """Take another pattern.

        ``ajar``, twice shape (n,), is how far below and above what is printed unknowns may go that are not hidden. Weights
        on relations then tell which of them to hide.
        """
        down, up = (0.0, 0.0) if ajar is None else ajar
        lower = np.where(hidden, self._far_low, self._near_low - down)
        upper = np.where(hidden, self._far_high, self._near_high + up)
        changed = np.flatnonzero(self._kept & ((lower != self._lower) | (upper != self._upper)))
        if len(changed):
            self._solver.changeColsBounds(len(changed), self._place[changed].astype(np.int32), lower[changed], upper[changed])
        self._lower, self._upper = lower, upper

    def extreme(self, unknowns: Indices, weights: FloatArray, *, is_upper: bool) -> FloatArray:
        """A point, shape (n,), where ``weights @ x[unknowns]`` is at its most or its least; empty if not found."""
        here, self._sign = self._kept[unknowns], -1.0 if is_upper else 1.0
        self._ask(self._place[unknowns[here]].astype(np.int32), self._sign * weights[here])
        return self._point()

    def proof(self) -> FloatArray:
        """Weights on relations, shape (m,), proving that the last sum goes no further; empty if it was not found."""
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.empty(0)
        return self._sign * np.asarray(self._solver.getSolution().row_dual)

    def common(self, unknowns: Indices, goals: FloatArray, *, is_upper: bool) -> FloatArray:
        """A point that brings many hidden unknowns to their goals, as far as they go together; empty where none was found."""
        places = self._place[unknowns].astype(np.int32)
        low, high = self._lower[unknowns], self._upper[unknowns]
        held = (low, np.clip(goals, low, high)) if is_upper else (np.clip(goals, low, high), high)
        self._solver.changeColsBounds(len(places), places, *held)
        self._ask(places, np.full(len(places), -1.0 if is_upper else 1.0), anew=self._large)
        point = self._point()
        self._solver.changeColsBounds(len(places), places, low, high)
        return point

    def _ask(self, places: IntArray, costs: FloatArray, *, anew: bool = False) -> None:
        if len(self._asked):
            self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = places
        self._solver.changeColsCost(len(places), self._asked, costs)
        solve(self._solver, self._deadline, anew=anew)

    def _point(self) -> FloatArray:
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.empty(0)
        point = self._known.copy()
        point[self._columns] = self._solver.getSolution().col_value
        return np.asarray(np.minimum(np.maximum(point, self._lower), self._upper))


def within(ground: Ground, reach: float) -> tuple[FloatArray, FloatArray]:
    """Ends of all unknowns once hidden, none infinite: one that is printed nowhere may be what all that is printed adds up to."""
    told = np.isfinite(ground.near_low) & np.isfinite(ground.near_high)
    every = float(np.maximum(np.abs(ground.near_low[told]), np.abs(ground.near_high[told])).sum())
    low, high = np.where(told, ground.near_low, -every), np.where(told, ground.near_high, every)
    return np.maximum(ground.far_low, low - reach), np.minimum(ground.far_high, high + reach)


OPTIONS: dict[str, bool | float | str | int] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "solver": "simplex",
    "simplex_strategy": 4,  # primal: the last point still holds when only the question changes, twelve times as fast
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


LARGE = 1000
"""With more relations than this, questions far from the last one are sooner answered anew, from the inside."""


def solve(solver: _Highs, deadline: Deadline, *, anew: bool) -> None:
    """Run a model: on from where it is, or anew by interior points with a crossover to a corner, made smaller before."""
    if anew:
        # presolve is left out where a basis is at hand
        solver.clearSolver()
    for name, value in _ANEW.items() if anew else ():
        solver.setOptionValue(name, value)
    solver.setOptionValue("time_limit", solver.getRunTime() + deadline.left())
    if solver.run() == highspy.HighsStatus.kError:
        # someone else in this process has run HiGHS on another number of threads, and it holds on to that
        _Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
        solver.run()
    for name in _ANEW if anew else ():
        solver.setOptionValue(name, OPTIONS[name])


_ANEW = {"presolve": "on", "solver": "ipm"}


def model_of(rows: csr_array, at_least: FloatArray, at_most: FloatArray, lower: FloatArray, upper: FloatArray) -> highspy.HighsLp:
    """A linear program without costs."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(lower), len(at_least)
    model.col_cost_ = np.zeros(len(lower))
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_, model.row_upper_ = at_least, at_most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr.astype(np.int32)
    model.a_matrix_.index_ = rows.indices.astype(np.int32)
    model.a_matrix_.value_ = rows.data.astype(np.float64)
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = len(lower), len(at_least)
    return model
