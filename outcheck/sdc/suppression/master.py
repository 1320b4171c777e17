"""The master program: the cheapest pattern that meets all cuts found so far, and what no safe pattern can cost less than."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import model_of
from outcheck.sdc.suppression.cuts import Cuts
from outcheck.sdc.suppression.ground import Ground


@dataclass(frozen=True, slots=True)
class Choice:
    """A pattern that meets all cuts, and the proven least cost of any that does. ``best``: it is that cheap."""

    hidden: BoolArray
    bound: float
    best: bool


def cheapest(ground: Ground, cuts: Cuts, barred: BoolArray, nodes: int, deadline: Deadline) -> Choice | None:
    """The cheapest pattern under cuts, by branch and cut of at most ``nodes`` nodes; None where none was found. 1: a quick look.

    The pattern at hand is not handed over as a start: HiGHS 1.16 then calls bounds proven that are not, where presolve has taken
    dominated columns out.
    """
    solver, used = _solver(ground, cuts, barred)
    if not len(used):
        return Choice(ground.forced.copy(), 0.0, best=True)
    solver.changeColsIntegrality(len(used), np.arange(len(used), dtype=np.int32), np.ones(len(used), dtype=np.uint8))
    solver.setOptionValue("mip_max_nodes", nodes)
    if nodes == 1:
        solver.setOptionValue("mip_heuristic_effort", 0.0)
        solver.setOptionValue("mip_allow_restart", False)  # noqa: FBT003  it takes no name
    solver.setOptionValue("time_limit", deadline.left())
    solver.run()
    solution, info = solver.getSolution(), solver.getInfo()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible or not len(solution.col_value):
        return None
    hidden = ground.forced.copy()
    hidden[used[np.asarray(solution.col_value) > 0.5]] = True  # noqa: PLR2004  halfway between hidden and not
    best = status == highspy.HighsModelStatus.kOptimal
    return Choice(hidden, max(0.0, float(info.mip_dual_bound)), best)


def relaxed(ground: Ground, cuts: Cuts, barred: BoolArray) -> tuple[FloatArray, float] | None:
    """The cheapest pattern under cuts that may hide unknowns in part, shape (n,), and its cost; None where there is none."""
    solver, used = _solver(ground, cuts, barred)
    part = np.zeros(len(ground.cost))
    if len(used):
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        part[used] = np.clip(solver.getSolution().col_value, 0.0, 1.0)
    return part, float(ground.cost @ part)


def _solver(ground: Ground, cuts: Cuts, barred: BoolArray) -> tuple[_Highs, Indices]:
    """The program without whole numbers, and the unknown of each of its columns."""
    rows, need = cuts.matrix()
    used = np.flatnonzero((np.bincount(rows.indices, minlength=len(ground.cost)) > 0) & ground.optional & ~barred)
    solver = _Highs()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    part = rows[:, used].tocsr()
    solver.passModel(model_of(part, need, np.full(len(need), np.inf), np.zeros(len(used)), np.ones(len(used))))
    solver.changeColsCost(len(used), np.arange(len(used), dtype=np.int32), ground.cost[used])
    return solver, used


_OPTIONS: dict[str, bool | float | str | int] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 1e-6,
    "mip_abs_gap": 1e-6,
}
