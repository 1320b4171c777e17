"""Reads a block's axes: which headings are categories, which say what the numbers are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcheck.layout.blocks import Block, Cells, has_total
from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.layout.words import is_total, names_statistic_column, statistic_in
from outcheck.model.arrays import IntArray

_MOST_ROW_STATISTICS = 30


@dataclass(frozen=True, slots=True)
class Level:
    """One level of labels along an axis; ``codes`` has one entry per body row or measure column."""

    name: str
    labels: tuple[str, ...]
    codes: IntArray

    @property
    def total(self) -> int:
        """Code of the category that stands for all others, or -1."""
        return next((code for code, label in enumerate(self.labels) if is_total(label)), -1)


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes of a block. ``row_statistics`` or ``column_statistics`` name what the numbers are, where the file says."""

    row_levels: tuple[Level, ...]
    column_levels: tuple[Level, ...]
    row_statistics: Level | None
    column_statistics: Level | None


def read_axes(cells: Cells, block: Block) -> Axes:
    """Separate the levels of both axes into categories and names of statistics."""
    rows = _row_levels(cells, block)
    columns = _column_levels(cells, block)
    column_statistics = _statistics_level(columns, cells.measure_names)
    row_statistics = None if column_statistics else _row_statistics(rows)
    if row_statistics is not None and len(block.measures) == 1:
        columns = []
    elif column_statistics is None and row_statistics is None and columns and _reads_as_names(columns[-1], block.title):
        column_statistics = columns[-1]
    return Axes(
        tuple(level for level in rows if level is not row_statistics),
        tuple(level for level in columns if level is not column_statistics and len(level.labels) > 1),
        row_statistics,
        column_statistics,
    )


def _row_levels(cells: Cells, block: Block) -> list[Level]:
    levels = []
    for position, index in enumerate(block.labels):
        column = cells.columns[index]
        name = next((column.text(row) for row in reversed(block.headings) if column.kind[row]), "")
        codes, labels = _labels(column, block, fill=position < len(block.labels) - 1)
        levels.append(Level(name or f"row label {position + 1}", labels, codes))
    return levels


def _labels(column: Column, block: Block, *, fill: bool) -> tuple[IntArray, tuple[str, ...]]:
    code = column.code[block.rows]
    empty = column.kind[block.rows] == Kind.EMPTY
    if fill and empty.any() and len(code):
        last = np.maximum.accumulate(np.where(empty, 0, np.arange(len(code))))
        code = code[last]
    codes, uniques = pd.factorize(code)
    return codes.astype(np.int32), tuple(column.texts[unique] for unique in uniques)


def _column_levels(cells: Cells, block: Block) -> list[Level]:
    levels = []
    for position, row in enumerate(block.headings):
        texts = [cells.text(row, index) for index in block.measures]
        if position < len(block.headings) - 1:
            for place in range(1, len(texts)):
                texts[place] = texts[place] or texts[place - 1]
        if not any(texts):
            continue
        codes, uniques = pd.factorize(np.array(texts, dtype=object))
        levels.append(Level(f"column heading {position + 1}", tuple(str(text) for text in uniques), codes.astype(np.int32)))
    return levels


def _statistics_level(levels: list[Level], told: frozenset[str]) -> Level | None:
    """The lowest level whose labels name statistics; one name is enough where no label is a total."""
    for level in reversed(levels):
        named = sum(statistic_in(label) is not None or label.casefold() in told for label in level.labels)
        if named * 2 > len(level.labels) or (named and not has_total(level.labels)):
            return level
    return None


def _row_statistics(levels: list[Level]) -> Level | None:
    for level in levels:
        if names_statistic_column(level.name) and len(level.labels) <= _MOST_ROW_STATISTICS:
            return level
    for level in levels:
        named = sum(statistic_in(label) is not None for label in level.labels)
        if len(level.labels) > 1 and len(level.labels) <= _MOST_ROW_STATISTICS and named == len(level.labels):
            return level
    return None


def _reads_as_names(level: Level, title: str) -> bool:
    """Whether headings name variables (``pt_overall``) rather than categories of what the title names."""
    if has_total(level.labels):
        return False
    return statistic_in(title) is None or any("_" in label for label in level.labels)
