"""A block taken apart: its axes, its strips of numbers, what its rows say, and where each cell stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from outcheck.layout.axes import Axes, path_codes
from outcheck.layout.bases import Places
from outcheck.layout.blocks import Block
from outcheck.layout.levels import Level
from outcheck.layout.measures import Rows
from outcheck.layout.spread import Strip
from outcheck.model.arrays import Cell, FloatArray, IntArray, SmallArray, at
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Measure

_THOUSANDS = re.compile(r"\b000'?s\b|\bthousands?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A block taken apart: its axes, its strips of numbers, and what its rows say."""

    block: Block
    axes: Axes
    strips: list[Strip]
    rows: Rows

    def down(self, codes: Cell) -> Cell:
        """What is said of body rows, said of cells."""
        return cast("Cell", np.concatenate([at(codes, strip.rows) for strip in self.strips]))

    def across(self, codes: Cell) -> Cell:
        """What is said of measure columns, said of cells."""
        return cast("Cell", np.repeat([codes[strip.place] for strip in self.strips], [len(strip.rows) for strip in self.strips]))


def scaled(parts: Parts, measure: SmallArray, measures: tuple[Measure, ...]) -> tuple[FloatArray, SmallArray]:
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
    thousands = (parts.across(np.array(said, dtype=np.bool_)) | titled) & np.array(additive, dtype=np.bool_)[measure]
    value[thousands] = np.round(value[thousands] * 1000, 9)
    decimals[thousands] = np.maximum(decimals[thousands] - 3, 0)
    return value, decimals


def dimensions_of(parts: Parts, *, models: bool) -> tuple[Dimension, ...]:
    """Dimensions of a table: levels of rows, without those that name statistics, then of columns; no model is a total."""
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
    across = [_dimension(level, parts.across(level.codes)) for level in parts.axes.column_levels]
    if models:
        across = [replace(held, total=-1) for held in across]
    trimmed = sum(len(strip.rows) for strip in parts.strips) < len(parts.strips) * len(parts.block.rows)
    return tuple(_used(held) if trimmed else held for held in down + across)


def _used(held: Dimension) -> Dimension:
    """A dimension without the categories that no cell has."""
    used = np.unique(held.codes[held.codes >= 0])
    number = np.full(len(held.labels) + 1, -1, dtype=np.int32)
    number[used] = np.arange(len(used))
    return replace(
        held, labels=tuple(held.labels[code] for code in used.tolist()), codes=number[held.codes], total=int(number[held.total])
    )


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


def places_of(parts: Parts) -> Places:
    """Where cells stand: those of one place differ only in what they measure."""
    count, rows = len(parts.block.measures), len(parts.block.rows)
    across = path_codes(parts.axes.column_levels, count)
    named = parts.axes.row_statistics is not None
    down = path_codes(parts.axes.row_levels, rows) if named or parts.rows.continuation.any() else np.arange(rows, dtype=np.int32)
    if not parts.axes.column_levels and (named or len(parts.rows.names) > 1):
        across = np.arange(count, dtype=np.int32)
    columns = int(across.max(initial=0)) + 1
    number = np.concatenate([at(down, strip.rows) * np.int32(columns) + across[strip.place] for strip in parts.strips])
    size = (int(down.max(initial=0)) + 1) * columns
    if named or len(parts.rows.names) == 1:
        return Places(number, size, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_))
    own = np.array([bool(name) for name in parts.rows.names], dtype=np.bool_)[parts.rows.name]
    return Places(number, size, parts.across(across), parts.down(own))
