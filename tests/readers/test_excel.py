from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from books import package, saved, sheet_xml, strings_xml, styles_xml, with_changed_part
from openpyxl import Workbook
from openpyxl.chart import BarChart

from outcheck.model.grid import Grid
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release


def read(folder: Path, data: bytes, name: str = "book.xlsx", limits: Limits | None = None) -> ReleaseFile:
    (folder / name).write_bytes(data)
    (file,) = read_release([folder / name], limits=limits or Limits())
    return file


def grid_of(file: ReleaseFile) -> Grid:
    assert file.unread == ()
    (grid,) = file.grids
    return grid


def rows(grid: Grid) -> list[list[object]]:
    return [list(row) for row in zip(*grid.columns, strict=True)]


def test_values_keep_their_types_and_stand_where_the_workbook_has_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Table 1"
    written = {
        "C3": "007",
        "D3": 7,
        "E3": 7.5,
        "C4": True,
        "D4": date(2024, 5, 1),
        "E4": datetime(2024, 5, 1, 12, 30),  # noqa: DTZ001  workbooks know no time zones
        "C5": time(12, 30),
        "D5": timedelta(hours=30),
        "E5": "é £ –",
    }
    for cell, value in written.items():
        sheet[cell].value = value
    grid = grid_of(read(tmp_path, saved(book)))
    assert (grid.file, grid.sheet, grid.height, grid.width) == ("book.xlsx", "Table 1", 5, 5)
    shown = rows(grid)
    assert shown[0] == shown[1] == ["", "", "", "", ""]
    assert shown[2] == ["", "", "007", 7.0, 7.5]
    assert shown[3] == ["", "", True, date(2024, 5, 1), datetime(2024, 5, 1, 12, 30)]  # noqa: DTZ001  see above
    assert shown[4] == ["", "", time(12, 30), timedelta(hours=30), "é £ –"]
    assert type(shown[3][2]) is bool


@pytest.mark.parametrize("wrong", [b"\xe9", b"\xc3", b"\xed\xa0\x80"], ids=["latin-1", "cut short", "half a pair"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_part_with_bytes_that_are_no_utf_8_is_not_read(tmp_path: Path, part: str, wrong: bytes) -> None:
    sheet = sheet_xml('<row r="1" hidden="1" x=" "><c r="A1"><v>2.5</v></c></row>')
    whole = package({"S ": sheet}, {"xl/styles.xml": styles_xml(" ")})
    assert read(tmp_path, whole).unread == ()
    file = read(tmp_path, with_changed_part(whole, part, b' "', wrong + b'"'))
    assert [(entry.what, file.grids) for entry in file.unread] == [(f"its part {part} is not in UTF-8", ())]


def test_a_style_whose_number_begins_with_nought_is_not_lost(tmp_path: Path) -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" s="1"><v>2.5</v></c><c r="B1" s="01"><v>2.5</v></c></row>')
    grid = grid_of(read(tmp_path, package({"S": sheet}, {"xl/styles.xml": styles_xml("General", ";;;")})))
    assert [grid.number_format(0, column) for column in (0, 1)] == [";;;", ";;;"]


def test_every_sheet_is_read_in_order_hidden_ones_too_but_charts_have_no_grid(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["first", 1])
    for name, state in (("hidden", "hidden"), ("very hidden", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append([name, 2])
        sheet.sheet_state = state
    book.create_chartsheet("chart").add_chart(BarChart())
    book.create_sheet("empty")
    file = read(tmp_path, saved(book))
    assert file.unread == ()
    assert [(grid.sheet, grid.height, grid.width) for grid in file.grids] == [
        ("Sheet", 1, 2),
        ("hidden", 1, 2),
        ("very hidden", 1, 2),
        ("empty", 0, 0),
    ]


def test_number_formats_stand_by_the_cells_that_have_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["region", "pct", "pay"], ["North", 0.458, 31700], ["South", 0.5, 29950]):
        sheet.append(row)
    sheet["B2"].number_format = "0.0%"
    sheet["B3"].number_format = "0%"
    sheet["C3"].number_format = '"£"#,##0'
    grid = grid_of(read(tmp_path, saved(book)))
    assert grid.number_formats[0] == "General"
    assert [grid.number_format(row, 1) for row in range(3)] == ["General", "0.0%", "0%"]
    assert [grid.number_format(row, 2) for row in range(3)] == ["General", "General", '"£"#,##0']
    assert grid.formats[0] is None


def test_without_a_special_format_there_are_no_format_codes(tmp_path: Path) -> None:
    grid = grid_of(read(tmp_path, package({"S": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})))
    assert (grid.formats, grid.number_formats) == ((), ("General",))


def test_a_default_style_with_a_format_counts_for_cells_without_a_style(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>2</v></c></row>'
    book = package({"S": sheet_xml(cells)}, {"xl/styles.xml": styles_xml("0.00", "GENERAL")})
    grid = grid_of(read(tmp_path, book))
    assert [grid.number_format(0, column) for column in range(2)] == ["0.00", "General"]


def test_merged_ranges_are_known(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Year"
    sheet["D9"] = 5
    for area in ("B2:C2", "A1:A2"):
        sheet.merge_cells(area)
    assert grid_of(read(tmp_path, saved(book))).merged == (Area.parse("A1:A2"), Area.parse("B2:C2"))


def test_an_error_is_the_text_that_excel_shows(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="D2" t="e"><f>1/0</f><v>#REF!</v></c></row>'
    )
    grid = grid_of(read(tmp_path, package({"S": sheet_xml(cells)})))
    assert rows(grid) == [[1.0, "#DIV/0!", "", ""], ["", "", "", "#REF!"]]


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_not_read(tmp_path: Path, text: str) -> None:
    cells = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>{text}</v></c></row>'
    (unread,) = read(tmp_path, package({"S": sheet_xml(cells)})).unread
    assert unread.what == "the value of the cell B1 cannot be read"


def test_a_formula_counts_with_its_stored_result(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>3</v></c></row>'
    assert rows(grid_of(read(tmp_path, package({"S": sheet_xml(cells)})))) == [[2.0, "", 3.0]]


def test_formulas_without_a_result_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([1, 2, "=A1+B1"])
    sheet.append([1, 2, "=A2+B2"])
    book.create_sheet("fine").append([5])
    file = read(tmp_path, saved(book))
    assert [grid.sheet for grid in file.grids] == ["Sheet", "fine"]
    (unread,) = file.unread
    assert (unread.sheet, unread.what) == ("Sheet", "2 of its formulas have no stored result, the first in C1")


@pytest.mark.parametrize("said", ['fullCalcOnLoad="1"', 'calcCompleted="0"'])
def test_results_that_excel_will_compute_anew_are_not_trusted(tmp_path: Path, said: str) -> None:
    cells = sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>0</v></c></row>')
    (unread,) = read(tmp_path, package({"S": cells}, calc=f"<calcPr {said}/>")).unread
    assert unread.what == "the stored results of its 1 formulas will be computed anew by Excel"


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD1"])
def test_a_dimension_that_promises_two_gigabytes_is_not_believed(tmp_path: Path, far: str) -> None:
    part = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace("<sheetData>", f'<dimension ref="A1:{far}"/><sheetData>')
    assert rows(grid_of(read(tmp_path, package({"S": part})))) == [[1.0]]


def test_a_blank_cell_far_away_does_not_make_the_sheet_large(tmp_path: Path) -> None:
    part = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert rows(grid_of(read(tmp_path, package({"S": part})))) == [[1.0]]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>2</v></c></row>',
        '<x:row xmlns:x="u" r="1"><x:c r="XFD1048576"><x:v>2</x:v></x:c ></x:row>',
        '<row r="1048576"><c/><c><v>2</v></c><c r="XFD1" t="e"><v>#N/A</v></c></row>',
    ],
)
def test_a_value_far_away_makes_the_sheet_too_large_and_the_others_are_read(tmp_path: Path, cells: str) -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    file = read(tmp_path, package({"far": sheet_xml(near + cells), "near": sheet_xml(near)}))
    assert [grid.sheet for grid in file.grids] == ["near"]
    (unread,) = file.unread
    assert unread.sheet == "far"
    assert unread.what == "its cells reach to XFD1048576, more than 50,000,000 cells"


def test_the_limit_of_cells_counts_the_rectangle(tmp_path: Path) -> None:
    part = sheet_xml('<row r="10"><c r="J10"><v>1</v></c></row>')
    assert read(tmp_path, package({"S": part}), limits=Limits(cells=100)).unread == ()
    assert "reach to J10" in read(tmp_path, package({"S": part}), limits=Limits(cells=99)).unread[0].what


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<c><v>1</v></c><c><v>2</v></c>", [1.0, 2.0]),
        ("<c t='n' r='A1'><v>1</v></c>", [1.0]),
        ('<c s="0"\n r = "B1"><v>1</v></c>', ["", 1.0]),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1"><v>1</v></c>', ["", 1.0]),
        ('<c r="A1" t="inlineStr"><is><r><t>5</t></r><r><t xml:space="preserve"> of 7</t></r></is></c>', ["5 of 7"]),
        ('<c r="b1"><v>1</v></c>', ["", 1.0]),
    ],
    ids=["no addresses", "single quotes", "spaces in tags", "an empty text", "rich text", "small letters"],
)
def test_markup_that_excel_reads_but_does_not_write_is_read(tmp_path: Path, markup: str, shown: list[object]) -> None:
    assert rows(grid_of(read(tmp_path, package({"S": sheet_xml(f"<row>{markup}</row>")})))) == [shown]


def test_a_sheet_with_prefixed_names_is_read_with_its_formats_errors_and_merged_ranges(tmp_path: Path) -> None:
    plain = sheet_xml(
        '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>',
        '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>',
    )
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    styles = {"xl/styles.xml": styles_xml("General", "0.0")}
    grids = [grid_of(read(tmp_path, package({"S": part}, styles))) for part in (plain, prefixed)]
    assert rows(grids[0]) == rows(grids[1]) == [[1.0, "#N/A"]]
    assert grids[0].merged == grids[1].merged == (Area.parse("A2:B2"),)
    assert grids[0].number_format(0, 0) == grids[1].number_format(0, 0) == "0.0"


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<c r="A1"><v>1<!-- -->2</v></c>', "it holds XML comments or the like, which no spreadsheet program writes"),
        ('<c r="A1"><v>1<?x ?>2</v></c>', "it holds XML comments or the like, which no spreadsheet program writes"),
        ('<c r="A1"><v><![CDATA[12]]></v></c>', "it holds XML comments or the like, which no spreadsheet program writes"),
        ('<c r="A1"><v>5</v><f>2+3</f></c>', "the value of the cell A1 cannot be read"),
        ('<c r="A1"><v>5</v><is><t>q</t></is></c>', "the cell A1 holds two values"),
        ('<c r="A1" t="s"><v>9</v></c>', "reading it failed"),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', "the cell A1 shows an error of newer Excel"),
        ('<c r="A1" t="wrong"><v>9</v></c>', "reading it failed"),
        ('<c r="A1" s="x"><v>9</v></c>', "the style of one of its cells is damaged"),
        ('<c r="A1"><v>9</v></c></row><row r="2`"><c r="A2"><v>9</v></c>', "the number of one of its rows is damaged"),
        ('<c r="A1"><v>9</v></c></row><row r="2" ht="`15"><c r="A2"><v>9</v></c>', "the height of one of its rows is damaged"),
        ('<c r="$A$1"><v>9</v></c>', "one of its cells has no proper address"),
        ('<c r="&#65;1"><v>9</v></c>', "its cells are written in a way that no spreadsheet program uses"),
        ('<c r="A1"><v>9</v></row>', "reading it failed (XmlError)"),
        ("<c><v>9</v></row>", "its XML is damaged"),
        ('<c r="A1"><v>9</v></c></row></sheetData><sheetData><row r="2"><c r="A2"><v>9</v></c>', "two tables of cells"),
    ],
)
def test_a_sheet_whose_values_could_be_missed_is_unread_and_the_others_are_read(tmp_path: Path, markup: str, what: str) -> None:
    good = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    file = read(tmp_path, package({"bad": sheet_xml(f'<row r="1">{markup}</row>'), "good": good}))
    assert [grid.sheet for grid in file.grids] == ["good"]
    (unread,) = file.unread
    assert unread.sheet == "bad"
    assert what in unread.what
    assert unread.todo


def test_an_empty_shared_text_is_no_loss(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    book = package({"S": sheet_xml(cells)}, {"xl/sharedStrings.xml": strings_xml("<t></t>", "<t>North</t>")})
    assert rows(grid_of(read(tmp_path, book))) == [["", "North"]]


def test_a_sheet_in_another_encoding_is_unread(tmp_path: Path) -> None:
    part = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    (unread,) = read(tmp_path, package({"S": part.encode("utf-16")})).unread
    assert "not in UTF-8" in unread.what
    (unread,) = read(tmp_path, package({"S": f'<?xml version="1.0" encoding="latin1"?>{part}'})).unread
    assert "not in UTF-8" in unread.what


def test_a_document_type_cannot_make_a_part_grow(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>' + styles_xml("0.0")
    file = read(tmp_path, package({"S": sheet_xml("")}, {"xl/styles.xml": bomb}))
    assert (file.grids, file.unread[0].what) == ((), "its part xl/styles.xml is damaged")


def test_parts_that_inflate_beyond_the_limits_are_unread(tmp_path: Path) -> None:
    part = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + '<row r="2"/>' * 10_000)
    small = Limits(part_bytes=50_000)
    tight = Limits(ratio_from_bytes=50_000, part_ratio=50)
    for limits in (small, tight):
        file = read(tmp_path, package({"S": part, "T": sheet_xml("")}), limits=limits)
        assert [grid.sheet for grid in file.grids] == ["T"]
        assert "xl/worksheets/sheet1.xml inflates to more" in file.unread[0].what
    assert read(tmp_path, package({"S": part}), limits=Limits(ratio_from_bytes=50_000, part_ratio=1000)).unread == ()


def test_a_macro_workbook_is_read_and_called_what_it_is(tmp_path: Path) -> None:
    book = package({"S": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')}, {"xl/vbaProject.bin": b"code"})
    for name in ("book.xlsm", "disguised.xlsx"):
        file = read(tmp_path, book, name)
        assert (file.format, rows(grid_of(file))) == ("xlsm", [[1.0]])


def test_a_panic_of_the_reader_of_values_is_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As Rust's panics arrive in Python."""

    def panic(*_: object) -> None:
        raise PanicException("Confidential Ltd")

    monkeypatch.setattr("outcheck.readers.excel.values_of", lambda _: ((), 0))
    monkeypatch.setattr("outcheck.readers.excel.CalamineWorkbook.from_filelike", panic, raising=False)
    file = read(tmp_path, package({"S": sheet_xml("")}))
    assert (file.grids, file.unread[0].what) == ((), "reading it failed (PanicException)")
    assert "Confidential" not in str(file)
