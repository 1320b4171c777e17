"""The attacker's linear program: the least and most of a sum under a pattern, kept warm from one question to the next."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

# its public subclass prints a banner on stdout, where reports go, as soon as it is made
from highspy._core import _Highs
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.ground import Ground


@dataclass(frozen=True, slots=True)
class Answer:
    """A point that brings a sum to its extreme, and weights on relations proving that none goes further; empty if not found."""

    point: FloatArray
    weights: FloatArray


class Attacker:
    """Relations and unknowns as one model in HiGHS; hiding an unknown widens its column. Deterministic but for the clock.

    Parameters
    ----------
    reach : float
        How far a hidden unknown without end may go from what is printed, in its unit.
    glimpse : float
        How far unknowns that are optional and not hidden may go, as a fraction of what they could, or of ``widest`` if
        that is less. Weights on relations then tell which of them to hide.
    columns : bool, shape (n,), optional
        Only these are taken to be hidden where a pattern hides them; the others are put in as printed.
    """

    def __init__(
        self,
        ground: Ground,
        reach: float,
        deadline: Deadline,
        *,
        glimpse: float = 0.0,
        widest: float = 0.0,
        columns: BoolArray | None = None,
    ) -> None:
        self._deadline = deadline
        told = np.isfinite(ground.near_low) & np.isfinite(ground.near_high)
        most = float(np.abs(ground.near_high[told]).max(initial=0.0))
        self._far_low = np.maximum(ground.far_low, np.where(told, ground.near_low, -most) - reach)
        self._far_high = np.minimum(ground.far_high, np.where(told, ground.near_high, most) + reach)
        ajar = glimpse * ground.optional
        self._near_low = ground.near_low - ajar * np.minimum(ground.falls, widest)
        self._near_high = ground.near_high + ajar * np.minimum(ground.rises, widest)
        self._hidden = np.zeros(len(ground.cost), dtype=np.bool_)
        kept = np.ones(len(ground.cost), dtype=np.bool_) if columns is None else columns | (self._near_low != self._near_high)
        self._kept, self._columns = kept, np.flatnonzero(kept)
        self._place = np.cumsum(kept) - 1
        self._known = np.where(kept, 0.0, self._near_low)
        put_in = ground.rows @ self._known
        lower, upper = self.box(self._hidden)
        self._solver = _Highs()
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        part = csr_array(ground.rows[:, self._columns])
        ends = ground.at_least - put_in, ground.at_most - put_in
        self._solver.passModel(model_of(part, *ends, lower[self._columns], upper[self._columns]))
        self._asked = np.empty(0, dtype=np.int32)

    def box(self, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Bounds under a pattern; hidden unknowns without end go as far as any demand needs."""
        return np.where(hidden, self._far_low, self._near_low), np.where(hidden, self._far_high, self._near_high)

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        hidden = hidden & self._kept
        changed = np.flatnonzero(hidden != self._hidden)
        if len(changed):
            lower, upper = self.box(hidden)
            places = self._place[changed].astype(np.int32)
            self._solver.changeColsBounds(len(changed), places, lower[changed], upper[changed])
            self._hidden = hidden

    def extreme(self, unknowns: Indices, weights: FloatArray, *, is_upper: bool) -> Answer:
        """The most or least of ``weights @ x[unknowns]``."""
        sign = -1.0 if is_upper else 1.0
        here = np.isin(unknowns, self._columns)
        self._ask(np.asarray(self._place[unknowns[here]], dtype=np.intp), sign * weights[here])
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Answer(np.empty(0), np.empty(0))
        return Answer(self._point(), sign * np.asarray(self._solver.getSolution().row_dual))

    def common(self, unknowns: Indices, goals: FloatArray, *, is_upper: bool) -> FloatArray:
        """A point that brings many hidden unknowns to their goals, as far as they go together; empty where none was found."""
        places = self._place[unknowns].astype(np.int32)
        lower, upper = self.box(self._hidden)
        low, high = lower[unknowns], upper[unknowns]
        held = (low, np.clip(goals, low, high)) if is_upper else (np.clip(goals, low, high), high)
        self._solver.changeColsBounds(len(places), places, *held)
        self._ask(places.astype(np.intp), np.full(len(places), -1.0 if is_upper else 1.0))
        found = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        point = self._point() if found else np.empty(0)
        self._solver.changeColsBounds(len(places), places, low, high)
        return point

    def _ask(self, places: Indices, costs: FloatArray) -> None:
        if len(self._asked):
            self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = places.astype(np.int32)
        self._solver.changeColsCost(len(places), self._asked, costs)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + self._deadline.left())
        if self._solver.run() == highspy.HighsStatus.kError:
            # someone else in this process has run HiGHS on another number of threads, and it holds on to that
            _Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
            self._solver.run()

    def _point(self) -> FloatArray:
        point = self._known.copy()
        point[self._columns] = np.asarray(self._solver.getSolution().col_value)
        return np.asarray(np.clip(point, *self.box(self._hidden)))


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
