"""What a sheet shows: its visible rows and columns, and each value as far as its format shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from outcheck.checks.odd_characters import ODD
from outcheck.model.grid import GENERAL, Grid
from outcheck.model.number_formats import number_format

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class ShownCells:
    """Cells of a sheet in the order they are seen; ``rows`` and ``columns`` are where they stood.

    ``replaced`` are places, in the new order, whose value is another than the stored one, since the format showed a text.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: tuple[tuple[Value, ...], ...]
    replaced: frozenset[tuple[int, int]]


def shown_cells(
    grid: Grid,
    unseen: Iterable[tuple[int, int]] = (),
    changed: Mapping[tuple[int, int], Value] | None = None,
    *,
    away: tuple[Collection[int], Collection[int]] = ((), ()),
) -> ShownCells:
    """Everything that a sheet shows. ``unseen`` are cells whose look hides what they hold; they become empty.

    ``changed`` has, by row and column of the grid, what is to be shown in place of what is; rows and columns ``away`` are not
    shown.
    """
    instead = changed or {}
    rows, columns = (tuple(line for line in seen if line not in gone) for seen, gone in zip(grid.seen, away, strict=True))
    hidden = set(unseen)
    held = [list(grid.columns[column]) for column in columns]
    values: list[tuple[Value, ...]] = []
    replaced: set[tuple[int, int]] = set()
    for place, row in enumerate(rows):
        line: list[Value] = []
        for number, column in enumerate(columns):
            stored = held[number][row]
            value = None if (row, column) in hidden else _shown(stored, grid.number_format(row, column))
            value = instead.get((row, column), value)
            if isinstance(value, str | None) and not isinstance(stored, str | None):
                replaced.add((place, number))
            line.append(value)
        values.append(tuple(line))
    return ShownCells(rows, columns, tuple(values), frozenset(replaced))


def _shown(value: Value, form: str) -> Value:
    """A value as its format shows it; of texts, what can be seen of them."""
    if isinstance(value, str):
        text = ODD.sub("", value)
        return text if not text or number_format(form).shows_text else ""
    if form == GENERAL or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    known = number_format(form)
    text_in_place = known.text_of(value)
    return known.rounded(value) if text_in_place is None else text_in_place
