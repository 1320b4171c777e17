"""Understands of a grid what a copy of it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcheck.layout import Understanding, understand
from outcheck.model.grid import Grid, Visibility
from outcheck.model.hints import Hints
from outcheck.model.places import Area
from outcheck.model.release import Account
from outcheck.model.stored import StoredColumn
from outcheck.model.table import Addition, Table

Lines = tuple[tuple[int, ...], tuple[int, ...]]


def understand_shown(grid: Grid, hints: Hints) -> tuple[Grid, Understanding]:
    """A grid without what a copy leaves hidden, and what is understood of the rest, in the places that it has in the grid.

    Hidden rows and columns that a shown total counts are revealed: the total would tell them, and not be that of what is left.
    Others are left out, and so is a hidden sheet.
    """
    whole = understand(grid, hints)
    if grid.visibility is not Visibility.VISIBLE:
        numbers = whole.account.numbers
        return grid, replace(whole, tables=(), account=Account(grid.file, grid.sheet, numbers, 0, numbers))
    if not grid.hidden:
        return grid, whole
    counted = _counted(grid, whole.tables)
    revealed = tuple(area for area in grid.hidden if _touches(area, grid, counted))
    grid = replace(grid, hidden=tuple(area for area in grid.hidden if area not in revealed), revealed=revealed)
    if not grid.hidden:
        return grid, whole
    seen = grid.seen
    return grid, replace(_moved(understand(_only(grid, seen), hints), seen), unfitting=whole.unfitting)


def _counted(grid: Grid, tables: tuple[Table, ...]) -> tuple[set[int], set[int]]:
    """Hidden rows and columns in which parts of shown totals stand, or parts of what is shown with those."""
    rows, columns = (set(range(size)) - set(held) for size, held in zip((grid.height, grid.width), grid.seen, strict=True))
    counted: tuple[set[int], set[int]] = set(), set()
    while True:
        before = len(counted[0]) + len(counted[1])
        for table in tables:
            gone = np.isin(table.row, [*rows - counted[0]]) | np.isin(table.column, [*columns - counted[1]])
            sums = table.sums
            for number in np.flatnonzero((sums.addition != Addition.BROKEN) & ~gone[sums.total]).tolist():
                parts = sums.parts_of(number)
                counted[0].update(rows.intersection(table.row[parts[gone[parts]]].tolist()))
                counted[1].update(columns.intersection(table.column[parts[gone[parts]]].tolist()))
        if before == len(counted[0]) + len(counted[1]):
            return counted


def _touches(area: Area, grid: Grid, counted: tuple[set[int], set[int]]) -> bool:
    """Whether a hidden range holds a row or column that is counted."""
    if area.left == 0 and area.right == grid.width - 1:
        return not counted[0].isdisjoint(range(area.top, area.bottom + 1))
    return not counted[1].isdisjoint(range(area.left, area.right + 1))


def _only(grid: Grid, seen: Lines) -> Grid:
    """A grid of some rows and columns of another."""
    rows, columns = np.array(seen[0], dtype=np.intp), seen[1]
    held = [grid.columns[column] for column in columns]
    merged = (_shrunk(area, seen) for area in grid.merged)
    return replace(
        grid,
        columns=tuple(StoredColumn.of([column[row] for row in seen[0]]) for column in held),
        formats=tuple(None if (codes := grid.formats[column]) is None else codes[rows] for column in columns if grid.formats),
        indents=tuple(None if (steps := grid.indents[column]) is None else steps[rows] for column in columns if grid.indents),
        bold=tuple(None if (bold := grid.bold[column]) is None else bold[rows] for column in columns if grid.bold),
        merged=tuple(area for area in merged if area is not None),
        hidden=(),
    )


def _shrunk(area: Area, seen: Lines) -> Area | None:
    """Where a merged range lies among what is seen; None where one cell or none is left of it."""
    rows = [place for place, row in enumerate(seen[0]) if area.top <= row <= area.bottom]
    columns = [place for place, column in enumerate(seen[1]) if area.left <= column <= area.right]
    return Area(rows[0], columns[0], rows[-1], columns[-1]) if len(rows) * len(columns) > 1 else None


def _moved(found: Understanding, seen: Lines) -> Understanding:
    """What was understood of some rows and columns, in the places they have in the whole grid."""
    account = found.account
    lost = tuple(replace(held, area=_wide(held.area, seen)) for held in account.not_understood)
    said = tuple(replace(held, area=_wide(held.area, seen)) for held in account.said)
    tables = tuple(_table(table, seen) for table in found.tables)
    return replace(found, tables=tables, account=replace(account, not_understood=lost, said=said))


def _table(table: Table, seen: Lines) -> Table:
    rows, columns = (np.array(held, dtype=np.int32) for held in seen)
    return replace(
        table,
        area=_wide(table.area, seen),
        body=_wide(table.body, seen),
        row=rows[table.row],
        column=columns[table.column],
        stated=tuple(replace(held, row=seen[0][held.row], column=seen[1][held.column]) for held in table.stated),
    )


def _wide(area: Area, seen: Lines) -> Area:
    return Area(seen[0][area.top], seen[1][area.left], seen[0][area.bottom], seen[1][area.right])
