"""Rebuilds a workbook from what it shows: values, looks and sizes, and nothing else of the old file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.grid import GENERAL, Grid, Visibility
from outcheck.model.places import Area
from outcheck.writers.changes import NO_CHANGES, SheetChanges, shown_changed
from outcheck.writers.frames import kept_theme, set_frame, set_links
from outcheck.writers.looks import Looks, old_workbook
from outcheck.writers.shown import ShownCells, Value

_CORE = re.compile(rb"<(dc:creator|dcterms:created|dcterms:modified|cp:lastModifiedBy)[^>]*>[^<]*</\1>")
_MOMENT = (1980, 1, 1, 0, 0, 0)


def rebuilt(
    grids: Sequence[Grid], data: bytes, kind: str, changes: Mapping[str, SheetChanges] | None = None
) -> tuple[bytes, tuple[tuple[str, ShownCells], ...]]:
    """New workbook of the visible sheets, the same bytes each time, with the cells that it must show, sheet by sheet."""
    changed = changes or {}
    old, new = old_workbook(data, kind), Workbook()
    new.remove(new.worksheets[0])
    new.loaded_theme = kept_theme(old.loaded_theme) if old is not None else None
    made: list[tuple[str, ShownCells]] = []
    for grid in (grid for grid in grids if grid.visibility is Visibility.VISIBLE):
        sheet = old[grid.sheet] if old is not None and grid.sheet in old.sheetnames else None
        looks = Looks(grid, sheet)
        cells = shown_changed(grid, changed.get(grid.sheet, NO_CHANGES), looks.unseen())
        _write(new, grid, cells, looks)
        made.append((grid.sheet, cells))
    if old is not None:
        _frame(new, old, {grid.sheet: grid.height for grid in grids}, dict(made))
    stream = io.BytesIO()
    new.save(stream)
    return plain_package(stream.getvalue()), tuple(made)


def _write(book: Workbook, grid: Grid, cells: ShownCells, looks: Looks) -> None:
    sheet = book.create_sheet(grid.sheet)
    last = _last_filled(cells, grid.height)
    for place, (row, values) in enumerate(zip(cells.rows, cells.values, strict=True)):
        for number, (column, value) in enumerate(zip(cells.columns, values, strict=True)):
            cell = sheet.cell(place + 1, number + 1)
            if not isinstance(cell, Cell):
                continue
            looks.apply(cell, row if row < grid.height else last, column)
            set_value(cell, looks.rich(value, row, column) if row < grid.height else value)
            if (place, number) in cells.replaced:
                cell.number_format = GENERAL
            if isinstance(value, str) and row < grid.height and _is_number(grid.columns[column][row]):
                _to_the_right(cell)
    looks.set_sizes(sheet, cells)
    for area in grid.merged:
        inner = _moved(area, cells)
        if inner is not None:
            sheet.merge_cells(str(inner))


def _frame(new: Workbook, old: Workbook, heights: Mapping[str, int], shown: Mapping[str, ShownCells]) -> None:
    """Give sheets what stands around their cells; links last, since they lead to other sheets."""
    for name, cells in shown.items():
        if isinstance(new[name], Worksheet) and name in old.sheetnames and isinstance(old[name], Worksheet):
            set_frame(new[name], old[name], cells, heights[name])
            set_links(new[name], old[name], cells, shown)


def _is_number(stored: object) -> bool:
    return isinstance(stored, int | float) and not isinstance(stored, bool)


def _to_the_right(cell: Cell) -> None:
    """Let a text that stands where a number was stand as numbers do, unless the old cell says where it stands."""
    if cell.alignment.horizontal in (None, "general"):
        alignment = copy(cell.alignment)
        alignment.horizontal = "right"
        cell.alignment = alignment  # type: ignore[assignment]  # a copy of a proxy is what it stands for


def _last_filled(cells: ShownCells, height: int) -> int:
    """The last row of the old sheet with something in its first column: what is noted below looks like it."""
    pairs = list(zip(cells.rows, cells.values, strict=True))
    return next((row for row, values in reversed(pairs) if row < height and values and values[0] not in (None, "")), 0)


def set_value(cell: Cell, value: Value | CellRichText) -> None:
    """Write a value as what it is: a text that begins like a formula, or reads like an error, stays a text."""
    if value == "":
        return
    cell_format = cell.number_format
    cell.value = value
    if cell.number_format != cell_format:  # as a date sets it
        cell.number_format = cell_format
    if isinstance(value, str | CellRichText):
        cell.data_type = "s"


def _moved(area: Area, cells: ShownCells) -> Area | None:
    """Where a merged range lies once hidden rows and columns are gone; None where one cell or none is left."""
    rows = [place for place, row in enumerate(cells.rows) if area.top <= row <= area.bottom]
    columns = [place for place, column in enumerate(cells.columns) if area.left <= column <= area.right]
    if not rows or not columns or len(rows) * len(columns) == 1:
        return None
    return Area(rows[0], columns[0], rows[-1], columns[-1])


def plain_package(data: bytes) -> bytes:
    """The package without author and times, and with one moment for all its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in made.namelist():
            content = made.read(name)
            plain.writestr(zipfile.ZipInfo(name, _MOMENT), _CORE.sub(b"", content) if name == "docProps/core.xml" else content)
    return stream.getvalue()
