from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from books import package, saved, sheet_xml, styles_xml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from outcheck.model.grid import Grid, Visibility
from outcheck.readers import read_release


def grids_of(folder: Path, data: bytes) -> tuple[Grid, ...]:
    (folder / "book.xlsx").write_bytes(data)
    (file,) = read_release([folder / "book.xlsx"])
    assert file.unread == ()
    return file.grids


def test_indentation_and_bold_stand_by_the_cells_that_have_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["England", 10], ["North East", 4], ["Durham", 1]):
        sheet.append(row)
    sheet["A1"].font = Font(bold=True)
    sheet["A2"].alignment = Alignment(indent=1)
    sheet["A3"].alignment = Alignment(indent=2)
    sheet["A3"].number_format = "0.0"
    (grid,) = grids_of(tmp_path, saved(book))
    assert grid.indents[0] is not None
    assert grid.bold[0] is not None
    assert (grid.indents[0].tolist(), grid.indents[1]) == ([0, 1, 2], None)
    assert (grid.bold[0].tolist(), grid.bold[1]) == ([True, False, False], None)
    assert grid.number_format(2, 0) == "0.0"


def test_a_number_format_alone_makes_nothing_bold_or_indented(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"].value = 0.5
    book.worksheets[0]["A1"].number_format = "0%"
    (grid,) = grids_of(tmp_path, saved(book))
    assert (grid.indents, grid.bold) == ((), ())


def test_the_state_of_each_sheet_is_known(tmp_path: Path) -> None:
    book = Workbook()
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
    assert [grid.visibility for grid in grids_of(tmp_path, saved(book))] == [
        Visibility.VISIBLE,
        Visibility.HIDDEN,
        Visibility.VERY_HIDDEN,
    ]


def test_a_state_that_nobody_knows_is_unread(tmp_path: Path) -> None:
    book = package({"S": sheet_xml("")})
    odd = package({"S": sheet_xml("")}, {"xl/workbook.xml": workbook_of(book).replace("sheetId", 'state="odd" sheetId')})
    (tmp_path / "book.xlsx").write_bytes(odd)
    (file,) = read_release([tmp_path / "book.xlsx"])
    assert (file.grids, len(file.unread)) == ((), 1)


def workbook_of(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("xl/workbook.xml").decode()


ROWS = (
    '<row r="1"{0}><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row>'
    '<row r="2"{1}><c r="A2"><v>1</v></c></row><row r="3"{1}><c r="A3"><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    ("columns", "first", "others", "hidden"),
    [
        ("", "", "", []),
        ("", ' hidden="1"', "", ["A1:C1"]),
        ("", "", ' ht="0" customHeight="1"', ["A2:C3"]),
        ("", "", " hidden='true'", ["A2:C3"]),
        ('<cols><col min="2" max="2" hidden="1"/></cols>', "", "", ["B1:B3"]),
        ('<cols><col min="2" max="16384" width="0"/></cols>', "", "", ["B1:C3"]),
        ('<cols><col min="1" max="1" hidden="1"/></cols>', ' hidden="1"', "", ["A1:C1", "A1:A3"]),
        ('<sheetFormatPr defaultColWidth="0"/><cols><col min="2" max="2" width="9"/></cols>', "", "", ["A1:A3", "C1:C3"]),
        ('<cols><col min="9" max="9" hidden="1"/></cols>', ' hidden="0"', ' ht="0.5"', []),
    ],
)
def test_rows_and_columns_that_are_not_shown_are_known(
    tmp_path: Path, columns: str, first: str, others: str, hidden: list[str]
) -> None:
    xml = sheet_xml(ROWS.format(first, others)).replace("<sheetData>", f"{columns}<sheetData>")
    (grid,) = grids_of(tmp_path, package({"S": xml}))
    assert [str(area) for area in grid.hidden] == hidden


def test_hidden_rows_below_the_last_value_are_not_in_use(tmp_path: Path) -> None:
    far = '<row r="1048576" hidden="1"/>'
    (grid,) = grids_of(tmp_path, package({"S": sheet_xml(ROWS.format("", "") + far)}))
    assert grid.hidden == ()


def test_a_million_formatted_rows_without_values_and_a_range_merged_over_everything_leave_a_small_grid(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{row}" hidden="1"><c r="A{row}" s="0"/></row>' for row in range(2, 1_000_001))
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + empty, merged)
    (grid,) = grids_of(tmp_path, package({"S": xml.replace("<sheetData>", RIGHT_TO_LEFT)}))
    assert [list(column) for column in grid.columns] == [[1.0]]
    assert [str(area) for area in grid.merged] == ["A1:XFD1048576"]
    assert grid.hidden == ()


RIGHT_TO_LEFT = '<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews><sheetData>'


@pytest.mark.parametrize("serial", ["-1", "2958466", "1e300"])
def test_a_date_that_no_calendar_has_is_a_number_or_unread(tmp_path: Path, serial: str) -> None:
    cells = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
    (tmp_path / "book.xlsx").write_bytes(package({"S": sheet_xml(cells)}, {"xl/styles.xml": styles_xml("General", "yyyy-mm-dd")}))
    (file,) = read_release([tmp_path / "book.xlsx"])
    assert file.unread or file.grids[0].columns[0][0] not in ("", None)
