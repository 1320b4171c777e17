"""Cells that stand so far from all others that nobody looks there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import filled
from outcheck.model.arrays import BoolArray
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What distant-cells is asked with."""

    empty_rows: int = Field(default=30, ge=2, description="So many empty rows put what follows out of sight")
    empty_columns: int = Field(default=10, ge=2, description="So many empty columns put what follows out of sight")


def find(file: ReleaseFile, parameters: Parameters) -> Iterator[Note]:
    """One note for each sheet with content beyond a wide gap, below or to the right."""
    for grid in file.grids:
        cells = [filled(column) for column in grid.columns]
        columns = np.array([column.any() for column in cells], dtype=np.bool_)
        left = _beyond_gap(columns, parameters.empty_columns)
        if left >= 0:
            area = Area(0, left, grid.height - 1, grid.width - 1)
            yield Note("something stands far to the right of all else", sheet=grid.sheet, area=str(area))
        top = _beyond_gap(np.logical_or.reduce(cells) if cells else columns, parameters.empty_rows)
        if top >= 0:
            area = Area(top, 0, grid.height - 1, grid.width - 1)
            yield Note("something stands far below all else", sheet=grid.sheet, area=str(area))


def _beyond_gap(used: BoolArray, gap: int) -> int:
    """First used line after a gap of that many, not counting lines before the first used one; -1 where there is none."""
    lines = np.flatnonzero(used)
    far = np.flatnonzero(np.diff(lines) > gap)
    return int(lines[far[0] + 1]) if far.size else -1


CHECK = Check(
    code="OC528",
    name="distant-cells",
    asks="Do cells stand so far from all others that nobody looks there?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=FileCheck(find),
    remedies=("move what is to leave up to the other tables, and delete the rest",),
)
