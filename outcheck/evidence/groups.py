"""How the categories of a table group the values of microdata: each by itself, those that are part of another, all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from outcheck.evidence.faults import EvidenceError
from outcheck.model.hints import Microdata
from outcheck.model.table import Dimension, Table

ALL = -1
"""Level of the category that stands for all others together."""

OWN = 0
"""Level of the categories that have no parts."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """One dimension of a table over a column of microdata.

    ``level`` has, per category, at which level it groups. ``words`` has, per level, the labels that values of the column are
    grouped under; a level without words takes values as they are.
    """

    dimension: Dimension
    column: str
    level: tuple[int, ...]
    words: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of the table: in each grouped dimension its category's code, its level and the text that data have there."""

    codes: tuple[int, ...]
    levels: tuple[int, ...]
    key: tuple[str, ...]


def groupings_of(table: Table, microdata: Microdata) -> tuple[Grouping, ...]:
    """Groupings of the dimensions of a table; raises EvidenceError where one has no column, or a column no dimension."""
    by = {plain(name): column for name, column in microdata.by}
    labels = {plain(name): dict(words) for name, words in microdata.labels}
    known = {plain(dimension.name) for dimension in table.dimensions}
    if (by.keys() | labels.keys()) - known:
        raise EvidenceError("groups by a dimension that the table does not have", "correct its name", "by")
    missing = [held.name for held in table.dimensions if plain(held.name) not in by and len(held.labels) > 1]
    if missing:
        raise EvidenceError(f"has no column for the dimension {missing[0]!r}", "add it under 'by'", "by")
    return tuple(
        _grouping(held, by[plain(held.name)], labels.get(plain(held.name), {}))
        for held in table.dimensions
        if plain(held.name) in by
    )


def cells_of(table: Table, groupings: tuple[Grouping, ...]) -> tuple[Cell, ...]:
    """Every group that the table has a number or gap for. One to which a dimension does not apply is no group."""
    codes = np.column_stack([held.dimension.codes for held in groupings]) if groupings else np.zeros((len(table), 0), np.int32)
    distinct = np.unique(codes, axis=0) if groupings else codes[:1]
    return tuple(
        Cell(
            tuple(row),
            tuple(held.level[code] for held, code in zip(groupings, row, strict=True)),
            tuple(
                "" if held.level[code] == ALL else plain(held.dimension.labels[code])
                for held, code in zip(groupings, row, strict=True)
            ),
        )
        for row in distinct.tolist()
        if min(row, default=0) >= 0
    )


def wholes(dimensions: int) -> tuple[tuple[int, ...], ...]:
    """Which dimensions a share can be taken over: each alone, and all together."""
    each = tuple((number,) for number in range(dimensions))
    return each if dimensions == 1 else (*each, tuple(range(dimensions)))


def collapsed_key(cell: Cell, dimensions: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Levels and key of the group that a group is part of when nothing tells apart the categories of some dimensions."""
    levels = tuple(ALL if number in dimensions else level for number, level in enumerate(cell.levels))
    return levels, tuple("" if number in dimensions else text for number, text in enumerate(cell.key))


def plain(text: str) -> str:
    """A text as it is compared: single spaces, one case, whole numbers without their point."""
    text = " ".join(text.split()).casefold()
    return text.removesuffix(".0") if text.removesuffix(".0").lstrip("-").isdigit() else text


def _grouping(dimension: Dimension, column: str, labels: Mapping[str, str]) -> Grouping:
    """Levels of one dimension: a category is found at the depth at which others are part of it."""
    parents = dimension.parents or (-1,) * len(dimension.labels)
    ancestors = [_ancestors(code, parents, dimension.total) for code in range(len(parents))]
    inner = {parent for held in ancestors for parent in held}
    level = tuple(
        ALL if code == dimension.total else len(ancestors[code]) + 1 if code in inner else OWN for code in range(len(parents))
    )
    values: dict[str, list[str]] = {}
    for value, label in labels.items():
        values.setdefault(plain(label), []).append(value)
    unknown = values.keys() - {plain(label) for label in dimension.labels}
    if unknown:
        raise EvidenceError("translates a value to a label that the table does not have", "correct it under 'labels'", "labels")
    words: dict[int, dict[str, str]] = {}
    if labels:
        words[OWN] = {}
    for code, label in enumerate(dimension.labels):
        if level[code] != OWN:
            continue
        for value in values.get(plain(label), [label]):
            if labels:
                words[OWN][value] = label
            for parent in ancestors[code]:
                words.setdefault(level[parent], {})[value] = dimension.labels[parent]
    return Grouping(dimension, column, level, words)


def _ancestors(code: int, parents: tuple[int, ...], total: int) -> tuple[int, ...]:
    found: list[int] = []
    while parents[code] >= 0 and parents[code] != total and parents[code] not in found:
        code = parents[code]
        found.append(code)
    return tuple(found)
