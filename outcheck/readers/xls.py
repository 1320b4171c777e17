"""Reads XLS workbooks of Excel 97 and later into grids: values by calamine, all else by our own look at the records."""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from outcheck.model.grid import GENERAL, Grid
from outcheck.model.places import address
from outcheck.model.release import Unread
from outcheck.readers.biff import OldSheet, OldWorkbook, read_records
from outcheck.readers.compound import stream_of
from outcheck.readers.excel import load, panics_refused, place_errors, refuse_no_numbers, values_of
from outcheck.readers.limits import Limits
from outcheck.readers.looks import Frame, dressed
from outcheck.readers.ooxml import BUILT_IN, Styles, as_styles
from outcheck.readers.package import SAVE_AGAIN, Content
from outcheck.readers.refusal import Refusal, crash_refusal
from outcheck.readers.sheet_facts import as_cells, spans

_WORKSHEET, _CHART = 0, 2


def read_old_workbook(file: str, held: Content) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """Grids of all sheets, hidden ones too, and what could not be read of which sheet."""
    book = read_records(stream_of(held.data, ("Workbook", "Book")))
    for sheet in book.sheets:
        _refuse_vast(sheet, held.limits)
    with panics_refused():
        values = CalamineWorkbook.from_filelike(io.BytesIO(held.data))
    names = values.sheet_names
    if not names or len(names) != len(book.sheets) or len({name.casefold() for name in names}) != len(names):
        raise Refusal("its list of sheets cannot be told for certain", SAVE_AGAIN)
    styles = _styles(book)
    grids: list[Grid] = []
    unread: list[Unread] = []
    for index, (name, sheet) in enumerate(zip(names, book.sheets, strict=True)):
        try:
            if sheet.kind == _CHART:
                continue
            grids.append(_grid(file, name, sheet, styles, values, index))
            unread += (refusal.unread(name) for refusal in _uncomputed(sheet))
        except Refusal as refusal:
            unread.append(refusal.unread(name))
        except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
            unread.append(crash_refusal(crash).unread(name))
    return tuple(grids), tuple(unread)


def _refuse_vast(sheet: OldSheet, limits: Limits) -> None:
    """Refuse the workbook for a sheet of too many cells: calamine fills all sheets as it opens it."""
    height = max((row + 1 for row, _, _ in sheet.styled), default=0)
    width = max((column + 1 for _, column, _ in sheet.styled), default=0)
    if height * width > limits.cells:
        far = address(height - 1, width - 1)
        raise Refusal(f"its cells reach to {far}, more than {limits.cells:,} cells", "delete what stands far from the tables")


def _uncomputed(sheet: OldSheet) -> Iterator[Refusal]:
    todo = "open it in Excel and save it, or paste the results as values"
    if sheet.due and sheet.formulas:
        yield Refusal(f"the results of its {sheet.formulas:,} formulas were not all computed when it was saved", todo)
    elif sheet.uncomputed:
        what = f"{len(sheet.uncomputed):,} of its formulas have no stored result, the first in {sheet.uncomputed[0]}"
        yield Refusal(what, todo)


def _styles(book: OldWorkbook) -> Styles:
    return as_styles(
        [book.formats.get(key) or BUILT_IN.get(key, GENERAL) for _, key, _ in book.styles],
        [indent for _, _, indent in book.styles],
        [book.is_bold(font) for font, _, _ in book.styles],
    )


def _grid(file: str, name: str, sheet: OldSheet, styles: Styles, values: CalamineWorkbook, index: int) -> Grid:
    if sheet.kind != _WORKSHEET:
        raise Refusal("it is a sheet of macros, which this version does not read", "move its content to a worksheet")
    if sheet.texts_due:
        raise Refusal("the texts that its formulas show are not all in it", SAVE_AGAIN)
    block = values_of(load(values, index))
    place_errors(block, sheet.errors)
    for row, column, _ in sheet.values:
        if row >= block.shape[0] or column >= block.shape[1] or block[row, column] in ("", None):
            raise Refusal(f"the value of the cell {address(row, column)} cannot be read", SAVE_AGAIN)
    frame = Frame(sheet.merged, spans(sheet.rows), spans(sheet.columns), sheet.visibility)
    grid = dressed((file, name), block, as_cells(sheet.styled), styles, frame)
    refuse_no_numbers(grid)
    return grid
