"""Dominance against plain loops over drawn contributions."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.sdc.dominance import (
    Contributions,
    concentration_distance,
    prior_posterior_distance,
    protection,
    ranked,
    top_sum_bounds,
)

RECORDS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(-50, 1000)), min_size=1, max_size=40)
AMOUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12)
SHARES = st.sampled_from([0.25, 0.4375, 0.5, 0.85, 0.875, 1.0])
TOTAL = 4
HIDDEN = st.lists(st.integers(0, TOTAL + 1), max_size=5)
PARTS = st.sampled_from([0.05, 0.1, 0.25, 1.0])


def of(amounts: list[int], depth: int = 4) -> Contributions:
    """Everything there is to know of one cell."""
    amounts = sorted(amounts, reverse=True)
    tops = [[float(sum(amounts[: j + 1])) for j in range(depth)]]
    return Contributions(np.array([float(sum(amounts))]), np.array(tops), np.array([float(len(amounts))]))


def without(known: Contributions, hidden: list[int]) -> Contributions:
    """The same with parts unknown: sums of the largest by their columns, then the total, then the number of contributors."""
    tops = known.tops.copy()
    tops[:, [column for column in hidden if column < TOTAL]] = np.nan
    unknown = np.array([np.nan])
    total = unknown if TOTAL in hidden else known.total
    return Contributions(total, tops, unknown if TOTAL + 1 in hidden else known.contributors)


def is_concentrated(amounts: list[int], n: int, share: float) -> bool:
    largest = 0
    left = list(amounts)
    for _ in range(min(n, len(left))):
        biggest = max(left)
        left.remove(biggest)
        largest += biggest
    return largest > share * sum(amounts)


def can_be_told(amounts: list[int], p: float, q: float, coalition: int) -> bool:
    """Whether those who know most besides the largest contributor can tell its contribution to within p."""
    left = sorted(amounts)
    first = left.pop()
    for _ in range(coalition):
        if left:
            left.pop()
    return q * sum(left) < p * first


@given(AMOUNTS, st.integers(1, 4), SHARES)
def test_a_concentrated_cell_is_one_whose_largest_make_up_more_than_the_share(amounts: list[int], n: int, share: float) -> None:
    distance = concentration_distance(of(amounts), n, share)
    assert distance.offends()[0] == is_concentrated(amounts, n, share)
    assert distance.satisfies()[0] != distance.offends()[0]
    assert distance.lower == distance.upper


@given(AMOUNTS, PARTS, PARTS, st.integers(1, 3))
def test_a_cell_offends_the_pq_rule_where_those_who_know_most_can_tell_the_largest(
    amounts: list[int], p: float, q: float, coalition: int
) -> None:
    p, q = sorted((p, q))
    distance = prior_posterior_distance(of(amounts), p, q, coalition)
    assert distance.offends()[0] == can_be_told(amounts, p, q, coalition)


@given(AMOUNTS, st.integers(1, 4), SHARES)
def test_an_amount_of_the_distance_added_by_others_makes_the_cell_just_safe(amounts: list[int], n: int, share: float) -> None:
    before = concentration_distance(of(amounts), n, share)
    if not before.offends()[0]:
        return
    missing = float(before.lower[0])
    largest = sum(sorted(amounts, reverse=True)[:n])
    assert largest == pytest.approx(share * (sum(amounts) + missing))


@given(AMOUNTS, st.integers(1, 4), SHARES, st.sampled_from([1e-6, 0.5, 3.0, 1e9]))
def test_the_unit_of_money_changes_no_answer(amounts: list[int], n: int, share: float, unit: float) -> None:
    one, other = of(amounts), of(amounts)
    other = Contributions(other.total * unit, other.tops * unit, other.contributors)
    assert concentration_distance(one, n, share).offends() == concentration_distance(other, n, share).offends()
    assert prior_posterior_distance(one, 0.1).offends() == prior_posterior_distance(other, 0.1).offends()
    assert concentration_distance(other, n, share).lower == pytest.approx(unit * concentration_distance(one, n, share).lower)


@given(AMOUNTS, st.integers(1, 4), SHARES, SHARES)
def test_what_a_larger_share_forbids_a_smaller_one_forbids_too(amounts: list[int], n: int, share: float, other: float) -> None:
    small, large = sorted((share, other))
    assert concentration_distance(of(amounts), n, small).lower >= concentration_distance(of(amounts), n, large).lower


@given(AMOUNTS, PARTS, PARTS, st.integers(1, 3))
def test_a_larger_p_or_coalition_never_makes_a_cell_safer(amounts: list[int], p: float, other: float, coalition: int) -> None:
    small, large = sorted((p, other))
    assert prior_posterior_distance(of(amounts), large).lower >= prior_posterior_distance(of(amounts), small).lower
    alone, together = (prior_posterior_distance(of(amounts), p, 1.0, count) for count in (coalition, coalition + 1))
    assert together.lower >= alone.lower


@given(AMOUNTS, st.integers(1, 5), HIDDEN)
def test_the_true_sum_of_the_largest_lies_within_its_bounds(amounts: list[int], n: int, hidden: list[int]) -> None:
    lower, upper = top_sum_bounds(without(of(amounts), hidden), n)
    true = sum(sorted(amounts, reverse=True)[:n])
    assert lower[0] <= true + 1e-9
    assert true <= upper[0] + 1e-9
    if n <= TOTAL and n - 1 not in hidden:
        assert lower[0] == upper[0] == true


@given(AMOUNTS, st.integers(1, 3), SHARES, HIDDEN)
def test_what_is_not_known_makes_no_answer_wrong(amounts: list[int], n: int, share: float, hidden: list[int]) -> None:
    known = without(of(amounts), hidden)
    for full, part in (
        (concentration_distance(of(amounts), n, share), concentration_distance(known, n, share)),
        (prior_posterior_distance(of(amounts), 0.1, 1.0, n), prior_posterior_distance(known, 0.1, 1.0, n)),
    ):
        assert not (part.offends() & full.satisfies()).any()
        assert not (part.satisfies() & full.offends()).any()


@given(RECORDS)
def test_ranked_contributions_are_those_of_a_plain_loop(records: list[tuple[int, int, int]]) -> None:
    cell, who, value = (np.array(column) for column in zip(*records, strict=True))
    known, below = ranked(cell.astype(np.intp), who.astype(np.intp), value.astype(np.float64), 4, 3)
    for place in range(4):
        net: dict[int, int] = defaultdict(int)
        for in_cell, by, amount in records:
            if in_cell == place:
                net[by] += amount
        sizes = sorted((abs(amount) for amount in net.values()), reverse=True)
        assert known.total[place] == sum(sizes)
        assert known.contributors[place] == len(net)
        assert known.tops[place].tolist() == [sum(sizes[: j + 1]) for j in range(3)]
        assert below[place] == sum(amount < 0 for amount in net.values())


def test_one_and_two_contributors_always_give_each_other_away() -> None:
    assert prior_posterior_distance(of([500]), 0.1).offends().all()
    assert prior_posterior_distance(of([500, 500]), 0.1).offends().all()
    assert not prior_posterior_distance(of([500, 500, 500]), 0.1).offends().any()


def test_a_share_of_exactly_the_limit_may_leave() -> None:
    assert concentration_distance(of([4375, 3000, 2625]), 1, 0.4375).satisfies().all()
    assert concentration_distance(of([4376, 3000, 2624]), 1, 0.4375).offends().all()


def test_protection_is_the_distance_on_the_scale_of_the_released_number() -> None:
    value, total = np.array([100.0, 100.0, 5.0]), np.array([1000.0, 1000.0, 0.0])
    assert protection(value, total, np.array([50.0, -50.0, 3.0])).tolist() == [5.0, 0.0, 0.0]


@pytest.mark.parametrize(("n", "share"), [(0, 0.5), (1, 0.0), (1, 1.1)])
def test_a_concentration_rule_out_of_range_is_refused(n: int, share: float) -> None:
    with pytest.raises(ValueError, match="rule needs n"):
        concentration_distance(of([1]), n, share)


@pytest.mark.parametrize(("p", "q", "coalition"), [(0.0, 1.0, 1), (0.5, 0.4, 1), (0.1, 1.5, 1), (0.1, 1.0, 0)])
def test_a_pq_rule_out_of_range_is_refused(p: float, q: float, coalition: int) -> None:
    with pytest.raises(ValueError, match="pq rule needs"):
        prior_posterior_distance(of([1]), p, q, coalition)
