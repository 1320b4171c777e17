"""What the checks of files share: notes of what inspection found, and notes of cells of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from outcheck.checks.base import FileCheck, Note
from outcheck.model.arrays import BoolArray
from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.stored import StoredColumn
from outcheck.model.texts import TextColumn, Texts

_MOST_AREAS = 200
_MAY_BE_SPACE = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \xc2\xe1\xe2\xe3"  # where white space of any kind begins in UTF-8


class NoParameters(CheckParameters):
    """Nothing to set."""


def carried(file: ReleaseFile, kind: HiddenKind) -> Iterator[Note]:
    """One note for each thing of a kind that inspection found in a file."""
    for found in file.hidden:
        if found.kind is kind:
            where = f" ({found.part})" if found.part and not found.sheet else ""
            yield Note(found.what + where, sheet=found.sheet, area=found.area, cells=found.many)


def asks_for(kind: HiddenKind) -> FileCheck:
    """Question of a check that is answered by inspection alone."""

    def find(file: ReleaseFile, _: Any) -> Iterator[Note]:
        return carried(file, kind)

    return FileCheck(find)


def asks_each_grid(find: Callable[[Grid], Iterator[Note]]) -> FileCheck:
    """Question of a check that is asked of every sheet of a file alike."""

    def find_in(file: ReleaseFile, _: Any) -> Iterator[Note]:
        for grid in file.grids:
            yield from find(grid)

    return FileCheck(find_in)


def note_of_cells(grid: Grid, message: str, cells: Iterable[tuple[int, BoolArray]]) -> Note | None:
    """One note for cells of a sheet, given as columns with the rows that are meant; None where there are none."""
    areas: list[Area] = []
    count = 0
    for column, rows in cells:
        count += int(rows.sum())
        areas += [Area(first, column, last, column) for first, last in _runs(rows)]
    if not areas:
        return None
    areas = sorted(areas)[:_MOST_AREAS]
    related = tuple(str(area) for area in areas[1:])
    return Note(message, sheet=grid.sheet, area=str(areas[0]), cells=count, related=related)


def filled(column: StoredColumn | TextColumn) -> BoolArray:
    """Whether each cell of a column has content; white space is none."""
    if isinstance(column, StoredColumn):
        return ~column.rows_of(place for place, value in enumerate(column.others) if value is None or not str(value).strip())
    has: BoolArray = column.texts.stop > column.texts.start
    for number in starting_with(column.texts, _MAY_BE_SPACE):
        has[number] = bool(column.texts[number].strip())
    return has[column.code]


def rows_where(column: StoredColumn | TextColumn, wanted: Callable[[str], bool], *, first: bytes = b"") -> BoolArray:
    """Rows of a column whose text is wanted; each different text is asked about once.

    ``first`` are the only bytes that a wanted text can begin with, if they are known.
    """
    if isinstance(column, TextColumn):
        among = starting_with(column.texts, first) if first else range(len(column.texts))
        chosen = [number for number in among if wanted(column.texts[number])]
        return np.isin(column.code, chosen) if chosen else np.zeros(len(column), dtype=np.bool_)
    return column.rows_of(place for place, value in enumerate(column.others) if isinstance(value, str) and wanted(value))


def starting_with(texts: Texts, first: bytes) -> list[int]:
    """Numbers of the texts that begin with one of these bytes."""
    begins = (texts.word(0) & np.uint64(255)).astype(np.uint8)
    found: list[int] = np.flatnonzero(np.isin(begins, np.frombuffer(first, np.uint8)) & (texts.stop > texts.start)).tolist()
    return found


def _runs(rows: BoolArray) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows that are meant."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
