from __future__ import annotations

from dataclasses import replace

import numpy as np
from drawn import MARKERS, drawn

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.stored import StoredColumn
from outcheck.model.table import Table


def only_table(grid: Grid) -> Table:
    (table,) = understand(grid, Hints(markers=MARKERS)).tables
    return table


def paths(table: Table) -> dict[str, tuple[str, ...]]:
    """Categories of each cell of the first measure."""
    first = np.flatnonzero(table.column == table.column.min())
    return {table.cell(int(index)): tuple(label for _, label in table.labels(int(index))) for index in first}


def indented(*rows: tuple[str, str], bold: tuple[int, ...] = ()) -> Grid:
    """Two columns as a CSV keeps them, with spaces before a label, or bold rows as a workbook has them."""
    columns = map(StoredColumn.of, zip(*rows, strict=True))
    flags = np.isin(np.arange(len(rows)), bold)
    return Grid("made.csv", "", tuple(columns), bold=(flags, None) if bold else ())


def test_blanks_repeat_the_label_above_them() -> None:
    table = only_table(drawn("Region | Sex | Learners\nNorth | Female | 12\n | Male | 13\nSouth | Female | 14\n | Male | 15"))
    assert list(paths(table).values()) == [("North", "Female"), ("North", "Male"), ("South", "Female"), ("South", "Male")]


def test_a_blank_beside_an_outer_label_stands_for_all() -> None:
    table = only_table(drawn("Region | Sex | Learners\nNorth | | 25\n | Female | 12\n | Male | 13\nSouth | | 29\n | Female | 14"))
    assert list(paths(table).values())[::3] == [("North", "(all)"), ("South", "(all)")]
    assert table.dimensions[1].labels[table.dimensions[1].total] == "(all)"


def test_indented_rows_are_part_of_the_row_above_which_is_their_total() -> None:
    rows = (("Region", "Learners"), ("North", "25"), ("  Leeds", "12"), ("  York", "13"), ("South", "29"), ("  Bath", "29"))
    expected = [("North", "(all)"), ("North", "Leeds"), ("North", "York"), ("South", "(all)"), ("South", "Bath")]
    assert list(paths(only_table(indented(*rows))).values()) == expected


def test_bold_rows_are_parents_as_rows_further_out_are() -> None:
    rows = (("Region", "Learners"), ("North", "25"), ("Leeds", "12"), ("York", "13"), ("South", "29"), ("Bath", "29"))
    found = list(paths(only_table(indented(*rows, bold=(0, 1, 4)))).values())
    assert found == [("North", "(all)"), ("North", "Leeds"), ("North", "York"), ("South", "(all)"), ("South", "Bath")]


def test_rows_without_numbers_name_those_below() -> None:
    text = "Group | Learners | Schools\nSex | |\nFemale | 12 | 20\nMale | 13 | 21\nAge | |\n16-18 | 14 | 22\n19-24 | 11 | 23"
    expected = [("Sex", "Female"), ("Sex", "Male"), ("Age", "16-18"), ("Age", "19-24")]
    assert [path[:2] for path in paths(only_table(drawn(text))).values()] == expected


def test_a_closing_total_that_only_the_last_group_has_is_the_total_of_all() -> None:
    text = "Place | Learners | Schools\nNorth | |\nLeeds | 12 | 20\nYork | 13 | 21\nSouth | |\nBath | 14 | 22\nKent | 11 | 23\n"
    last = list(paths(only_table(drawn(text + "Total | 50 | 86"))).values())[-1]
    assert last[0] == "Total"
    assert "South" not in last


def test_a_total_in_each_group_is_the_total_of_its_group() -> None:
    text = "Place | Learners | Schools\nNorth | |\nLeeds | 12 | 20\nTotal | 12 | 20\nSouth | |\nBath | 14 | 22\nTotal | 14 | 22"
    assert [path[0] for path in paths(only_table(drawn(text))).values()] == ["North", "North", "South", "South"]


def test_north_total_is_the_total_of_north() -> None:
    text = "Region | Sex | Learners\nNorth | Female | 12\n | Male | 13\nNorth Total | | 25\nSouth | Female | 14\n | Male | 15"
    found = list(paths(only_table(drawn(text + "\nSouth Total | | 29"))).values())
    assert [path[0] for path in found] == ["North"] * 3 + ["South"] * 3
    assert [found[2][1], found[5][1]] == ["(all)", "(all)"]


def test_a_row_with_a_remark_alone_names_no_rows_below() -> None:
    grid = drawn("Region | Learners | Notes\nNorth | 40 |\nLeeds | 25 |\n | | revised\nSouth | 30 |")
    labels = StoredColumn.of(["Region", "North", "  Leeds", "", "South"])
    grid = replace(grid, columns=(labels, *grid.columns[1:]))
    assert [table.value[table.is_number].tolist() for table in understand(grid, Hints(markers=MARKERS)).tables] == [[40, 25, 30]]
