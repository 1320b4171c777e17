"""Understands grids: which blocks are tables, what their numbers are, and where every number went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.layout.bands import without_bands
from outcheck.layout.blocks import Block, find_blocks
from outcheck.layout.cells import Cells
from outcheck.layout.columns import encode_all
from outcheck.layout.gaps import Gaps
from outcheck.layout.label_columns import is_time
from outcheck.layout.literals import Kind
from outcheck.layout.measures import Told
from outcheck.layout.said_counts import said_counts
from outcheck.layout.stated import with_stated
from outcheck.layout.tables import Where, build_table
from outcheck.layout.words import names_codes, names_labels, names_variable
from outcheck.model.arrays import IntArray
from outcheck.model.grid import Grid
from outcheck.model.hints import ColumnHint, Hints, TableHint
from outcheck.model.places import Area
from outcheck.model.release import Account, NotUnderstood
from outcheck.model.table import Table

_MOST_OUTSIDE = 1000


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of one grid. ``unfitting`` are hints about columns that the grid does not have."""

    tables: tuple[Table, ...]
    account: Account
    unfitting: tuple[ColumnHint, ...] = ()


def understand(grid: Grid, hints: Hints) -> Understanding:
    """Find the tables of a grid and account for each of its numbers."""
    mine = [hint for hint in hints.tables if hint.file == grid.file and hint.sheet in ("", grid.sheet)]
    told = _told(mine)
    gaps = Gaps(hints.markers, told.source)
    cells = Cells(without_bands(encode_all(grid)), gaps.texts, told.labels, frozenset(filter(None, told.measures)), grid.merged)
    blocks = find_blocks(cells)
    tables = tuple(build_table(Where(grid.file, grid.sheet), cells, block, gaps, told) for block in blocks)
    tables = with_stated(cells, tables)
    return Understanding(tables, _account(grid, cells, blocks, tables), _unfitting(mine, cells, blocks))


def _told(hints: list[TableHint]) -> Told:
    columns = {column.name.casefold(): column for hint in hints for column in hint.columns}
    return Told(
        measures={name: column for name, column in columns.items() if column.statistic is not None},
        labels=frozenset(name for name, column in columns.items() if column.statistic is None),
        unit=next((hint.unit for hint in reversed(hints) if hint.unit is not None), None),
        source=tuple(source for hint in hints for source in hint.source),
        structural=tuple(held.name for hint in hints for held in hint.structural),
        population=next((hint.population for hint in reversed(hints) if hint.population), ""),
    )


def _account(grid: Grid, cells: Cells, blocks: list[Block], tables: tuple[Table, ...]) -> Account:
    """Account for every number, counted from the cells alone."""
    numbers = labels = 0
    lost: list[NotUnderstood] = []
    for index, column in enumerate(cells.columns):
        open_ = column.count()
        numbers += int(open_.sum())
        for block in blocks:
            if not block.area.left <= index <= block.area.right:
                continue
            inside = slice(block.area.top, block.area.bottom + 1)
            if index in block.measures:
                named = list(block.headings)
                open_[block.rows] = 0
                labels += int(open_[named].sum())
                open_[named] = 0
            elif index in block.labels or index in block.notes:
                labels += int(open_[inside].sum())
                open_[inside] = 0
        labels += _told_beside(cells, index, open_)
        lost += _lost(index, open_)
    measured = sum(int(np.count_nonzero(table.is_number)) for table in tables)
    return Account(grid.file, grid.sheet, numbers, measured, labels, tuple(lost), said_counts(cells, blocks))


def _told_beside(cells: Cells, index: int, open_: IntArray) -> int:
    """How many numbers outside of tables are labels by the text on their left: ``Year``, ``2021``. They are no longer open."""
    if not index:
        return 0
    rows = np.flatnonzero(open_)[:_MOST_OUTSIDE]
    told = [row for row in rows.tolist() if cells.kind(row, index - 1) == Kind.TEXT and _tells(cells, row, index)]
    labels = int(open_[told].sum())
    open_[told] = 0
    return labels


def _tells(cells: Cells, row: int, index: int) -> bool:
    """Whether the text on the left of a number says that it is a label; a count may stand beside ``Final year``."""
    text = cells.text(row, index - 1)
    return names_codes(text) or (names_labels(text) and (names_variable(text) or is_time(float(cells.columns[index].value[row]))))


def _lost(column: int, open_: IntArray) -> list[NotUnderstood]:
    rows = np.flatnonzero(open_)
    if not rows.size:
        return []
    area = Area(int(rows[0]), column, int(rows[-1]), column)
    return [NotUnderstood(area, int(open_.sum()), "a number outside any table that was recognised")]


def _unfitting(hints: list[TableHint], cells: Cells, blocks: list[Block]) -> tuple[ColumnHint, ...]:
    named = {
        cells.text(row, column).casefold() for block in blocks for row in block.headings for column in range(len(cells.columns))
    }
    named.update(block.title.casefold() for block in blocks)
    for block in blocks:
        for column in block.labels:
            named.update(text.casefold() for text in cells.columns[column].distinct(block.rows))
    told = (column for hint in hints for column in (*hint.columns, *hint.structural))
    return tuple(column for column in told if column.name.casefold() not in named)
