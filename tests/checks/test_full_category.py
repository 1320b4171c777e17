"""full-category against a plain reading of every row and column."""

from __future__ import annotations

from collections.abc import Sequence

from checks.asking import hits_in
from checks.tables import built, crosstab
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.checks.full_category import CHECK, Parameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

Grid = list[list[str]]
CELL = st.sampled_from(["0", "0", "0", "5", "8", "13", "c", "z", "<10", ""])
PERCENTAGES = {"%": Statistic.PERCENTAGE}


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Small grids, many of whose margins equal a part, and some of which contradict themselves."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return [[draw(CELL) for _ in range(width)] for _ in range(height)]


def full_in(line: Sequence[str], *, total: bool) -> set[int]:
    """Positions in one row or column that hold all of it."""
    parts = [position for position in range(len(line) - total) if line[position] != "z"]
    numbers = {position: float(line[position]) for position in parts if line[position].isdigit()}
    whole = float(line[-1]) if total and line[-1].isdigit() else 0.0
    if len(parts) < 2:
        return set()
    if whole > 0:
        return {position for position, number in numbers.items() if number >= whole}
    rest_is_zero = len(numbers) == len(parts) and sum(number != 0 for number in numbers.values()) == 1
    return {position for position, number in numbers.items() if number > 0} if rest_is_zero else set()


def found(table: Table) -> set[str]:
    return {table.cell(int(cell)) for hit in hits_in(CHECK, table, Parameters()) for cell in hit.cells}


@settings(max_examples=400)
@given(grids(), st.booleans())
def test_it_agrees_with_reading_every_row_and_column(grid: Grid, total: bool) -> None:  # noqa: FBT001  hypothesis gives it
    height, width = len(grid), len(grid[0])
    expected = {(row, column) for row in range(height) for column in full_in(grid[row], total=total)}
    for column in range(width):
        expected |= {(row, column) for row in full_in([line[column] for line in grid], total=total)}
    # The table is built tidy, so the cell of a row and column stands in column C, one line each.
    assert found(crosstab(grid, total=total)) == {f"C{row * width + column + 2}" for row, column in expected}


def test_a_part_larger_than_its_total_is_a_hit_too() -> None:
    table = built({"Sex": ["Female", "Male", "Total"], "Learners": ["15", "3", "13"]}, {"Learners": Statistic.COUNT})
    assert found(table) == {"B2"}


def test_of_several_totals_the_smallest_counts() -> None:
    columns = {"Sex": ["Female", "Male", "Total", "Total"], "Learners": ["15", "3", "18", "15"]}
    table = built(columns, {"Learners": Statistic.COUNT})
    [hit] = hits_in(CHECK, table, Parameters())
    assert hit.cells.tolist() == [0]
    assert hit.related is not None
    assert hit.related.tolist() == [3]


def test_weighted_counts_that_differ_in_the_last_bit_are_equal() -> None:
    columns = {"Sex": ["Female", "Male", "Total"], "Weighted": ["0.3", "c", repr(0.1 + 0.2)]}
    assert found(built(columns, {"Weighted": Statistic.WEIGHTED_COUNT})) == {"B2"}


def test_the_same_category_twice_is_not_several_categories() -> None:
    columns = {"Sex": ["Female", "Female", "Total"], "Learners": ["15", "15", "15"]}
    assert found(built(columns, {"Learners": Statistic.COUNT})) == set()


def test_a_total_percentage_that_rounded_shares_nearly_add_up_to_is_clear() -> None:
    columns = {"Outcome": ["Work", "Study", "Neither", "Total"], "%": ["33.3", "33.3", "33.3", "100.0"]}
    assert found(built(columns, PERCENTAGES)) == set()


def test_a_total_percentage_above_full_parts_is_a_hit_with_them() -> None:
    columns = {"Sex": ["Female", "Male", "Total"], "%": ["100", "100", "100"]}
    assert found(built(columns, PERCENTAGES)) == {"B2", "B3", "B4"}


def test_a_share_of_one_hundred_is_a_hit_beside_a_total_that_is_not() -> None:
    columns = {"Outcome": ["Work", "Study", "Total"], "%": ["100", "0", "100"]}
    assert found(built(columns, PERCENTAGES)) == {"B2"}


def test_shares_that_add_up_beside_a_gap_do_not_settle_what_the_total_is() -> None:
    columns = {"Outcome": ["Work", "Study", "Neither", "Total"], "%": ["60", "40", "c", "100"]}
    [hit] = hits_in(CHECK, built(columns, PERCENTAGES), Parameters())
    assert hit.undetermined
    assert hit.cells.tolist() == [3]
