"""The numbers that are to be hidden, and the tables as they look without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from outcheck.inference.words import Cell
from outcheck.model.arrays import BoolArray
from outcheck.model.finding import Finding
from outcheck.model.places import Area, Place
from outcheck.model.table import Marker, Meaning, Table
from outcheck.protect.changes import Change, Why, in_order


class Hiding:
    """What is hidden so far in the tables of a release. ``keep`` are places whose numbers stay, whatever follows.

    A cell that holds several numbers is hidden as a whole.
    """

    def __init__(self, tables: Sequence[Table], markers: Sequence[Marker], keep: Iterable[Place] = ()) -> None:
        self.tables = tuple(tables)
        self._markers = tuple(marker_for(table, markers) for table in tables)
        self._hidden = [np.zeros(len(table), dtype=np.bool_) for table in tables]
        self._at = _index(tables)
        self._changes: dict[Place, Change] = {}
        self._musts: set[Place] = set()
        self.kept: tuple[BoolArray, ...] = masks(tables, keep)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change, in the order of files, sheets and cells."""
        return tuple(sorted(self._changes.values(), key=lambda change: in_order(change.place)))

    @property
    def masks(self) -> tuple[BoolArray, ...]:
        """Which cells of each table are hidden by us."""
        return tuple(self._hidden)

    def hidden(self, table: int) -> BoolArray:
        """Which cells of a table are hidden by us."""
        return self._hidden[table]

    def may_hide(self, cell: Cell) -> bool:
        """Whether a cell holds a number of this release that nobody asked to keep."""
        return self._may(cell) and not self._hidden[cell[0]][cell[1]]

    def _may(self, cell: Cell) -> bool:
        place, number = cell
        return place < len(self.tables) and bool(self.tables[place].is_number[number] and not self.kept[place][number])

    def hide(self, cells: Iterable[Cell], why: Why, *, said: str, rule: str = "", must: bool = False) -> int:
        """Hide cells, and whatever stands in the same places; gives how many places that were not hidden before.

        What ``must`` be hidden stays so when the rest is forgotten.
        """
        before = len(self._changes), len(self._musts)
        for place, number in (cell for cell in cells if self._may(cell) and (must or self.may_hide(cell))):
            table = self.tables[place]
            where = (int(table.row[number]), int(table.column[number]))
            for other, twin in self._at[table.file, table.sheet][where]:
                self._hidden[other][twin] = True
            named = self.place_in(table, number)
            if named not in self._musts:
                self._changes[named] = Change(named, self._markers[place].text, why, rule, said)
            if must:
                self._musts.add(named)
        return len(self._musts) - before[1] if must else len(self._changes) - before[0]

    def forget(self) -> None:
        """Show again what need not be hidden by itself, so that it can be chosen anew."""
        self._changes = {place: change for place, change in self._changes.items() if place in self._musts}
        for mask in self._hidden:
            mask[:] = False
        for place in self._musts:
            for table, cell in self.cells_at(place):
                self._hidden[table][cell] = True

    def can_be_written_anew(self, cell: Cell) -> bool:
        """Whether a number stands alone in its place, with no evidence behind it, which would speak of another."""
        place, number = cell
        table = self.tables[place]
        where = int(table.row[number]), int(table.column[number])
        behind = table.evidence is not None and not np.isnan(table.evidence.n[number])
        return len(self._at[table.file, table.sheet][where]) == 1 and bool(table.is_number[number]) and not behind

    def is_chosen(self, cell: Cell) -> bool:
        """Whether a number is hidden, and no rule asks for it."""
        named = self.place_in(self.tables[cell[0]], cell[1])
        return named in self._changes and named not in self._musts

    @staticmethod
    def place_in(table: Table, cell: int) -> Place:
        """Where a cell of a table stands."""
        return Place(table.file, table.sheet, table.cell(cell))

    def place(self, cell: Cell) -> Place | None:
        """Where a cell of this release stands; None for one of what left before."""
        if cell[0] >= len(self.tables):
            return None
        return self.place_in(self.tables[cell[0]], cell[1])

    def cells_of(self, finding: Finding) -> list[Cell]:
        """Cells that a finding is about."""
        places = [finding.place, *(finding.related if finding.cells > 1 else ())]
        return [cell for place in places for cell in self.cells_at(place)]

    def cells_at(self, place: Place) -> list[Cell]:
        """Cells of tables in a place, which may be a range."""
        at = self._at.get((place.file, place.sheet), {})
        if not place.cell:
            return []
        area = Area.parse(place.cell)
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        return [cell for row in rows for column in columns for cell in at.get((row, column), ())]

    def applied(self) -> tuple[Table, ...]:
        """The tables with markers in place of what is hidden."""
        return tuple(
            without(table, mask, marker) if mask.any() else table
            for table, mask, marker in zip(self.tables, self._hidden, self._markers, strict=True)
        )


def without(table: Table, cells: BoolArray, marker: Marker) -> Table:
    """A table with a marker in place of some of its numbers."""
    markers = table.markers if marker in table.markers else (*table.markers, marker)
    value, code = table.value.copy(), table.marker.copy()
    gone = cells & table.is_number
    value[gone], code[gone] = np.nan, markers.index(marker)
    return replace(table, value=value, marker=code, markers=markers)


def masks(tables: Sequence[Table], places: Iterable[Place]) -> tuple[BoolArray, ...]:
    """Which cells of tables lie in some places; a place without a cell is a whole file or sheet."""
    found = tuple(np.zeros(len(table), dtype=np.bool_) for table in tables)
    for place in places:
        area = Area.parse(place.cell) if place.cell else None
        for table, mask in zip(tables, found, strict=True):
            if table.file == place.file and place.sheet in ("", table.sheet):
                mask[_inside(table, area)] = True
    return found


def _inside(table: Table, area: Area | None) -> BoolArray:
    if area is None:
        return np.ones(len(table), dtype=np.bool_)
    rows = (table.row >= area.top) & (table.row <= area.bottom)
    return np.asarray(rows & (table.column >= area.left) & (table.column <= area.right))


def marker_for(table: Table, markers: Sequence[Marker]) -> Marker:
    """A marker that hides and says nothing of size: one the table has already, else the first of the packs."""
    silent = [marker for marker in (*table.markers, *markers) if marker.meaning is Meaning.SUPPRESSED and marker.admits is None]
    usable = [marker for marker in silent if not marker.sources or set(marker.sources) & set(table.source)]
    return usable[0] if usable else Marker("[c]", Meaning.SUPPRESSED)


def _index(tables: Sequence[Table]) -> dict[tuple[str, str], dict[tuple[int, int], list[Cell]]]:
    index: dict[tuple[str, str], dict[tuple[int, int], list[Cell]]] = {}
    for number, table in enumerate(tables):
        sheet = index.setdefault((table.file, table.sheet), {})
        for cell, where in enumerate(zip(table.row.tolist(), table.column.tolist(), strict=True)):
            sheet.setdefault(where, []).append((number, cell))
    return index
