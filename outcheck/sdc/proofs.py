"""Proofs that people read: the shortest deduction of a bound that is found cheaply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from outcheck.model.arrays import Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.duals import combine, deduce
from outcheck.sdc.history import history, single
from outcheck.sdc.program import Outcome, Program
from outcheck.sdc.propagation import NOISE, Box
from outcheck.sdc.system import Bounds, Proof, Step, System

_MOST_COMBINED = 300
"""The most relations among which the lightest combination is sought."""
_ALMOST = 1e-4


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is to be shown. ``sign`` turns upper bounds into lower ones of the negated unknown."""

    unknown: int
    is_upper: bool
    bound: float

    @property
    def sign(self) -> float:
        return -1.0 if self.is_upper else 1.0

    def holds(self, step: Step) -> bool:
        """Whether the step shows it."""
        play = 0.0 if self.bound == np.round(self.bound) else NOISE * max(1.0, abs(self.bound))
        return self.sign * step.bound >= self.sign * self.bound - play


def prove(system: System, found: Bounds, place: int, *, is_upper: bool, seconds: float = 5.0) -> Proof | None:
    """A proof of one of the bounds found, for the cell at ``place``; None where the bound is infinite or left no proof.

    Preferred in this order: one relation; the lightest combination of the relations that the search used, from what is known
    of each unknown by itself; the steps as the search took them, where they need fewer relations or whole rounding on the way.
    """
    claim = _Claim(int(found.cells[place]), is_upper, float((found.upper if is_upper else found.lower)[place]))
    if not np.isfinite(claim.bound):
        return None
    own = Box(system.lower, system.upper)
    for step in _of_one(system, own, claim):
        if step is not None and claim.holds(step):
            return Proof((step,))
    steps = history(system, found.trail, {(claim.unknown, is_upper)})
    if steps is None:
        return None
    relations = np.unique(np.concatenate([step.relations for step in steps]))
    if 1 < len(relations) <= _MOST_COMBINED:
        lightest = _lightest(system, own, claim, relations, Deadline(seconds))
        if lightest is not None:
            return Proof((lightest,))
    return Proof(tuple(steps))


def _of_one(system: System, own: Box, claim: _Claim) -> Iterator[Step | None]:
    """What the unknown's own bounds, and each of its relations alone, prove; short relations first."""
    column = system.rows[:, [claim.unknown]].tocoo()
    relations = column.row[column.data != 0]
    lengths = np.diff(system.rows.indptr)[relations]
    for relation in (-1, *relations[np.lexsort((relations, lengths))].tolist()):
        yield combine(system, own, single(system, claim.unknown, relation, np.nan, is_upper=claim.is_upper))


def _lightest(system: System, own: Box, claim: _Claim, relations: Indices, deadline: Deadline) -> Step | None:
    """The combination with the least sum of absolute weights that shows the claim in one step, if there is one."""
    reach = claim.sign * claim.bound
    count = len(relations)
    for target in (reach, reach - 1.0 + _ALMOST) if system.integral[claim.unknown] else (reach,):
        weighing = _weighing(system, own, claim, relations, target)
        cost = np.where(np.arange(weighing.size) < 2 * count, 1.0, 0.0)
        answer = weighing.extreme(cost, deadline)
        if answer.outcome is Outcome.BEST:
            weights = (answer.point[:count] - answer.point[count : 2 * count]) * claim.sign
            step = deduce(system, own, claim.unknown, relations, weights, is_upper=claim.is_upper)
            if step is not None and claim.holds(step):
                return step
    return None


def _weighing(system: System, own: Box, claim: _Claim, relations: Indices, target: float) -> Program:
    """The program over weights of relations and of unknowns, each split by sign.

    Together they make up the unknown, and what they gain from the ends of their intervals reaches the target.
    """
    columns = np.union1d(system.rows[relations].indices, [claim.unknown]).astype(np.intp)
    part = csr_array(system.rows[relations][:, columns])
    ends = [(system.at_least[relations], system.at_most[relations]), (own.lower[columns], own.upper[columns])]
    gains = np.concatenate([np.concatenate([low, -high]) for low, high in ends])
    usable = np.isfinite(gains)
    identity = eye_array(len(columns), format="csr")
    rows = vstack([hstack([part.T, -part.T, identity, -identity]), csr_array(np.where(usable, gains, 0.0)[np.newaxis, :])])
    made_up = np.where(columns == claim.unknown, claim.sign, 0.0)
    block = Block(columns, relations, csr_array(rows), np.append(made_up, target), np.append(made_up, np.inf))
    return Program(block, np.zeros(len(gains)), np.where(usable, np.inf, 0.0))
