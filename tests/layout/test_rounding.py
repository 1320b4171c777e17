from __future__ import annotations

import numpy as np
import pytest
from drawn import drawn

from outcheck.layout import understand
from outcheck.layout.rounding import find_rounding
from outcheck.model.hints import Hints
from outcheck.model.table import Rounding


def test_many_distinct_multiples_of_five_prove_base_five() -> None:
    assert find_rounding(np.arange(1.0, 30.0) * 5) == Rounding(5.0)


@pytest.mark.parametrize("base", [10.0, 100.0, 1000.0])
def test_the_largest_base_is_named(base: float) -> None:
    assert find_rounding(np.arange(1.0, 9.0) * base * 7) == Rounding(base)


def test_too_few_numbers_prove_nothing() -> None:
    assert find_rounding(np.array([5.0, 15.0, 25.0, 35.0])) is None


def test_one_number_over_and_over_proves_nothing() -> None:
    assert find_rounding(np.full(1000, 15.0)) is None


def test_zeros_and_gaps_prove_nothing() -> None:
    assert find_rounding(np.array([0.0] * 50 + [np.nan] * 50)) is None


def test_exceptions_among_nearly_all_multiples_are_counted() -> None:
    numbers = np.concatenate([np.arange(1.0, 97.0) * 5, [7.0, 13.0, 21.0, 34.0]])
    assert find_rounding(numbers) == Rounding(5.0, 4)


def test_more_than_one_exception_in_twenty_is_no_rounding() -> None:
    numbers = np.concatenate([np.arange(1.0, 94.0) * 5, np.arange(1.0, 8.0) * 5 + 1])
    assert find_rounding(numbers) is None


def test_random_rounding_to_three_is_found() -> None:
    chance = np.random.default_rng(3)
    counts = chance.poisson(120, 200)
    shown = counts - counts % 3 + 3 * (chance.random(200) < counts % 3 / 3)
    assert find_rounding(shown.astype(np.float64)) == Rounding(3.0)


@pytest.mark.parametrize("mean", [8, 60, 4000])
def test_counts_that_nobody_rounded_almost_never_get_a_base(mean: int) -> None:
    chance = np.random.default_rng(mean)
    found = [find_rounding(chance.poisson(mean, size).astype(np.float64)) for size in (6, 12, 40, 400) for _ in range(2000)]
    assert sum(rounding is not None for rounding in found) <= 8


def test_a_measure_of_a_table_has_the_base_of_its_parts_and_exceptions_of_all_its_cells() -> None:
    rows = "\n".join(f"Provider {number} | {number * 35 + 5}" for number in range(1, 12))
    (table,) = understand(drawn(f"Provider | Number of learners\n{rows}\nTotal | 2366"), Hints()).tables
    assert table.measures[0].rounding == Rounding(5.0, 1)
