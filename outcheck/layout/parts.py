"""A block taken apart: its axes, its strips of numbers, what its rows say, and where each cell stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outcheck.layout.axes import Axes, path_codes
from outcheck.layout.bases import Places
from outcheck.layout.blocks import Block
from outcheck.layout.measures import Rows
from outcheck.layout.spread import Strip
from outcheck.layout.stubs import Level
from outcheck.model.arrays import FloatArray, IntArray, SmallArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Measure

_THOUSANDS = re.compile(r"\b000'?s\b|\bthousands?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """A block taken apart: its axes, its strips of numbers, and what its rows say."""

    block: Block
    axes: Axes
    strips: list[Strip]
    rows: Rows

    @cached_property
    def row(self) -> IntArray:
        """Position of each cell among the body rows."""
        return np.concatenate([strip.rows for strip in self.strips]).astype(np.int32)

    @cached_property
    def place(self) -> IntArray:
        """Position of each cell among the measure columns."""
        return np.concatenate([np.full(len(strip.rows), strip.place, dtype=np.int32) for strip in self.strips])

    def down(self, codes: IntArray) -> IntArray:
        """Codes of body rows as codes of cells."""
        strips = len(self.strips)
        found: IntArray = np.tile(codes, strips) if len(self.row) == strips * len(codes) else codes[self.row]
        return found


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
    thousands = (np.array(said, dtype=np.bool_)[parts.place] | titled) & np.array(additive, dtype=np.bool_)[measure]
    value[thousands] = np.round(value[thousands] * 1000, 9)
    decimals[thousands] = np.maximum(decimals[thousands] - 3, 0)
    return value, decimals


def dimensions_of(parts: Parts) -> tuple[Dimension, ...]:
    """Dimensions of a table: levels of rows, without those that name statistics, then levels of columns."""
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


def places_of(parts: Parts) -> Places:
    """Where cells stand: those of one place differ only in what they measure."""
    count, rows = len(parts.block.measures), len(parts.block.rows)
    across = path_codes(parts.axes.column_levels, count)
    named = parts.axes.row_statistics is not None
    down = path_codes(parts.axes.row_levels, rows) if named or parts.rows.continuation.any() else np.arange(rows, dtype=np.int32)
    if not parts.axes.column_levels and (named or len(parts.rows.names) > 1):
        across = np.arange(count, dtype=np.int32)
    own = np.array([bool(name) for name in parts.rows.names], dtype=np.bool_)[parts.rows.name] & (not named)
    return Places(parts.down(down), across[parts.place], own[parts.row])
