from __future__ import annotations

import pytest
from drawn import MARKERS, drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.table import Table

HINTS = Hints(markers=MARKERS)
REGIONS = ("North East", "London", "South West", "Kent", "Leeds", "York")


def only_table(text: str) -> Table:
    (table,) = understand(drawn(text), HINTS).tables
    return table


def gaps(text: str) -> list[str]:
    table = only_table(text)
    return [table.cell(place) for place in range(len(table)) if not table.is_number[place]]


def test_a_row_of_blanks_among_rows_of_numbers_is_a_row_of_gaps() -> None:
    assert gaps("""
Region | Female | Male
North  | 12     | 14
London |        |
South  | 14     | 30
""") == ["B3", "C3"]  # fmt: skip


def test_a_last_row_of_blanks_is_no_remark() -> None:
    assert gaps("Region | Learners\nNorth | 12\nLondon | 40\nSouth | ") == ["B4"]


@pytest.mark.parametrize("remark", ["Source: ILR", "Figures are rounded", "Crown copyright", "End of table", "Notes"])
def test_a_remark_below_is_no_row_of_gaps(remark: str) -> None:
    assert not gaps(f"Region | Learners\nNorth | 12\nLondon | 40\n{remark} | ")


def test_parents_without_numbers_are_no_gaps() -> None:
    assert not gaps("""
Characteristic | 2021/22 | 2022/23
Sex            |         |
Female         | 12      | 30
Male           | 14      | 31
School meals   |         |
Eligible       | 10      | 20
Not eligible   | 16      | 41
""")


def test_parents_below_a_total_are_no_gaps() -> None:
    assert not gaps("""
Characteristic | 2021/22 | 2022/23
All pupils     | 26      | 61
Sex            |         |
Female         | 12      | 30
Male           | 14      | 31
""")


def test_parents_whose_children_come_again_are_no_gaps() -> None:
    table = only_table("""
Area   | 2021/22 | 2022/23
Other  | 9       | 9
North  |         |
Female | 12      | 30
Male   | 14      | 31
South  |         |
Female | 10      | 20
Male   | 16      | 41
""")
    assert table.is_number.all()
    assert ("North", "South") in [held.labels[-2:] for held in table.dimensions]


@pytest.mark.parametrize("marker", ["S", "suppressed", "supp", "low", "n/a", "Confidential"])
def test_a_first_row_of_markers_is_no_second_row_of_headings(marker: str) -> None:
    assert gaps(f"Region | Female | Male\nNorth | {marker} | {marker}\nLondon | 12 | 3\nSouth | 14 | 30") == ["B2", "C2"]


@pytest.mark.parametrize("marker", ["S", "suppressed", "supp", "low", "n/a", "Confidential"])
def test_a_column_of_markers_is_no_column_of_labels(marker: str) -> None:
    text = f"Region | Female | Male\nNorth | {marker} | 12\nLondon | {marker} | 3\nSouth | {marker} | 30"
    assert gaps(text) == ["B2", "B3", "B4"]


def test_a_few_numbers_among_markers_are_counts() -> None:
    table = only_table("Region | Female | Male\nNorth | low | 12\nLondon | low | 3\nSouth | 7 | 30")
    assert table.is_number.sum() == 4


def test_units_and_statistics_below_headings_are_headings() -> None:
    assert not gaps("Region | Learners | Earnings\nUnit | % | £\nNorth | 12 | 30\nSouth | 14 | 31")
    assert not gaps("Variable | Treated | Control\nStatistic | Mean | Mean\nAge | 19.2 | 19.4\nScore | 3.1 | 3.4")


def test_a_percentage_beside_a_word_is_no_heading() -> None:
    table = only_table("Region | Share | Trend\nNorth | 12% | Up\nSouth | 13% | Down")
    assert table.is_number.sum() == 2


def test_numbers_in_brackets_are_models_only_where_they_follow_one_another() -> None:
    assert only_table("Region | Female | Male\nNorth | (12) | (3)\nSouth | (13) | (5)").is_number.sum() == 4


HIDDEN = st.sampled_from(("c", "[c]", "supp", "suppressed", "low", "S", "n/a", "<10", "*", ""))


@st.composite
def hidden(draw: st.DrawFn) -> tuple[list[list[str]], int]:
    """A plain crosstab in which a marker stands for some of the numbers, and how many cells it has."""
    rows = draw(st.integers(2, 6))
    columns = draw(st.integers(1, 4))
    marker = draw(HIDDEN)
    cells = [[str(draw(st.integers(0, 90))) for _ in range(columns)] for _ in range(rows)]
    away = draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)), max_size=rows * columns - 1))
    for row, column in away:
        if marker or row:  # a first row of blanks may be a parent
            cells[row][column] = marker
    headings = ["Region", *["Female", "Male", "Other", "Not known"][:columns]]
    return [headings, *([REGIONS[row], *held] for row, held in enumerate(cells))], rows * columns


@settings(max_examples=300, deadline=None)
@given(drawing=hidden())
def test_hiding_numbers_hides_no_cell(drawing: tuple[list[list[str]], int]) -> None:
    rows, size = drawing
    text = "\n".join(" | ".join(row) for row in rows)
    assert sum(len(table) for table in understand(drawn(text), HINTS).tables) == size, text
