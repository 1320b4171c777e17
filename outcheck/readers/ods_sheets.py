"""Walks through the content of an OpenDocument spreadsheet, sheet by sheet and cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.places import Area, address
from outcheck.readers.limits import Limits
from outcheck.readers.ods_values import Stored, attribute, has_text, value_of
from outcheck.readers.package import SAVE_AGAIN, local_name
from outcheck.readers.refusal import Refusal

_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_CELLS = ("table-cell", "covered-table-cell")
_ROW_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")
_OF_A_SHEET = frozenset({"table", "table-row", "table-column", *_CELLS, *_ROW_GROUPS, *_COLUMN_GROUPS})
_CLOSING = _OF_A_SHEET.difference(_CELLS)
_DAMAGED = "its XML is damaged"


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A value, repeated over ``rows`` and ``columns``."""

    row: int
    column: int
    rows: int
    columns: int
    value: Stored
    style: str


@dataclass(slots=True)
class OpenSheet:
    """A sheet as the content has it; ``rows`` and ``columns`` are first, last, style, and whether it is said to be hidden."""

    name: str
    style: str
    cells: list[OpenCell] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    rows: list[tuple[int, int, str, bool]] = field(default_factory=list)
    columns: list[tuple[int, int, str, bool]] = field(default_factory=list)
    defaults: list[tuple[int, str]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    height: int = 0
    width: int = 0
    filled: int = 0

    def default_style(self, column: int) -> str:
        """Style of the cells of a column that name none."""
        return next((style for end, style in self.defaults if column < end), "")


def read_sheets(content: bytes, limits: Limits) -> tuple[list[OpenSheet], Element | None]:
    """Sheets in their order, and the styles that the content defines for them."""
    walk = _Walk(limits)
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            walk.step(event, element)
    except (ParseError, DefusedXmlException):
        raise Refusal("its part content.xml is damaged", SAVE_AGAIN) from None
    return walk.sheets, walk.styles


class _Walk:
    """Where the walk is: names of the open elements, and whether groups of rows and columns around it are shown."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[OpenSheet] = []
        self.styles: Element | None = None
        self.path: list[str] = []
        self.closed_groups = 0

    def step(self, event: str, element: Element) -> None:
        """Open or close an element."""
        name = local_name(element)
        if event == "start":
            self.path.append(name)
            if name == "table" and self._in_sheet():
                self.sheets.append(OpenSheet(attribute(element, "name"), attribute(element, "style-name")))
            elif name == "table-row" and not self._in_sheet():
                raise Refusal("it holds tables outside its sheets, such as recorded changes", "accept all changes and save again")
            self.closed_groups += _is_closed_group(name, element)
            return
        if name == "automatic-styles":
            self.styles = element
        elif name in _CLOSING and self.sheets and self._in_sheet():
            self._close(name, element, self.sheets[-1])
        self.path.pop()

    def _in_sheet(self) -> bool:
        """Whether the element belongs to the table of a sheet, and not to one within a cell, a drawing or a log of changes."""
        return self.path[:3] == ["document-content", "body", "spreadsheet"] and all(
            step in _OF_A_SHEET and (step != "table" or place == 0) for place, step in enumerate(self.path[3:])
        )

    def _close(self, name: str, element: Element, sheet: OpenSheet) -> None:
        self.closed_groups -= _is_closed_group(name, element)
        try:
            if name == "table-column":
                _add_columns(sheet, element, in_closed_group=self.closed_groups > 0)
            elif name == "table-row":
                _add_row(sheet, element, self.limits, in_closed_group=self.closed_groups > 0)
        except Refusal as refusal:
            sheet.refusal = sheet.refusal or refusal
        if name in ("table-row", "table"):
            element.clear()


def _is_closed_group(name: str, element: Element) -> bool:
    return name in ("table-row-group", "table-column-group") and attribute(element, "display") == "false"


def _repeated(element: Element, what: str, most: int) -> int:
    """How often an element counts, bounded a little beyond what any program shows."""
    text = attribute(element, what)
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal()) or not text.strip("0"):
        raise Refusal(_DAMAGED, SAVE_AGAIN)
    return int(text) if len(text) <= len(str(most)) else 10 * most


def _is_hidden(element: Element) -> bool:
    return attribute(element, "visibility") in ("collapse", "filter")


def _add_columns(sheet: OpenSheet, element: Element, *, in_closed_group: bool) -> None:
    first = sheet.width
    sheet.width += _repeated(element, "number-columns-repeated", _MOST_COLUMNS)
    hidden = in_closed_group or _is_hidden(element)
    sheet.columns.append((first, sheet.width - 1, attribute(element, "style-name"), hidden))
    sheet.defaults.append((sheet.width, attribute(element, "default-cell-style-name")))


def _add_row(sheet: OpenSheet, element: Element, limits: Limits, *, in_closed_group: bool) -> None:
    first, rows = sheet.height, _repeated(element, "number-rows-repeated", _MOST_ROWS)
    sheet.height += rows
    hidden = in_closed_group or _is_hidden(element)
    sheet.rows.append((first, sheet.height - 1, attribute(element, "style-name"), hidden))
    row_style = attribute(element, "default-cell-style-name")
    for column, columns, cell in _cells_of(element):
        _add_merged(sheet, first, column, cell)
        value = value_of(cell, address(first, column))
        if value == "":
            if attribute(cell, "formula") and not attribute(cell, "value-type") and not has_text(cell):
                sheet.uncomputed.append(address(first, column))
            continue
        sheet.filled += rows * columns
        if first + rows > _MOST_ROWS or column + columns > _MOST_COLUMNS:
            raise Refusal("its cells reach beyond the last row or column that programs show", "delete what stands far away")
        if sheet.filled > limits.cells:
            raise Refusal(f"its values fill more than {limits.cells:,} cells", "delete what stands far from the tables")
        style = attribute(cell, "style-name") or row_style or sheet.default_style(column)
        sheet.cells.append(OpenCell(first, column, rows, columns, value, style))


def _cells_of(row: Element) -> Iterator[tuple[int, int, Element]]:
    """Each cell of a row with its column and how often it is repeated."""
    column = 0
    for cell in row:
        if local_name(cell) in _CELLS:
            columns = _repeated(cell, "number-columns-repeated", _MOST_COLUMNS)
            yield column, columns, cell
            column += columns


def _add_merged(sheet: OpenSheet, row: int, column: int, cell: Element) -> None:
    down = _repeated(cell, "number-rows-spanned", _MOST_ROWS)
    across = _repeated(cell, "number-columns-spanned", _MOST_COLUMNS)
    if down > 1 or across > 1:
        bottom, right = min(row + down, _MOST_ROWS) - 1, min(column + across, _MOST_COLUMNS) - 1
        sheet.merged.append(Area(row, column, max(bottom, row), max(right, column)))
