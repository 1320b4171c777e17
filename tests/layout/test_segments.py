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
