"""Rounding against exact arithmetic, against what the policies admit, and against an attacker."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.arrays import FloatArray
from outcheck.sdc.rounded import LEAST_SECRET, derived, draws, round_to
from outcheck.sdc.rounding import Method, Policy

SECRET = bytes(range(LEAST_SECRET))
DRB = ((0.0, 10.0), (100.0, 50.0), (1000.0, 100.0), (10_000.0, 500.0), (100_000.0, 1000.0))
GRADUATED = ((0.0, 3.0), (19.0, 2.0), (20.0, 5.0), (100.0, 10.0), (1000.0, 100.0))


def to_nearest(value: int, base: int, halves: str) -> int:
    return int((Decimal(value) / base).quantize(Decimal(1), halves)) * base


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies of every method whose tiers meet."""
    method = draw(st.sampled_from(Method))
    bases = draw(st.lists(st.sampled_from([2, 3, 5, 6, 10]), min_size=1, max_size=1 if method is Method.MIDPOINT else 3))
    tiers, start, base = [], 0, 1
    for factor in bases:
        tiers.append((float(start), float(base * factor)))
        start, base = (start or 1) * base * factor * 10, base * factor
    in_figures = method is Method.NEAREST and all(held % 3 for _, held in tiers)  # others and powers of ten do not meet
    digits = draw(st.none() | st.integers(2, 5)) if in_figures else None
    return Policy(method, tuple(tiers), digits, draw(st.sampled_from([None, True, False])))


numbers = st.lists(st.integers(0, 2_000_000), min_size=1, max_size=20).map(lambda held: np.array(held, dtype=np.float64))


@pytest.mark.parametrize(("half_even", "halves"), [(True, ROUND_HALF_EVEN), (False, ROUND_HALF_UP), (None, ROUND_HALF_UP)])
@pytest.mark.parametrize("base", [2, 3, 5, 10, 100])
def test_nearest_multiples_are_those_of_decimal_arithmetic(base: int, half_even: bool | None, halves: str) -> None:  # noqa: FBT001
    values = np.arange(1500)
    shown = round_to(values.astype(np.float64), Policy(Method.NEAREST, ((0, base),), half_even=half_even))
    assert shown.tolist() == [to_nearest(value, base, halves) for value in values.tolist()]


def test_one_to_six_become_three_and_none_stays_none() -> None:
    shown = round_to(np.arange(14.0), Policy(Method.MIDPOINT, ((0, 6),)))
    assert shown.tolist() == [0, 3, 3, 3, 3, 3, 3, 9, 9, 9, 9, 9, 9, 15]


def test_bigger_numbers_are_rounded_to_more_as_the_census_bureau_does() -> None:
    policy = Policy(Method.NEAREST, DRB, digits=4, half_even=True)
    shown = round_to(np.array([14, 15, 99, 125, 175, 999, 1250, 99_750, 123_456, 12_345_678], dtype=np.float64), policy)
    assert shown.tolist() == [10, 20, 100, 100, 200, 1000, 1200, 100_000, 123_000, 12_350_000]


def test_graduated_random_rounding_takes_nineteen_to_eighteen_or_twenty() -> None:
    policy = Policy(Method.RANDOM, GRADUATED)
    assert {float(round_to(np.array([19.0]), policy, draw=np.array([draw]))[0]) for draw in (0.0, 0.4, 0.6, 0.99)} == {18, 20}


def test_negative_numbers_are_rounded_by_their_size_and_unknown_ones_stay_unknown() -> None:
    shown = round_to(np.array([-7.0, -2.5, -1.0, np.nan]), Policy(Method.NEAREST, ((0, 5),)))
    assert shown[:3].tolist() == [-5, -5, 0]
    assert not np.signbit(shown[2])
    assert np.isnan(shown[3])


@given(policies(), numbers, st.integers(0, 2**32))
def test_what_is_shown_fits_the_policy_and_the_truth_lies_within_its_bounds(
    policy: Policy, values: FloatArray, seed: int
) -> None:
    shown = round_to(values, policy, draw=np.random.default_rng(seed).random(len(values)))
    assert policy.fits(shown).all()
    low, high = policy.bounds(shown)
    assert np.all((low <= values) & (values <= high))


@given(policies(), numbers, st.floats(0, 1, exclude_max=True))
def test_a_larger_number_is_never_shown_smaller(policy: Policy, values: FloatArray, draw: float) -> None:
    shown = round_to(np.sort(values), policy, draw=np.full(len(values), draw))
    assert np.all(np.diff(shown) >= 0)


@given(policies().filter(lambda held: held.method is not Method.RANDOM), numbers)
def test_rounding_twice_changes_nothing_more(policy: Policy, values: FloatArray) -> None:
    shown = round_to(values, policy)
    assert round_to(shown, policy).tolist() == shown.tolist()


@pytest.mark.parametrize("base", [2, 3, 5, 10])
def test_over_all_draws_random_rounding_moves_no_number(base: int) -> None:
    evenly = (np.arange(10 * base) + 0.5) / (10 * base)
    for value in range(4 * base):
        shown = round_to(np.full(len(evenly), float(value)), Policy(Method.RANDOM, ((0, base),)), draw=evenly)
        assert shown.mean() == pytest.approx(value, abs=1e-12)
        assert np.all(np.abs(shown - value) < base)


def test_parts_of_a_person_are_rounded_without_bias_too() -> None:
    evenly = (np.arange(3000) + 0.5) / 3000
    shown = round_to(np.full(3000, 4.1), Policy(Method.RANDOM, ((0, 3),)), draw=evenly)
    assert shown.mean() == pytest.approx(4.1, abs=1e-3)


def test_whoever_knows_the_draw_is_left_with_one_base_of_numbers_and_others_with_nearly_two() -> None:
    base, true = 5, np.arange(100.0)
    policy = Policy(Method.RANDOM, ((0, base),))
    behind = [np.flatnonzero(round_to(true, policy, draw=np.full(100, draw)) == 50) for draw in np.arange(0, 1, 0.01)]
    assert {len(held) for held in behind} == {base}
    assert np.unique(np.concatenate(behind)).tolist() == list(range(46, 55))


def test_a_statement_has_one_draw_in_every_table() -> None:
    table, other = [b"count\x1fRegion=North", b"count\x1fRegion=South"], [b"count\x1fRegion=South", b"count"]
    assert draws(table, SECRET)[1] == draws(other, SECRET)[0]
    assert draws(table, SECRET)[0] != draws(other, SECRET)[1]


def test_draws_are_those_of_every_run_and_machine() -> None:
    assert draws([b"count", b""], SECRET).tolist() == [0.24626836986886624, 0.44825914204294404]


def test_another_secret_makes_other_draws() -> None:
    statements = [str(number).encode() for number in range(1000)]
    one, other = draws(statements, SECRET), draws(statements, SECRET + b"0")
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15


def test_draws_are_even() -> None:
    held = np.sort(draws([f"count\x1f{number}".encode() for number in range(20_000)], SECRET))
    assert held[0] >= 0
    assert held[-1] < 1
    assert np.abs(held - np.arange(20_000) / 20_000).max() < 1.63 / math.sqrt(20_000)  # Kolmogorov: by chance once in 100


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="can be guessed"):
        draws([b"count"], b"secret")


def test_random_rounding_without_draws_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a draw"):
        round_to(np.array([1.0]), Policy(Method.RANDOM, ((0, 3),)))


def test_tiers_that_do_not_meet_are_refused_without_telling_a_number() -> None:
    with pytest.raises(ValueError, match="do not meet") as refused:
        round_to(np.array([18.0]), Policy(Method.NEAREST, ((0, 7), (20, 5))))
    assert "18" not in str(refused.value)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 4), st.sampled_from([1, 100]))
def test_derived_numbers_are_those_of_exact_arithmetic(numerator: int, base: int, decimals: int, times: int) -> None:
    shown = derived(
        np.array([float(numerator)]), np.array([base], dtype=np.float64), np.array([decimals], dtype=np.int16), times=times
    )[0]
    if base == 0:
        assert np.isnan(shown)
        return
    last = Fraction(times * numerator * 10**decimals, base)
    assert shown == pytest.approx(math.floor(last + Fraction(1, 2)) / 10**decimals, rel=1e-15)


def test_unknown_numbers_have_no_percentage() -> None:
    shown = derived(np.array([np.nan, 5.0]), np.array([10.0, np.nan]), np.zeros(2, dtype=np.int16), times=100)
    assert np.isnan(shown).all()


def test_a_negative_mean_is_rounded_by_its_size() -> None:
    assert derived(np.array([-5.0, -0.1]), np.array([2.0, 2.0]), np.zeros(2, dtype=np.int16)).tolist() == [-3, 0]
