"""Rows and columns with content that the program which opens the file does not show."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Note
from outcheck.checks.carried import NoParameters, asks_each_grid, filled
from outcheck.model.grid import Grid
from outcheck.model.places import Area
from outcheck.model.statistics import Risk, Statbarn


def find(grid: Grid) -> Iterator[Note]:
    """One note for the hidden rows and columns of a sheet that hold anything."""
    areas = [area for area in grid.hidden if _filled(grid, area)]
    if areas:
        cells = sum(_filled(grid, area) for area in areas)
        related = tuple(str(area) for area in areas[1:])
        yield Note("hidden rows or columns hold something", sheet=grid.sheet, area=str(areas[0]), cells=cells, related=related)


def _filled(grid: Grid, area: Area) -> int:
    """Number of cells with content."""
    columns = grid.columns[area.left : area.right + 1]
    return sum(int(filled(column)[area.top : area.bottom + 1].sum()) for column in columns)


CHECK = Check(
    code="OC503",
    name="hidden-cells",
    asks="Do rows or columns that are not shown hold anything?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_each_grid(find),
    remedies=(
        "show the rows and columns, and delete what is not to leave",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
