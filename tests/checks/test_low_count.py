"""Laws of low-count."""

from __future__ import annotations

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.checks.low_count import CHECK, Parameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

COUNTS = st.lists(st.sampled_from(["0", "1", "4", "5", "9", "10", "11", "250", "c", "<10", ""]), min_size=1, max_size=30)


def found(table: Table, minimum: int) -> set[int]:
    return {cell for hit in hits_in(CHECK, table, Parameters(minimum=minimum)) for cell in hit.cells.tolist()}


def counts(texts: list[str]) -> Table:
    return built({"Place": [f"P{row}" for row in range(len(texts))], "Learners": texts}, {"Learners": Statistic.COUNT})


@settings(max_examples=100)
@given(COUNTS, st.integers(1, 300), st.integers(0, 300))
def test_a_larger_minimum_never_removes_a_hit(texts: list[str], minimum: int, more: int) -> None:
    table = counts(texts)
    assert found(table, minimum) <= found(table, minimum + more)


def test_a_fraction_of_a_person_is_a_low_count() -> None:
    table = built({"Place": ["A", "B"], "Weighted": ["0.4", "9.99"]}, {"Weighted": Statistic.WEIGHTED_COUNT})
    assert found(table, 1) == {0}
    assert found(table, 10) == {0, 1}


def test_a_negative_number_is_no_low_count() -> None:
    assert found(counts(["-3", "12"]), 10) == set()
