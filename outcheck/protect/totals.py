"""Totals worked out again from what is shown, where numbers that they added up are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from math import isclose

import numpy as np

from outcheck.inference.shown_totals import proved
from outcheck.inference.words import Cell
from outcheck.model.table import Table
from outcheck.protect.changes import NewNumber, Renumbered
from outcheck.protect.hiding import Hiding
from outcheck.protect.secondaries import Ground

_CLOSE = 1e-9
_MOST_DECIMALS = 9


def totals_of_what_is_shown(ground: Ground, hiding: Hiding) -> Iterator[Renumbered]:
    """Hidden totals that can say what their shown parts come to: the same by every sum of the release, and in every place.

    Each is computed from numbers that are shown, so that it says nothing new; the plan holds as if it were hidden. One that a
    check could not tell from a true total stays hidden.
    """
    refused: set[int] = set()
    while True:
        worked = _Worked(ground, hiding, refused)
        told = {unknown: value for unknown in ground.hidden().tolist() if (value := worked.total(unknown)) is not None}
        cells = {unknown: [*ground.cells(np.array([unknown], dtype=np.intp))] for unknown in told}
        proof = proved(_written(hiding, {cell: told[unknown] for unknown, held in cells.items() for cell in held}))
        doubted = {unknown for unknown, held in cells.items() if not all(proof[place][cell] for place, cell in held)}
        if not doubted:
            break
        refused |= doubted
    for unknown, held in cells.items():
        yield from (_renumbered(hiding.tables[place], cell, told[unknown]) for place, cell in held)


def _written(hiding: Hiding, values: Mapping[Cell, float]) -> list[Table]:
    """The tables with totals of what is shown in their places, marked."""
    tables = [*hiding.applied()]
    marked = [np.zeros(len(table), dtype=np.bool_) for table in tables]
    for place, cell in values:
        marked[place][cell] = True
    for place, mask in enumerate(marked):
        if mask.any():
            value, marker = tables[place].value.copy(), np.where(mask, -1, tables[place].marker)
            value[mask] = [values[place, cell] for cell in np.flatnonzero(mask).tolist()]
            tables[place] = replace(tables[place], value=value, marker=marker.astype(tables[place].marker.dtype), marked=mask)
    return tables


def _renumbered(table: Table, cell: int, value: float) -> Renumbered:
    decimals = _enough(value, int(table.decimals[cell]))
    number = NewNumber(float(table.value[cell]), round(value, decimals), decimals)
    place = Hiding.place_in(table, cell)
    return Renumbered(place, (number,), of_what_is_shown=True)


def _enough(value: float, least: int) -> int:
    """Decimals that show a sum as it is: a total that came out whole was shown without any, and its parts may have some."""
    enough = (many for many in range(least, _MOST_DECIMALS) if isclose(round(value, many), value, rel_tol=_CLOSE))
    return next(enough, _MOST_DECIMALS)


class _Worked:
    """Works out totals from below, each once."""

    def __init__(self, ground: Ground, hiding: Hiding, refused: Collection[int]) -> None:
        self._ground = ground
        self._refused = refused
        self._hiding = hiding
        self._hidden = np.zeros(len(ground.deductions.statements), dtype=np.bool_)
        self._hidden[ground.hidden()] = True
        self._found: dict[int, float | None] = {}
        self._sums: dict[int, list[list[int]]] = {}
        sums = ground.sums
        for number in range(len(sums)):
            row = sums.row(number)
            unknowns, weights = sums.unknown[row], sums.weight[row]
            for total in (held for held in unknowns[weights < 0].tolist() if held not in ground.deductions.statements.products):
                self._sums.setdefault(total, []).append(unknowns[weights > 0].tolist())

    def may_be(self, unknown: int) -> bool:
        """Whether a hidden total was shown before, and is hidden in every place only since it would give back what is."""
        if unknown in self._refused:
            return False
        places = [*self._ground.cells(np.array([unknown], dtype=np.intp))]
        shown = bool(places) and bool(self._ground.deductions.statements.printed[unknown])
        return shown and all(self._hiding.is_chosen(cell) and self._hiding.can_be_written_anew(cell) for cell in places)

    def total(self, unknown: int) -> float | None:
        """What the shown parts of a hidden total come to; None where none can be written."""
        return self.shown(unknown) if self.may_be(unknown) else None

    def shown(self, unknown: int) -> float | None:
        """What is shown of an unknown: its number, what its shown parts come to, or nothing."""
        if not self._hidden[unknown]:
            place, cell = self._ground.deductions.statements.places(unknown)[0]
            return float(self._ground.deductions.tables[place].value[cell])
        if unknown not in self._found:
            self._found[unknown] = None  # a sum that leads back here shows nothing
            self._found[unknown] = self._added(unknown) if self.may_be(unknown) else None
        return self._found[unknown]

    def _added(self, unknown: int) -> float | None:
        """What all sums of a total agree on; None where one of them shows nothing, or none leaves anything out."""
        found: list[float] = []
        leaves_out = False
        for parts in self._sums.get(unknown, []):
            shown = [value for part in parts if (value := self.shown(part)) is not None]
            if not shown:
                return None
            leaves_out |= bool(self._hidden[parts].any())
            found.append(sum(shown))
        agree = all(isclose(value, found[0], rel_tol=_CLOSE, abs_tol=_CLOSE) for value in found)
        return found[0] if found and leaves_out and agree else None
