"""Compares a file with its protected copy without outcheck's readers: with openpyxl, or byte by byte."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, rows_from_range
from openpyxl.worksheet.worksheet import Worksheet

Spot = tuple[str, str]
"""A sheet, empty for a text, and the address of a cell in it."""

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_END = re.compile(r"\r\n|\n|\r")


def named(log: str, file: str) -> set[Spot]:
    """Cells of a file that a log of changes names."""
    lines = [line for line in csv.DictReader(log.splitlines()) if line["file"] == file and line["cell"] and line["now"]]
    return {(line["sheet"], cell) for line in lines for cell in _cells(line["cell"])}


def changed(original: Path, made: Path) -> set[Spot]:
    """Cells that differ, and lines that only the copy has. Fails where anything else differs that the original shows."""
    if original.suffix == ".xlsx":
        return set(_in_workbooks(original, made))
    return {("", spot) for spot in _in_texts(original.read_bytes(), made.read_bytes())}


def _cells(text: str) -> Iterator[str]:
    for line in rows_from_range(text):
        yield from line


def _in_texts(one: bytes, other: bytes) -> Iterator[str]:
    mark = next((held for held in _MARKS if one.startswith(held)), b"")
    assert other.startswith(mark)
    encoding = _MARKS.get(mark, "utf-8")
    try:
        text = one.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = one.decode(encoding)
    sign = max(",;\t|", key=lambda delimiter: sum(len(line) - 1 for line in _fields(text, delimiter)))
    before, after = _fields(text, sign), _fields(other.removeprefix(mark).decode(encoding), sign)
    assert [len(line) for line in before] == [len(line) for line in after]
    for row, (was, now) in enumerate(zip(before, after, strict=True), 1):
        assert was[-1] == now[-1], f"the end of line {row}"
        for column, (old, new) in enumerate(zip(was[:-1], now[:-1], strict=True), 1):
            if old != new:
                assert old.startswith('"') == new.startswith('"'), "quoted as it was"
                yield f"{get_column_letter(column)}{row}"


def _fields(text: str, sign: str) -> list[list[str]]:
    """Records, each with its fields as they are written and last the end of its line, sign by sign."""
    records: list[list[str]] = [[]]
    field, quoted, at = "", False, 0
    while at < len(text):
        end = None if quoted else _END.match(text, at)
        if end is not None:
            records[-1] += [field, end[0]]
            records.append([])
            field, at = "", end.end()
            continue
        if text[at] == '"' and (quoted or not field):
            quoted = not quoted
        if text[at] == sign and not quoted:
            records[-1].append(field)
            field = ""
        else:
            field += text[at]
        at += 1
    if field or records[-1]:
        records[-1] += [field, ""]
    return [record for record in records if record]


def _in_workbooks(original: Path, made: Path) -> Iterator[Spot]:
    was, now = load_workbook(original, data_only=True), load_workbook(made, data_only=True)
    assert now.sheetnames == [sheet.title for sheet in was.worksheets if sheet.sheet_state == "visible"]
    assert not any(isinstance(cell.value, str) and cell.data_type == "f" for sheet in now for line in sheet for cell in line)
    for name in now.sheetnames:
        for spot in _in_sheets(was[name], now[name]):
            yield name, spot


def _in_sheets(was: Worksheet, now: Worksheet) -> Iterator[str]:
    rows = [row for row in range(1, was.max_row + 1) if not was.row_dimensions[row].hidden]
    hidden = {
        column
        for held in was.column_dimensions.values()
        if held.hidden and held.min and held.max
        for column in range(held.min, held.max + 1)
    }
    columns = [column for column in range(1, was.max_column + 1) if column not in hidden]
    for row, source in enumerate(rows, 1):
        for column, first in enumerate(columns, 1):
            old, new = was.cell(source, first), now.cell(row, column)
            if old.value != new.value and not (isinstance(old.value, str) and old.value.split() == str(new.value or "").split()):
                yield old.coordinate
            if isinstance(old, Cell) and isinstance(new, Cell):
                _same_looks(old, new)
    for line in now.iter_rows(min_row=len(rows) + 1):
        if line and line[0].value is not None:
            yield f"A{was.max_row + line[0].row - len(rows)}"
    _same_frames(was, now, rows, columns)


def _same_looks(old: Cell, new: Cell) -> None:
    for name in ("font", "fill", "border", *(("alignment",) if old.value == new.value else ())):
        assert copy(getattr(old, name)) == copy(getattr(new, name)), (old.coordinate, name)
    if old.value == new.value:
        assert old.number_format == new.number_format, old.coordinate
        assert (old.hyperlink is None) == (new.hyperlink is None), old.coordinate


def _same_frames(was: Worksheet, now: Worksheet, rows: list[int], columns: list[int]) -> None:
    assert was.sheet_view.showGridLines == now.sheet_view.showGridLines
    assert was.sheet_view.zoomScale == now.sheet_view.zoomScale
    assert was.page_setup.orientation == now.page_setup.orientation
    assert was.sheet_properties.tabColor == now.sheet_properties.tabColor
    for row, source in enumerate(rows, 1):
        if source in was.row_dimensions and was.row_dimensions[source].height:
            assert now.row_dimensions[row].height == was.row_dimensions[source].height
    widths = {
        column: held.width
        for held in was.column_dimensions.values()
        if held.customWidth and held.min and held.max
        for column in range(held.min, held.max + 1)
    }
    for column, source in enumerate(columns, 1):
        if source in widths:
            assert now.column_dimensions[get_column_letter(column)].width == widths[source]
    if len(rows) == was.max_row and len(columns) == was.max_column:
        assert {str(area) for area in now.merged_cells.ranges} == {str(area) for area in was.merged_cells.ranges}
        assert was.freeze_panes == now.freeze_panes
        assert was.print_title_rows == now.print_title_rows
        assert {table.displayName: table.ref for table in was.tables.values()} == {
            table.displayName: table.ref for table in now.tables.values()
        }
