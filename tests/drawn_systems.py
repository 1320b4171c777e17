"""Systems to ask about: tables of counts with all their totals, some cells hidden."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.system import System


@dataclass(frozen=True)
class Case:
    """A system and the truth it was made from."""

    system: System
    truth: FloatArray
    hidden: Indices


def with_totals(inner: FloatArray) -> FloatArray:
    """The table with totals appended along every dimension."""
    for axis in range(inner.ndim):
        inner = np.concatenate([inner, inner.sum(axis=axis, keepdims=True)], axis=axis)
    return inner


def table_system(table: FloatArray, hidden: BoolArray, *, integral: bool = True) -> Case:
    """All that is known of a table with totals: its lines add up, what is not hidden is known, nothing is negative."""
    places = np.arange(table.size).reshape(table.shape)
    lines = [line for axis in range(table.ndim) for line in np.moveaxis(places, axis, -1).reshape(-1, table.shape[axis])]
    columns = np.concatenate(lines)
    weights = np.concatenate([np.append(np.ones(len(line) - 1), -1.0) for line in lines])
    starts = np.cumsum([0, *(len(line) for line in lines)])
    rows = csr_array((weights, columns, starts), shape=(len(lines), table.size))
    truth, gone, zeros = table.ravel().astype(np.float64), hidden.ravel(), np.zeros(len(lines))
    lower, upper = np.where(gone, 0.0, truth), np.where(gone, np.inf, truth)
    return Case(System(rows, zeros, zeros.copy(), lower, upper, np.full(table.size, integral)), truth, np.flatnonzero(gone))


def counts(shape: tuple[int, ...], seed: int) -> Case:
    """Counts with all margins; hidden are counts from 1 to 9, and one in twenty of the rest."""
    dice = np.random.default_rng(seed)
    table = with_totals(dice.poisson(dice.gamma(0.5, 16.0, shape)).astype(np.float64))
    return table_system(table, ((table >= 1) & (table <= 9)) | (dice.random(table.shape) < 0.05))


@st.composite
def small_tables(draw: st.DrawFn, most: int = 4, *, integral: bool = True) -> Case:
    """Tables of two or three dimensions with small counts and any cells hidden."""
    shape = draw(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 4), (2, 2, 2), (2, 2, 3)]))
    size = int(np.prod(shape))
    inner = np.array(draw(st.lists(st.integers(0, most), min_size=size, max_size=size)), dtype=np.float64).reshape(shape)
    table = with_totals(inner)
    hidden = draw(st.lists(st.booleans(), min_size=table.size, max_size=table.size))
    return table_system(table, np.array(hidden).reshape(table.shape), integral=integral)


def solutions(system: System) -> Iterator[FloatArray]:
    """All whole solutions of a system with finite bounds, by trying every one."""
    ends = np.array([np.ceil(system.lower), np.floor(system.upper)])
    yield from _extended(system, system.rows.toarray(), np.empty(0), ends)


def _extended(system: System, rows: FloatArray, begun: FloatArray, ends: FloatArray) -> Iterator[FloatArray]:
    place = len(begun)
    done, rest = rows[:, :place] @ begun, rows[:, place:]
    least = done + np.minimum(rest * ends[0, place:], rest * ends[1, place:]).sum(axis=1)
    greatest = done + np.maximum(rest * ends[0, place:], rest * ends[1, place:]).sum(axis=1)
    if np.any(least > system.at_most) or np.any(greatest < system.at_least):
        return
    if place == system.unknowns:
        yield begun
        return
    for value in itertools.count(int(ends[0, place])):
        if value > ends[1, place]:
            return
        yield from _extended(system, rows, np.append(begun, value), ends)


def plain_bounds(system: System, unknown: int) -> tuple[float, float]:
    """Two plain linear programs for one unknown."""
    found = []
    for sign in (1.0, -1.0):
        cost = np.zeros(system.unknowns)
        cost[unknown] = sign
        answer = linprog(
            cost,
            A_ub=np.vstack([system.rows.toarray(), -system.rows.toarray()]),
            b_ub=np.concatenate([system.at_most, -system.at_least]),
            bounds=list(zip(system.lower.tolist(), system.upper.tolist(), strict=True)),
        )
        found.append(-sign * np.inf if answer.fun is None else sign * answer.fun)
    return found[0], found[1]
