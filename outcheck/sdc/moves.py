"""Chooses how far numbers move from the multiple below them, so that relations hold and they move least in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.blocks import Block, blocks
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.program import Outcome, Program
from outcheck.sdc.propagation import Box
from outcheck.sdc.system import System

_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Limits:
    """When a search among whole solutions stops and takes the best found.

    Parameters
    ----------
    gap : float
        At a cost proven to be within this share of the least.
    nodes : int
        After so many nodes of its tree.
    seconds : float
        After that time, over all. Unlike the others it depends on the machine.
    """

    gap: float = 0.01
    nodes: int = 100
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Moves:
    """What may move, one entry each, ``k`` in all.

    Parameters
    ----------
    rows : csr_array, float64, shape (m, k)
        What one step of each does to every relation, in multiples of the base.
    lower, upper : float64, shape (k,)
        How many steps it may take.
    cost : float64, shape (k,)
        What a step adds to the whole change, in the unit of the numbers; negative where it brings one nearer to its true value.
    stays : float64, shape (k,)
        What the change is where no step is taken, shared out among the moves of a number.
    tie : float64, shape (k,)
        From [0, 1): which of the best solutions is taken.
    whole : bool, shape (k,)
        Which take whole steps only.
    """

    rows: csr_array
    lower: FloatArray
    upper: FloatArray
    cost: FloatArray
    stays: FloatArray
    tie: FloatArray
    whole: BoolArray


def take(moves: Moves, missing: FloatArray, limits: Limits, deadline: Deadline) -> tuple[FloatArray, float] | None:
    """The cheapest steps with ``rows @ steps = missing``, and a bound that no steps undercut; None where none were found.

    Every move must be in a relation.
    """
    steps, least = np.zeros(len(moves.cost)), 0.0
    system = System(moves.rows, missing, missing, moves.lower, moves.upper, moves.whole)
    open_rows = np.zeros(len(missing), dtype=np.bool_)
    for block in blocks(system, Box(moves.lower, moves.upper)):
        found = _solved(block, _of(moves, block), limits, deadline)
        if found is None:
            return None
        steps[block.unknowns], bound = found
        least += bound
        open_rows[block.relations] = True
    return None if np.any(np.abs(missing[~open_rows]) > _CLOSE) else (steps, least)


def _of(moves: Moves, block: Block) -> Moves:
    mine = block.unknowns
    return Moves(
        block.rows,
        moves.lower[mine],
        moves.upper[mine],
        moves.cost[mine],
        moves.stays[mine],
        moves.tie[mine],
        moves.whole[mine],
    )


def _solved(block: Block, moves: Moves, limits: Limits, deadline: Deadline) -> tuple[FloatArray, float] | None:
    """Steps of a block, and a proven bound of what they must cost.

    The corners of a totally unimodular block are whole: there the linear program is the answer. Two-way tables are such, also
    where one of their dimensions nests, and two of them that share a margin. Others are searched.
    """
    relaxed = Program(block, moves.lower, moves.upper).extreme(moves.cost + _nudge(moves), deadline)
    if relaxed.outcome is Outcome.IMPOSSIBLE:
        return None
    if relaxed.outcome is Outcome.BEST and len(relaxed.point):
        steps = _whole(relaxed.point, moves)
        if np.abs(steps - relaxed.point).max() <= _CLOSE:
            return steps, float(moves.cost @ steps)
    least = float(moves.stays.sum()) + (relaxed.best if relaxed.outcome is Outcome.BEST else -np.inf)
    options = {"mip_abs_gap": max(limits.gap * least, _CLOSE), "mip_max_nodes": limits.nodes}
    searched = Program(block, moves.lower, moves.upper, moves.whole, options=options).extreme(moves.cost, deadline)
    if not len(searched.point):
        return None
    steps = _whole(searched.point, moves)
    return steps, min(searched.best, float(moves.cost @ steps))


def _whole(point: FloatArray, moves: Moves) -> FloatArray:
    return np.where(moves.whole, np.round(point), point)


def _nudge(moves: Moves) -> FloatArray:
    """So little that it only decides between solutions of equal cost. Where costs are no whole numbers, hardly two are equal."""
    if np.any(moves.cost != np.round(moves.cost)):
        return np.zeros(len(moves.cost))
    return 0.5 * moves.tie / (len(moves.cost) + 1)
