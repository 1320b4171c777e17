"""Assembles a table from a block: cells, dimensions, measures, gaps and bases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcheck.layout.axes import Axes, Level, read_axes
from outcheck.layout.bases import find_bases
from outcheck.layout.blocks import Block, Cells
from outcheck.layout.gaps import Gaps
from outcheck.layout.literals import Kind
from outcheck.layout.measures import Told, name_measures
from outcheck.layout.words import names_person_key
from outcheck.model.arrays import IntArray
from outcheck.model.places import Area
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Measure, Shape, Table

_FEWEST_PERSON_ROWS = 5


@dataclass(frozen=True, slots=True)
class Where:
    """The sheet a table stands on."""

    file: str
    sheet: str


def build_table(where: Where, cells: Cells, block: Block, gaps: Gaps, told: Told) -> Table:
    """Assemble the table of a block; cells run column by column, then row by row."""
    axes = read_axes(cells, block)
    rows, columns = len(block.rows), len(block.measures)
    value = np.concatenate([cells.columns[index].value[block.rows] for index in block.measures])
    kind = np.concatenate([cells.columns[index].kind[block.rows] for index in block.measures])
    decimals = np.concatenate([cells.columns[index].decimals[block.rows] for index in block.measures])
    percent = np.concatenate([cells.columns[index].percent[block.rows] for index in block.measures])
    marker, markers = gaps.read(cells, block, kind)
    value[kind != Kind.NUMBER] = np.nan
    measure, measures = name_measures(axes, block, (value, decimals, percent), told)
    dimensions = _dimensions(axes, rows, columns)
    base = find_bases(measure, measures, value, _positions(axes, dimensions, rows, columns))
    return Table(
        file=where.file,
        sheet=where.sheet,
        area=block.area,
        body=_body(block),
        shape=_shape(axes, block, measures, dimensions),
        title=block.title,
        dimensions=dimensions,
        measures=measures,
        markers=markers,
        value=value,
        decimals=decimals,
        marker=marker,
        row=np.tile(block.rows.astype(np.int32), columns),
        column=np.repeat(np.array(block.measures, dtype=np.int32), rows),
        measure=measure,
        base=base,
        source=told.source,
        population=told.population,
    )


def _body(block: Block) -> Area:
    top = int(block.rows[0]) if len(block.rows) else block.area.top
    return Area(top, block.measures[0], block.area.bottom, block.measures[-1])


def _dimensions(axes: Axes, rows: int, columns: int) -> tuple[Dimension, ...]:
    down = [_dimension(level, np.tile(level.codes, columns)) for level in axes.row_levels]
    across = [_dimension(level, np.repeat(level.codes, rows)) for level in axes.column_levels]
    return tuple(down + across)


def _dimension(level: Level, codes: IntArray) -> Dimension:
    return Dimension(level.name, level.labels, codes, level.total)


def _positions(axes: Axes, dimensions: tuple[Dimension, ...], rows: int, columns: int) -> IntArray:
    """Number of each cell's place: cells with one number differ only in what they measure."""
    if axes.row_statistics is None:
        path = np.zeros(columns, dtype=np.int64)
        for level in axes.column_levels:
            path = path * len(level.labels) + level.codes
        path = pd.factorize(path)[0]
        return (np.repeat(path, rows) * rows + np.tile(np.arange(rows), columns)).astype(np.int32)
    key = np.repeat(np.arange(columns, dtype=np.int64), rows)
    for dimension in dimensions:
        key = pd.factorize(key * len(dimension.labels) + dimension.codes)[0].astype(np.int64)
    return key.astype(np.int32)


def _shape(axes: Axes, block: Block, measures: tuple[Measure, ...], dimensions: tuple[Dimension, ...]) -> Shape:
    if _looks_like_persons(axes, block, measures, dimensions):
        return Shape.ROWS
    if len(block.headings) <= 1 and not axes.column_levels:
        return Shape.TIDY
    return Shape.CROSSTAB


def _looks_like_persons(axes: Axes, block: Block, measures: tuple[Measure, ...], dimensions: tuple[Dimension, ...]) -> bool:
    """One row a person: a key that never repeats, no counts, no totals."""
    if len(block.rows) < _FEWEST_PERSON_ROWS or axes.column_levels:
        return False
    if any(measure.statistic is Statistic.COUNT and measure.sure for measure in measures):
        return False
    if any(dimension.total >= 0 for dimension in dimensions):
        return False
    return any(names_person_key(level.name) and _unique(level, block) for level in axes.row_levels)


def _unique(level: Level, block: Block) -> bool:
    distinct: int = len(level.labels)
    return distinct * 10 >= len(block.rows) * 9
