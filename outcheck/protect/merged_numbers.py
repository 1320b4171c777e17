"""What merged categories hold: counts and sums added up, percentages and means worked out again, else a marker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.engine.assess import Terms
from outcheck.inference.deductions import Deductions
from outcheck.inference.shares import find_proportions
from outcheck.inference.words import Cell
from outcheck.model.precision import ADDITIVE
from outcheck.model.release import Release
from outcheck.model.rule import Attacker
from outcheck.model.table import Marker, Meaning, Table
from outcheck.protect.changes import NewNumber
from outcheck.protect.hiding import marker_for
from outcheck.protect.lines import Lines, Spot
from outcheck.protect.merging import Merged
from outcheck.sdc.rounded import derived


@dataclass(frozen=True, slots=True)
class Sheet:
    """What becomes of one sheet: rows and columns that go, labels and markers that stand where others did, and new numbers.

    ``numbers`` has, by the place that stays, the place whose writing is followed, and all numbers there in their order.
    """

    file: str
    sheet: str
    rows: frozenset[int]
    columns: frozenset[int]
    texts: dict[Spot, str]
    numbers: dict[Spot, tuple[Spot, tuple[NewNumber, ...]]]
    markers: frozenset[Marker]


def sheets_of(release: Release, terms: Terms, merged: Merged) -> list[Sheet]:
    """Every sheet that a merge changes."""
    worked = _Worked(release, terms)
    found: dict[tuple[str, str], Sheet] = {}
    for lines in merged.lines:
        table = release.tables[lines.table]
        silent = marker_for(table, [marker for pack in terms.packs for marker in pack.markers])
        unknown = _not_available(table, terms) or silent
        texts: dict[Spot, str] = dict(lines.labels)
        numbers: dict[Spot, tuple[Spot, tuple[NewNumber, ...]]] = {}
        markers = set()
        for spot, cells in _places(table, lines):
            made = _made(lines.table, table, cells, worked)
            if isinstance(made, str):
                marker = silent if made == _HIDDEN else unknown
                markers.add(marker)
                texts[spot] = marker.text
            elif made is not None:
                numbers[spot] = made
        rows, columns = (lines.gone, frozenset[int]()) if lines.by_rows else (frozenset[int](), lines.gone)
        other = found.get((table.file, table.sheet))
        sheet = Sheet(table.file, table.sheet, rows, columns, texts, numbers, frozenset(markers))
        found[table.file, table.sheet] = sheet if other is None else _both(other, sheet)
    return list(found.values())


_HIDDEN = "hidden"
_UNKNOWN = "unknown"


def _both(one: Sheet, other: Sheet) -> Sheet:
    return Sheet(
        one.file,
        one.sheet,
        one.rows | other.rows,
        one.columns | other.columns,
        one.texts | other.texts,
        one.numbers | other.numbers,
        one.markers | other.markers,
    )


def _places(table: Table, lines: Lines) -> Iterator[tuple[Spot, list[list[int]]]]:
    """Each place that takes up others, with the cells of all of them, its own first where it has any."""
    at: dict[Spot, list[int]] = {}
    for cell, spot in enumerate(zip(table.row.tolist(), table.column.tolist(), strict=True)):
        at.setdefault(spot, []).append(cell)
    across = sorted(set((table.column if lines.by_rows else table.row).tolist()))
    for positions in lines.together:
        for number in across:
            spots = [(position, number) if lines.by_rows else (number, position) for position in positions]
            held = [at[spot] for spot in spots if spot in at]
            if held:
                yield spots[0], held


def _made(place: int, table: Table, held: list[list[int]], worked: _Worked) -> tuple[Spot, tuple[NewNumber, ...]] | str | None:
    """What stands where several places become one: numbers, or why there is none; None where it stays as it is."""
    applies = [cells for cells in held if not table.means(Meaning.NOT_APPLICABLE)[cells].all()]
    if not applies:
        return None
    if not any(table.is_number[cells].any() for cells in applies):
        alike = len({int(table.marker[cells[0]]) for cells in applies}) == 1
        return None if alike and applies[0] is held[0] else _HIDDEN
    if not all(table.is_number[cells].all() for cells in applies):
        return _HIDDEN
    first = applies[0]
    measures = [table.measure[cells].tolist() for cells in applies]
    if any(other != measures[0] for other in measures):
        return _UNKNOWN
    numbers = []
    for number, cell in enumerate(first):
        new = worked.together(place, [cells[number] for cells in applies])
        if new is None:
            return _UNKNOWN
        decimals = max(int(table.decimals[cells[number]]) for cells in applies)
        numbers.append(NewNumber(float(table.value[cell]), round(new, decimals), decimals))
    return (int(table.row[first[0]]), int(table.column[first[0]])), tuple(numbers)


class _Worked:
    """Works out what several cells say together."""

    def __init__(self, release: Release, terms: Terms) -> None:
        attacker = terms.packs[0].attacker if terms.packs else Attacker()
        self._tables = release.tables
        deductions = Deductions(release.tables, attacker, width=1.0, thorough=True)
        self._statements = deductions.statements
        everything = np.ones(len(self._statements), dtype=np.bool_)
        found = find_proportions(release.tables, deductions.blocks, self._statements, everything)
        self._of = {held.witness: held for held in found}

    def together(self, place: int, cells: Sequence[int]) -> float | None:
        """The number of the whole of some cells of one measure; None where it does not follow from what is shown."""
        table = self._tables[place]
        if len(cells) == 1:
            return float(table.value[cells[0]])
        if table.statistics[table.measure[cells[0]]] in ADDITIVE:
            return float(table.value[list(cells)].sum())
        held = [self._of.get((place, cell)) for cell in cells]
        known = [one for one in held if one is not None]
        if len(known) < len(cells):
            return None
        part = self._sum([one.part for one in known])
        bases = [one.base for one in known]
        base = self._sum(bases[:1] if len(set(bases)) == 1 else bases)
        if part is None or base is None:
            return None
        decimals = table.decimals[list(cells)].max(keepdims=True)
        times = 1.0 if known[0].mean else table.measures[table.measure[cells[0]]].whole
        new = float(derived(np.array([part]), np.array([base]), decimals, times=times)[0])
        return None if np.isnan(new) else new

    def _sum(self, unknowns: Sequence[int]) -> float | None:
        """What different unknowns come to, as they are printed."""
        if len(set(unknowns)) < len(unknowns):
            return None
        values = [self._printed(self._statements.places(unknown)) for unknown in unknowns]
        return None if any(value is None for value in values) else float(sum(value for value in values if value is not None))

    def _printed(self, places: Sequence[Cell]) -> float | None:
        for place, cell in places:
            if place < len(self._tables) and self._tables[place].is_number[cell]:
                return float(self._tables[place].value[cell])
        return None


def _not_available(table: Table, terms: Terms) -> Marker | None:
    """A marker for what was not worked out, which hides nothing."""
    known = (*table.markers, *(marker for pack in terms.packs for marker in pack.markers))
    return next((held for held in known if held.meaning is Meaning.NOT_AVAILABLE and not held.sources), None)
