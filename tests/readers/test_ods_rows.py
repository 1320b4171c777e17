"""Rows read from their bytes say what the walk through the parsed XML says of them, whatever they hold."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from books import open_document, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.model.grid import Grid
from outcheck.readers import Limits
from outcheck.readers.ods import read_open_document
from outcheck.readers.ods_rows import ROW, PlainRows
from outcheck.readers.package import Content

STYLES = (
    '<number:number-style style:name="N"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    '</number:number-style><style:style style:name="one" style:data-style-name="N"/>'
    '<style:style style:name="bold"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="flat"><style:table-row-properties style:row-height="0cm"/></style:style>'
)
NUMBER = 'office:value-type="float" office:value="{}" calcext:value-type="float"'
CELLS = (
    *(f"<table:table-cell {NUMBER.format(n)}><text:p>{n}</text:p></table:table-cell>" for n in ("5", "-0.25", "1e300", "nan")),
    f'<table:table-cell table:style-name="one" {NUMBER.format("7")}><text:p>7.0</text:p></table:table-cell>',
    f'<table:table-cell {NUMBER.format("8")} table:style-name="bold"><text:p>8</text:p></table:table-cell>',
    f"<table:table-cell {NUMBER.format('9')}/>",
    f'<table:table-cell table:formula="of:=1/0" {NUMBER.format("0")}><text:p>#DIV/0!</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string"><text:p>North é</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string" table:number-columns-repeated="3"><text:p>x</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string"><text:p>a &amp; b</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string"><text:p>a</text:p><text:p>b</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string" office:string-value="007"><text:p>7</text:p></table:table-cell>',
    '<table:table-cell office:value-type="string"><text:p></text:p></table:table-cell>',
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>',
    '<table:table-cell office:value-type="date" office:date-value="2024-05-01"><text:p>1 May</text:p></table:table-cell>',
    '<table:table-cell table:number-columns-spanned="2"/><table:covered-table-cell/>',
    '<table:table-cell table:style-name="bold"/>',
    '<table:table-cell table:number-columns-repeated="16384"/>',
    "<table:table-cell/>",
    "<table:table-cell></table:table-cell>",
    "<table:table-cell table:number-columns-repeated='2'/>",
    '<table:table-cell foo="a>b"/>',
)
ROWS = (
    "",
    ' table:style-name="flat"',
    ' table:number-rows-repeated="3"',
    ' table:visibility="collapse"',
    ' table:default-cell-style-name="bold"',
    ' table:number-rows-repeated="0"',
)


def told(data: bytes) -> tuple[list[object], object]:
    """All that is read of a document, in a form that can be compared."""
    grids, unread = read_open_document("book.ods", Content(data, Limits()))
    return [facts(grid) for grid in grids], unread


def facts(grid: Grid) -> object:
    looks = [None if codes is None else codes.tolist() for codes in (*grid.formats, *grid.indents, *grid.bold)]
    cells = [[(type(value).__name__, value) for value in column] for column in grid.columns]
    return grid.sheet, cells, looks, grid.number_formats, grid.merged, grid.hidden


def walked(data: bytes) -> bytes:
    """The same document with a comment in it, with which every row is walked through."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"content.xml": parts["content.xml"].replace(b"<office:body>", b"<office:body><!-- -->")})


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ROWS), st.lists(st.sampled_from(CELLS), max_size=5)), max_size=8))
def test_both_ways_of_reading_agree(rows: list[tuple[str, list[str]]]) -> None:
    lines = "".join(f"<table:table-row{said}>{''.join(cells)}</table:table-row>" for said, cells in rows)
    around = '<table:table-column table:default-cell-style-name="one"/><table:table-column table:number-columns-repeated="9"/>'
    grouped = f'<table:table-row-group table:display="false">{lines}</table:table-row-group>'
    data = open_document({"S": around + lines, "T": grouped + lines}, styles=STYLES)
    assert told(data) == told(walked(data))


@pytest.mark.parametrize("cell", [cell for cell in CELLS if "office:value-type" in cell and "&" not in cell][:4])
def test_rows_as_programs_write_them_are_plain(cell: str) -> None:
    row = f"<table:table-row>{cell * 3}<table:table-cell table:number-columns-repeated='9'/></table:table-row>".replace("'", '"')
    read = PlainRows().read(row.encode(), 0)
    if "nan" in cell:
        assert read is None
    else:
        assert read is not None
        assert len(read.values) == 3


def test_rows_within_rows_end_the_fast_way_for_good() -> None:
    rows = PlainRows()
    plain = (
        b'<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    assert rows.read(plain, 0) is not None
    assert rows.read(ROW + b">" + plain, 0) is None
    assert rows.read(plain, 0) is None
