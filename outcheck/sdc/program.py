"""Linear programs of one block on HiGHS: one model that stays warm, asked for the least or most of one unknown after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np

# its public subclass prints a banner on stdout, where reports go, as soon as it is made
from highspy._core import _Highs

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.blocks import Block
from outcheck.sdc.deadline import Deadline

_FEASIBILITY = 1e-9


class Outcome(Enum):
    """How the search for an extreme ended."""

    BEST = auto()
    UNBOUNDED = auto()
    IMPOSSIBLE = auto()
    OPEN = auto()


class Way(Enum):
    """How linear programs are solved."""

    WARM = auto()
    INTERIOR = auto()


@dataclass(frozen=True, slots=True)
class Extreme:
    """What a solver answered; nothing in it is trusted before it is checked.

    ``point`` has an entry for each unknown of the block, ``duals`` one for each relation. Both may be empty.
    """

    outcome: Outcome
    point: FloatArray
    duals: FloatArray
    best: float = np.nan


class Program:
    """A block as a model in HiGHS. Deterministic: one thread, fixed seed, a fixed order of questions.

    Where ``integral`` is given, points are whole in those unknowns, and there are no duals. ``Way.INTERIOR`` finds points amid
    the best ones: quick for many unknowns at once, but nothing is kept warm. ``options`` are those of HiGHS, before which the
    usual ones yield.
    """

    def __init__(
        self,
        block: Block,
        lower: FloatArray,
        upper: FloatArray,
        integral: BoolArray | None = None,
        way: Way = Way.WARM,
        options: Mapping[str, bool | float | str] | None = None,
    ) -> None:
        self._whole = integral is not None
        self._cost = np.zeros(len(lower))
        self._solver = _Highs()
        for name, value in (_OPTIONS | (_WHOLE if self._whole else _WAYS[way]) | dict(options or {})).items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(_model(block, lower, upper))
        if integral is not None:
            columns = np.flatnonzero(integral).astype(np.int32)
            self._solver.changeColsIntegrality(len(columns), columns, np.ones(len(columns), dtype=np.uint8))

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return len(self._cost)

    def extreme(self, cost: FloatArray, deadline: Deadline) -> Extreme:
        """The point of least ``cost @ x``."""
        changed = np.flatnonzero(cost != self._cost).astype(np.int32)
        if len(changed):
            self._solver.changeColsCost(len(changed), changed, cost[changed])
            self._cost = cost.copy()
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + deadline.left())
        if self._solver.run() == highspy.HighsStatus.kError:
            # someone else in this process has run HiGHS on another number of threads, and it holds on to that
            _Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
            self._solver.run()
        outcome = _OUTCOMES.get(self._solver.getModelStatus(), Outcome.OPEN)
        solution, info = self._solver.getSolution(), self._solver.getInfo()
        point = np.asarray(solution.col_value) if solution.value_valid else np.empty(0)
        duals = np.asarray(solution.row_dual) if solution.dual_valid and not self._whole else np.empty(0)
        return Extreme(outcome, point, duals, info.mip_dual_bound if self._whole else info.objective_function_value)

    def ray(self) -> FloatArray:
        """Weights on relations that show that there is no point, after ``extreme`` found none; empty where there are none."""
        _, found, weights = self._solver.getDualRay()  # type: ignore[attr-defined]  # its stubs lag behind
        return np.asarray(weights) if found else np.empty(0)


_OPTIONS: dict[str, bool | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": _FEASIBILITY,
    "dual_feasibility_tolerance": _FEASIBILITY,
}
_WAYS: dict[Way, dict[str, bool | float | str]] = {
    Way.WARM: {"presolve": "off", "solver": "simplex"},
    Way.INTERIOR: {"presolve": "on", "solver": "ipm", "run_crossover": "off", "ipm_optimality_tolerance": 1e-10},
}
_WHOLE: dict[str, bool | float | str] = {
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
    "mip_feasibility_tolerance": _FEASIBILITY,
    "mip_max_nodes": 5000,
}

_OUTCOMES = {
    highspy.HighsModelStatus.kOptimal: Outcome.BEST,
    highspy.HighsModelStatus.kUnbounded: Outcome.UNBOUNDED,
    highspy.HighsModelStatus.kInfeasible: Outcome.IMPOSSIBLE,
}


def _model(block: Block, lower: FloatArray, upper: FloatArray) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(lower), len(block.at_least)
    model.col_cost_ = np.zeros(len(lower))
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_, model.row_upper_ = block.at_least, block.at_most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = block.rows.indptr.astype(np.int32)
    model.a_matrix_.index_ = block.rows.indices.astype(np.int32)
    model.a_matrix_.value_ = block.rows.data.astype(np.float64)
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = len(lower), len(block.at_least)
    return model
