"""What a float cannot hold was taken to grow with the number a million times faster than it does."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_systems import table_system, with_totals
from scipy.sparse import csr_array

from outcheck.layout.rounding import find_rounding
from outcheck.model.precision import is_multiple
from outcheck.sdc.controlled_rounding import round_together
from outcheck.sdc.rounding import Method, Policy

LARGE = [1e9, 1e10, 1e11, 1e12]


@pytest.mark.parametrize("large", LARGE)
def test_a_large_number_one_beside_a_multiple_is_none(large: float) -> None:
    assert is_multiple(np.array([large, large + 1, large + 5, np.nan]), 5.0).tolist() == [True, False, True, False]
    assert not Policy(Method.NEAREST, ((0, 5),)).fits(np.array([large + 2]))[0]
    assert find_rounding(large + np.arange(1.0, 40.0, 2.0)) is None


def test_sums_of_decimals_are_multiples_where_only_the_float_says_otherwise() -> None:
    values = np.cumsum(np.full(1000, 0.1))
    assert is_multiple(values, 0.1).all()


@pytest.mark.parametrize("large", LARGE)
def test_large_numbers_rounded_together_add_up_to_the_last_unit(large: float) -> None:
    table = with_totals(np.array([[large + 1, 4.0], [7.0, large + 3]]))
    rows = table_system(table, np.zeros(table.shape, dtype=np.bool_)).system.rows
    found = round_together(rows, table.ravel(), 5.0)
    shown = found.values.reshape(table.shape)
    assert np.array_equal(with_totals(shown[:-1, :-1]), shown)
    assert found.is_zero_restricted
    assert found.change == float(np.abs(shown - table).sum())


def test_a_large_total_that_is_off_by_one_base_is_told() -> None:
    found = round_together(csr_array(np.array([[1.0, 1, -1]])), np.array([1e10, 1e10, 2e10 + 5]), 5.0)
    assert found.residual.tolist() == [-5]
