"""Puts the looks of cells, and what is hidden, into the arrays and areas of a grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from outcheck.model.arrays import BoolArray, RawArray, SmallArray
from outcheck.model.grid import GENERAL, Grid, Visibility
from outcheck.model.places import Area
from outcheck.model.stored import StoredColumn
from outcheck.readers.ooxml import Styles
from outcheck.readers.sheet_facts import Cells, Spans

_Looks = TypeVar("_Looks", SmallArray, BoolArray)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a sheet beside its cells; hidden rows and columns may reach beyond those in use."""

    merged: Iterable[Area]
    hidden_rows: Spans
    hidden_columns: Spans
    visibility: Visibility


def dressed(name: tuple[str, str], block: RawArray, styled: Cells, styles: Styles, frame: Frame) -> Grid:
    """Grid of a file and sheet: its cells, an array of two dimensions, with the looks of those that have a style."""
    formats = by_column(block.shape, styled, styles.formats)
    return Grid(
        file=name[0],
        sheet=name[1],
        columns=tuple(StoredColumn.of(column) for column in block.T.tolist()),
        formats=formats,
        number_formats=styles.texts if formats else (GENERAL,),
        merged=tuple(sorted(frame.merged)),
        indents=by_column(block.shape, styled, styles.indents),
        bold=by_column(block.shape, styled, styles.bold),
        hidden=hidden_areas(block.shape, frame.hidden_rows, frame.hidden_columns),
        visibility=frame.visibility,
    )


def by_column(shape: tuple[int, ...], styled: Cells, of_style: _Looks) -> tuple[_Looks | None, ...]:
    """What each cell's style says, per column: None where it says nothing special, no columns at all where none does.

    A style that nothing explains says nothing.
    """
    height, width = shape
    inside = (styled.rows < height) & (styled.columns < width) & (styled.styles < len(of_style))
    inside[inside] = of_style[styled.styles[inside]] != 0
    if not inside.any():
        return ()
    looks = np.zeros((height, width), dtype=of_style.dtype, order="F")
    looks[styled.rows[inside], styled.columns[inside]] = of_style[styled.styles[inside]]
    used = set(np.unique(styled.columns[inside]).tolist())
    return tuple(looks[:, column] if column in used else None for column in range(width))


def hidden_areas(shape: tuple[int, ...], rows: Spans, of_columns: Spans) -> tuple[Area, ...]:
    """Hidden rows and columns as far as they are in use."""
    height, width = shape
    if not height:
        return ()
    areas = [Area(first, 0, min(last, height - 1), width - 1) for first, last in rows if first < height]
    areas += (Area(0, first, height - 1, min(last, width - 1)) for first, last in of_columns if first < width)
    return tuple(sorted(areas))
