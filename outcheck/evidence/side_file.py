"""Reads a side file: one row per cell, labels that name it, facts about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from outcheck.evidence.columns import (
    ABSOLUTE_SUM,
    CONTRIBUTORS,
    DEEPEST,
    LARGEST,
    MEASURE,
    NEGATIVES,
    SECOND_LARGEST,
    SUM,
    TABLE,
    VALUED,
    WHOLE,
    N,
    fact_name,
)
from outcheck.evidence.faults import EvidenceError
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.grid import Grid
from outcheck.model.places import column_letters

_SLACK = 1e-6
"""Share of a total by which the facts of a row may miss one another: a side file is written in decimals."""


@dataclass(frozen=True, slots=True)
class SideFile:
    """Rows of a side file. ``labels`` are its label columns by heading, ``facts`` its numbers by name, NaN where empty.

    ``headings`` are those of all columns, in order. ``line`` is the row of the file, from 1.
    ``tops`` has in column ``j`` the sum of the ``j + 1`` largest contributions.
    """

    headings: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, FloatArray]
    tops: FloatArray
    line: IntArray

    def __len__(self) -> int:
        return len(self.line)

    def fact(self, name: str) -> FloatArray:
        """Numbers of a column; NaN where the file does not have it."""
        return self.facts.get(name, np.full(len(self), np.nan))

    @property
    def total(self) -> FloatArray:
        """Sum of the absolute contributions: the sum itself where none of them is said to be negative."""
        absolute = self.fact(ABSOLUTE_SUM)
        return np.where(np.isnan(absolute) & ~(self.fact(NEGATIVES) > 0), self.fact(SUM), absolute)


def read_side_file(grid: Grid) -> SideFile:
    """Side file of a grid whose first row holds the headings; raises EvidenceError for rows that cannot be true."""
    if not grid.width or grid.height < 2:  # noqa: PLR2004  headings and one row
        raise EvidenceError("holds no rows", "write one row for each cell, below one row of headings")
    headings = tuple(_text(column[0]) for column in grid.columns)
    kept = np.flatnonzero(np.array([any(_text(column[row]) for column in grid.columns) for row in range(grid.height)]))[1:]
    labels: dict[str, tuple[str, ...]] = {}
    facts: dict[str, FloatArray] = {}
    for place, (heading, column) in enumerate(zip(headings, grid.columns, strict=True)):
        name = fact_name(heading)
        values = [column[row] for row in kept.tolist()]
        if not heading and not any(_text(value) for value in values):
            continue
        if (name or heading) in labels or name in facts:
            raise EvidenceError(f"has the heading of column {column_letters(place)} twice", "keep one of the two")
        if name and name not in (MEASURE, TABLE):
            facts[name] = _numbers(values, kept, name)
        else:
            labels[name or heading] = tuple(_text(value) for value in values)
    if N not in facts:
        raise EvidenceError(f"has no column {N!r}", "add the unweighted number of persons or records behind each cell")
    side = SideFile(headings, labels, facts, _tops(facts, len(kept)), (kept + 1).astype(np.int32))
    _refuse(side, np.isnan(side.fact(N)), f"has no {N!r}")
    _refuse_contradictions(side)
    return side


def _text(value: object) -> str:
    """Label as a table writes it: 2018 for a stored 2018.0, words with single spaces."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _numbers(values: Sequence[object], kept: Indices, name: str) -> FloatArray:
    numbers = np.full(len(kept), np.nan)
    for place, (row, value) in enumerate(zip(kept.tolist(), values, strict=True)):
        text = _text(value).replace(",", "")
        try:
            numbers[place] = float(text) if text else np.nan
            known = not text or isfinite(numbers[place])
        except ValueError:
            known = False
        if not known:
            raise EvidenceError(f"has no number in row {row + 1}, column {name!r}", "write a number, or leave the cell empty")
        if name != SUM and numbers[place] < 0:
            raise EvidenceError(f"has a negative number in row {row + 1}, column {name!r}", "correct it: it cannot be negative")
        if name in WHOLE and not np.isnan(numbers[place]) and not numbers[place].is_integer():
            raise EvidenceError(f"has a fraction in row {row + 1}, column {name!r}", "write the unweighted, unrounded number")
    return numbers


def _tops(facts: Mapping[str, FloatArray], rows: int) -> FloatArray:
    tops = np.full((rows, DEEPEST), np.nan)
    for depth in range(1, DEEPEST + 1):
        tops[:, depth - 1] = facts.get(f"top_{depth}", np.nan)
    first = facts.get(LARGEST)
    if first is not None:
        tops[:, 0] = np.where(np.isnan(first), tops[:, 0], first)
    if SECOND_LARGEST in facts:
        both = tops[:, 0] + facts[SECOND_LARGEST]
        tops[:, 1] = np.where(np.isnan(both), tops[:, 1], both)
    used = int((~np.isnan(tops).all(axis=0)).nonzero()[0].max(initial=-1)) + 1
    return tops[:, :used]


def _refuse(side: SideFile, wrong: BoolArray, what: str, todo: str = "correct that row") -> None:
    if wrong.any():
        raise EvidenceError(f"{what} in row {side.line[int(wrong.argmax())]}", todo)


def _refuse_contradictions(side: SideFile) -> None:
    """Stop at facts of one row that cannot all be true: larger parts than wholes, a second that is larger than the first."""
    total, contributors = side.total, side.fact(CONTRIBUTORS)
    slack = _SLACK * np.nan_to_num(total) + 0.01
    if (side.fact(NEGATIVES) > 0).any() and ABSOLUTE_SUM not in side.facts:
        todo = "add the sum of the absolute contributions, which shares are of where some are negative"
        raise EvidenceError(f"has {NEGATIVES!r} but no column {ABSOLUTE_SUM!r}", todo)
    todo = f"write under {NEGATIVES!r} how many contributions are negative"
    _refuse(side, (side.fact(SUM) < 0) & ~(side.fact(NEGATIVES) > 0), "has a sum below zero without negative contributions", todo)
    _refuse(side, np.abs(side.fact(SUM)) > side.fact(ABSOLUTE_SUM) + slack, "has a sum above that of the absolute contributions")
    _refuse(side, side.fact(VALUED) > side.fact(N), f"has more {VALUED!r} than {N!r}")
    _refuse(side, side.fact(NEGATIVES) > contributors, "has more negative contributions than contributors")
    held, at, slope = np.zeros(len(side)), np.zeros(len(side)), np.full(len(side), np.inf)
    for depth in range(1, side.tops.shape[1] + 1):
        top = side.tops[:, depth - 1]
        told = ~np.isnan(top)
        new = np.where(told, (top - held) / (depth - at), slope)
        _refuse(side, told & (top > total + slack), "has largest contributions above their total")
        _refuse(side, told & ((new > slope + slack) | (new < -slack)), "has largest contributions out of order")
        held, at, slope = np.where(told, top, held), np.where(told, depth, at), new
