"""Tells tables that lost their rows: headings with nothing below, rather than a text or a list."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np

from outcheck.layout.words import statistic_in
from outcheck.model.arrays import Indices
from outcheck.model.grid import Grid
from outcheck.model.places import address
from outcheck.model.release import ReleaseFile, Unread
from outcheck.readers.kinds import WORKBOOKS

_TODO = "export it again, or take it out of the release"
_FEWEST_NAMES = 3
_LONGEST_NAME = 60
_PROSE = re.compile(r"^\s+[a-z]|[.!?]\s*$")


def barren(file: ReleaseFile, silent: Collection[str]) -> list[Unread]:
    """What to say of sheets without a number, named in ``silent``: nothing of those that hold text or a list."""
    if not file.grids and file.format not in WORKBOOKS:
        return []
    filled = [(grid, cells) for grid in file.grids if grid.sheet in silent and (cells := _filled(grid)).any()]
    if not filled and len(silent) == len(file.grids):
        return [Unread("there is nothing in any of its cells", _TODO)]
    alone = [(grid, heading) for grid, cells in filled if (heading := _heading(grid, cells)) is not None]
    if len(silent) < len(file.grids):  # a cover or a list of contents beside good tables is no lost table
        alone = [(grid, heading) for grid, heading in alone if _names_columns(grid, heading)]
    elif len(alone) < len(filled):
        return []
    return [Unread(f"there is no row below its headings in {_span(grid, heading)}", _TODO, grid.sheet) for grid, heading in alone]


def _filled(grid: Grid) -> Indices:
    """Number of cells with content in each row."""
    counts = np.zeros(grid.height, dtype=np.intp)
    for column in grid.columns:
        counts += np.fromiter((_has_content(cell) for cell in column), dtype=np.bool_, count=grid.height)
    return counts


def _has_content(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _heading(grid: Grid, cells: Indices) -> int | None:
    """The row of headings that stand alone among titles and notes; None in a text or a list.

    Two rows are headings where one has a blank beside the first column of the other, as upper headings over lower ones do.
    """
    rows, several = np.flatnonzero(cells), np.flatnonzero(cells > 1)
    if len(rows) == 1:
        return int(rows[0])
    if len(several) == 1 and not _is_prose(grid, int(several[0])):
        return int(several[0])
    if len(several) == 2 and several[1] == several[0] + 1 and _stacked(grid, int(several[0])):  # noqa: PLR2004  upper and lower
        return int(several[0])
    return None


def _is_prose(grid: Grid, row: int) -> bool:
    """Whether a row of a text was cut at its comma."""
    texts = [str(column[row]) for column in grid.columns if _has_content(column[row])]
    return any(_PROSE.search(text) or len(text) > _LONGEST_NAME for text in texts)


def _stacked(grid: Grid, row: int) -> bool:
    """Whether a row and the next are headings over headings: a first cell is blank, and the lower ones name statistics."""
    used = [column for column in grid.columns if _has_content(column[row]) or _has_content(column[row + 1])]
    blank = not (_has_content(used[0][row]) and _has_content(used[0][row + 1]))
    return blank and any(statistic_in(str(column[row + 1])) is not None for column in used)


def _names_columns(grid: Grid, row: int) -> bool:
    """Whether a row can only be headings of a table: several names, or one of a statistic."""
    texts = [str(column[row]) for column in grid.columns if _has_content(column[row])]
    return len(texts) > 1 and (len(texts) >= _FEWEST_NAMES or any(statistic_in(text) is not None for text in texts[1:]))


def _span(grid: Grid, row: int) -> str:
    used = [number for number, column in enumerate(grid.columns) if _has_content(column[row])]
    first, last = address(row, used[0]), address(row, used[-1])
    return first if first == last else f"{first}:{last}"
