"""Two simple ways to choose what to hide, which a better one is measured against."""

from __future__ import annotations

from itertools import product

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.suppression import Problem


def lines_filled(problem: Problem) -> BoolArray:
    """In every line in which a hidden number stands alone the cheapest other one is hidden; no width is asked."""
    hidden = problem.hidden.copy()
    while True:
        before = hidden.copy()
        for line in np.split(problem.system.rows.indices, problem.system.rows.indptr[1:-1]):
            may = line[~hidden[line] & ~problem.fixed[line]]
            if hidden[line].sum() == 1 and len(may):
                hidden[may[problem.cost[may].argmin()]] = True
        if np.array_equal(hidden, before):
            return hidden


def hypercubes(problem: Problem, simple: tuple[Indices, ...]) -> tuple[BoolArray, Indices]:
    """Each target is a corner of a hypercube of hidden numbers that leaves it its width; the cheapest one is hidden.

    Two categories along every dimension make a hypercube. Its corners can move together, by the same amount and with alternating
    signs, without changing any sum. So an attacker's interval of each is at least as wide as the room that all corners have for
    this. What is hidden in one simple table for the sake of another needs a hypercube there too, of the same width; these are
    found last, and nothing is taken back. (Giessing and Repsilber 2002, of whose GHMITER this is the principle.)

    Parameters
    ----------
    problem : Problem
        Targets are single numbers; demands other than ``width`` are not met.
    simple : tuple of intp arrays
        The places of each simple table, totals last along every dimension.

    Returns
    -------
    hidden : bool, shape (n,)
    left : intp
        Numbers that have no such hypercube in some simple table.
    """
    hidden, n = problem.hidden.copy(), problem.system.unknowns
    width = np.zeros(n)
    width[problem.targets.indices] = problem.width
    falls = problem.lower_shown - problem.system.lower
    rises = problem.system.upper - problem.lower_shown
    members = [np.isin(np.arange(n), table) for table in simple]
    settled = [np.zeros(n, dtype=np.bool_) for _ in simple]
    left = np.zeros(n, dtype=np.bool_)
    while True:
        waiting = [np.flatnonzero(hidden & member & ~done) for member, done in zip(members, settled, strict=True)]
        if not any(map(len, waiting)):
            return hidden, np.flatnonzero(left)
        for table, cells, done in zip(simple, waiting, settled, strict=True):
            for cell in cells[np.argsort(problem.lower_shown[cells], kind="stable")].tolist():
                if done[cell]:
                    continue
                cube = _cheapest(problem, table, hidden, cell, width[cell], rises, falls)
                done[cell] = True
                left[cell] |= cube is None
                if cube is not None:
                    new = cube[~hidden[cube]]
                    hidden[new] = True
                    done[new] = True
                    width[cube] = np.maximum(width[cube], width[cell])


def hidden_by_hypercubes(problem: Problem, simple: tuple[Indices, ...]) -> BoolArray:
    """What ``hypercubes`` hides."""
    return hypercubes(problem, simple)[0]


def _cheapest(
    problem: Problem,
    table: Indices,
    hidden: BoolArray,
    cell: int,
    width: float,
    rises: FloatArray,
    falls: FloatArray,
) -> Indices | None:
    """The corners of the cheapest hypercube of a simple table about one of its numbers, if any is wide enough."""
    at = tuple(int(one) for one in np.argwhere(table == cell)[0])
    others = [np.delete(np.arange(size), place) for place, size in zip(at, table.shape, strict=True)]
    shape = tuple(map(len, others))
    up, down, price = np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape)
    cost = np.where(hidden, 0.0, np.where(problem.fixed, np.inf, problem.cost))
    for moves in product((False, True), repeat=table.ndim):
        corner = [other if moved else np.array([place]) for other, place, moved in zip(others, at, moves, strict=True)]
        sign = np.ones((1,) * table.ndim)
        for axis in np.flatnonzero(moves):
            last = table.shape[axis] - 1
            # a total moves with its part, not against it
            against = np.where((corner[axis] < last) & (at[axis] < last), -1.0, 1.0)
            sign = sign * against.reshape([-1 if one == axis else 1 for one in range(table.ndim)])
        where = table[np.ix_(*corner)]
        up = np.minimum(up, np.where(sign > 0, rises[where], falls[where]))
        down = np.minimum(down, np.where(sign > 0, falls[where], rises[where]))
        price = price + cost[where]
    price[~(up + down >= width)] = np.inf
    best = np.unravel_index(int(price.argmin()), shape)
    if not np.isfinite(price[best]):
        return None
    opposite = [other[place] for other, place in zip(others, best, strict=True)]
    cube: Indices = table[np.ix_(*([here, there] for here, there in zip(at, opposite, strict=True)))].ravel()
    return cube
