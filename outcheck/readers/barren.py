"""Tells a file of tables that holds no table: an export that failed, rather than a text."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import Indices
from outcheck.model.grid import Grid
from outcheck.model.places import address
from outcheck.model.release import ReleaseFile, Unread
from outcheck.readers.kinds import WORKBOOKS

_TODO = "export it again, or take it out of the release"


def barren(file: ReleaseFile) -> Unread | None:
    """What to say of a file of tables without a number: None if it holds rows of text, which leave nothing to check."""
    if not file.grids and file.format not in WORKBOOKS:
        return None
    filled = [(grid, np.flatnonzero(cells), cells) for grid in file.grids if (cells := _filled(grid)).any()]
    if not filled:
        return Unread("there is nothing in any of its cells", _TODO)
    if any(_has_text_rows(cells) for _, _, cells in filled):
        return None
    grid, rows, cells = filled[0]
    heading = int(rows[np.argmax(cells[rows])])
    return Unread(f"there is no row below its headings in {_span(grid, heading)}", _TODO, grid.sheet)


def _filled(grid: Grid) -> Indices:
    """Number of cells with content in each row."""
    counts = np.zeros(grid.height, dtype=np.intp)
    for column in grid.columns:
        counts += np.fromiter((_has_content(cell) for cell in column), dtype=np.bool_, count=grid.height)
    return counts


def _has_content(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _has_text_rows(cells: Indices) -> bool:
    """Whether it is a list or a page of text. One row of several cells among titles and notes is a heading without a table."""
    return int(np.count_nonzero(cells)) > 1 and int(np.count_nonzero(cells > 1)) != 1


def _span(grid: Grid, row: int) -> str:
    used = [number for number, column in enumerate(grid.columns) if _has_content(column[row])]
    first, last = address(row, used[0]), address(row, used[-1])
    return first if first == last else f"{first}:{last}"
