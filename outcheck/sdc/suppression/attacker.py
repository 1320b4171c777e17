"""The attacker's linear program: the least and most of a sum under a pattern, kept warm from one question to the next."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

# its public subclass prints a banner on stdout, where reports go, as soon as it is made
from highspy._core import _Highs
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.ground import Ground


@dataclass(frozen=True, slots=True)
class Answer:
    """An extreme of a sum: the point that reaches it and the weights on relations that prove it. ``point`` empty: none found.

    Where nothing limits the sum, ``value`` is infinite and ``point`` goes far out.
    """

    value: float
    point: FloatArray
    weights: FloatArray


class Attacker:
    """All relations as one model in HiGHS; hiding an unknown widens its column. Deterministic but for the clock."""

    def __init__(self, ground: Ground, reach: float, deadline: Deadline, *, glimpse: tuple[float, float] = (0.0, 0.0)) -> None:
        self._ground, self._deadline = ground, deadline
        told = np.isfinite(ground.near_low) & np.isfinite(ground.near_high)
        most = float(np.abs(ground.near_high[told]).max(initial=0.0))
        self._far_low = np.maximum(ground.far_low, np.where(told, ground.near_low, -most) - reach)
        self._far_high = np.minimum(ground.far_high, np.where(told, ground.near_high, most) + reach)
        share, widest = glimpse
        ajar = share * ground.optional
        self._near_low = ground.near_low - ajar * np.minimum(ground.falls, widest)
        self._near_high = ground.near_high + ajar * np.minimum(ground.rises, widest)
        self._hidden = np.zeros(len(ground.cost), dtype=np.bool_)
        self._solver = _Highs()
        for name, value in OPTIONS.items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(model_of(ground.rows, ground.at_least, ground.at_most, *self.box(self._hidden)))
        self._asked = np.empty(0, dtype=np.int32)
        self.timed_out = False

    def box(self, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Bounds under a pattern; hidden unknowns without end go as far as any demand needs."""
        return np.where(hidden, self._far_low, self._near_low), np.where(hidden, self._far_high, self._near_high)

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        changed = np.flatnonzero(hidden != self._hidden).astype(np.int32)
        if len(changed):
            lower, upper = self.box(hidden)
            self._solver.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
            self._hidden = hidden.copy()

    def extreme(self, places: np.ndarray, weights: FloatArray, *, is_upper: bool) -> Answer:
        """The most or least of ``weights @ x[places]``."""
        sign = -1.0 if is_upper else 1.0
        clear = np.setdiff1d(self._asked, places).astype(np.int32)
        if len(clear):
            self._solver.changeColsCost(len(clear), clear, np.zeros(len(clear)))
        self._asked = np.asarray(places, dtype=np.int32)
        self._solver.changeColsCost(len(places), self._asked, sign * weights)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + self._deadline.left())
        if self._solver.run() == highspy.HighsStatus.kError:
            # someone else in this process has run HiGHS on another number of threads, and it holds on to that
            _Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
            self._solver.run()
        status, solution = self._solver.getModelStatus(), self._solver.getSolution()
        if status == highspy.HighsModelStatus.kTimeLimit:
            self.timed_out = True
        if status != highspy.HighsModelStatus.kOptimal:
            return Answer(np.nan, np.empty(0), np.empty(0))
        point = np.clip(np.asarray(solution.col_value), *self.box(self._hidden))
        return Answer(float(weights @ point[places]), point, sign * np.asarray(solution.row_dual))


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
