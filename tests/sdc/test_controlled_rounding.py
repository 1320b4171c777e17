"""Controlled rounding against trying every rounding, and against another formulation of the same problem."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from drawn_systems import table_system, with_totals
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, eye_array

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.controlled_rounding import Controlled, round_together
from outcheck.sdc.moves import Limits

EXACT = Limits(gap=0.0, nodes=100_000)
IMPOSSIBLE = np.array([[[1, 0], [0, 1]], [[0, 1], [0, 0]]], dtype=np.float64)
"""To base 2, one of any two of the three must go up and the other down, as they share a total of 2."""

bases = st.sampled_from([2.0, 3.0, 5.0, 10.0])


@st.composite
def tables(draw: st.DrawFn, shapes: list[tuple[int, ...]], most: int = 30) -> FloatArray:
    """Whole numbers with all their totals; zeros are common."""
    shape = draw(st.sampled_from(shapes))
    size = int(np.prod(shape))
    inner = draw(st.lists(st.integers(0, most) | st.just(0), min_size=size, max_size=size))
    return with_totals(np.array(inner, dtype=np.float64).reshape(shape))


def rows_of(table: FloatArray) -> csr_array:
    return table_system(table, np.zeros(table.shape, dtype=np.bool_)).system.rows


def rounded(table: FloatArray, base: float, limits: Limits = EXACT) -> Controlled:
    return round_together(rows_of(table), table.ravel(), base, limits=limits)


def beside(values: FloatArray, shown: FloatArray, base: float) -> BoolArray:
    """Which are multiples beside the true numbers."""
    is_multiple = np.abs(shown / base - np.round(shown / base)) < 1e-9
    return np.asarray(is_multiple & (np.abs(shown - values) < base))


def every_rounding(table: FloatArray, base: float) -> Iterator[FloatArray]:
    """All zero-restricted additive roundings: whatever the inner cells do, their totals follow."""
    inner = table[tuple(slice(0, -1) for _ in table.shape)]
    choices = [sorted({np.floor(value / base) * base, np.ceil(value / base) * base}) for value in inner.ravel().tolist()]
    for chosen in itertools.product(*choices):
        candidate = with_totals(np.array(chosen).reshape(inner.shape))
        if beside(table, candidate, base).all():
            yield candidate


def least_change(rows: csr_array, values: FloatArray, base: float, reach: FloatArray) -> float:
    """Least change of an additive rounding within some multiples around, by another formulation; infinite where there is none."""
    n = len(values)
    identity = eye_array(n)
    away = block_array([[base * identity, -identity], [base * identity, identity]])
    below, above = np.floor(values / base), np.ceil(values / base)
    lower = np.where(values > 0, np.maximum(below - reach, 0), below)
    upper = np.where(values > 0, above + reach, above)
    found = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        integrality=np.concatenate([np.ones(n), np.zeros(n)]),
        bounds=Bounds(np.concatenate([lower, np.zeros(n)]), np.concatenate([upper, np.full(n, np.inf)])),
        constraints=[
            LinearConstraint(block_array([[rows, csr_array(rows.shape)]]), 0, 0),
            LinearConstraint(away, np.concatenate([np.full(n, -np.inf), values]), np.concatenate([values, np.full(n, np.inf)])),
        ],
    )
    return float(found.fun) if found.success else np.inf


@given(tables([(2, 2), (2, 3), (3, 3), (2, 4)]), bases)
def test_a_small_two_way_table_moves_no_more_than_the_best_of_all_its_roundings(table: FloatArray, base: float) -> None:
    found = rounded(table, base)
    best = min(float(np.abs(candidate - table).sum()) for candidate in every_rounding(table, base))
    assert found.change == found.least == best
    assert beside(table.ravel(), found.values, base).all()
    assert found.is_additive
    assert found.is_zero_restricted


@settings(deadline=None)
@given(tables([(6, 5), (12, 9), (20, 3)], most=500), bases)
def test_a_two_way_table_always_has_an_additive_rounding_beside_its_numbers(table: FloatArray, base: float) -> None:
    found = rounded(table, base)
    shown = found.values.reshape(table.shape)
    assert np.array_equal(with_totals(shown[:-1, :-1]), shown)
    assert beside(table, shown, base).all()
    assert found.change == found.least == float(np.abs(shown - table).sum())


@settings(deadline=None, max_examples=40)
@given(tables([(2, 2, 2), (2, 2, 3)], most=12), bases)
def test_a_small_three_way_table_moves_no_more_than_the_best_of_all_its_roundings(table: FloatArray, base: float) -> None:
    found = rounded(table, base)
    changes = [float(np.abs(candidate - table).sum()) for candidate in every_rounding(table, base)]
    assert found.is_additive
    assert found.is_zero_restricted == bool(changes)
    assert found.change == pytest.approx(min(changes, default=_further(table, base)))
    assert found.least == pytest.approx(found.change)


@settings(deadline=None, max_examples=25)
@given(tables([(3, 3, 3), (4, 3, 3), (2, 2, 2, 2)], most=6), bases)
def test_where_a_table_has_a_rounding_beside_its_numbers_the_best_is_found(table: FloatArray, base: float) -> None:
    found, values = rounded(table, base), table.ravel()
    beside_it = least_change(rows_of(table), values, base, np.zeros(len(values)))
    assert found.is_zero_restricted == np.isfinite(beside_it)
    assert found.is_additive
    assert found.change == pytest.approx(beside_it if np.isfinite(beside_it) else _further(table, base))


def _further(table: FloatArray, base: float) -> float:
    return least_change(rows_of(table), table.ravel(), base, np.ones(table.size))


def test_a_three_way_table_without_rounding_beside_its_numbers_goes_one_multiple_further() -> None:
    table = with_totals(IMPOSSIBLE)
    assert not list(every_rounding(table, 2.0))
    found = rounded(table, 2.0)
    assert found.is_additive
    assert not found.is_zero_restricted
    assert np.all(np.abs(found.values - table.ravel()) < 4)
    assert np.all(found.values[table.ravel() == 0] == 0)
    assert found.change == pytest.approx(_further(table, 2.0))
    assert found.least == pytest.approx(found.change)


def test_a_search_that_may_not_look_says_how_far_from_the_best_it_may_be() -> None:
    table = with_totals(np.random.default_rng(0).integers(0, 40, (8, 7, 6)).astype(np.float64))
    quick, thorough = rounded(table, 5.0, Limits(gap=0.2, nodes=1)), rounded(table, 5.0)
    assert quick.is_additive
    assert quick.least <= thorough.change <= quick.change <= 1.2 * thorough.change


@pytest.mark.parametrize("shape", [(12, 9), (8, 7, 6)])
def test_without_time_every_number_is_a_multiple_and_what_breaks_is_told(shape: tuple[int, ...]) -> None:
    table = with_totals(np.random.default_rng(0).integers(0, 40, shape).astype(np.float64))
    found = rounded(table, 5.0, Limits(seconds=0.0))
    assert beside(table.ravel(), found.values, 5.0).all()
    assert found.timed_out
    assert found.residual.tolist() == (rows_of(table) @ found.values).tolist()
    assert found.least <= found.change


def test_a_search_finds_the_same_again() -> None:
    table = with_totals(np.random.default_rng(1).integers(0, 40, (8, 7, 6)).astype(np.float64))
    assert rounded(table, 5.0, Limits()).values.tobytes() == rounded(table, 5.0, Limits()).values.tobytes()


@given(tables([(3, 3), (4, 3)]), bases, st.integers(0, 2**32))
def test_neither_order_of_cells_nor_of_relations_decides(table: FloatArray, base: float, seed: int) -> None:
    dice, rows = np.random.default_rng(seed), rows_of(table)
    tie, cells, relations = dice.random(table.size), dice.permutation(table.size), dice.permutation(rows.shape[0])
    one = round_together(rows, table.ravel(), base, tie=tie)
    other = round_together(csr_array(rows[relations][:, cells]), table.ravel()[cells], base, tie=tie[cells])
    assert other.values.tolist() == one.values[cells].tolist()


def could_be_beside(rows: csr_array, values: FloatArray, base: float) -> bool:
    """Whether any rounding to the multiples beside all numbers lets every sum hold, by an integer program of its own."""
    known = ~np.isnan(values)
    least, most = np.floor(values / base), np.ceil(values / base)
    held = Bounds(np.where(known, least, 0.0), np.where(known, most, np.inf))
    sums = LinearConstraint(rows, 0, 0)
    found = milp(np.zeros(len(values)), integrality=known, bounds=held, constraints=sums, options={"presolve": False})
    return bool(found.success)  # presolving ends the process once in some thousands of these


@settings(deadline=None)
@given(tables([(3, 3), (4, 4), (3, 2, 2)]), bases, st.integers(0, 2**32))
def test_hidden_numbers_stay_hidden_and_can_still_make_every_sum_hold(table: FloatArray, base: float, seed: int) -> None:
    values = np.where(np.random.default_rng(seed).random(table.size) < 0.3, np.nan, table.ravel())
    rows, known = rows_of(table), ~np.isnan(values)
    found = round_together(rows, values, base, limits=EXACT)
    assert np.array_equal(np.isnan(found.values), ~known)
    assert found.is_additive
    assert bool(beside(values[known], found.values[known], base).all()) is could_be_beside(rows, values, base)
    filled = milp(
        np.zeros(table.size),
        bounds=Bounds(np.where(known, found.values, 0.0), np.where(known, found.values, np.inf)),
        constraints=LinearConstraint(rows, 0, 0),
    )
    assert filled.success


def test_nested_rows_of_a_two_way_table_round_exactly() -> None:
    dice = np.random.default_rng(3)
    leaves = dice.integers(0, 50, (6, 4)).astype(np.float64)
    rows = np.vstack([leaves, leaves[:2].sum(axis=0), leaves[2:].sum(axis=0), leaves.sum(axis=0)])  # two regions, the country
    table = np.hstack([rows, rows.sum(axis=1, keepdims=True)])
    places = np.arange(table.size).reshape(table.shape)
    sums = [(line[:-1], line[-1]) for line in places]
    for column in range(5):
        sums += [(places[:2, column], places[6, column]), (places[2:6, column], places[7, column])]
        sums += [(places[6:8, column], places[8, column])]
    relations = np.zeros((len(sums), table.size))
    for number, (parts, total) in enumerate(sums):
        relations[number, parts], relations[number, total] = 1, -1
    found = round_together(csr_array(relations), table.ravel(), 5.0)
    assert found.is_additive
    assert found.is_zero_restricted
    assert found.change == found.least == least_change(csr_array(relations), table.ravel(), 5.0, np.zeros(table.size))


def test_a_total_that_holds_more_than_its_parts_is_left_out_and_told() -> None:
    rows = csr_array(np.array([[1.0, 1, -1, 0, 0], [0, 0, 0, 1, -1]]))
    found = round_together(rows, np.array([7.0, 8, 31, 12, 12]), 5.0)
    assert found.values.tolist() == [5, 10, 30, 10, 10]
    assert found.residual.tolist() == [-15, 0]


def test_numbers_in_no_relation_go_to_the_nearest_multiple() -> None:
    found = round_together(csr_array((0, 4)), np.array([2.0, 2.5, 8, -1]), 5.0)
    assert found.values.tolist() == [0, 5, 10, 0]
    assert found.change == found.least == 7.5


def test_printed_decimals_may_break_a_sum_a_little() -> None:
    rows = csr_array(np.array([[1.0, 1, 1, -1]]))
    values = np.array([2.3, 2.3, 2.3, 7.0])
    assert round_together(rows, values, 5.0).residual.tolist() == [-5.0]
    found = round_together(rows, values, 5.0, play=0.2)
    assert found.is_additive
    assert found.is_zero_restricted


def test_what_cannot_add_up_even_one_multiple_further_is_broken_as_little_as_multiples_beside_allow() -> None:
    rows = csr_array(np.array([[1.0, 1, -1]]))
    found = round_together(rows, np.array([0.0, 0, 13]), 5.0, play=20.0)
    assert found.values.tolist() == [0, 0, 10]
    assert found.residual.tolist() == [-10]
    assert not found.is_additive


@given(tables([(2, 3), (3, 3)]), bases, st.integers(0, 2**32))
def test_losses_are_rounded_as_gains_are(table: FloatArray, base: float, seed: int) -> None:
    inner = table[:-1, :-1] - np.random.default_rng(seed).integers(0, 30, table[:-1, :-1].shape)
    signed = with_totals(inner)
    found, mirrored = rounded(signed, base), rounded(-signed, base)
    assert found.is_additive
    assert beside(signed.ravel(), found.values, base).all()
    assert found.change == mirrored.change


def test_numbers_far_apart_are_rounded_as_exactly() -> None:
    table = with_totals(np.array([[1.0, 123_456_789], [98_765_432_101, 3]]))
    found = rounded(table, 5.0)
    assert found.is_additive
    assert found.is_zero_restricted


def test_a_base_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="base above 0"):
        round_together(csr_array((0, 1)), np.array([1.0]), 0.0)
