"""A grid: the raw cells of one sheet or CSV, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outcheck.model.arrays import BoolArray, SmallArray
from outcheck.model.places import Area
from outcheck.model.stored import StoredColumn
from outcheck.model.texts import TextColumn

GENERAL = "General"


class Visibility(StrEnum):
    """Whether the program that opens a workbook shows the sheet."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very-hidden"


@dataclass(frozen=True, slots=True)
class Grid:
    """Raw cells by column, exactly as the file holds them.

    ``columns`` are those of the grid, all of one length, starting at A1: of texts where the file is a text, else of stored
    values. A cell is None or ``""`` (empty), another str, or a stored value: float, bool, date, datetime, time, timedelta.

    ``formats`` has, per grid column, codes into ``number_formats`` (code 0 is General), or None where all is General.
    ``indents`` (steps of indentation) and ``bold`` have an array per grid column, or None where no cell has any; both are
    empty for text. ``hidden`` are whole rows and columns, in use, that the program does not show. ``revealed`` are those that it
    does not show and a copy does.
    """

    file: str
    sheet: str
    columns: tuple[StoredColumn | TextColumn, ...]
    formats: tuple[SmallArray | None, ...] = ()
    number_formats: tuple[str, ...] = (GENERAL,)
    merged: tuple[Area, ...] = ()
    indents: tuple[SmallArray | None, ...] = ()
    bold: tuple[BoolArray | None, ...] = ()
    hidden: tuple[Area, ...] = ()
    visibility: Visibility = Visibility.VISIBLE
    revealed: tuple[Area, ...] = ()

    @property
    def height(self) -> int:
        """Number of rows, from row 1 to the last one stored."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """Number of columns, from column A to the last one stored."""
        return len(self.columns)

    @property
    def seen(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Rows and columns that are not hidden."""
        whole_rows = [area for area in self.hidden if area.left == 0 and area.right == self.width - 1]
        whole_columns = [area for area in self.hidden if area.top == 0 and area.bottom == self.height - 1]
        rows = {row for area in whole_rows for row in range(area.top, area.bottom + 1)}
        columns = {column for area in whole_columns if area not in whole_rows for column in range(area.left, area.right + 1)}
        return (
            tuple(row for row in range(self.height) if row not in rows),
            tuple(column for column in range(self.width) if column not in columns),
        )

    def number_format(self, row: int, column: int) -> str:
        """Excel number format of a cell."""
        codes = self.formats[column] if column < len(self.formats) else None
        return GENERAL if codes is None else self.number_formats[codes[row]]
