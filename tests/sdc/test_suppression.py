from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from drawn_problems import drawn_counts, none_cheaper, problem_of, protects, small_problems, table_problem, units
from drawn_systems import with_totals
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pattern_audit import narrow
from scipy.sparse import csr_array

from outcheck.sdc.suppression import Pattern, Problem, suppress
from outcheck.sdc.suppression.suppress import MOST_TRIED
from outcheck.sdc.system import Contradiction, System

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


def test_a_table_of_more_than_a_thousand_numbers_is_protected() -> None:
    problem = table_problem(drawn_counts((11, 10, 9), 1), minimum=3.0, width=4.0)
    assert (~problem.fixed & ~problem.hidden).sum() > MOST_TRIED
    found = suppress(problem)
    assert not len(found.undetermined)
    assert protects(problem, found.hidden, found.unprotected)


def _with_one_small_count() -> Problem:
    inner = np.full((3, 3), 50.0)
    inner[0, 0] = 3
    return table_problem(with_totals(inner))


def test_a_row_that_may_not_be_hidden_is_named_as_the_reason() -> None:
    problem = _with_one_small_count()
    fixed = problem.fixed.copy()
    fixed[1:4] = True
    found = suppress(replace(problem, fixed=fixed))
    assert found.unprotected.tolist() == [0]
    (reason,) = found.reasons
    assert reason.unknowns.tolist() == [1, 2, 3]
    assert reason.irreducible
    assert len(reason.relations) == 1


def test_a_reason_needs_every_number_that_it_names() -> None:
    problem = _with_one_small_count()
    fixed = problem.fixed.copy()
    fixed[[1, 2, 3, 4, 12]] = True
    (reason,) = suppress(replace(problem, fixed=fixed)).reasons
    for unknown in reason.unknowns.tolist():
        freed = np.ones(problem.system.unknowns, dtype=np.bool_)
        freed[reason.unknowns] = False
        assert not protects(problem, freed)
        freed[unknown] = True
        assert protects(problem, freed)


def test_a_marker_with_narrow_bounds_cannot_protect_and_no_number_is_to_blame() -> None:
    problem = _with_one_small_count()
    upper = problem.system.upper.copy()
    upper[0] = 4
    found = suppress(replace(problem, system=replace(problem.system, upper=upper)))
    assert found.unprotected.tolist() == [0]
    assert not len(found.reasons[0].unknowns)


def test_a_number_outside_the_bounds_of_its_marker_is_refused() -> None:
    problem = _with_one_small_count()
    upper = problem.system.upper.copy()
    upper[0] = 2
    with pytest.raises(ValueError, match="1 printed numbers lie outside"):
        suppress(replace(problem, system=replace(problem.system, upper=upper)))


def test_totals_that_contradict_the_parts_are_a_contradiction() -> None:
    problem = _with_one_small_count()
    shown = problem.lower_shown.copy()
    shown[7] += 5
    with pytest.raises(Contradiction):
        suppress(replace(problem, lower_shown=shown, upper_shown=shown.copy()))


def test_a_number_hidden_already_that_a_sum_gives_away_takes_others_with_it() -> None:
    table = with_totals(np.full((3, 3), 50.0))
    problem = table_problem(table)
    shown, hidden = problem.lower_shown.copy(), problem.hidden.copy()
    shown[5], hidden[5] = np.nan, True
    problem = replace(
        problem,
        lower_shown=shown,
        upper_shown=shown.copy(),
        hidden=hidden,
        targets=units(np.array([5]), len(shown)),
        width=np.array([10.0]),
        below=np.zeros(1),
        above=np.zeros(1),
    )
    found = suppress(problem)
    assert _lost(problem, found) == 3
    assert found.proven
    assert protects(problem, found.hidden)


def test_a_total_hidden_already_may_be_all_that_is_printed_together() -> None:
    parts = 20
    shown = np.append(np.full(parts, 9000.0), [np.nan, np.nan])
    total = System(
        csr_array(np.array([[1.0] * (parts + 1) + [-1.0]])),
        np.zeros(1),
        np.zeros(1),
        np.zeros(parts + 2),
        np.full(parts + 2, np.inf),
        np.ones(parts + 2, dtype=np.bool_),
    )
    hidden = np.isnan(shown)
    asked = np.flatnonzero(hidden)
    problem = Problem(
        system=total,
        lower_shown=shown,
        upper_shown=shown.copy(),
        hidden=hidden,
        fixed=np.zeros(parts + 2, dtype=np.bool_),
        cost=np.ones(parts + 2),
        targets=units(asked, parts + 2),
        width=np.full(2, 5.0),
        below=np.zeros(2),
        above=np.zeros(2),
    )
    found = suppress(problem, secondary_width=5.0)
    assert _lost(problem, found) == 0
    assert found.proven


def test_every_hidden_number_can_be_asked_to_be_wide() -> None:
    problem = table_problem(drawn_counts((4, 4), 3))
    found = suppress(problem, secondary_width=20.0)
    assert not len(found.narrow)
    hidden = np.flatnonzero(found.hidden)
    none = np.zeros(len(hidden))
    every = replace(
        problem,
        targets=units(hidden, problem.system.unknowns),
        width=np.full(len(hidden), 20.0),
        below=none,
        above=none.copy(),
    )
    assert protects(every, found.hidden)


def test_a_rounded_number_counts_as_little_known() -> None:
    problem = _with_one_small_count()
    rounded = replace(problem, lower_shown=problem.lower_shown - 2, upper_shown=problem.upper_shown + 2, width=np.array([2.0]))
    assert _lost(rounded, suppress(rounded)) == 0


def test_ends_are_asked_beside_widths() -> None:
    problem = replace(_with_one_small_count(), width=np.zeros(1), below=np.array([2.0]), above=np.array([40.0]))
    found = suppress(problem)
    assert found.proven
    assert protects(problem, found.hidden)


def test_a_large_table_goes_on_from_a_pattern_that_met_most_of_what_is_asked() -> None:
    problem = table_problem(drawn_counts((11, 10, 9), 1), minimum=3.0, width=4.0)
    before = suppress(problem)
    wider = replace(problem, width=problem.width + np.where(np.arange(len(problem.width)) % 7, 0.0, 3.0))
    assert narrow(wider, before.hidden)
    found = suppress(wider, start=before.hidden)
    assert not narrow(wider, found.hidden)
    assert 0.0 < found.bound <= found.cost


@contextmanager
def _all_count_as_large() -> Iterator[None]:
    """Every problem goes on from a pattern that it is given, and mends several demands at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("outcheck.sdc.suppression.suppress"), "MOST_TRIED", 0)
        patch.setattr(import_module("outcheck.sdc.suppression.search"), "LARGE", 0)
        patch.setattr(import_module("outcheck.sdc.suppression.search"), "MANY", 0)
        yield


@settings(_laws, max_examples=40)
@given(small_problems(most=8), st.integers(0, 2**8 - 1))
def test_no_pattern_costs_less_than_the_bound_of_one_that_goes_on_from_another(problem: Problem, begun: int) -> None:
    start = problem.hidden | (
        ~problem.fixed & np.array([begun >> place % 8 & 1 for place in range(len(problem.cost))], dtype=np.bool_)
    )
    with _all_count_as_large():
        found = suppress(problem, start=start, exact_up_to=0)
    assert found.bound <= found.cost + 1e-9
    assert protects(problem, found.hidden, np.union1d(found.unprotected, found.undetermined))
    assert none_cheaper(problem, found.bound, found.unprotected)


def test_a_table_whose_demands_are_mended_at_once_is_protected_and_loses_little_more() -> None:
    problem = table_problem(drawn_counts((6, 5, 4), 1))
    alone = suppress(problem, secondary_width=5.0)
    with _all_count_as_large():
        found = suppress(problem, secondary_width=5.0)
    assert not len(found.undetermined)
    assert not len(found.narrow)
    assert protects(problem, found.hidden, found.unprotected)
    assert found.cost <= 1.1 * alone.cost


@_laws
@given(small_problems())
def test_demands_that_are_mended_at_once_are_met_as_when_each_is_mended_by_itself(problem: Problem) -> None:
    with _all_count_as_large():
        found = suppress(problem, exact_up_to=0)
    alone = suppress(problem)
    assert np.array_equal(found.unprotected, alone.unprotected)
    assert protects(problem, found.hidden, np.union1d(found.unprotected, found.undetermined))
    assert not set(found.undetermined.tolist()) - set(alone.undetermined.tolist())


def test_nothing_more_is_hidden_where_what_must_go_protects_itself() -> None:
    problem = table_problem(drawn_counts((11, 10, 9), 1), minimum=3.0, width=4.0)
    done = suppress(problem).hidden
    found = suppress(replace(problem, hidden=done))
    assert (found.cost, found.bound, found.proven) == (0.0, 0.0, True)
    assert np.array_equal(found.hidden, done)


def test_the_same_problem_has_the_same_answer() -> None:
    problem = table_problem(drawn_counts((5, 4, 3), 7))
    first, second = suppress(problem), suppress(problem)
    assert np.array_equal(first.hidden, second.hidden)
    assert first.bound == second.bound


def test_a_table_and_a_finer_one_with_the_same_totals_are_protected_together_at_the_least_cost() -> None:
    # regions of one table are split further in another: rows 0 and 1 make up row 2, and 2 and 3 make up 4
    table = np.array([[3.0, 20], [30, 40]])
    sums, other = table.sum(axis=0), np.array([25.0, 35])
    parts = np.vstack([table, sums, other, sums + other])
    whole = np.hstack([parts, parts.sum(axis=1, keepdims=True)])
    place = np.arange(15).reshape(5, 3)
    lines = [*place.tolist(), *place[[0, 1, 2]].T.tolist(), *place[[2, 3, 4]].T.tolist()]
    rows = np.zeros((len(lines), 15))
    for line, cells in enumerate(lines):
        rows[line, cells] = [1, 1, -1]
    none = np.zeros(len(lines))
    system = System(csr_array(rows), none, none, np.zeros(15), np.full(15, np.inf), np.ones(15, dtype=np.bool_))
    problem = problem_of(system, whole.ravel())
    found = suppress(problem)
    assert found.proven
    assert protects(problem, found.hidden)
    assert none_cheaper(problem, found.cost)
