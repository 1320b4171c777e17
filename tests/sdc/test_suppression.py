from __future__ import annotations

import numpy as np
from drawn_problems import drawn_counts, none_cheaper, protects, small_problems, table_problem
from drawn_systems import with_totals
from hypothesis import HealthCheck, given, settings

from outcheck.sdc.suppression import Pattern, Problem, suppress

_laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _lost(problem: Problem, found: Pattern) -> int:
    return int((found.hidden & ~problem.hidden).sum())


def test_a_single_small_count_of_a_flat_table_takes_three_more_with_it() -> None:
    inner = np.full((3, 3), 50.0)
    inner[0, 0] = 3
    problem = table_problem(with_totals(inner))
    found = suppress(problem)
    assert _lost(problem, found) == 3
    assert found.proven


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = suppress(table_problem(with_totals(np.full((3, 3), 50.0))))
    assert not found.hidden.any()
    assert found.cost == 0
    assert found.proven


@_laws
@given(small_problems())
def test_what_is_returned_protects_all_targets_but_those_named(problem: Problem) -> None:
    found = suppress(problem)
    named = np.union1d(found.unprotected, found.undetermined)
    assert np.all(found.hidden[problem.hidden])
    assert not np.any(found.hidden & problem.fixed)
    assert protects(problem, found.hidden, named)


@_laws
@given(small_problems())
def test_targets_are_unprotected_only_if_hiding_everything_leaves_them_so(problem: Problem) -> None:
    found = suppress(problem)
    for target in found.unprotected.tolist():
        others = np.setdiff1d(np.arange(problem.targets.shape[0]), [target])
        assert not protects(problem, ~problem.fixed, others)


@settings(_laws, max_examples=40)
@given(small_problems(most=8))
def test_no_pattern_costs_less_than_the_bound(problem: Problem) -> None:
    found = suppress(problem)
    assert found.bound <= found.cost + 1e-9
    assert none_cheaper(problem, found.bound, found.unprotected)


def test_a_table_of_three_dimensions_is_protected() -> None:
    problem = table_problem(drawn_counts((5, 4, 3), 1))
    found = suppress(problem)
    assert not len(found.undetermined)
    assert protects(problem, found.hidden, found.unprotected)
