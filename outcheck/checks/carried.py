"""What the checks of files share: notes of what inspection found, and notes of cells of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from outcheck.checks.base import FileCheck, Note
from outcheck.model.arrays import BoolArray, RawArray
from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters

_MOST_AREAS = 200


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


def filled(column: RawArray) -> BoolArray:
    """Whether each cell of a column has content; white space is none."""
    return np.fromiter((value is not None and (not isinstance(value, str) or bool(value.strip())) for value in column), np.bool_)


def _runs(rows: BoolArray) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows that are meant."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
