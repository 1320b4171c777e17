"""Assembles a table from a block: cells, dimensions, measures, gaps and bases."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.layout.axes import Axes, models_across, read_axes
from outcheck.layout.bases import find_bases
from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.confirming import confirm_measures, with_counts_apart
from outcheck.layout.contexts import context_of
from outcheck.layout.estimates import Estimates, find_estimates, has_estimates
from outcheck.layout.gaps import Gaps
from outcheck.layout.levels import ALL, Level
from outcheck.layout.marked import marked_cells, with_open_sums
from outcheck.layout.measures import Told, name_measures, read_rows
from outcheck.layout.parts import Parts, dimensions_of, places_of, scaled
from outcheck.layout.rounding import round_measures
from outcheck.layout.shares import with_shares
from outcheck.layout.spread import spread
from outcheck.layout.sums import add_sums
from outcheck.layout.trimming import only_numbers, share_gaps, without_heads, without_words
from outcheck.layout.words import names_person_key
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


def build_table(where: Where, cells: Cells, block: Block, gaps: Gaps, told: Told) -> Table:
    """Assemble the table of a block; cells run strip by strip, then row by row."""
    if not block.measures:
        return _list(where, block, told)
    parts, estimates = take_apart(cells, block)
    axes = parts.axes
    context = context_of(cells, parts, estimates, told)
    measure, measures = name_measures(axes, parts.rows, parts.strips, context)
    marker, markers = gaps.read(parts.strips)
    value, decimals = scaled(parts, measure, measures)
    value[marker >= 0] = np.nan
    dimensions = dimensions_of(parts, models=estimates is not None)
    base = find_bases(measure, measures, value, places_of(parts))
    table = Table(
        file=where.file,
        sheet=where.sheet,
        area=block.area,
        body=_body(block),
        shape=Shape.REGRESSION if estimates or has_estimates(axes) else _shape(axes, block, measures, dimensions),
        title=block.title,
        dimensions=dimensions,
        measures=measures,
        markers=markers,
        value=value,
        decimals=decimals,
        marker=marker,
        row=parts.down(block.rows.astype(np.int32)),
        column=parts.across(np.array(block.measures, dtype=np.int32)),
        measure=measure,
        base=base,
        source=told.source,
        population=told.population,
        structural=told.structural,
        marked=marked_cells(cells, parts),
    )
    return with_shares(confirm_measures(with_open_sums(add_sums(round_measures(with_counts_apart(table))))))


def take_apart(cells: Cells, block: Block) -> tuple[Parts, Estimates | None]:
    """Axes, strips and rows of a block, and the kind of estimates it holds, if it does."""
    axes, strips = read_axes(cells, block), spread(cells, block)
    estimates = None if block.pairs else find_estimates(cells, block, axes, strips)
    strips = only_numbers(cells, strips) if block.pairs else strips
    if estimates is not None:
        axes, strips = models_across(cells, axes), without_words(cells, block, strips)
    strips = share_gaps(without_heads(axes, strips), len(block.rows))
    rows = read_rows(axes, block, estimates, several=any(strip.form.any() for strip in strips))
    return Parts(block, axes, strips, rows), estimates


def _list(where: Where, block: Block, told: Told) -> Table:
    """A list of names and codes, in which nothing is a statistic."""
    none = np.zeros(0, dtype=np.int32)
    small, floats = none.astype(np.int16), none.astype(np.float64)
    return Table(
        where.file, where.sheet, block.area, block.area, Shape.LIST, block.title, (), (), (), floats, small, small, none, none,
        small, none, told.source, told.population,
    )  # fmt: skip


def _body(block: Block) -> Area:
    top = int(block.rows[0]) if len(block.rows) else block.area.top
    return Area(top, block.measures[0], block.area.bottom, block.measures[-1])


def _shape(axes: Axes, block: Block, measures: tuple[Measure, ...], dimensions: tuple[Dimension, ...]) -> Shape:
    if _looks_like_persons(axes, block, measures, dimensions):
        return Shape.ROWS
    if block.pairs:
        return Shape.LIST
    alone = not block.headings or (len(block.measures) == 1 and not axes.row_levels and not axes.column_levels)
    if alone and axes.row_statistics is not None:
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
