"""The bound on the largest contributors against the contributors themselves."""

from __future__ import annotations

import numpy as np
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.unproven_dominance.spread import largest_share
from outcheck.model.statistics import Statistic

MEASURES = {"N": Statistic.COUNT, "Mean": Statistic.MEAN, "SD": Statistic.STANDARD_DEVIATION}


def bound(values: list[float], largest: int, decimals: int) -> float:
    shown = (np.mean(values), np.std(values, ddof=1))
    mean, deviation = (f"{number:.{decimals}f}" for number in shown)
    columns = {"Place": ["A"], "N": [str(len(values))], "Mean": [mean], "SD": [deviation]}
    return float(largest_share(built(columns, MEASURES, base="N"), largest)[1])


@given(
    st.lists(st.floats(0, 1e6), min_size=3, max_size=40).filter(lambda values: sum(values) > 1),
    st.integers(1, 2),
    st.integers(0, 2),
)
def test_nobody_ever_makes_up_more_than_the_bound(values: list[float], largest: int, decimals: int) -> None:
    truth = 100 * sum(sorted(values)[-largest:]) / sum(values)
    assert bound(values, largest, decimals) >= truth - 1e-6


def test_the_bound_is_reached_where_one_has_all_the_spread() -> None:
    values = [1.0] * 20 + [500.0]
    truth = 100 * 500 / sum(values)
    assert truth <= bound(values, 1, 6) <= truth * 1.03


def test_without_a_spread_nothing_is_bounded() -> None:
    columns = {"Place": ["A"], "N": ["100"], "Mean": ["5.0"]}
    table = built(columns, {"N": Statistic.COUNT, "Mean": Statistic.MEAN}, base="N")
    assert np.isinf(largest_share(table, 1)).all()


def test_two_means_on_one_number_leave_open_whose_spread_it_is() -> None:
    columns = {"Place": ["A"], "N": ["100"], "Mean": ["5.0"], "Other": ["7.0"], "SD": ["1.0"]}
    table = built(columns, {**MEASURES, "Other": Statistic.MEAN}, base="N")
    assert np.isinf(largest_share(table, 1)).all()
