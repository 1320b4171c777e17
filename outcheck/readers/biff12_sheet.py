"""Cells of a sheet of an XLSB workbook, and what frames them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from outcheck.model.places import Area, address
from outcheck.readers.biff import ERRORS
from outcheck.readers.biff12 import damage_refused, records, text_at
from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal

BinaryValue: TypeAlias = str | float | bool

_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_ROW, _COLUMNS, _MERGED, _WIDTHS, _CELLS, _CELLS_END = 0, 60, 176, 485, 145, 146
_FORMULAS = range(8, 12)
# A short record stands in the column after the one before it.
_SHORT = {12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}
_BLANK, _SHARED = 1, 7


@dataclass(slots=True)
class BinarySheet:
    """Cells are row, column, style and value; ``default_hidden`` says that columns nothing else is said of have no width.

    ``first`` is the address of the first of ``formulas``.
    """

    cells: list[tuple[int, int, int, BinaryValue]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    told_columns: list[tuple[int, int]] = field(default_factory=list)
    default_hidden: bool = False
    formulas: int = 0
    first: str = ""
    blocks: int = 0


def read_binary_sheet(part: bytes, texts: Sequence[str]) -> BinarySheet:
    """Cells of a sheet and what is hidden or merged; refuses cells out of order, which programs would read differently."""
    sheet = BinarySheet()
    row, column, inside = -1, -1, False
    with damage_refused("the list of its cells"):
        for number, content in records(part):
            if number > _CELLS or not inside:
                inside = _note_frame(sheet, number, content, inside=inside)
            elif number == _ROW:
                row, column = _next_row(sheet, content, row), -1
            elif number in _OF_A_CELL:
                if number in _SHORT:
                    number, content = _SHORT[number], struct.pack("<I", column + 1) + content  # noqa: PLW2901  now a whole one
                before, column = column, struct.unpack_from("<I", content)[0]
                if not before < column < _MOST_COLUMNS or row < 0:
                    raise ValueError
                if number != _BLANK:
                    _note_cell(sheet, (row, column), number, content, texts)
    if sheet.blocks != 1 or inside:
        raise Refusal("the list of its cells is damaged or cut short", SAVE_AGAIN)
    return sheet


def _next_row(sheet: BinarySheet, content: bytes, before: int) -> int:
    row, _, height, _, flags = struct.unpack_from("<IIHBB", content)
    if not before < row < _MOST_ROWS:
        raise ValueError
    if flags & 0x10 or (flags & 0x20 and not height):
        sheet.rows.append((row, row))
    return int(row)


def _note_cell(sheet: BinarySheet, place: tuple[int, int], number: int, content: bytes, texts: Sequence[str]) -> None:
    style = struct.unpack_from("<I", content, 4)[0] & 0xFFFFFF
    value = texts[struct.unpack_from("<I", content, 8)[0]] if number == _SHARED else _READ[number](content)
    if number in _FORMULAS:
        sheet.formulas += 1
        sheet.first = sheet.first or address(*place)
    if isinstance(value, float) and not math.isfinite(value):
        raise Refusal(f"the value of the cell {address(*place)} cannot be read", SAVE_AGAIN)
    sheet.cells.append((*place, style, value))


def _packed_number(content: bytes) -> float:
    """A number in 30 bits: a whole one or the upper part of a real one, and perhaps a hundredth of it."""
    (packed,) = struct.unpack_from("<i", content, 8)
    number = float(packed >> 2) if packed & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", packed & ~3))[0]
    return number / 100 if packed & 1 else number


def _real(content: bytes) -> float:
    return float(struct.unpack_from("<d", content, 8)[0])


def _error(content: bytes) -> str:
    return ERRORS.get(content[8], "#N/A")


def _truth(content: bytes) -> bool:
    return content[8] != 0


def _own_text(content: bytes) -> str:
    return text_at(content, 8)


def _rich_text(content: bytes) -> str:
    return text_at(content, 9)


_READ: dict[int, Callable[[bytes], BinaryValue]] = {
    2: _packed_number,
    3: _error,
    4: _truth,
    5: _real,
    6: _own_text,
    8: _own_text,
    9: _real,
    10: _truth,
    11: _error,
    62: _rich_text,
}
_OF_A_CELL = frozenset({_BLANK, _SHARED, *_READ, *_SHORT})


def _note_frame(sheet: BinarySheet, number: int, content: bytes, *, inside: bool) -> bool:
    """Keep what frames the cells; tells whether cells follow."""
    if number == _CELLS:
        sheet.blocks += 1
        return True
    if number == _CELLS_END:
        return False
    if number == _COLUMNS:
        first, last, width, _, flags = struct.unpack_from("<IIIIH", content)
        sheet.told_columns.append((first, last))
        if flags & 1 or not width:
            sheet.columns.append((first, last))
    elif number == _MERGED:
        top, bottom, left, right = struct.unpack_from("<4I", content)
        if not (top <= bottom < _MOST_ROWS and left <= right < _MOST_COLUMNS):
            raise ValueError
        sheet.merged.append(Area(top, left, bottom, right))
    elif number == _WIDTHS:
        width, letters = struct.unpack_from("<IH", content)
        sheet.default_hidden = not width or (width == 0xFFFFFFFF and not letters)  # noqa: PLR2004  says that letters count
    return inside
