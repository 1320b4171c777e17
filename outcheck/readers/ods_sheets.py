"""Walks through the content of an OpenDocument spreadsheet, sheet by sheet and row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.places import Area, address
from outcheck.readers.limits import Limits
from outcheck.readers.ods_rows import MOST_COLUMNS, MOST_ROWS, PlainRow, RowMarks, WithoutPlainRows, repeated, row_marks
from outcheck.readers.ods_values import Stored, attribute, has_text, marks_of, shown_text, value_of
from outcheck.readers.package import SAVE_AGAIN, local_name
from outcheck.readers.refusal import Refusal

_CELLS = ("table-cell", "covered-table-cell")
_ROW_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_COLUMN_GROUPS = ("table-column-group", "table-header-columns", "table-columns")
_OF_A_SHEET = frozenset({"table", "table-row", "table-column", *_CELLS, *_ROW_GROUPS, *_COLUMN_GROUPS})
_CLOSING = _OF_A_SHEET.difference(_CELLS)
_HOLD_ROWS = ("table", *_ROW_GROUPS)

Styles = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Values from the first column to the last one filled, repeated over ``rows``, and the style of each that is filled."""

    row: int
    rows: int
    values: list[Stored]
    styles: Styles


@dataclass(slots=True)
class OpenSheet:
    """A sheet as the content has it; ``rows`` and ``columns`` are first, last, style, and whether it is said to be hidden."""

    name: str
    style: str
    lines: list[OpenRow] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    rows: list[tuple[int, int, str, bool]] = field(default_factory=list)
    columns: list[tuple[int, int, str, bool]] = field(default_factory=list)
    defaults: list[tuple[int, str]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    height: int = 0
    width: int = 0
    filled: int = 0
    full_styles: dict[tuple[str, Styles], Styles] = field(default_factory=dict)

    def add_row(self, marks: RowMarks, values: list[Stored], styles: Styles, limits: Limits, *, hidden: bool) -> None:
        """Put a row below those there are."""
        first = self.height
        self.height += marks.rows
        alike = self.rows.pop()[0] if self.rows and self.rows[-1][2:] == (marks.style, hidden) else first
        self.rows.append((alike, self.height - 1, marks.style, hidden))
        if not values:
            return
        if self.height > MOST_ROWS:
            raise _beyond()
        self.filled += marks.rows * len(values)
        if self.filled > limits.cells:
            raise Refusal(f"its values fill more than {limits.cells:,} cells", "delete what stands far from the tables")
        self.lines.append(OpenRow(first, marks.rows, values, self._full(marks.cell_style, styles)))

    def _full(self, of_row: str, styles: Styles) -> Styles:
        """Styles of cells, where they name none that of their row or column; one tuple for all rows that look alike."""
        if (of_row, styles) not in self.full_styles:
            self.full_styles[of_row, styles] = tuple(
                style if style is None else style or of_row or self._of_column(column) for column, style in enumerate(styles)
            )
        return self.full_styles[of_row, styles]

    def _of_column(self, column: int) -> str:
        return next((style for end, style in self.defaults if column < end), "")


def _beyond() -> Refusal:
    return Refusal("its cells reach beyond the last row or column that programs show", "delete what stands far away")


def read_sheets(content: bytes, limits: Limits) -> tuple[list[OpenSheet], Element | None]:
    """Sheets in their order, and the styles that the content defines for them."""
    walk = _Walk(limits)
    try:
        for event, element in iterparse(
            WithoutPlainRows(content, walk.takes_rows, walk.add_plain), events=("start", "end"), forbid_dtd=True
        ):
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

    def takes_rows(self) -> bool:
        """Whether a row that comes now belongs to a sheet."""
        return bool(self.path) and self.path[-1] in _HOLD_ROWS and self._in_sheet()

    def add_plain(self, row: PlainRow) -> None:
        """Put a row that was read from its bytes into the sheet that is open."""
        self.add_row(row.marks, row.values, row.styles)

    def add_row(self, marks: RowMarks, values: list[Stored], styles: Sequence[str | None]) -> None:
        """Put a row into the sheet that is open."""
        sheet = self.sheets[-1]
        try:
            sheet.add_row(marks, values, tuple(styles), self.limits, hidden=marks.hidden or self.closed_groups > 0)
        except Refusal as refusal:
            sheet.refusal = sheet.refusal or refusal

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
                self.add_row(row_marks(marks_of(element)), *_cells_of(element, sheet))
        except Refusal as refusal:
            sheet.refusal = sheet.refusal or refusal
        if name in ("table-row", "table"):
            element.clear()


def _is_closed_group(name: str, element: Element) -> bool:
    return name in ("table-row-group", "table-column-group") and attribute(element, "display") == "false"


def _add_columns(sheet: OpenSheet, element: Element, *, in_closed_group: bool) -> None:
    marks = marks_of(element)
    first = sheet.width
    sheet.width += repeated(marks, "number-columns-repeated", MOST_COLUMNS)
    hidden = in_closed_group or marks.get("visibility") in ("collapse", "filter")
    sheet.columns.append((first, sheet.width - 1, marks.get("style-name", ""), hidden))
    sheet.defaults.append((sheet.width, marks.get("default-cell-style-name", "")))


def _cells_of(row: Element, sheet: OpenSheet) -> tuple[list[Stored], list[str | None]]:
    """Values of a row up to the last one filled, with the style that each cell names; what is merged goes to the sheet."""
    values: list[Stored] = []
    styles: list[str | None] = []
    for column, columns, cell, marks in _each_cell(row):
        _add_merged(sheet, column, marks)
        where = address(sheet.height, column)
        value = value_of(marks, shown_text(cell), where)
        if value == "":
            if marks.get("formula") and not marks.get("value-type") and not has_text(cell):
                sheet.uncomputed.append(where)
            continue
        if column + columns > MOST_COLUMNS:
            raise _beyond()
        blanks = column - len(values)
        values += [""] * blanks + [value] * columns
        styles += [None] * blanks + [marks.get("style-name", "")] * columns
    return values, styles


def _each_cell(row: Element) -> Iterator[tuple[int, int, Element, dict[str, str]]]:
    """Each cell of a row with its column, how often it is repeated, and its attributes."""
    column = 0
    for cell in row:
        if local_name(cell) in _CELLS:
            marks = marks_of(cell)
            columns = repeated(marks, "number-columns-repeated", MOST_COLUMNS)
            yield column, columns, cell, marks
            column += columns


def _add_merged(sheet: OpenSheet, column: int, marks: dict[str, str]) -> None:
    row = sheet.height
    down = repeated(marks, "number-rows-spanned", MOST_ROWS)
    across = repeated(marks, "number-columns-spanned", MOST_COLUMNS)
    if down > 1 or across > 1:
        bottom, right = min(row + down, MOST_ROWS) - 1, min(column + across, MOST_COLUMNS) - 1
        sheet.merged.append(Area(row, column, max(bottom, row), max(right, column)))
