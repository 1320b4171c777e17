from __future__ import annotations

from drawn import MARKERS, drawn

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.table import Table


def tables(text: str) -> tuple[Table, ...]:
    return understand(drawn(text), Hints(markers=MARKERS)).tables


def areas(text: str) -> list[str]:
    return [str(table.area) for table in tables(text)]


UPPER = "Region | Learners\nNorth | 12\nSouth | 13\n"
LOWER = "Sex | Learners\nFemale | 14\nMale | 11"


def test_tables_under_one_another_are_parted_by_a_blank_row() -> None:
    assert areas(f"{UPPER}\n{LOWER}") == ["A1:B3", "A5:B7"]


def test_each_of_two_tables_has_the_title_over_it() -> None:
    found = tables(f"Table 1: Learners by region\n{UPPER}\nTable 2: Learners by sex\n{LOWER}")
    assert [table.title for table in found] == ["Table 1: Learners by region", "Table 2: Learners by sex"]


def test_notes_between_tables_belong_to_neither() -> None:
    assert areas(f"{UPPER}\nSource: Department for Education\n\n{LOWER}") == ["A1:B3", "A7:B9"]


def test_tables_beside_each_other_are_parted_by_an_empty_column() -> None:
    text = "Region | Learners | | Sex | Learners\nNorth | 12 | | Female | 14\nSouth | 13 | | Male | 11"
    assert areas(text) == ["A1:B3", "D1:E3"]


def test_an_empty_column_inside_a_table_parts_nothing() -> None:
    assert areas("Region | Female | | Male\nNorth | 12 | | 14\nSouth | 13 | | 11") == ["A1:D3"]


def test_a_blank_row_inside_a_table_parts_nothing() -> None:
    (table,) = tables("Region | Learners\nNorth | 12\nSouth | 13\n\nEast | 14\nWest | 15")
    assert str(table.area) == "A1:B6"
    assert len(table) == 4


def test_headings_parted_from_their_rows_are_still_theirs() -> None:
    (table,) = tables("Region | Number of learners | Median earnings\n\nNorth | 12 | 20000\nSouth | 13 | 21000")
    assert [measure.name for measure in table.measures] == ["Number of learners", "Median earnings"]


def test_titles_and_notes_are_outside_the_area() -> None:
    text = f"Table 1: Learners\nEngland, 2023\n\n{UPPER}\nNote: figures are provisional."
    assert areas(text) == ["A4:B6"]


def test_headings_with_years_that_stand_again_begin_a_table() -> None:
    upper = "Region | 2020 | 2021\nNorth | 12 | 30\nSouth | 8 | 20"
    lower = "Region | 2020 | 2021\nNorth | 21200 | 22100\nSouth | 19900 | 20050"
    found = tables(f"Panel A. Learners | |\n{upper}\nPanel B. Median earnings (£) | |\n{lower}")
    assert [str(table.area) for table in found] == ["A2:C4", "A6:C8"]
    assert [table.measures[0].statistic.value for table in found] == ["count", "median"]
    assert areas(f"{upper}\n{lower}") == ["A1:C3", "A4:C6"]


def test_a_row_of_numbers_that_stands_again_begins_no_table() -> None:
    (table,) = tables("North | Female | 12\nSouth | Female | 13\nNorth | Female | 12\nSouth | Male | 9")
    assert len(table) == 4


def test_what_was_asked_for_above_a_table_is_no_table() -> None:
    text = "Academic year | 2021/22\nCountry | England\n\nActivity | Female | Male\nEmployment | 12 | 30\nOther | 8 | 20"
    assert areas(text) == ["A4:C6"]


def test_hidden_numbers_above_a_table_are_no_settings_of_it() -> None:
    text = "Region | Learners\nNorth | supp\nSouth | [c]\n\nActivity | Female | Male\nEmployment | 12 | 30\nOther | 8 | 20"
    assert areas(text) == ["A1:B3", "A5:C7"]


def test_models_parted_by_a_blank_row_head_their_table() -> None:
    (table,) = tables(" | (1) | |\n\n | b | pct |\nNorth | 120 | 40.0 |\nSouth | 180 | 60.0 |")
    assert str(table.area) == "A1:C5"


def test_a_row_of_which_all_numbers_are_hidden_is_no_headings_of_a_new_table() -> None:
    text = "Statistic | Female | Male\n25% | 17 | 18\nmin | [c] | [c]\n50% | 27 | 26\n75% | 35 | 34\nmax | [c] | [c]"
    assert areas(text) == ["A1:C6"]
