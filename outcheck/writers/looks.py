"""Looks of cells that a new workbook takes over: fonts, fills, borders, alignment, widths and heights."""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.grid import Grid
from outcheck.writers.shown import ShownCells, Value

_WHITE = ("00FFFFFF", "FFFFFFFF")
_SMALLEST = 3.0


@dataclass(slots=True)
class Looks:
    """Looks of one sheet of an old workbook, or of its grid alone where the old one cannot be opened with its styles."""

    grid: Grid
    old: Worksheet | None
    known: dict[int, StyleArray] = field(default_factory=dict)

    def unseen(self) -> list[tuple[int, int]]:
        """Cells that hold something in the colour of their background, or too small to see."""
        if self.old is None:
            return []
        cells = (cell for line in self.old.iter_rows() for cell in line if isinstance(cell, Cell) and cell.value is not None)
        verdicts: dict[int, bool] = {}
        found = []
        for cell in cells:
            number = cell.style_id
            if number not in verdicts:
                verdicts[number] = _is_unseen(cell)
            if verdicts[number]:
                found.append((cell.row - 1, cell.column - 1))
        return found

    def apply(self, new: Cell, row: int, column: int) -> None:
        """Give a new cell the look of the old one at a place."""
        if self.old is None:
            self._apply_grid(new, row, column)
            return
        old = self.old.cell(row + 1, column + 1)
        known = self.known.get(old.style_id)
        if known is not None:  # to find each look among all of a workbook takes most of the time
            new._style = copy(known)  # type: ignore[attr-defined]  # noqa: SLF001
            return
        new.font, new.fill, new.border = copy(old.font), copy(old.fill), copy(old.border)  # type: ignore[assignment]  # proxies
        new.alignment, new.number_format = copy(old.alignment), old.number_format  # type: ignore[assignment]
        self.known[old.style_id] = copy(new._style)  # type: ignore[attr-defined]  # noqa: SLF001

    def rich(self, value: Value, row: int, column: int) -> Value | CellRichText:
        """A text with the looks of its parts, such as a raised footnote mark, where it says what it said and all is seen."""
        held = self.old.cell(row + 1, column + 1).value if self.old is not None and isinstance(value, str) else None
        if not isinstance(held, CellRichText) or str(held) != value:
            return value
        return held if all(_is_seen_run(part.font) for part in held if isinstance(part, TextBlock)) else value

    def _apply_grid(self, new: Cell, row: int, column: int) -> None:
        new.number_format = self.grid.number_format(row, column)
        bold = self.grid.bold[column] if column < len(self.grid.bold) else None
        if bold is not None and bold[row]:
            new.font = Font(bold=True)
        indents = self.grid.indents[column] if column < len(self.grid.indents) else None
        if indents is not None and indents[row]:
            new.alignment = Alignment(indent=int(indents[row]))

    def set_sizes(self, new: Worksheet, cells: ShownCells) -> None:
        """Give a new sheet the widths and heights of the old one."""
        if self.old is None:
            return
        widths = {
            number: held.width
            for held in self.old.column_dimensions.values()
            if held.width and held.min and held.max
            for number in range(held.min, min(held.max, max(cells.columns, default=0) + 1) + 1)
        }
        for place, column in enumerate(cells.columns, start=1):
            if column + 1 in widths:
                new.column_dimensions[get_column_letter(place)].width = widths[column + 1]
        for place, row in enumerate(cells.rows, start=1):
            height = self.old.row_dimensions[row + 1].height if row + 1 in self.old.row_dimensions else None
            if height:
                new.row_dimensions[place].height = height


def old_workbook(data: bytes, kind: str) -> Workbook | None:
    """Workbook with its looks; None where openpyxl cannot read it, which costs the looks alone."""
    if kind not in ("xlsx", "xlsm"):
        return None
    try:
        return load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
    except Exception:  # noqa: BLE001  the values come from elsewhere
        return None


def _is_unseen(cell: Cell) -> bool:
    if cell.font is None or cell.fill is None:
        return False
    if cell.font.sz is not None and cell.font.sz < _SMALLEST:
        return True
    colour = cell.font.color
    if colour is None:
        return False
    if cell.fill.patternType == "solid":
        return _said(colour) == _said(cell.fill.fgColor)
    return cell.fill.patternType is None and (_said(colour) in _WHITE or _said(colour) in ((0, 0.0), "indexed 1", "indexed 9"))


def _is_seen_run(font: InlineFont | None) -> bool:
    """Whether a part of a text is large enough, and in a colour that is told by its digits and is not white."""
    if font is None:
        return True
    small = font.sz is not None and font.sz < _SMALLEST
    colour = font.color
    dark = colour is None or (isinstance(colour.rgb, str) and colour.type == "rgb" and _said(colour) not in _WHITE)
    return not small and (dark or (colour is not None and colour.type == "theme" and colour.theme == 1))


def _said(colour: Color) -> object:
    """A colour as it is written: by its digits, its place in the theme with a tint, or its number."""
    if colour.type == "rgb":
        return f"FF{colour.rgb[-6:]}" if isinstance(colour.rgb, str) else None
    return (colour.theme, colour.tint) if colour.type == "theme" else f"indexed {colour.indexed}"
