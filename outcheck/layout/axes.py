"""Reads a block's axes: which labels are categories, and which say what the numbers are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from outcheck.layout.blocks import Block, has_total
from outcheck.layout.cells import Cells
from outcheck.layout.column_levels import parted, read_headings
from outcheck.layout.headings import are_steps_or_bands
from outcheck.layout.levels import Level, level_of, texts_of
from outcheck.layout.literals import Kind
from outcheck.layout.names import ESTIMATES, names_of
from outcheck.layout.pairs import names_beside
from outcheck.layout.stubs import row_levels
from outcheck.layout.words import (
    names_person_key,
    names_statistic_column,
    names_units,
    statistic_in,
    statistics_in,
    strong_statistic_in,
)
from outcheck.model.arrays import BoolArray, IntArray
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic

MOST_ROW_STATISTICS = 60
_MOST_ROWS = 5000
_WHOLE = 100.0
_ROOM = 0.0006
"""How far each share may be from the true one, of the whole."""
_RATIOS = {Statistic.RATIO, Statistic.COEFFICIENT, Statistic.CONFIDENCE_LIMIT}
_OF_ESTIMATES = ESTIMATES | {Statistic.COUNT, Statistic.R_SQUARED}
_SIZE = re.compile(r"\b[nN] ?= ?[\d,]+")
_ANY_STATISTIC = frozenset({"statistic", "statistics", "value", "estimate", "estimates", "result"})
_SEXES = frozenset({"women", "men", "girls", "boys", "female", "male", "females", "males"})
_MODEL = re.compile(r"^\(?\d+\)?$|^\(\d+\) |^model \w+$|^m\d+$|^$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes of a block.

    ``row_statistics`` is the level of rows whose labels name statistics, if there is one. ``column_names`` holds, per measure
    column, the text that names its statistic, empty where it is only a category, and ``units`` what a row of units says of it.
    ``continues`` marks body rows that have no label of their own, ``heads`` those with rows nested under them.
    """

    row_levels: tuple[Level, ...]
    column_levels: tuple[Level, ...]
    column_names: tuple[str, ...]
    units: tuple[str, ...]
    continues: BoolArray
    heads: BoolArray
    row_statistics: Level | None = None
    row_units: Level | None = None
    """What a column of units says of the numbers of each row."""
    beside: dict[int, Level] = field(default_factory=dict)
    """Per measure column of a list of pairs, the names on the left of its numbers."""


def read_axes(cells: Cells, block: Block) -> Axes:
    """Separate the levels of both axes into categories and names of statistics."""
    if block.pairs:
        return _axes_of_pairs(cells, block)
    stub = row_levels(cells, block)
    rows = stub.levels
    headings = read_headings(cells, block)
    columns, units = headings.levels, headings.units
    if headings.names_columns and rows:
        rows[-1] = replace(rows[-1], name=f"row label {len(rows)}")
    named = _statistics_level(columns, cells.measure_names)
    by_columns = named is not None and _is_strong(named) and len(block.measures) > 1
    row_named = None if by_columns and not _leave_to_rows(named) else _row_statistics(rows, cells.measure_names)
    if row_named is not None:
        columns = [level for level in columns if not by_columns or level is not named]
        named = _without_any_statistic(named) if by_columns else None
        if len(block.measures) == 1:
            columns = []
    elif named is None and columns and _reads_as_names(cells, columns[-1], block, rows):
        named = columns[-1]
    column_names = tuple(texts_of(named)) if named else ("",) * len(block.measures)
    apart = _taken_apart(column_names)
    if apart is None and columns and not _are_told(columns[-1].labels, cells):
        apart = parted(columns[-1], columns[-2] if len(columns) > 1 else None, _broken(cells, block, columns[-1]))
        columns = columns[:-1] if apart else columns
    if apart is not None:
        columns, column_names = [*columns, apart[0]], apart[1]
    kept = tuple(level for level in columns if level is not named and len(level.labels) > 1)
    down = tuple(level for level in rows if level is not row_named)
    return Axes(down, kept, column_names, units, stub.continues, stub.heads, row_named, _row_units(cells, block))


def _broken(cells: Cells, block: Block, level: Level) -> frozenset[str]:
    """Headings over numbers with decimals."""
    pairs = zip(texts_of(level), block.measures, strict=True)
    return frozenset(text for text, index in pairs if cells.columns[index].decimals[block.rows].any())


def _are_told(labels: tuple[str, ...], cells: Cells) -> bool:
    """Whether the manifest says what some of these columns hold."""
    return any(label.casefold() in cells.measure_names for label in labels)


def _axes_of_pairs(cells: Cells, block: Block) -> Axes:
    none = np.zeros(len(block.rows), dtype=np.bool_)
    unnamed = ("",) * len(block.measures)
    beside = names_beside(cells, block.rows, (block.area.left, block.area.right))
    return Axes((), (), unnamed, unnamed, none, none, beside={i: beside[index] for i, index in enumerate(block.measures)})


def _row_units(cells: Cells, block: Block) -> Level | None:
    for index in block.notes:
        column = cells.columns[index]
        name = next((text for row in block.headings if (text := cells.text(row, index))), "")
        if names_units(name):
            codes, uniques = pd.factorize(column.code[block.rows])
            return Level(name, tuple(column.texts[unique] for unique in uniques.tolist()), codes.astype(np.int32))
    return None


def models_across(cells: Cells, axes: Axes) -> Axes:
    """Axes of a table of estimates in which headings that name no part of an estimate are models, outcomes or groups."""
    if _are_told(axes.column_names, cells):
        return axes
    named = {statistic for statistic in names_of(tuple(dict.fromkeys(axes.column_names))) if statistic is not None}
    if len(set(axes.column_names)) > 1 and len({statistics_in(name) for name in axes.column_names}) == 1 and named & _RATIOS:
        return replace(axes, column_levels=(*axes.column_levels, level_of("column heading", list(axes.column_names))))
    if named & _OF_ESTIMATES or len(set(axes.column_names)) < 2 or any("/" in name for name in axes.column_names):  # noqa: PLR2004  one heading parts nothing
        return axes
    level = level_of(f"column heading {len(axes.column_levels) + 1}", list(axes.column_names))
    return replace(axes, column_levels=(*axes.column_levels, level), column_names=("",) * len(axes.column_names))


def _taken_apart(names: tuple[str, ...]) -> tuple[Level, tuple[str, ...]] | None:
    """Headings such as ``count_male`` and ``pct_male`` as categories and statistics, where every pair of them occurs."""
    pairs = [_statistic_and_category(name) for name in names]
    told = [pair for pair in pairs if pair is not None]
    statistics, categories = {pair[0] for pair in told}, {pair[1] for pair in told}
    complete = len(told) == len(names) == len(set(told)) == len(statistics) * len(categories)
    if not complete or len(statistics) < 2 or len(categories) < 2:  # noqa: PLR2004  one of either is no breakdown
        return None
    codes, uniques = pd.factorize(np.array([pair[1] for pair in told], dtype=object))
    level = Level("column heading 2", tuple(str(unique) for unique in uniques), codes.astype(np.int32))
    return level, tuple(pair[0] for pair in told)


def _statistic_and_category(name: str) -> tuple[str, str] | None:
    words = plain(name).split()
    for statistic, category in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        if category and strong_statistic_in(" ".join(statistic)) and not strong_statistic_in(" ".join(category)):
            return " ".join(statistic), " ".join(category)
    return None


def _leave_to_rows(level: Level | None) -> bool:
    """Whether headings leave it to the rows what each statistic is, as SPSS writes ``Statistic`` beside ``Std. Error``."""
    return level is not None and any(plain(label) in _ANY_STATISTIC for label in level.labels)


def _without_any_statistic(level: Level | None) -> Level | None:
    if level is None:
        return None
    return replace(level, labels=tuple("" if plain(label) in _ANY_STATISTIC else label for label in level.labels))


def _is_strong(level: Level) -> bool:
    return any(statistic is not None for statistic in names_of(level.labels))


def _statistics_level(levels: list[Level], told: frozenset[str]) -> Level | None:
    """The lowest level whose labels name statistics; one name is enough where no label is a total."""
    for level in reversed(levels):
        if all(_SIZE.search(label) or plain(label) in _SEXES for label in level.labels):
            continue
        strong = names_of(level.labels)
        named = [
            statistic or (statistic_in(label) if not has_total(level.labels) else None)
            for label, statistic in zip(level.labels, strong, strict=True)
        ]
        count = sum(s is not None or label.casefold() in told for label, s in zip(level.labels, named, strict=True))
        if count * 2 > len(level.labels) or (count and not has_total(level.labels)):
            return level
    return None


def _row_statistics(levels: list[Level], told: frozenset[str]) -> Level | None:
    """The level of rows of which every label names a statistic, or that is headed so."""
    for level in levels:
        if names_statistic_column(level.name) and len(level.labels) <= MOST_ROW_STATISTICS and _mostly_named(level, told):
            return level
    for level in levels:
        if names_person_key(level.name):
            continue
        named = [s is not None or len(statistics_in(x)) > 1 for x, s in zip(level.labels, names_of(level.labels), strict=True)]
        if 1 < len(level.labels) <= MOST_ROW_STATISTICS and all(named):
            return level
    return None


def _mostly_named(level: Level, told: frozenset[str]) -> bool:
    """Whether more than half of the labels name statistics: under ``Variables`` there are also terms of regressions."""
    named = [statistic_in(label) is not None or label.casefold() in told for label in level.labels]
    return sum(named) * 2 > len(named)


def _reads_as_names(cells: Cells, level: Level, block: Block, rows: list[Level]) -> bool:
    """Whether headings name variables (``pt_overall``) rather than categories of what the title or the cells name."""
    if rows and len(level.labels) > 1 and set(level.labels) == set(rows[-1].labels):
        return False
    if all(plain(label) in _SEXES for label in level.labels) or not level.name.startswith("column heading"):
        return False
    if len(level.labels) > 1 and (are_steps_or_bands(level.labels) or _are_categories(cells, level, block)):
        return False
    if has_total(level.labels) or any(_holds_several(cells, index) for index in block.measures):
        return False
    if all(_MODEL.match(label) for label in level.labels) or _share_out(cells, block):
        return False
    return statistic_in(block.title) is None or any("_" in label for label in level.labels)


def _share_out(cells: Cells, block: Block) -> bool:
    """Whether numbers with decimals come to one or a hundred in every row: the parts of a whole stand across."""
    columns = [cells.columns[index] for index in block.measures]
    if len(columns) < 2 or not 1 < len(block.rows) <= _MOST_ROWS:  # noqa: PLR2004  one part is the whole
        return False
    if not all((column.kind[block.rows] == Kind.NUMBER).all() and column.decimals[block.rows].any() for column in columns):
        return False
    total = np.add.reduce([column.value[block.rows] for column in columns])
    whole = 1.0 if total.max() < _WHOLE / 2 else _WHOLE
    return bool((np.abs(total - whole) <= _ROOM * whole * len(columns)).all())


def _are_categories(cells: Cells, level: Level, block: Block) -> bool:
    """Whether a matrix without a corner has categories across: nothing names its numbers, and all are of one kind."""
    if len(block.headings) > 1 or any(cells.text(block.headings[0], index) for index in block.labels):
        return all(_SIZE.search(label) for label in level.labels)
    if any("_" in label or statistic_in(label) is not None for label in level.labels):
        return False
    return len({bool(cells.columns[index].decimals[block.rows].any()) for index in block.measures}) == 1


def _holds_several(cells: Cells, column: int) -> bool:
    return any(held.parts for held in cells.columns[column].literals.values())


def path_codes(levels: tuple[Level, ...], size: int) -> IntArray:
    """Number of each row's or column's combination of categories."""
    path = np.zeros(size, dtype=np.int64)
    for level in levels:
        path = pd.factorize(path * (len(level.labels) + 1) + level.codes + 1)[0].astype(np.int64)
    return path.astype(np.int32)
