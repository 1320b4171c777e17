"""Which relations cannot all hold, when a system has no solution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import Indices
from outcheck.sdc.blocks import Block, blocks
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.history import history
from outcheck.sdc.program import Outcome, Program
from outcheck.sdc.propagation import Box, own_bounds, propagate
from outcheck.sdc.system import Contradiction, System

MOST_WHOLE = 400
"""The largest block, in unknowns, that is solved in whole numbers."""
_MOST_TRIED = 400
_PIECES = 4
_NODES = 1
"""How far it is looked for whole numbers that fit before it counts as possible that there are some: no further than the root."""


def crossed(system: System, box: Box, deadline: Deadline) -> Contradiction:
    """The contradiction behind bounds that cross."""
    unknown = int(box.crossed()[0])
    return irreducible(system, reasons(system, box, [unknown]), np.array([unknown], dtype=np.intp), deadline)


def reasons(system: System, box: Box, unknowns: list[int]) -> Indices:
    """The relations that the present bounds of the unknowns rest on."""
    steps = history(system, box.trail, {(unknown, is_upper) for unknown in unknowns for is_upper in (False, True)})
    if steps is None:
        return np.arange(system.relations)
    return np.unique(np.concatenate([np.empty(0, dtype=np.intp), *(step.relations for step in steps)]))


def irreducible(system: System, relations: Indices, unknowns: Indices, deadline: Deadline) -> Contradiction:
    """Relations that cannot all hold, less those that can be spared: none of the rest can, if they are few and time allows.

    ``unknowns`` are named where no relation is needed, because the own bounds of an unknown cross.
    """
    kept = list(relations.tolist())
    if not kept:
        return Contradiction(relations, unknowns)
    if len(kept) <= _MOST_TRIED:
        kept = _needed(kept, lambda rest: bool(rest) and impossible(_part(system, rest), deadline), deadline)
    part, columns = _part(system, kept), _columns(system, kept)
    bounded = np.flatnonzero(np.isfinite(part.lower) | np.isfinite(part.upper)).tolist()
    if len(bounded) <= _MOST_TRIED:
        bounded = _needed(bounded, lambda rest: impossible(_bounded(part, rest), deadline), deadline)
    return Contradiction(np.array(kept, dtype=np.intp), columns[bounded])


def _needed(every: list[int], enough: Callable[[list[int]], bool], deadline: Deadline) -> list[int]:
    """Some of what is enough together, none of which can be spared: many at a time are tried without first, then each."""
    kept, many = every, len(every) // _PIECES
    while True:
        many = max(many, 1)
        for piece in [kept[start : start + many] for start in range(0, len(kept), many)]:
            spared = set(piece)
            rest = [held for held in kept if held not in spared]
            if deadline.passed():
                return kept
            if enough(rest):
                kept = rest
        if many == 1:
            return kept
        many //= 2


def _bounded(part: System, places: list[int]) -> System:
    """A system in which only some unknowns keep their own bounds."""
    free = np.ones(part.unknowns, dtype=np.bool_)
    free[places] = False
    return replace(part, lower=np.where(free, -np.inf, part.lower), upper=np.where(free, np.inf, part.upper))


def impossible(system: System, deadline: Deadline) -> bool:
    """Whether a small system is shown to have no solution."""
    box = own_bounds(system)
    if len(box.crossed()) or not propagate(system, box, deadline):
        return True
    return any(_block_impossible(system, box, block, deadline) for block in blocks(system, box))


def _block_impossible(system: System, box: Box, block: Block, deadline: Deadline) -> bool:
    lower, upper = box.lower[block.unknowns], box.upper[block.unknowns]
    integral = system.integral[block.unknowns]
    cost = np.zeros(len(lower))
    if Program(block, lower, upper).extreme(cost, deadline).outcome is Outcome.IMPOSSIBLE:
        return True
    if not integral.any() or len(lower) > MOST_WHOLE:
        return False
    whole = Program(block, lower, upper, integral, options={"mip_max_nodes": _NODES})
    return whole.extreme(cost, deadline).outcome is Outcome.IMPOSSIBLE


def _columns(system: System, relations: list[int]) -> Indices:
    rows = system.rows[relations].tocoo()
    return np.unique(rows.col[rows.data != 0]).astype(np.intp)


def _part(system: System, relations: list[int]) -> System:
    columns = _columns(system, relations)
    return System(
        csr_array(system.rows[relations][:, columns]),
        system.at_least[relations],
        system.at_most[relations],
        system.lower[columns],
        system.upper[columns],
        system.integral[columns],
    )
