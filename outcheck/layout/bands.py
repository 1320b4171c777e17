"""Tells ranges that are labels of bands from those that are two numbers, such as confidence limits: bands follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind, Literal
from outcheck.layout.words import strong_statistic_in

_RANGE = re.compile(r"^#\s?(?:–|to)\s?#$")
_DEEPEST = 10
"""Rows that may hold bands as headings."""
_CLOSE = 1e-9

Place = tuple[int, int]


def without_bands(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns in which ``10211.5 to 34567.8`` is a text where the next range begins where it ends, down a column or along a row.

    Two ranges may follow one another by chance: beside other columns it takes three, and none under a word for a statistic.
    """
    ranged = [number for number, column in enumerate(columns) if any(map(_is_range, column.literals.values()))]
    labels: set[Place] = set()
    for number in ranged:
        rows = _composites(columns[number])
        if rows and not _is_named(columns[number], rows[0]):
            labels |= _bands([(row, number) for row in rows], columns, fewest=2 if number == 0 else 3)
    for row in range(min(_DEEPEST, len(columns[0].kind)) if ranged else 0):
        labels |= _bands([(row, number) for number in ranged if columns[number].kind[row] == Kind.COMPOSITE], columns, fewest=2)
    return tuple(_as_texts(column, [row for row, at in labels if at == number]) for number, column in enumerate(columns))


def _is_range(held: Literal) -> bool:
    return _RANGE.match(held.form) is not None


def _is_named(column: Column, first: int) -> bool:
    """Whether a word for a statistic stands above the first range."""
    return any(strong_statistic_in(column.text(row)) is not None for row in range(max(0, first - _DEEPEST), first))


def _composites(column: Column) -> list[int]:
    rows: list[int] = np.flatnonzero(column.kind == Kind.COMPOSITE).tolist()
    return rows


def _bands(places: Sequence[Place], columns: Sequence[Column], *, fewest: int) -> set[Place]:
    """All of these places, where every one is a range and each begins where the one before it ends."""
    held = [columns[column].literal(row) for row, column in places]
    ranges = [literal for literal in held if literal is not None and _is_range(literal)]
    if len(ranges) < fewest or len(ranges) < len(places) or not all(_follow(ranges)):
        return set()
    return set(places)


def _follow(ranges: Sequence[Literal]) -> Iterator[bool]:
    for one, other in pairwise(ranges):
        (low, high), (start, _) = one.parts, other.parts
        step = 10.0 ** -min(high.decimals, start.decimals)
        yield low.value < high.value and -_CLOSE <= start.value - high.value <= step * (1 + _CLOSE)


def _as_texts(column: Column, rows: list[int]) -> Column:
    if not rows:
        return column
    kind = column.kind.copy()
    kind[rows] = Kind.TEXT
    return replace(column, kind=kind)
