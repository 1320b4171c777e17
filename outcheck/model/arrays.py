"""Names for the arrays that tables and grids are made of."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int32]
Indices: TypeAlias = npt.NDArray[np.intp]
SmallArray: TypeAlias = npt.NDArray[np.int16]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
RawArray: TypeAlias = npt.NDArray[Any]
"""The cells of a sheet, row by row: an object array of None, str, int, float, bool, date, datetime, time or timedelta."""

Cell = TypeVar("Cell", bound=np.ndarray)


def at(cells: Cell, places: Indices) -> Cell:
    """The cells of some ascending places; no copy where they follow each other without a gap."""
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return cast("Cell", cells[places[0] : places[-1] + 1])
    return cast("Cell", cells[places])


def numbered(cells: np.ndarray) -> tuple[Indices, int]:
    """Number of each cell among the different ones, in order of first appearance, and how many those are."""
    number, distinct = pd.factorize(cells)
    return number, len(distinct)
