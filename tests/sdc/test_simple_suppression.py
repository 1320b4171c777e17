"""The simple ways of suppression that benchmarks compare with do what they say."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from drawn_problems import protects, table_problem, units
from drawn_systems import with_totals
from drawn_tables import Tables, linked, nested
from hypothesis import given, settings
from hypothesis import strategies as st
from pattern_audit import narrow
from simple_suppression import hypercubes, lines_filled

from outcheck.model.arrays import FloatArray, Indices

SMALL = {
    "two-way": nested("", (6,), (5,)),
    "three-way": nested("", (5,), (4,), (3,)),
    "four-way": nested("", (4,), (3,), (3,), (2,)),
    "nested": nested("", (3, 4), (2, 3)),
    "linked": linked("", 8, 6, 5),
}


def _places(shape: tuple[int, ...]) -> Indices:
    return np.arange(int(np.prod(shape))).reshape(shape)


def _by_hand(table: FloatArray, at: tuple[int, ...], width: float) -> float:
    """The least value of a hypercube about one number of a table, by moving all corners of each one as far as they go."""
    best = np.inf
    for opposite in product(*(set(range(size)) - {place} for size, place in zip(table.shape, at, strict=True))):
        move = np.ones(())
        for here, there, size in zip(at, opposite, table.shape, strict=True):
            line = np.zeros(size)
            line[here], line[there] = 1.0, 1.0 if size - 1 in (here, there) else -1.0
            move = np.multiply.outer(move, line)
        corners = move != 0
        room = [table[move == sign].min(initial=np.inf) for sign in (1.0, -1.0)]
        if np.all(table[corners] > 0) and sum(room) >= width:
            best = min(best, float(table[corners].sum() - table[at]))
    return best


def test_the_cheapest_square_of_a_drawn_table_that_is_wide_enough_is_hidden() -> None:
    problem = table_problem(
        with_totals(np.array([[5.0, 20.0, 90.0], [11.0, 3.0, 40.0], [70.0, 60.0, 50.0]])), minimum=4, width=10
    )
    hidden, left = hypercubes(problem, (_places((4, 4)),))
    # 3 with 5, 11 and 20 leaves 3 + 11 = 14 of room; nothing is cheaper
    assert not len(left)
    np.testing.assert_array_equal(np.flatnonzero(hidden), [0, 1, 4, 5])


@st.composite
def _tables(draw: st.DrawFn) -> FloatArray:
    shape = draw(st.sampled_from([(2, 3), (3, 3), (2, 2, 2), (2, 2, 3)]))
    size = int(np.prod(shape))
    inner = draw(st.lists(st.integers(0, 30), min_size=size, max_size=size).filter(any))
    return with_totals(np.array(inner, dtype=np.float64).reshape(shape))


@settings(deadline=None)
@given(_tables(), st.data())
def test_one_number_gets_the_cheapest_hypercube_that_trying_all_finds(table: FloatArray, data: st.DataObject) -> None:
    nothing = table_problem(table, minimum=1)
    cell = data.draw(st.sampled_from(np.flatnonzero(table.ravel() > 0).tolist()))
    must = np.arange(table.size) == cell
    zero = np.zeros(1)
    one = np.array([cell])
    problem = replace(nothing, hidden=must, targets=units(one, table.size), width=zero + 10, below=zero, above=zero)
    hidden, left = hypercubes(problem, (_places(table.shape),))
    least = _by_hand(table, tuple(map(int, np.unravel_index(cell, table.shape))), 10)
    assert np.isinf(least) == bool(len(left))
    assert np.isinf(least) or table.ravel()[hidden & ~must].sum() == least


@settings(max_examples=30, deadline=None)
@given(_tables())
def test_what_has_a_hypercube_is_protected(table: FloatArray) -> None:
    problem = table_problem(table)
    hidden, left = hypercubes(problem, (_places(table.shape),))
    assert not np.any(hidden & problem.fixed)
    assert protects(problem, hidden, but=np.flatnonzero(np.isin(problem.targets.indices, left)))


@pytest.mark.parametrize("tables", SMALL.values(), ids=SMALL)
def test_hypercubes_protect_nested_and_linked_tables_too(tables: Tables) -> None:
    hidden, left = hypercubes(tables.problem, tables.simple)
    assert tables.problem.hidden.any()
    assert not len(left)
    assert narrow(tables.problem, hidden) == 0


@pytest.mark.parametrize("tables", SMALL.values(), ids=SMALL)
def test_no_line_is_left_with_one_hidden_number_when_lines_are_filled(tables: Tables) -> None:
    problem = tables.problem
    hidden = lines_filled(problem)
    for line in np.split(problem.system.rows.indices, problem.system.rows.indptr[1:-1]):
        assert hidden[line].sum() != 1 or problem.fixed[line[~hidden[line]]].all()


@pytest.mark.parametrize("tables", SMALL.values(), ids=SMALL)
def test_drawn_tables_add_up_and_their_simple_tables_hold_every_number(tables: Tables) -> None:
    problem = tables.problem
    np.testing.assert_array_equal(problem.system.rows @ problem.lower_shown, 0)
    places = np.unique(np.concatenate([table.ravel() for table in tables.simple]))
    np.testing.assert_array_equal(places, np.arange(problem.system.unknowns))
    for table in tables.simple:
        for axis in range(table.ndim):
            *parts, total = np.moveaxis(problem.lower_shown[table], axis, 0)
            np.testing.assert_array_equal(sum(parts), total)


def test_a_drawn_table_without_nesting_is_the_plain_one() -> None:
    dice = np.random.default_rng(0)
    plain = table_problem(with_totals(dice.poisson(dice.gamma(1.0, 60.0, (5, 4, 3))).astype(np.float64)))
    drawn = SMALL["three-way"].problem
    np.testing.assert_array_equal(drawn.lower_shown, plain.lower_shown)
    np.testing.assert_array_equal(drawn.system.rows.toarray(), plain.system.rows.toarray())
