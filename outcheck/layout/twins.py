"""Finds dimensions that say the same in other words, such as codes beside names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from outcheck.model.arrays import IntArray
from outcheck.model.table import Dimension, Table

_SAMPLE = 4000


def twins(table: Table) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Dimensions, each with those that say the same in other words, such as codes beside names."""
    left = sorted(range(len(table.dimensions)), key=lambda place: int((table.dimensions[place].codes < 0).sum()))
    while left:
        place = left.pop(0)
        same = tuple(other for other in left if _same(table.dimensions[place], table.dimensions[other]))
        left = [other for other in left if other not in same]
        yield place, same


def _same(one: Dimension, other: Dimension) -> bool:
    if min(len(one.labels), len(other.labels)) < 2 or not len(one.codes):  # noqa: PLR2004  a constant is no twin
        return False
    first = slice(0, _SAMPLE)
    if len(np.unique(one.codes[first])) != len(np.unique(other.codes[first])):
        return False
    return bool((code_of(one, other)[one.codes] == other.codes).all() and (code_of(other, one)[other.codes] == one.codes).all())


def code_of(one: Dimension, other: Dimension) -> IntArray:
    """Code of the other dimension per code of the one; the last entry stands for -1."""
    mapped = np.full(len(one.labels) + 1, -1, dtype=np.int32)
    mapped[one.codes] = other.codes
    return mapped


def without(table: Table, places: tuple[int, ...]) -> Table:
    """The table as if some dimensions had one category."""
    if not places:
        return table
    kept = [
        replace(held, labels=("",), codes=np.zeros_like(held.codes), total=-1) if place in places else held
        for place, held in enumerate(table.dimensions)
    ]
    return replace(table, dimensions=tuple(kept))
