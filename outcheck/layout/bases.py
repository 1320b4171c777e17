"""Finds the base of every percentage, mean or other statistic: the count beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, SmallArray, at
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic
from outcheck.model.table import Measure

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.MODEL_SIZE)
_SAMPLE = 4000
_BASE_WORDS = frozenset({"base", "denominator", "n", "total", "cohort", "population", "number", "all", "risk"})
_EMPTY_WORDS = frozenset(
    {
        "of",
        "the",
        "number",
        "no",
        "count",
        "n",
        "percentage",
        "percent",
        "pct",
        "%",
        "mean",
        "median",
        "average",
        "total",
        "in",
        "with",
    }
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where cells stand: ``number`` tells combinations of categories apart and is below ``size``.

    Where rows name their statistic themselves, such as a last row ``N`` that serves its whole column, ``own_row`` marks their
    cells, and ``column`` numbers the combination of categories over each cell; elsewhere both are empty.
    """

    number: IntArray
    size: int
    column: IntArray
    own_row: BoolArray


def find_bases(measure: SmallArray, measures: tuple[Measure, ...], value: FloatArray, places: Places) -> IntArray:
    """Index of each cell's base cell, -1 where none is shown.

    A base stands at the same categories as its cell, else in a row of bases for the whole column. Of several counts,
    arithmetic decides for percentages, then shared words, then the smaller count, which is the safer reading.
    """
    base = np.full(len(value), -1, dtype=np.int32)
    counts = [code for code, held in enumerate(measures) if held.statistic in _COUNTS and held.sure]
    if not counts:
        return base
    standing = {code: _cells_by_place(measure, code, places) for code in counts}
    for code, held in enumerate(measures):
        if held.statistic in _COUNTS:
            continue
        cells = np.flatnonzero(measure == code)
        beside = [(measures[count], standing[count][at(places.number, cells)]) for count in counts]
        beside = [(count, found) for count, found in beside if (found >= 0).any()]
        if beside:
            base[cells] = _choose(held, cells, beside, value)
    if places.own_row.any():
        _serve_columns(base, measure, measures, places)
    return base


def _serve_columns(base: IntArray, measure: SmallArray, measures: tuple[Measure, ...], places: Places) -> None:
    """Give cells without a base the count that a row of bases shows for their column; the last such row counts."""
    count = np.array([held.statistic in _COUNTS for held in measures], dtype=np.bool_)[measure]
    serving = np.flatnonzero(places.own_row & count)
    if not serving.size:
        return
    of_column = np.full(int(places.column.max()) + 1, -1, dtype=np.int32)
    of_column[places.column[serving]] = serving
    bare = np.flatnonzero((base < 0) & ~count)
    base[bare] = of_column[places.column[bare]]


def _cells_by_place(measure: SmallArray, code: int, places: Places) -> IntArray:
    cells = np.flatnonzero(measure == code)
    found = np.full(places.size, -1, dtype=np.int32)
    found[at(places.number, cells)] = cells
    return found


def _choose(held: Measure, cells: Indices, candidates: list[tuple[Measure, IntArray]], value: FloatArray) -> IntArray:
    if len(candidates) == 1:
        return candidates[0][1]
    if held.statistic is Statistic.PERCENTAGE:
        first = slice(0, _SAMPLE)
        fitting = _denominators(value[cells[first]], [value[found[first]] for _, found in candidates])
        if len(fitting) == 1:
            return candidates[fitting[0]][1]
    score = [_likeness(held.name, count.name) for count, _ in candidates]
    best = [number for number, likeness in enumerate(score) if likeness == max(score)]
    if len(best) == 1:
        return candidates[best[0]][1]
    sizes = np.stack([np.where(candidates[number][1] >= 0, value[candidates[number][1]], np.inf) for number in best])
    sizes = np.where(np.isnan(sizes), -1.0, sizes)
    stacked = np.stack([candidates[number][1] for number in best])
    smallest: IntArray = stacked[np.argmin(sizes, axis=0), np.arange(len(cells))]
    return smallest


def _denominators(percent: FloatArray, counts: list[FloatArray]) -> list[int]:
    """Counts that give the percentages when another count is divided by them."""
    fitting = []
    for below, base in enumerate(counts):
        for above, part in enumerate(counts):
            if above == below:
                continue
            with np.errstate(divide="ignore", invalid="ignore"):
                off = np.abs(100 * part / base - percent)
            known = np.isfinite(off)
            if known.sum() >= 2 and (off[known] <= 1).all() and not np.array_equal(part, base):  # noqa: PLR2004  one point covers whole per cent
                fitting.append(below)
                break
    return fitting


def _likeness(name: str, count: str) -> int:
    mine = set(plain(name).split()) - _EMPTY_WORDS
    theirs = set(plain(count).split())
    return 2 * len(mine & (theirs - _EMPTY_WORDS)) + bool(theirs & _BASE_WORDS)
