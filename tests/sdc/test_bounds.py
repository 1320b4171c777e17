from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_systems import Case, counts, plain_bounds, small_tables, solutions, table_system, with_totals
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from outcheck.model.arrays import FloatArray
from outcheck.sdc import block_search
from outcheck.sdc.bounds import bounds
from outcheck.sdc.system import Contradiction, System

_laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _system(rows: list[list[float]], sums: list[float], lower: list[float], upper: list[float], *, whole: bool = True) -> System:
    total = np.array(sums, dtype=np.float64)
    low, high = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
    return System(csr_array(np.array(rows, dtype=np.float64)), total, total.copy(), low, high, np.full(len(low), whole))


@_laws
@given(small_tables())
def test_the_truth_lies_inside_and_solutions_lie_inside_what_is_proven(case: Case) -> None:
    found = bounds(case.system, case.hidden)
    truth = case.truth[case.hidden]
    assert np.all(found.lower <= truth)
    assert np.all(truth <= found.upper)
    assert np.all(found.lower <= found.seen_lower + found.tolerance)
    assert np.all(found.seen_upper <= found.upper + found.tolerance)


@_laws
@given(small_tables(), st.data())
def test_hiding_more_never_narrows(case: Case, data: st.DataObject) -> None:
    known = np.setdiff1d(np.arange(case.system.unknowns), case.hidden)
    if not len(known):
        return
    more = data.draw(st.lists(st.sampled_from(known.tolist()), min_size=1, max_size=4, unique=True))
    lower, upper = case.system.lower.copy(), case.system.upper.copy()
    lower[more], upper[more] = 0.0, np.inf
    before = bounds(case.system, case.hidden)
    after = bounds(replace(case.system, lower=lower, upper=upper), case.hidden)
    assert np.all(after.lower <= before.lower)
    assert np.all(after.upper >= before.upper)


@_laws
@given(small_tables(most=2))
def test_bounds_of_small_tables_are_those_of_all_whole_solutions(case: Case) -> None:
    assume(0 < len(case.hidden) <= 14)
    system = replace(case.system, upper=np.minimum(case.system.upper, case.truth + 2))
    every = np.array(list(solutions(system)))
    found = bounds(system, case.hidden)
    assert np.array_equal(found.lower, every.min(axis=0)[case.hidden])
    assert np.array_equal(found.upper, every.max(axis=0)[case.hidden])
    assert np.array_equal(found.seen_lower, found.lower)
    assert np.array_equal(found.seen_upper, found.upper)
    assert found.whole.all()


@_laws
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 4))
def test_bounds_of_random_small_systems_are_those_of_all_whole_solutions(seed: int, unknowns: int, relations: int) -> None:
    dice = np.random.default_rng(seed)
    rows = dice.integers(-3, 4, (relations, unknowns)).astype(np.float64)
    truth = dice.integers(0, 5, unknowns)
    middle, play = rows @ truth, dice.integers(0, 2, relations)
    system = System(
        csr_array(rows),
        middle - play,
        middle + play,
        np.zeros(unknowns),
        np.full(unknowns, 4.0),
        np.ones(unknowns, dtype=np.bool_),
    )
    every = np.array(list(solutions(system)))
    found = bounds(system, np.arange(unknowns))
    assert np.array_equal(found.lower, every.min(axis=0))
    assert np.array_equal(found.upper, every.max(axis=0))
    assert found.whole.all()


@pytest.mark.parametrize("shape", [(8, 7), (12, 10), (5, 4, 4)])
@pytest.mark.parametrize("seed", [1, 2])
def test_real_bounds_of_medium_tables_are_those_of_two_plain_linear_programs(shape: tuple[int, ...], seed: int) -> None:
    case = counts(shape, seed)
    system = replace(case.system, integral=np.zeros(case.system.unknowns, dtype=np.bool_))
    found = bounds(system, case.hidden)
    plain = np.array([plain_bounds(system, unknown) for unknown in case.hidden.tolist()])
    np.testing.assert_allclose(found.lower, plain[:, 0], atol=1e-6)
    np.testing.assert_allclose(found.upper, plain[:, 1], atol=1e-6)
    np.testing.assert_allclose(found.seen_lower, found.lower, atol=1e-6)
    np.testing.assert_allclose(found.seen_upper, found.upper, atol=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_interior_points_lead_to_the_same_real_bounds_as_a_simplex(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = counts((6, 5, 4), seed)
    system = replace(case.system, integral=np.zeros(case.system.unknowns, dtype=np.bool_))
    simplex = bounds(system, case.hidden)
    monkeypatch.setattr(block_search, "_LARGE", 1)
    interior = bounds(system, case.hidden)
    for one, other in ((interior.lower, simplex.lower), (interior.upper, simplex.upper)):
        np.testing.assert_allclose(one, other, atol=2e-6)
    np.testing.assert_allclose(interior.seen_lower, interior.lower, atol=interior.tolerance)
    np.testing.assert_allclose(interior.seen_upper, interior.upper, atol=interior.tolerance)


@pytest.mark.parametrize("large", [1, 10_000])
@pytest.mark.parametrize("shape", [(12, 10), (5, 4, 4)])
def test_a_verdict_on_width_agrees_with_the_bounds(shape: tuple[int, ...], large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_search, "_LARGE", large)
    case = counts(shape, 3)
    exact = bounds(case.system, case.hidden)
    width = np.full(len(case.hidden), 10.0)
    quick = bounds(case.system, case.hidden, width=width)
    assert np.array_equal(quick.wide_enough(width), exact.upper - exact.lower >= 10)
    assert np.array_equal(quick.narrower_than(width), exact.upper - exact.lower < 10)
    assert not quick.timed_out


def test_one_hidden_cell_beside_its_total_is_determined() -> None:
    found = bounds(_system([[1, 1, 1, -1]], [0], [8, 9, 0, 20], [8, 9, np.inf, 20]), np.array([2]))
    assert (found.lower[0], found.upper[0]) == (3, 3)
    assert found.determined().all()


def test_a_two_by_two_block_slides_between_its_zeros() -> None:
    table = with_totals(np.array([[3.0, 5.0, 9.0], [2.0, 7.0, 9.0], [9.0, 9.0, 9.0]]))
    hidden = np.zeros(table.shape, dtype=np.bool_)
    hidden[:2, :2] = True
    case = table_system(table, hidden)
    found = bounds(case.system, case.hidden)
    assert list(zip(found.lower, found.upper, strict=True)) == [(0, 5), (3, 8), (0, 5), (4, 9)]


def test_two_equal_unknowns_with_an_odd_sum_need_whole_numbers_to_be_refused() -> None:
    with pytest.raises(Contradiction) as caught:
        bounds(_system([[1, 1], [1, -1]], [3, 0], [0, 0], [9, 9]), np.array([0]))
    assert caught.value.relations.tolist() == [0, 1]


def test_a_contradiction_names_only_the_relations_that_clash() -> None:
    rows: list[list[float]] = [[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, -1, 0], [0, 0, 1, 1]]
    with pytest.raises(Contradiction) as caught:
        bounds(_system(rows, [5, 3, 4, 6], [0] * 4, [9] * 4), np.array([3]))
    assert caught.value.relations.tolist() == [0, 1, 2]


def test_an_unknown_whose_own_bounds_cross_is_named() -> None:
    with pytest.raises(Contradiction) as caught:
        bounds(_system([[1, 1]], [5], [3, 0], [2, 9]), np.array([1]))
    assert caught.value.relations.tolist() == []
    assert caught.value.unknowns.tolist() == [0]


def test_an_unknown_without_limits_is_seen_to_have_none() -> None:
    found = bounds(_system([[1, -1, 0]], [0], [0, 0, 2], [np.inf] * 3), np.array([0, 2]))
    assert found.lower.tolist() == [0, 2]
    assert np.isposinf(found.upper).all()
    assert np.isposinf(found.seen_upper).all()
    assert not found.determined().any()


def test_a_rounded_percentage_of_a_printed_base_pins_the_count() -> None:
    found = bounds(_share(0.13, base=23), np.array([0]))
    assert (found.lower[0], found.upper[0]) == (3, 3)


def test_a_percentage_that_no_count_can_have_is_a_contradiction() -> None:
    with pytest.raises(Contradiction) as caught:
        bounds(_share(0.13, base=20), np.array([0]))
    assert caught.value.relations.tolist() == [0]


def _share(share: float, base: int) -> System:
    """A count that is the share of its base, within half a percentage point."""
    play = np.array([0.005 * base])
    ends = np.array([0.0, base]), np.array([np.inf, base])
    return System(csr_array(np.array([[1.0, -share]])), -play, play, *ends, np.ones(2, dtype=np.bool_))


def test_no_time_leaves_everything_open_and_says_so() -> None:
    case = counts((12, 10), 1)
    found = bounds(case.system, case.hidden, seconds=0.0)
    assert found.timed_out
    assert np.all(found.lower <= case.truth[case.hidden])
    assert np.all(case.truth[case.hidden] <= found.upper)


def test_unknowns_without_any_limit_move_both_ways() -> None:
    system = _system([[1, -2, 0], [0, 0, 1]], [0, 4], [-np.inf] * 3, [np.inf] * 3, whole=False)
    found = bounds(system, np.arange(3))
    assert found.lower.tolist() == found.seen_lower.tolist() == [-np.inf, -np.inf, 4]
    assert found.upper.tolist() == found.seen_upper.tolist() == [np.inf, np.inf, 4]


def test_rounded_cells_and_an_unrounded_total_keep_each_other_within_their_sum() -> None:
    system = _system([[1, 1, -1]], [0], [8, 8, 25], [12, 12, 25])
    with pytest.raises(Contradiction):
        bounds(system, np.arange(3))
    close = bounds(_system([[1, 1, -1]], [0], [8, 8, 23], [12, 12, 23]), np.array([0]))
    assert (close.lower[0], close.upper[0]) == (11, 12)


def test_the_same_question_gets_the_same_answer() -> None:
    case = counts((10, 8), 4)
    first, second = (bounds(case.system, case.hidden) for _ in range(2))
    answers: list[tuple[FloatArray, FloatArray]] = [
        (first.lower, second.lower),
        (first.upper, second.upper),
        (first.seen_lower, second.seen_lower),
        (first.seen_upper, second.seen_upper),
    ]
    assert all(np.array_equal(one, other) for one, other in answers)
