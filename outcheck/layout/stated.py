"""Finds sizes in words: a title that says ``N = 4,213``, a heading ``North (n = 860)``, a note ``based on 955 learners``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.literals import Kind
from outcheck.layout.said_counts import counts_in
from outcheck.model.table import Reach, Stated, Table

_MOST_TEXTS = 3000
"""Distinct texts of a column above which they are names of very many, and not looked into."""

_LEAST = 2


def with_stated(cells: Cells, tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables of a grid, with the sizes that words on it give for each."""
    if not tables:
        return ()
    held: list[list[Stated]] = [[] for _ in tables]
    for row, column, number in _sizes(cells, tables):
        for place, reach in _about(tables, row, column):
            held[place].append(Stated(row, column, number, reach))
    return tuple(replace(table, stated=tuple(said)) if said else table for table, said in zip(tables, held, strict=True))


def _sizes(cells: Cells, tables: Sequence[Table]) -> Iterator[tuple[int, int, int]]:
    """Row, column and size of each text that gives one."""
    for index, column in enumerate(cells.columns):
        rows = np.flatnonzero(column.kind == Kind.TEXT)
        codes = column.codes(rows) if rows.size else []
        if len(codes) > _MOST_TEXTS:
            continue
        told = {code: (_size(text), _size(text, in_table=True)) for code in codes if counts_in(text := column.texts[code])}
        for row in rows[np.isin(column.code[rows], list(told))].tolist() if told else ():
            size = told[int(column.code[row])][any(table.area.holds(row, index) for table in tables)]
            if size:
                yield row, index, size


def _size(text: str, *, in_table: bool = False) -> int:
    """The size that a text gives; 0 where it gives none or several."""
    found = set(counts_in(text, in_table=in_table))
    return found.pop() if len(found) == 1 and max(found) >= _LEAST else 0


def _about(tables: Sequence[Table], row: int, column: int) -> Iterator[tuple[int, Reach]]:
    """Tables that a text at a place is about: the one it stands in, else those right above and below."""
    for place, table in enumerate(tables):
        if table.area.holds(row, column):
            if row < table.body.top:
                yield place, Reach.COLUMN if column >= table.body.left else Reach.TABLE
            elif column < table.body.left:
                yield place, Reach.ROW
            return
    above = [(table.area.bottom, place) for place, table in enumerate(tables) if table.area.bottom < row]
    below = [(-table.area.top, place) for place, table in enumerate(tables) if table.area.top > row]
    for found in (above, below):
        if found:
            yield max(found)[1], Reach.TABLE
