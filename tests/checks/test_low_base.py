"""What low-base says of each kind of base."""

from __future__ import annotations

import pytest
from checks.asking import hits_in
from checks.tables import built
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.checks.low_base import CHECK, Parameters, examines
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

BASES = st.lists(st.sampled_from(["0", "1", "4", "9", "10", "11", "250", "c", "<10", "low", "z", ""]), min_size=1, max_size=20)


def means(bases: list[str], statistic: Statistic = Statistic.MEAN, counted: Statistic = Statistic.COUNT) -> Table:
    columns = {"Place": [f"P{row}" for row in range(len(bases))], "n": bases, "Earnings": ["21400"] * len(bases)}
    return built(columns, {"n": counted, "Earnings": statistic}, base="n")


def found(table: Table, minimum: int, *, undetermined: bool = False) -> set[int]:
    hits = hits_in(CHECK, table, Parameters(minimum=minimum))
    return {cell for hit in hits if hit.undetermined == undetermined for cell in hit.cells.tolist()}


@settings(max_examples=100)
@given(BASES, st.integers(1, 300), st.integers(0, 300))
def test_a_larger_minimum_never_makes_an_answer_better(bases: list[str], minimum: int, more: int) -> None:
    table = means(bases)
    assert found(table, minimum) <= found(table, minimum + more)
    doubtful = found(table, minimum, undetermined=True)
    assert doubtful <= found(table, minimum + more) | found(table, minimum + more, undetermined=True)


@pytest.mark.parametrize(
    "statistic", [kind for kind in Statistic if kind not in {"count", "weighted-count", "model-size", "unknown"}]
)
def test_every_statistic_but_a_count_needs_a_base(statistic: Statistic) -> None:
    assert found(means(["9", "10"], statistic), 10) == {2}


@pytest.mark.parametrize("statistic", [Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.MODEL_SIZE, Statistic.UNKNOWN])
def test_counts_and_numbers_without_a_meaning_are_not_asked_about(statistic: Statistic) -> None:
    assert not examines(means(["9", "10"], statistic))[2:].any()


@pytest.mark.parametrize("gap", ["c", "z", "x", "", "~"])
def test_a_base_that_is_a_gap_without_bounds_is_undetermined(gap: str) -> None:
    assert found(means([gap], Statistic.MEDIAN), 10) == set()
    assert found(means([gap], Statistic.MEDIAN), 10, undetermined=True) == {1}


def test_a_weighted_base_is_undetermined_even_where_it_is_hidden_or_low() -> None:
    table = means(["4", "<10", "c", "250"], counted=Statistic.WEIGHTED_COUNT)
    assert found(table, 10) == set()
    assert found(table, 10, undetermined=True) == {4, 5, 6, 7}


def test_statistics_without_a_base_are_one_finding_for_each_measure() -> None:
    columns = {"Place": ["A", "B"], "Mean": ["1", "2"], "Median": ["1", "2"]}
    table = built(columns, {"Mean": Statistic.MEAN, "Median": Statistic.MEDIAN})
    hits = hits_in(CHECK, table, Parameters(minimum=10))
    assert [(hit.cells.tolist(), hit.together, hit.undetermined) for hit in hits] == [([0, 1], True, True), ([2, 3], True, True)]


def test_a_count_elsewhere_is_no_base() -> None:
    columns = {"Place": ["A", "B"], "Mean": ["21400", "23100"], "Learners": ["250", "4"]}
    table = built(columns, {"Mean": Statistic.MEAN, "Learners": Statistic.COUNT})
    assert found(table, 10) == set()
    assert found(table, 10, undetermined=True) == {0, 1}
