"""Puts the looks of cells, and what is hidden, into the arrays and areas of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from outcheck.model.arrays import BoolArray, RawArray, SmallArray
from outcheck.model.grid import GENERAL, Grid, Visibility
from outcheck.model.places import Area
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


def dressed(name: tuple[str, str], columns: tuple[RawArray, ...], styled: Cells, styles: Styles, frame: Frame) -> Grid:
    """Grid of a file and sheet: its columns with the looks of the cells that have a style, within their frame."""
    formats = by_column(columns, styled, styles.formats)
    return Grid(
        file=name[0],
        sheet=name[1],
        columns=columns,
        formats=formats,
        number_formats=styles.texts if formats else (GENERAL,),
        merged=tuple(sorted(frame.merged)),
        indents=by_column(columns, styled, styles.indents),
        bold=by_column(columns, styled, styles.bold),
        hidden=hidden_areas(columns, frame.hidden_rows, frame.hidden_columns),
        visibility=frame.visibility,
    )


def by_column(columns: Sequence[RawArray], styled: Cells, of_style: _Looks) -> tuple[_Looks | None, ...]:
    """What each cell's style says, per column: None where it says nothing special, no columns at all where none does.

    A style that nothing explains says nothing.
    """
    height = len(columns[0]) if columns else 0
    inside = (styled.rows < height) & (styled.columns < len(columns)) & (styled.styles < len(of_style))
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
