"""Rounding policies against rounding every whole number there is."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from outcheck.sdc.rounding import Method, Policy

MOST = 1500


def nearest(base: int, halves: str) -> dict[int, set[int]]:
    """Every shown number with the true ones behind it, by exact arithmetic."""
    behind: dict[int, set[int]] = {}
    for true in range(MOST):
        shown = int((Decimal(true) / base).quantize(Decimal(1), halves)) * base
        behind.setdefault(shown, set()).add(true)
    return behind


def midpoint(base: int) -> dict[int, set[int]]:
    behind: dict[int, set[int]] = {0: {0}}
    for true in range(1, MOST):
        behind.setdefault(math.ceil(true / base) * base - base // 2, set()).add(true)
    return behind


def at_random(base: int) -> dict[int, set[int]]:
    behind: dict[int, set[int]] = {}
    for true in range(MOST):
        for shown in {true // base * base, -(-true // base) * base}:
            behind.setdefault(shown, set()).add(true)
    return behind


def by_size(tiers: list[tuple[int, int]], halves: str) -> dict[int, set[int]]:
    behind: dict[int, set[int]] = {}
    for true in range(MOST):
        base = [base for start, base in tiers if true >= start][-1]
        shown = int((Decimal(true) / base).quantize(Decimal(1), halves)) * base
        behind.setdefault(shown, set()).add(true)
    return behind


CENSUS = [(0, 10), (100, 50), (1000, 100)]
POLICIES = {
    "base 5, halves up": (Policy(Method.NEAREST, ((0, 5),), half_even=False), nearest(5, ROUND_HALF_UP)),
    "base 10, halves up": (Policy(Method.NEAREST, ((0, 10),), half_even=False), nearest(10, ROUND_HALF_UP)),
    "base 10, halves to even": (Policy(Method.NEAREST, ((0, 10),), half_even=True), nearest(10, ROUND_HALF_EVEN)),
    "base 2, halves to even": (Policy(Method.NEAREST, ((0, 2),), half_even=True), nearest(2, ROUND_HALF_EVEN)),
    "midpoint 6": (Policy(Method.MIDPOINT, ((0, 6),)), midpoint(6)),
    "midpoint 5": (Policy(Method.MIDPOINT, ((0, 5),)), midpoint(5)),
    "random 3": (Policy(Method.RANDOM, ((0, 3),)), at_random(3)),
    "tiers": (Policy(Method.NEAREST, tuple(CENSUS), half_even=True), by_size(CENSUS, ROUND_HALF_EVEN)),
}
SAFE = MOST - 100
every_policy = pytest.mark.parametrize(("policy", "behind"), POLICIES.values(), ids=list(POLICIES))


@every_policy
def test_a_number_fits_exactly_where_a_true_one_is_rounded_to_it(policy: Policy, behind: dict[int, set[int]]) -> None:
    numbers = np.arange(SAFE, dtype=np.float64)
    assert np.flatnonzero(policy.fits(numbers)).tolist() == sorted(shown for shown in behind if shown < SAFE)


@every_policy
def test_bounds_hold_every_true_number(policy: Policy, behind: dict[int, set[int]]) -> None:
    shown = np.array(sorted(number for number in behind if number < SAFE), dtype=np.float64)
    low, high = policy.bounds(shown)
    for number, least, most in zip(shown.tolist(), low.tolist(), high.tolist(), strict=True):
        assert least <= min(behind[int(number)])
        assert most >= max(behind[int(number)])


@every_policy
def test_no_true_number_is_out_of_reach(policy: Policy, behind: dict[int, set[int]]) -> None:
    shown = np.array(sorted(number for number in behind if number < SAFE), dtype=np.float64)
    farthest = [max(abs(true - number) for true in behind[int(number)]) for number in shown]
    assert (policy.reach(shown) >= farthest).all()
    assert (policy.reach(shown, together=True) >= policy.reach(shown)).all()


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "tiers"])
def test_with_one_base_bounds_hold_nothing_else(name: str) -> None:
    policy, behind = POLICIES[name]
    shown = np.array(sorted(number for number in behind if number < SAFE), dtype=np.float64)
    low, high = policy.bounds(shown)
    assert low.tolist() == [min(behind[int(number)]) for number in shown]
    assert high.tolist() == [max(behind[int(number)]) for number in shown]


@every_policy
def test_the_next_number_is_the_first_that_fits(policy: Policy, behind: dict[int, set[int]]) -> None:
    least = np.arange(0, SAFE, 0.5)
    shown = sorted(behind)
    expected = [next(number for number in shown if number >= start) for start in least.tolist()]
    assert policy.next_from(least).tolist() == expected


def test_where_halves_go_is_left_open_unless_said() -> None:
    low, high = Policy(Method.NEAREST, ((0, 10),)).bounds(np.array([20.0]))
    assert (low[0], high[0]) == (15, 25)


def test_significant_figures_are_counted_beside_the_base() -> None:
    policy = Policy(Method.NEAREST, ((0, 1),), digits=4)
    numbers = np.array([7, 1234, 12340, 12345, 1234000, 1234500, -12340, np.nan])
    assert policy.fits(numbers).tolist() == [True, True, True, False, True, False, True, False]
