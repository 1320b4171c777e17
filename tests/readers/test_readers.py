from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.grid import Grid
from outcheck.model.release import ReleaseFile
from outcheck.readers import read_release
from outcheck.readers.delimited import read_delimited


def only_file(path: Path) -> ReleaseFile:
    (file,) = read_release([path])
    return file


def rows(grid: Grid) -> list[list[object]]:
    return [list(row) for row in zip(*grid.columns, strict=True)]


def workbook(path: Path, *cells: tuple[str, str | float | date, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for address, value, number_format in cells:
        sheet[address] = value
        sheet[address].number_format = number_format
    book.save(path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_delimiter_in_any_encoding_gives_the_same_cells(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells = [["région", "learners"], ["Île-de-France", "120"], ["Großes Tal", "14"]]
    path.write_bytes("".join(delimiter.join(row) + "\r\n" for row in cells).encode(encoding))
    (grid,) = only_file(path).grids
    assert rows(grid) == cells


def test_titles_above_and_notes_below_do_not_fool_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Pay, by region\nregion;pay;n\nNorth;12,5;20\nSouth;13,5;30\nNote, provisional\n", encoding="utf-8")
    (grid,) = only_file(path).grids
    assert grid.width == 3
    assert rows(grid)[2] == ["North", "12,5", "20"]


def test_ragged_records_blank_lines_and_quoted_newlines_keep_their_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title\n\nregion,learners,note\n"North\nEast",12\nSouth,14,x,y\n', encoding="utf-8", newline="")
    (grid,) = only_file(path).grids
    assert rows(grid)[3] == ["North\nEast", "12", "", ""]
    assert rows(grid)[4] == ["South", "14", "x", "y"]


FIELD = st.text(alphabet='ab1 ,"\n', max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(FIELD, min_size=2, max_size=4), min_size=1, max_size=6))
def test_the_grid_holds_what_the_csv_module_reads(records: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    width = max(map(len, records))
    grid = read_delimited("a.csv", text.getvalue().encode())
    assert rows(grid) == [record + [""] * (width - len(record)) for record in records]


def test_stored_values_formats_and_addresses_of_a_workbook_are_kept(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", ("B3", "Share", "General"), ("B4", 0.458, "0.0%"), ("C5", date(2020, 1, 2), "yyyy-mm-dd")
    )
    (grid,) = only_file(path).grids
    assert (grid.height, grid.width) == (5, 3)
    assert grid.columns[1][3] == 0.458
    assert grid.number_format(3, 1) == "0.0%"
    assert grid.number_format(2, 1) == "General"
    assert grid.columns[2][4] == date(2020, 1, 2)


def test_a_formula_without_a_stored_value_makes_its_sheet_unread(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("A1", "learners", "General"), ("A2", "=1+1", "General"))
    file = only_file(path)
    assert file.grids == ()
    assert "formulas" in file.unread[0].what


def test_a_link_that_leaves_the_release_is_named_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("region,learners\nNorth,3\n", encoding="utf-8")
    release = tmp_path / "release"
    release.mkdir()
    try:
        (release / "a.csv").symlink_to(outside)
    except OSError:
        pytest.skip("this system does not let an ordinary user make links")
    (file,) = read_release([release])
    assert file.grids == ()
    assert file.sha256 == ""
    assert "link" in file.unread[0].what


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.csv").write_text("region,learners\nNorth,30\n", encoding="utf-8")
    entries = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return entries(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [(file.path, bool(file.unread)) for file in read_release([tmp_path])] == [("a.csv", False), ("shut", True)]


def test_older_workbooks_say_that_they_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    file = only_file(path)
    assert file.format == "ods"
    assert "does not read" in file.unread[0].what


def test_files_are_sorted_by_their_path_in_the_release(tmp_path: Path) -> None:
    for name in ("b.csv", "a/z.csv", "a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("region,learners\nNorth,30\n", encoding="utf-8")
    assert [file.path for file in read_release([tmp_path])] == ["a.csv", "a/z.csv", "b.csv"]
