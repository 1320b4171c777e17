from __future__ import annotations

import numpy as np
import pytest
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout.rounded_alike import round_alike
from outcheck.layout.rounding import find_rounding, round_measures
from outcheck.layout.sums import add_sums
from outcheck.model.precision import half_widths
from outcheck.model.statistics import Statistic
from outcheck.model.table import Rounding, Table


@pytest.mark.parametrize("base", [3, 5, 10, 100, 1000])
def test_the_base_of_many_rounded_numbers_is_found(base: int) -> None:
    numbers = base * np.random.default_rng(1).integers(1, 5000, 60).astype(np.float64)
    assert find_rounding(numbers) == Rounding(base)


def test_few_multiples_are_no_proof() -> None:
    assert find_rounding(np.array([5.0, 10, 15, 20, 35])) is None
    assert find_rounding(np.array([5.0, 10, 15, 20, 35, 55])) == Rounding(5)


def test_one_number_many_times_is_no_proof() -> None:
    assert find_rounding(np.array([5.0, 10, 15] * 50)) is None


def test_zeros_and_gaps_say_nothing() -> None:
    assert find_rounding(np.array([0.0] * 50 + [np.nan] * 50)) is None


def test_a_few_unrounded_numbers_among_many_rounded_are_exceptions() -> None:
    numbers = np.append(np.arange(1.0, 60) * 5, [7.0, 12.0])
    assert find_rounding(numbers) == Rounding(5, 2)


def test_more_than_one_in_twenty_unrounded_numbers_are_no_exceptions() -> None:
    assert find_rounding(np.append(np.arange(1.0, 31) * 5, [7.0, 12.0])) is None


@given(st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=80))
def test_a_number_that_is_no_multiple_is_always_counted(numbers: list[int]) -> None:
    found = find_rounding(np.array(numbers, dtype=np.float64))
    if found is not None:
        assert found.exceptions == sum(1 for number in numbers if number % int(found.base))
        assert found.exceptions <= 0.05 * len(numbers)


def test_unrounded_numbers_are_hardly_ever_called_rounded() -> None:
    random = np.random.default_rng(7)
    called = [find_rounding(random.integers(1, 10**6, 12).astype(np.float64)) for _ in range(5000)]
    assert sum(found is not None for found in called) <= 3


def test_totals_prove_no_rounding_but_are_counted_as_exceptions() -> None:
    regions = [*(f"R{number}" for number in range(24)), "Total"]
    table = round_measures(
        built(
            {"Region": regions, "Learners": [*(str(5 * number + 10) for number in range(24)), "1621"]},
            {"Learners": Statistic.COUNT},
        )
    )
    assert table.measures[0].rounding == Rounding(5, 1)


def test_only_counts_and_sums_are_asked_for_their_rounding() -> None:
    columns = {"Region": [f"R{number}" for number in range(9)], "Mean pay": [str(100 * number) for number in range(9)]}
    assert round_measures(built(columns, {"Mean pay": Statistic.MEAN})).measures[0].rounding is None


def test_a_whole_count_is_exact_and_a_decimal_leaves_half_a_unit() -> None:
    columns = {"Region": ["A", "B"], "n": ["12", "3"], "weighted": ["12.1", "3"]}
    table = built(columns, {"n": Statistic.COUNT, "weighted": Statistic.WEIGHTED_COUNT})
    assert half_widths(table).tolist() == pytest.approx([0, 0, 0.05, 0.5])


def test_a_rounded_count_is_within_half_its_base_and_a_randomly_rounded_one_within_two() -> None:
    for base, reach in ((5, 2.5), (10, 5), (3, 2)):
        columns = {"Region": [f"R{number}" for number in range(12)], "n": [str(base * (number + 1)) for number in range(12)]}
        table = round_measures(built(columns, {"n": Statistic.COUNT}))
        assert half_widths(table).tolist() == [reach] * 12


def _regions(*numbers: object, statistic: Statistic = Statistic.COUNT) -> Table:
    columns = {"Region": [*(f"R{place}" for place in range(len(numbers) - 1)), "Total"], "n": [str(number) for number in numbers]}
    return round_measures(built(columns, {"n": statistic}))


ROUNDED = _regions(30, 40, 70, 110, 150, 210, 610)


def test_a_small_table_is_rounded_as_one_beside_it_of_which_it_repeats_numbers() -> None:
    small = _regions(40, 210, 250)
    assert small.measures[0].rounding is None
    assert [held.measures[0].rounding for held in round_alike([small, ROUNDED])] == [Rounding(10), Rounding(10)]


@pytest.mark.parametrize(
    "table",
    [
        _regions(41, 210, 251),
        _regions(40, 220, 260),
        _regions(210, 610),
        _regions(40, 210, 250, statistic=Statistic.WEIGHTED_COUNT),
    ],
    ids=["one is no multiple", "only one number is shared", "one number and a total may be chance", "it counts something else"],
)
def test_a_small_table_stays_exact_without_reason(table: Table) -> None:
    assert round_alike([table, ROUNDED])[0].measures[0].rounding is None


def test_a_number_that_occurs_again_counts_again_where_a_rounded_table_has_all_that_are_shown() -> None:
    assert round_alike([_regions(70, 70, 70, 210), ROUNDED])[0].measures[0].rounding == Rounding(10)
    assert round_alike([_regions(80, 80, 80, 240), ROUNDED])[0].measures[0].rounding is None


def test_a_table_with_the_same_largest_number_speaks_of_the_same_people() -> None:
    assert round_alike([_regions(290, 320, 610), ROUNDED])[0].measures[0].rounding == Rounding(10)
    assert round_alike([_regions(290, 330, 620), ROUNDED])[0].measures[0].rounding is None


def test_of_a_single_number_that_a_rounded_table_has_nobody_can_tell_that_it_is_exact() -> None:
    assert round_alike([_regions(210, "[c]", "[c]"), ROUNDED])[0].measures[0].rounding == Rounding(10)
    assert round_alike([_regions(220, "[c]", "[c]"), ROUNDED])[0].measures[0].rounding is None


def test_small_tables_may_show_together_that_they_are_rounded() -> None:
    small = [_regions(40, 210, 250), _regions(80, 110, "[c]", 290), _regions(130, 520, 650)]
    assert [held.measures[0].rounding for held in round_alike(small)] == [Rounding(10)] * 3
    assert {held.measures[0].rounding for held in round_alike([*small, _regions(41, 90, 131)])} == {None}


def test_counts_of_which_every_sum_holds_may_have_gone_further() -> None:
    added, broken = _added(4, 1), _added(4, 2)
    assert [held.measures[0].rounding for held in round_alike([added])] == [Rounding(10, adds_up=True)]
    assert set(half_widths(round_alike([added])[0])) == {9.0}
    assert [held.measures[0].rounding for held in round_alike([added, broken])] == [Rounding(10)] * 2


def test_a_few_sums_hold_by_chance() -> None:
    assert round_alike([_added(1, 1)])[0].measures[0].rounding == Rounding(10)


def _added(rows: int, slip: int) -> Table:
    """Numbers of some regions by sector, and their totals, the last of which is so many times what it was."""
    inner = 10 * np.random.default_rng(4).integers(2, 90, (rows, 6))
    parts = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    every = np.vstack([parts, parts.sum(axis=0)]) if rows > 1 else parts
    every[-1, -1] *= slip
    regions = [*(f"R{place}" for place in range(rows)), "Total"][: len(every)]
    labels = [(region, sector) for region in regions for sector in ("A", "B", "C", "D", "E", "F", "Total")]
    columns = {
        "Region": [region for region, _ in labels],
        "Sector": [sector for _, sector in labels],
        "n": [str(number) for number in every.ravel().tolist()],
    }
    return add_sums(round_measures(built(columns, {"n": Statistic.COUNT})))


def test_what_is_rounded_with_exceptions_says_nothing_of_others() -> None:
    nearly = _regions(*range(10, 410, 10), 13, 8213)
    assert nearly.measures[0].rounding == Rounding(10, 2)
    assert round_alike([_regions(40, 210, 250), nearly])[0].measures[0].rounding is None


def test_whether_a_table_is_rounded_does_not_depend_on_the_order_of_tables() -> None:
    tables = [_regions(40, 210, 250), _regions(70, 110, 180), ROUNDED, _regions(70, 180, 250)]
    there = [held.measures[0].rounding for held in round_alike(tables)]
    back = [held.measures[0].rounding for held in round_alike(tables[::-1])]
    assert there == back[::-1]
