"""Tables to protect, of any number of dimensions, nested or linked, and the simple tables that they consist of.

A simple table has one total along every dimension and nothing between. Seeded: the same sizes and seed give the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from drawn_problems import problem_of
from scipy.sparse import csr_array

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.suppression import Problem
from outcheck.sdc.system import System

Nesting = tuple[int, ...]
"""A dimension: into how many parts the total falls, each of these into how many, and so on; ``(8,)`` is one without nesting."""


@dataclass(frozen=True)
class Tables:
    """What is to be protected.

    Parameters
    ----------
    name : str
        In words and sizes.
    problem : Problem
        Its unknowns are all numbers of all tables, each once.
    simple : tuple of intp arrays
        The places of the numbers of each simple table among the unknowns; totals stand last along every dimension.
    nesting : tuple of Nesting, optional
        Of the one table; None where there are several. Its numbers are the unknowns in the order of their places, those of a
        dimension being all leaves, then what these sum to, level by level, the total last.
    """

    name: str
    problem: Problem
    simple: tuple[Indices, ...]
    nesting: tuple[Nesting, ...] | None = None


def nested(name: str, *nesting: Nesting, mean: float = 60.0, seed: int = 0) -> Tables:
    """One table of counts, of that mean, with all totals of every level."""
    values = _counts(tuple(prod(sizes) for sizes in nesting), mean, seed)
    for axis, sizes in enumerate(nesting):
        values = np.moveaxis(np.tensordot(_sums(sizes), values, axes=(1, axis)), 0, axis)
    places = np.arange(values.size).reshape(values.shape)
    simple = tuple(places[np.ix_(*lines)] for lines in product(*(_families(sizes) for sizes in nesting)))
    return Tables(name, problem_of(_system(simple, values.size), values.ravel()), simple, nesting)


def linked(name: str, shared: int, *others: int, seed: int = 0) -> Tables:
    """Two-way tables of one population by one shared dimension and one other each; they share the totals by the former."""
    dice = np.random.default_rng(seed)
    first = _counts((shared, others[0]), 60.0, seed)
    totals = first.sum(axis=1)
    rest = [np.array([dice.multinomial(int(n), dice.dirichlet(np.ones(size))) for n in totals]) for size in others[1:]]
    values, simple = [np.append(totals, totals.sum())], []
    for table in (first, *rest):
        own = np.vstack([table, table.sum(axis=0)])
        start = sum(map(len, values))
        simple.append(np.hstack([start + np.arange(own.size).reshape(own.shape), np.arange(shared + 1)[:, None]]))
        values.append(own.ravel().astype(np.float64))
    truth = np.concatenate(values)
    return Tables(name, problem_of(_system(tuple(simple), len(truth)), truth), tuple(simple))


def _counts(shape: tuple[int, ...], mean: float, seed: int) -> FloatArray:
    """Counts of a Poisson distribution about gamma(1)."""
    dice = np.random.default_rng(seed)
    return dice.poisson(dice.gamma(1.0, mean, shape)).astype(np.float64)


def _sums(sizes: Nesting) -> FloatArray:
    """Which leaves each number along a dimension is the sum of."""
    leaves = np.eye(prod(sizes))
    return np.vstack([leaves.reshape(prod(sizes[:level]), -1, len(leaves)).sum(axis=1) for level in range(len(sizes), -1, -1)])


def _families(sizes: Nesting) -> list[Indices]:
    """Each total along a dimension, preceded by its parts."""
    starts = np.cumsum([0, *(prod(sizes[:level]) for level in range(len(sizes), 0, -1))])[::-1]
    return [
        np.append(starts[level + 1] + np.arange(parent * size, (parent + 1) * size), starts[level] + parent)
        for level, size in enumerate(sizes)
        for parent in range(prod(sizes[:level]))
    ]


def _system(simple: tuple[Indices, ...], n: int) -> System:
    """All lines of all simple tables, each once, and that nothing is negative."""
    lines = list(
        dict.fromkeys(
            tuple(line.tolist())
            for table in simple
            for axis in range(table.ndim)
            for line in np.moveaxis(table, axis, -1).reshape(-1, table.shape[axis])
        )
    )
    weights = np.concatenate([np.append(np.ones(len(line) - 1), -1.0) for line in lines])
    starts = np.cumsum([0, *map(len, lines)])
    rows = csr_array((weights, np.concatenate(lines), starts), shape=(len(lines), n))
    zeros = np.zeros(len(lines))
    return System(rows, zeros, zeros.copy(), np.zeros(n), np.full(n, np.inf), np.ones(n, dtype=np.bool_))
