"""percentile-base against sorting and counting."""

from __future__ import annotations

import math

import pytest
from checks.asking import hits_in
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.percentile_base import CHECK, Parameters
from outcheck.checks.percentile_base.names import share_in
from outcheck.model.statistics import Statistic


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("p10", 0.1), ("P90 earnings", 0.9), ("10th percentile", 0.1), ("25%", 0.25), ("Lower quartile (£)", 0.25),
        ("Upper quartile", 0.75), ("Q1", 0.25), ("q3", 0.75), ("IQR", 0.25), ("Median", 0.5), ("9th decile", 0.9),
        ("decile 1", 0.1), ("percentile_99", 0.99), ("p2.5", 0.025), ("Third quartile", 0.75), ("top decile", 0.9),
    ],
)  # fmt: skip
def test_a_name_says_which_quantile_it_is(name: str, share: float) -> None:
    assert share_in(name) == pytest.approx(share)


@pytest.mark.parametrize("name", ["Typical", "Earnings", "Region 4", "pupils"])
def test_other_names_say_nothing(name: str) -> None:
    assert math.isnan(share_in(name))


@given(st.integers(1, 300), st.integers(1, 99), st.integers(1, 30))
def test_units_beyond_are_counted_in_whole_numbers(number: int, percentile: int, minimum: int) -> None:
    below = sum(1 for unit in range(1, number + 1) if unit * 100 <= number * min(percentile, 100 - percentile))
    columns = {"Place": ["A"], "N": [str(number)], f"p{percentile}": ["21000"]}
    table = built(columns, {"N": Statistic.COUNT, f"p{percentile}": Statistic.QUANTILE}, base="N")
    assert bool(hits_in(CHECK, table, Parameters(minimum=minimum))) == (below < minimum)
