"""Small tables where every pattern is tried: what is lost is the least that protects, or the reported bound is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from drawn_problems import linked_problem, none_cheaper, protects, table_problem
from drawn_systems import with_totals

from outcheck.model.arrays import FloatArray
from outcheck.sdc.suppression import Problem, suppress

_LETTERS = (0.0, 2.0, 9.0)
"""A zero, which stays; a count that must go; one that may."""
_MINIMUM, _WIDTH = 3.0, 4.0


def _assert_least(problem: Problem) -> None:
    """The pattern protects, and no other one that does costs less, be the cost the value or the number of what is hidden."""
    for one in (problem, replace(problem, cost=np.ones(len(problem.cost)))):
        found = suppress(one)
        assert found.bound <= found.cost
        assert not len(found.undetermined)
        assert protects(one, found.hidden, found.unprotected)
        assert none_cheaper(one, found.cost if found.proven else found.bound, found.unprotected)
        assert found.proven


def _tables(rows: int, columns: int) -> Iterator[FloatArray]:
    """All tables of the letters, but one of those that are the same when rows or columns stand in another order."""
    lines = list(product(range(len(_LETTERS)), repeat=columns))
    for chosen in product(range(len(lines)), repeat=rows):
        if list(chosen) != sorted(chosen):
            continue
        table = [lines[line] for line in chosen]
        turned = (sorted(tuple(row[place] for place in order) for row in table) for order in permutations(range(columns)))
        if table == min(turned):
            yield np.array(_LETTERS)[np.array(table)]


def _with_something_to_hide(rows: int, columns: int) -> list[FloatArray]:
    return [table for table in _tables(rows, columns) if np.any(table == _LETTERS[1])]


def test_every_table_of_two_by_three_loses_the_least() -> None:
    for table in _with_something_to_hide(2, 3)[::3]:
        _assert_least(table_problem(with_totals(table), _MINIMUM, _WIDTH))


def test_tables_of_three_by_three_lose_the_least() -> None:
    for table in _with_something_to_hide(3, 3)[::60]:
        _assert_least(table_problem(with_totals(table), _MINIMUM, _WIDTH))


@pytest.mark.slow
def test_every_table_of_three_by_three_loses_the_least() -> None:
    for table in [*_with_something_to_hide(2, 3), *_with_something_to_hide(3, 3)]:
        _assert_least(table_problem(with_totals(table), _MINIMUM, _WIDTH))


def _drawn(shape: tuple[int, ...], seed: int) -> FloatArray:
    return np.random.default_rng(seed).choice([0.0, 1, 2, 5, 9, 20], shape)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 60))])
def test_tables_of_four_by_four_lose_the_least(seed: int) -> None:
    _assert_least(table_problem(with_totals(_drawn((4, 4), seed)), _MINIMUM, _WIDTH))


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 60))])
def test_two_tables_that_share_a_margin_lose_the_least_together(seed: int) -> None:
    _assert_least(linked_problem(_drawn((3, 2, 3), seed), _MINIMUM, _WIDTH))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 40))])
def test_tables_of_three_dimensions_lose_the_least_when_most_totals_stay(seed: int) -> None:
    table = with_totals(_drawn((2, 3, 3), seed))
    stays = np.zeros(table.shape, dtype=np.bool_)
    stays[:, -1, :] = stays[:, :, -1] = True
    problem = table_problem(table, _MINIMUM, _WIDTH)
    _assert_least(replace(problem, fixed=problem.fixed | (stays.ravel() & ~problem.hidden)))
