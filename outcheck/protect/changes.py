"""What is changed in a release to protect it: numbers that give way to markers, and numbers that become others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outcheck.model.arrays import Indices
from outcheck.model.places import Area, Place
from outcheck.model.table import Table


class Why(StrEnum):
    """Why a number is hidden: a rule says so, it would give back one that is, it adds up one or is computed from one that is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TOTAL = "total"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose number gives way to a marker. ``said`` is the rule's message, or what the cell would give back."""

    place: Place
    marker: str
    why: Why
    rule: str
    said: str


@dataclass(frozen=True, slots=True)
class NewNumber:
    """A number as it was read and as it is to be, and how many decimals it is shown with."""

    old: float
    new: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A cell of which some numbers become others: all that stand in it, in their order.

    A total ``of_what_is_shown`` leaves out what is hidden, and must say so where it stands.
    """

    place: Place
    numbers: tuple[NewNumber, ...]
    of_what_is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Residual:
    """A sum whose shown parts, once rounded, come to ``by`` more than its total, which stands in this place."""

    place: Place
    by: float


@dataclass(frozen=True, slots=True)
class Together:
    """Rows or columns of one table that became one, or went: their place, and their categories before and now.

    ``now`` is empty where they went because the category above them is shown. ``variable`` is empty where nothing names it.
    """

    place: Place
    variable: str
    labels: tuple[str, ...]
    now: str


def at_places(table: Table, cells: Indices) -> Iterator[tuple[Place, Indices]]:
    """Places in which some cells of a table stand, each with all entries of the table there, in their order."""
    width = int(table.column.max(initial=0)) + 1
    where = table.row.astype(np.int64) * width + table.column
    order = np.argsort(where, kind="stable")
    for spot in np.unique(where[cells]).tolist():
        first, last = np.searchsorted(where[order], [spot, spot + 1])
        here = order[first:last]
        yield Place(table.file, table.sheet, table.cell(int(here[0]))), here


def in_order(place: Place) -> tuple[str, str, Area]:
    """By file, sheet, row and column."""
    return place.file, place.sheet, Area.parse(place.cell)
