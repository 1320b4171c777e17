"""Puts the looks of cells, and what is hidden, into the arrays and areas of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from outcheck.model.arrays import BoolArray, RawArray, SmallArray
from outcheck.model.places import Area
from outcheck.readers.sheet_facts import Cells, Spans

_Looks = TypeVar("_Looks", SmallArray, BoolArray)


def by_column(columns: Sequence[RawArray], styled: Cells, of_style: _Looks) -> tuple[_Looks | None, ...]:
    """What each cell's style says, per column: None where it says nothing special, no columns at all where none does."""
    height = len(columns[0]) if columns else 0
    inside = (styled.rows < height) & (styled.columns < len(columns))
    inside[inside] = of_style[styled.styles[inside]] != 0
    if not inside.any():
        return ()
    looks = np.zeros((height, len(columns)), dtype=of_style.dtype, order="F")
    looks[styled.rows[inside], styled.columns[inside]] = of_style[styled.styles[inside]]
    used = set(np.unique(styled.columns[inside]).tolist())
    return tuple(looks[:, column] if column in used else None for column in range(len(columns)))


def hidden_areas(columns: Sequence[RawArray], rows: Spans, of_columns: Spans) -> tuple[Area, ...]:
    """Hidden rows and columns as far as they are in use."""
    height, width = len(columns[0]) if columns else 0, len(columns)
    if not height:
        return ()
    areas = [Area(first, 0, min(last, height - 1), width - 1) for first, last in rows if first < height]
    areas += (Area(0, first, height - 1, min(last, width - 1)) for first, last in of_columns if first < width)
    return tuple(sorted(areas))
