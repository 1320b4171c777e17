"""Which numbers are about a mode, and how many of its group have it: as shown beside it, or at most."""

from __future__ import annotations

import re

import numpy as np

from outcheck.checks.places import categories_of
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import half_widths, in_per_cent
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Table

_WHOLE = 100.0
_HALF = 50.0
_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_MODE = re.compile(r"\b(mode|modal|most (common|frequent|popular|usual|often)\w*|commonest)\b", re.IGNORECASE)
_ROUTE = re.compile(r"\bmodes? of\b(?! (the )?distribution)|\b(study|attendance|travel|delivery|transport) mode\b", re.IGNORECASE)
"""A way of studying or travelling, which some tables are broken down by."""
_OF_ROW = re.compile(r"^\W*(%|percent\w*|per cent|pct|share|proportion)\W*$", re.IGNORECASE)


def named_as_mode(table: Table) -> BoolArray:
    """Cells that are modes themselves, and cells with a category that is the mode of their row."""
    found = table.where(Statistic.MODE)
    for dimension in _modes(table):
        found = found | (dimension.codes >= 0)
    return found


def shown_shares(table: Table) -> tuple[FloatArray, Indices]:
    """Share, in per cent, of the mode that stands at each cell's categories, and the cell that shows it; NaN and -1 for none.

    A percentage named after the mode shows it, or one without a name of its own beside a mode that is a label; else a count
    named after the mode, of the largest other count there.
    """
    place = categories_of(table)
    size = int(place.max(initial=-1)) + 1
    share, by = np.full(size, np.nan), np.full(size, -1, dtype=np.intp)
    after_mode = _of_measures(table, _MODE) & ~table.where(Statistic.MODE)
    counts = table.is_number & table.where(*_COUNTS)
    whole = np.full(size, np.nan)
    np.fmax.at(whole, place[counts & ~after_mode], table.value[counts & ~after_mode])
    counted = np.flatnonzero(counts & after_mode & (whole[place] > 0))
    share[place[counted]] = _WHOLE * table.value[counted] / whole[place[counted]]
    by[place[counted]] = counted
    named = after_mode | (_of_measures(table, _OF_ROW) if _modes(table) else np.zeros(len(table), dtype=np.bool_))
    said = np.flatnonzero(table.is_number & table.where(Statistic.PERCENTAGE) & named)
    share[place[said]], by[place[said]] = (in_per_cent(table) * table.value)[said], said
    spread = np.flatnonzero(table.is_number & table.where(Statistic.STANDARD_DEVIATION) & (table.value == 0))
    bare = spread[np.isnan(share[place[spread]])]
    share[place[bare]], by[place[bare]] = _WHOLE, bare  # all values are one
    return share[place], by[place]


def at_most(table: Table) -> FloatArray:
    """Upper bound, in per cent, of the share of each cell's mode; infinite where nothing bounds it.

    A median that is not the mode leaves at most half. A mean ``m`` and a standard deviation ``s`` leave at most
    ``s² / (s² + (m - mode)²)``: that share alone, so far from the mean, makes up the variance (Cantelli). What the decimals
    leave open is taken for the worse.
    """
    bound = np.full(len(table), np.inf)
    mode = _numeric_mode(table)
    if np.isnan(mode).all():
        return bound
    place = categories_of(table)
    half = half_widths(table)
    low_mean, high_mean = _around(table, Statistic.MEAN, place, half)
    low_median, high_median = _around(table, Statistic.MEDIAN, place, half)
    _, deviation = _around(table, Statistic.STANDARD_DEVIATION, place, half)
    apart = np.maximum(np.maximum(low_mean - mode, mode - high_mean), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        bound = np.fmin(bound, _WHOLE * deviation**2 / (deviation**2 + apart**2))
    bound[(low_median > mode) | (high_median < mode)] = _HALF
    return np.where(np.isnan(bound), np.inf, bound)


def _modes(table: Table) -> list[Dimension]:
    """Dimensions whose categories are modes: they follow from the others, or rows are broken down by them."""
    named = [held for held in table.dimensions if _MODE.search(_plain(held.name)) and not _ROUTE.search(_plain(held.name))]
    return [held for held in named if _follows(table, held)]


def _follows(table: Table, dimension: Dimension) -> bool:
    """Whether a category is one for each combination of the others; alone, it must be the only one."""
    rest = [held.codes for held in table.dimensions if held is not dimension]
    if not rest:
        return len(dimension.labels) == 1
    others = np.unique(np.column_stack(rest), axis=0)
    both = np.unique(np.column_stack([*rest, dimension.codes]), axis=0)
    return len(others) == len(both)


def _numeric_mode(table: Table) -> FloatArray:
    """The mode at each cell as a number, wherever it stands; NaN where it is none."""
    mode = np.where(table.where(Statistic.MODE) & table.is_number, table.value, np.nan)
    for dimension in _modes(table):
        labels = np.array([*map(_number, dimension.labels), np.nan])
        mode = np.where(np.isnan(mode), labels[dimension.codes], mode)
    return mode


def _around(table: Table, statistic: Statistic, place: Indices, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least and most that the statistic at each cell's categories can be; NaN where there is none, or more than one."""
    cells = np.flatnonzero(table.is_number & table.where(statistic))
    size = int(place.max(initial=-1)) + 1
    once = np.bincount(place[cells], minlength=size) == 1
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    low[place[cells]], high[place[cells]] = table.value[cells] - half[cells], table.value[cells] + half[cells]
    return np.where(once, low, np.nan)[place], np.where(once, high, np.nan)[place]


def _of_measures(table: Table, pattern: re.Pattern[str]) -> BoolArray:
    return table.of_measures([pattern.search(_plain(measure.name)) is not None for measure in table.measures])


def _plain(name: str) -> str:
    return name.replace("_", " ").strip()


def _number(label: str) -> float:
    try:
        return float(label)
    except ValueError:
        return float("nan")
