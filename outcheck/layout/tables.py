"""Assembles a table from a block: cells, dimensions, measures, gaps and bases."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.layout.axes import Axes, path_codes, read_axes
from outcheck.layout.bases import Places, find_bases
from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.estimates import find_estimates, is_correlations
from outcheck.layout.gaps import Gaps
from outcheck.layout.measures import Rows, Told, name_measures, read_rows
from outcheck.layout.naming import Context
from outcheck.layout.rounding import round_measures
from outcheck.layout.spread import Strip, spread
from outcheck.layout.stubs import ALL, Level
from outcheck.layout.sums import add_sums
from outcheck.layout.words import names_person_key, statistic_in, strong_statistic_in
from outcheck.model.arrays import FloatArray, IntArray, SmallArray
from outcheck.model.places import Area
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Measure, Shape, Table

_FEWEST_PERSON_ROWS = 5
_THOUSANDS = re.compile(r"\b000'?s\b|\bthousands?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Where:
    """The sheet a table stands on."""

    file: str
    sheet: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """A block taken apart: its axes, its strips of numbers, and what its rows say."""

    block: Block
    axes: Axes
    strips: list[Strip]
    rows: Rows
    row: IntArray
    """Position of each cell among the body rows."""
    place: IntArray
    """Position of each cell among the measure columns."""

    def down(self, codes: IntArray) -> IntArray:
        """Codes of body rows as codes of cells."""
        strips = len(self.strips)
        found: IntArray = np.tile(codes, strips) if len(self.row) == strips * len(codes) else codes[self.row]
        return found


def build_table(where: Where, cells: Cells, block: Block, gaps: Gaps, told: Told) -> Table:
    """Assemble the table of a block; cells run strip by strip, then row by row."""
    if not block.measures:
        return _list(where, block, told)
    axes, strips = read_axes(cells, block), spread(cells, block)
    estimates = find_estimates(cells, block, axes, strips)
    rows = read_rows(axes, block, estimates, several=any(strip.form.any() for strip in strips))
    parts = _Parts(
        block,
        axes,
        strips,
        rows,
        np.concatenate([strip.rows for strip in strips]).astype(np.int32),
        np.concatenate([np.full(len(strip.rows), strip.place, dtype=np.int32) for strip in strips]),
    )
    context = Context(
        _title_or_corner(cells, block),
        block.remarks,
        told.statistics,
        told.unit,
        estimates,
        estimates is None and is_correlations(axes, strips),
        tuple(dict.fromkeys((*axes.column_names, *rows.names, *(axes.row_statistics.labels if axes.row_statistics else ())))),
        _stack(cells, block),
    )
    measure, measures = name_measures(axes, rows, strips, context)
    marker, markers = gaps.read(strips)
    value, decimals = _scaled(parts, measure, measures)
    value[marker >= 0] = np.nan
    dimensions = _dimensions(parts)
    base = find_bases(measure, measures, value, _places(parts))
    table = Table(
        file=where.file,
        sheet=where.sheet,
        area=block.area,
        body=_body(block),
        shape=Shape.REGRESSION if estimates else _shape(axes, block, measures, dimensions),
        title=block.title,
        dimensions=dimensions,
        measures=measures,
        markers=markers,
        value=value,
        decimals=decimals,
        marker=marker,
        row=block.rows.astype(np.int32)[parts.row],
        column=np.array(block.measures, dtype=np.int32)[parts.place],
        measure=measure,
        base=base,
        source=told.source,
        population=told.population,
    )
    return add_sums(round_measures(table))


def _title_or_corner(cells: Cells, block: Block) -> str:
    """The title or, where it names no statistic, what stands in the corner over the labels: ``Sum of learners``."""
    corner = (cells.text(row, index) for row in block.headings for index in block.labels)
    named = next((text for text in corner if len(block.headings) > 1 and strong_statistic_in(text)), "")
    return block.title if statistic_in(block.title) or not named else named


def _stack(cells: Cells, block: Block) -> tuple[Statistic, ...]:
    """Statistics that a corner such as SAS writes names in lines under each other."""
    for row in block.headings:
        for index in block.labels:
            lines = [line for line in cells.text(row, index).splitlines() if line.strip()]
            named = [strong_statistic_in(line) for line in lines]
            stack = tuple(statistic for statistic in named if statistic is not None)
            if len(stack) == len(lines) > 1:
                return stack
    return ()


def _list(where: Where, block: Block, told: Told) -> Table:
    """A list of names and codes, in which nothing is a statistic."""
    none = np.zeros(0, dtype=np.int32)
    small, floats = none.astype(np.int16), none.astype(np.float64)
    return Table(
        where.file, where.sheet, block.area, block.area, Shape.LIST, block.title, (), (), (), floats, small, small, none, none,
        small, none, told.source, told.population,
    )  # fmt: skip


def _scaled(parts: _Parts, measure: SmallArray, measures: tuple[Measure, ...]) -> tuple[FloatArray, SmallArray]:
    """Values and decimals, with counts and sums that are written in thousands as the numbers they stand for."""
    value = np.concatenate([strip.value for strip in parts.strips])
    decimals = np.concatenate([strip.decimals for strip in parts.strips])
    said = [
        bool(_THOUSANDS.search(f"{name} {unit}")) for name, unit in zip(parts.axes.column_names, parts.axes.units, strict=True)
    ]
    titled = bool(_THOUSANDS.search(parts.block.title))
    additive = [held.statistic in (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.SUM) for held in measures]
    if not titled and not any(said):
        return value, decimals
    thousands = (np.array(said, dtype=np.bool_)[parts.place] | titled) & np.array(additive, dtype=np.bool_)[measure]
    value[thousands] = np.round(value[thousands] * 1000, 9)
    decimals[thousands] = np.maximum(decimals[thousands] - 3, 0)
    return value, decimals


def _body(block: Block) -> Area:
    top = int(block.rows[0]) if len(block.rows) else block.area.top
    return Area(top, block.measures[0], block.area.bottom, block.measures[-1])


def _dimensions(parts: _Parts) -> tuple[Dimension, ...]:
    fits = np.array([bool(name) for name in parts.rows.names], dtype=np.bool_)[parts.rows.name]
    down = []
    for level in parts.axes.row_levels:
        codes = level.codes
        innermost = level is parts.axes.row_levels[-1]
        if innermost and parts.axes.row_statistics is None and fits.any():
            codes, labels = _without(level, fits)
            level = Level(level.name, labels, codes)  # noqa: PLW2901  rows that name statistics are no categories
        if level.labels:
            down.append(_dimension(level, parts.down(codes)))
    across = [_dimension(level, level.codes[parts.place]) for level in parts.axes.column_levels]
    return tuple(down + across)


def _without(level: Level, rows: np.ndarray) -> tuple[IntArray, tuple[str, ...]]:
    """Codes and labels of a level that does not apply to some rows."""
    kept = np.unique(level.codes[~rows])
    kept = kept[kept >= 0]
    number = np.full(len(level.labels) + 1, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    codes = np.where(rows, -1, number[level.codes]).astype(np.int32)
    return codes, tuple(level.labels[code] for code in kept.tolist())


def _dimension(level: Level, codes: IntArray) -> Dimension:
    return Dimension(level.name, level.labels, codes, level.total)


def _places(parts: _Parts) -> Places:
    """Where cells stand: those of one place differ only in what they measure."""
    count, rows = len(parts.block.measures), len(parts.block.rows)
    across = path_codes(parts.axes.column_levels, count)
    named = parts.axes.row_statistics is not None
    down = path_codes(parts.axes.row_levels, rows) if named or parts.rows.continuation.any() else np.arange(rows, dtype=np.int32)
    if not parts.axes.column_levels and (named or len(parts.rows.names) > 1):
        across = np.arange(count, dtype=np.int32)
    own = np.array([bool(name) for name in parts.rows.names], dtype=np.bool_)[parts.rows.name] & (not named)
    return Places(parts.down(down), across[parts.place], own[parts.row])


def _shape(axes: Axes, block: Block, measures: tuple[Measure, ...], dimensions: tuple[Dimension, ...]) -> Shape:
    if _looks_like_persons(axes, block, measures, dimensions):
        return Shape.ROWS
    if not block.headings and axes.row_statistics is not None:
        return Shape.LIST
    if len(block.headings) - any(axes.units) <= 1 and not axes.column_levels:
        return Shape.TIDY
    return Shape.CROSSTAB


def _looks_like_persons(axes: Axes, block: Block, measures: tuple[Measure, ...], dimensions: tuple[Dimension, ...]) -> bool:
    """One row a person: a key that never repeats, no counts, no totals but of the key itself."""
    if len(block.rows) < _FEWEST_PERSON_ROWS or axes.column_levels:
        return False
    if any(measure.statistic is Statistic.COUNT and measure.sure for measure in measures):
        return False
    totals = [held for held in dimensions if held.total >= 0 and held.labels[held.total] != ALL]
    if any(not names_person_key(held.name) for held in totals):
        return False
    return any(names_person_key(level.name) and _unique(level, block) for level in axes.row_levels)


def _unique(level: Level, block: Block) -> bool:
    distinct: int = len(level.labels)
    return distinct * 10 >= len(block.rows) * 9
