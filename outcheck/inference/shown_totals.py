"""Totals that leave out what is hidden, as a file marks them: where that is proved, they say nothing but what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.inference.spelling import normal
from outcheck.model.arrays import BoolArray
from outcheck.model.marks import OF_WHAT_IS_SHOWN
from outcheck.model.shown_totals import adds_up_what_is_shown, are_totals, marked_numbers
from outcheck.model.table import Marker, Meaning, Table

_HIDDEN = Marker(OF_WHAT_IS_SHOWN, Meaning.SUPPRESSED)


def without_shown_totals(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Tables in which the whole that such a total stands for is hidden, since it is: only its shown parts are added up.

    A number that is marked so and is not the sum of what is shown stays what it is.
    """
    if all(table.marked is None for table in tables):
        return tables
    return tuple(_hidden(table, mask) if mask.any() else table for table, mask in zip(tables, proved(tables), strict=True))


def proved(tables: Sequence[Table]) -> list[BoolArray]:
    """Which marked numbers of each table are proved to add up what is shown.

    It must be what the shown parts come to in every sum of its table, of which one has a part that is hidden, or proved so; or,
    as a part itself, be the same number as a proved total of another table that says the same: by its labels, but for categories
    that the title of one of both names.
    """
    found = [marked_numbers(table) for table in tables]
    held = [place for place, mask in enumerate(found) if mask.any()]
    while held:
        before = sum(int(found[place].sum()) for place in held)
        totals: dict[Hashable, list[_Said]] = defaultdict(list)
        for place in held:
            is_total = adds_up_what_is_shown(tables[place], found[place])
            found[place] &= is_total | ~are_totals(tables[place])
            for _, number, said in _said(tables[place], found[place] & is_total):
                totals[number].append(said)
        for place in held:
            parts = found[place] & ~are_totals(tables[place])
            for cell, number, said in _said(tables[place], parts):
                found[place][cell] = any(said.may_be(total) for total in totals[number])
        if sum(int(found[place].sum()) for place in held) == before:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """Categories of a cell, without totals, and the words of the title of its table."""

    categories: frozenset[str]
    title: frozenset[str]

    def may_be(self, other: _Said) -> bool:
        """Whether both are about the same: what only one has as a category is in the title of the other."""
        mine, yours = self.categories - other.categories, other.categories - self.categories
        return all(other.title.issuperset(held.split()) for held in mine) and all(
            self.title.issuperset(held.split()) for held in yours
        )


def _said(table: Table, cells: BoolArray) -> Iterator[tuple[int, Hashable, _Said]]:
    """Cells with their statistic and number, and with what they are about."""
    title = frozenset(normal(word) for word in normal(table.title.partition(" by ")[0]).split())
    for cell in np.flatnonzero(cells).tolist():
        words = [
            normal(held.labels[held.codes[cell]]) for held in table.dimensions if held.codes[cell] not in (-1, held.total)
        ]  # fmt: skip
        statistic = table.statistics[table.measure[cell]]
        yield cell, (statistic, round(float(table.value[cell]), 6)), _Said(frozenset(words), title)


def _hidden(table: Table, cells: BoolArray) -> Table:
    value, code = table.value.copy(), table.marker.copy()
    value[cells], code[cells] = np.nan, len(table.markers)
    return replace(table, value=value, marker=code, markers=(*table.markers, _HIDDEN), marked=None)
