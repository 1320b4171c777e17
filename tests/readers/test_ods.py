from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from books import open_document

from outcheck.model.grid import Grid, Visibility
from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release


def read(folder: Path, data: bytes, limits: Limits | None = None) -> ReleaseFile:
    (folder / "book.ods").write_bytes(data)
    (file,) = read_release([folder / "book.ods"], limits=limits or Limits())
    return file


def grid_of(file: ReleaseFile) -> Grid:
    assert file.unread == ()
    (grid,) = file.grids
    return grid


def rows(grid: Grid) -> list[list[object]]:
    return [list(row) for row in zip(*grid.columns, strict=True)]


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(value: str = "", attributes: str = "", shown: str = "") -> str:
    said = f'office:value-type="float" office:value="{value}"' if value else ""
    return f"<table:table-cell {said} {attributes}>{f'<text:p>{shown}</text:p>' if shown else ''}</table:table-cell>"


BEYOND = "its cells reach beyond the last row or column that programs show"
BLANK_ROWS = row(cell(), attributes='table:number-rows-repeated="999"')
FULL = row(cell("5", 'table:number-columns-repeated="9999"'), attributes='table:number-rows-repeated="9999"')
FAR = row(cell("5")) + BLANK_ROWS + row(*["<table:table-cell/>"] * 9999, cell("5"))
FLAT = '<style:table-row-properties style:row-height="0cm"/>'


def test_values_keep_their_types(tmp_path: Path) -> None:
    cells = (
        cell("7.5"),
        cell(attributes='office:value-type="percentage" office:value="0.458"'),
        cell(attributes='office:value-type="boolean" office:boolean-value="true"'),
        cell(attributes='office:value-type="boolean" office:boolean-value="false"'),
        cell(attributes='office:value-type="date" office:date-value="2024-05-01"'),
        cell(attributes='office:value-type="date" office:date-value="2024-05-01T12:30:00"'),
        cell(attributes='office:value-type="time" office:time-value="PT12H30M00S"'),
        cell(attributes='office:value-type="time" office:time-value="PT30H00M00S"'),
        cell(attributes='office:value-type="string"', shown="a<text:s text:c='2'/>b<text:tab/><text:span>c</text:span>d"),
        cell(attributes='office:value-type="string" office:string-value="007"', shown="7"),
    )
    assert rows(grid_of(read(tmp_path, open_document({"S": row(*cells)})))) == [
        [
            7.5,
            0.458,
            True,
            False,
            date(2024, 5, 1),
            datetime(2024, 5, 1, 12, 30),  # noqa: DTZ001  workbooks know no time zones
            time(12, 30),
            timedelta(hours=30),
            "a  b\tcd",
            "007",
        ]
    ]


def test_a_comment_in_a_cell_is_not_its_text(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>secret</text:p></office:annotation>"
    data = open_document({"S": row(f'<table:table-cell office:value-type="string">{note}<text:p>x</text:p></table:table-cell>')})
    assert rows(grid_of(read(tmp_path, data))) == [["x"]]


@pytest.mark.parametrize(
    "attributes",
    [
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"',
        'table:formula="of:=1/0" office:value-type="float" office:value="0"',
        'office:value-type="string"',
    ],
)
def test_an_error_is_the_text_that_is_shown(tmp_path: Path, attributes: str) -> None:
    data = open_document({"S": row(cell(attributes=attributes, shown="#REF!"), cell("1"))})
    assert rows(grid_of(read(tmp_path, data))) == [["#REF!", 1.0]]


def test_repeated_cells_and_rows_stand_where_they_are_shown(tmp_path: Path) -> None:
    lines = row(cell(attributes='table:number-columns-repeated="2"'), cell("5", 'table:number-columns-repeated="2"'))
    lines += row(cell(), attributes='table:number-rows-repeated="2"') + row(
        cell("1"), attributes='table:number-rows-repeated="2"'
    )
    lines += row(cell(attributes='table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048570"')
    data = open_document({"S": lines})
    blank = ["", "", "", ""]
    assert rows(grid_of(read(tmp_path, data))) == [["", "", 5.0, 5.0], blank, blank, [1.0, "", "", ""], [1.0, "", "", ""]]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (row(cell("5", 'table:number-columns-repeated="999999999999"')), BEYOND),
        (row(cell("5"), attributes=f'table:number-rows-repeated="{"9" * 5000}"') * 99, BEYOND),
        (row(cell("5"), attributes='table:number-rows-repeated="99999999"'), BEYOND),
        (row(cell(attributes='table:number-columns-repeated="1000000"'), cell("5")) * 500, BEYOND),
        (row(cell("5", 'table:number-columns-repeated="-1"')), "its XML is damaged"),
        (row(cell("5", 'table:number-columns-repeated="0"')), "its XML is damaged"),
        (FULL, "its values fill more than 10,000,000 cells"),
        (FAR, "its cells reach to NTP1001, more than 10,000,000 cells"),
        (row(cell("NaN")), "the value of the cell A1 cannot be read"),
        (row(cell("1e999")), "the value of the cell A1 cannot be read"),
        (row(cell(), cell(attributes='office:value-type="float"')), "the value of the cell B1 cannot be read"),
        (row(cell(attributes='office:value-type="wrong"')), "the value of the cell A1 cannot be read"),
        (row(cell(attributes='office:value-type="boolean"')), "the value of the cell A1 cannot be read"),
        (row(cell(attributes='office:value-type="date" office:date-value="99999-01-01"')), "the value of the cell A1 cannot"),
        (row(cell(attributes='office:value-type="time" office:time-value="P"')), "the value of the cell A1 cannot be read"),
    ],
)
def test_a_sheet_whose_values_could_be_missed_is_unread_and_the_others_are_read(tmp_path: Path, lines: str, what: str) -> None:
    file = read(tmp_path, open_document({"bad": lines, "good": row(cell("1"))}), Limits(cells=10_000_000))
    assert [grid.sheet for grid in file.grids] == ["good"]
    (unread,) = file.unread
    assert unread.sheet == "bad"
    assert unread.what.startswith(what)
    assert unread.todo


def test_formulas_without_a_result_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    file = read(tmp_path, open_document({"S": row(cell("1"), cell(attributes='table:formula="of:=A1"'))}))
    assert [(len(file.grids), unread.what) for unread in file.unread] == [
        (1, "1 of its formulas have no stored result, the first in B1")
    ]


def test_merged_ranges_hidden_rows_columns_and_sheets_are_known(tmp_path: Path) -> None:
    styles = f'<style:style style:name="flat" style:family="table-row">{FLAT}</style:style>'
    lines = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="16383"/>'
        + row(cell("1", 'table:number-columns-spanned="2" table:number-rows-spanned="1"'), "<table:covered-table-cell/>")
        + row(cell("1"), cell("2"), attributes='table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{row(cell("3"))}</table:table-row-group>'
        + row(cell("4"))
        + row(cell("5"), attributes='table:style-name="flat"')
    )
    grid = grid_of(read(tmp_path, open_document({"S": lines}, styles=styles)))
    assert [str(area) for area in grid.merged] == ["A1:B1"]
    assert [str(area) for area in grid.hidden] == ["B1:B5", "A2:B3", "A5:B5"]


def test_formats_bold_and_indentation_come_from_styles_and_those_they_inherit_from(tmp_path: Path) -> None:
    styles = (
        '<number:percentage-style style:name="P"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
        "<number:text>%</number:text></number:percentage-style>"
        '<style:style style:name="parent" style:data-style-name="P"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="child" style:parent-style-name="parent">'
        '<style:paragraph-properties fo:margin-left="0.2917in"/></style:style>'
        '<style:style style:name="circle" style:parent-style-name="circle"/>'
    )
    lines = '<table:table-column table:default-cell-style-name="parent"/>' + row(cell("0.5"), cell("1"))
    lines += row(cell("0.5", 'table:style-name="child"'), cell("1", 'table:style-name="circle"'))
    grid = grid_of(read(tmp_path, open_document({"S": lines}, styles=styles)))
    assert [[grid.number_format(row, column) for column in range(2)] for row in range(2)] == [["0.0%", "General"]] * 2
    assert [None if flags is None else flags.tolist() for flags in grid.bold] == [[True, True], None]
    assert [None if steps is None else steps.tolist() for steps in grid.indents] == [[0, 2], None]
    assert grid.visibility is Visibility.VISIBLE


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (open_document({}), "it lists no sheets"),
        (open_document({"S": ""}, parts={"content.xml": "<x"}), "its part content.xml is damaged"),
        (
            open_document({"S": ""}, parts={"content.xml": '<!DOCTYPE x [<!ENTITY a "aa">]><x/>'}),
            "its part content.xml is damaged",
        ),
        (open_document({"S": "<a>" * 20_000 + "</a>" * 20_000}), ""),
        (open_document({"S": ""}, parts={"META-INF/manifest.xml": "<m:encryption-data/>"}), "it is protected by a password"),
        (
            open_document({"S": ""}, around=f"<table:tracked-changes>{row(cell('5'))}</table:tracked-changes>"),
            "it holds tables outside its sheets, such as recorded changes",
        ),
        (
            open_document({"S": row(f"<table:table-cell><table:table>{row(cell('5'))}</table:table></table:table-cell>")}),
            "it holds tables outside its sheets, such as recorded changes",
        ),
    ],
)
def test_a_document_that_cannot_be_told_for_certain_is_unread(tmp_path: Path, data: bytes, what: str) -> None:
    file = read(tmp_path, data)
    assert [unread.what for unread in file.unread] == [what] * bool(what)
    assert len(file.grids) == (0 if what else 1)
