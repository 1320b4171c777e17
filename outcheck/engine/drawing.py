"""Draws a table as its file shows it: headings, and the rows that findings speak of. Numbers are masked unless asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from outcheck.model.arrays import Indices
from outcheck.model.finding import Finding
from outcheck.model.grid import Grid
from outcheck.model.places import Area, address
from outcheck.model.report import Drawing, DrawnCell, Role
from outcheck.model.table import Table

MASK = "•••"
_MOST_ROWS = 40
_MOST_COLUMNS = 30
_MOST_EXPLAINING = 24
"""Cells of one finding's proof whose rows are drawn: a report draws no more of them as boxes."""


def draw(table: Table, grid: Grid, findings: Mapping[int, Finding], *, show_values: bool) -> Drawing:
    """Draw a table. ``findings`` are those about it, by their position in the report."""
    flagged = _flagged(findings)
    columns = list(range(table.area.left, table.area.right + 1))
    rows = _rows(table, flagged, _explaining(table, findings))
    heads = range(table.area.top, table.body.top)
    shown = columns[:_MOST_COLUMNS]
    cells = _Cells(table, grid, flagged, show_values)
    return Drawing(
        headings=_joined(tuple(tuple(cells.heading(row, column) for column in shown) for row in heads), grid, list(heads)),
        rows=_joined(tuple(tuple(cells.body(row, column) for column in shown) for row in rows), grid, rows),
        rows_left_out=max(0, len(_body_rows(table)) - len(rows)),
        columns_left_out=len(columns) - len(shown),
    )


def _flagged(findings: Mapping[int, Finding]) -> dict[tuple[int, int], list[int]]:
    flagged: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, finding in findings.items():
        if not finding.place.cell:
            continue
        places = [finding.place, *(finding.related if finding.cells > 1 else ())]
        for place in places[:_MOST_ROWS]:
            area = Area.parse(place.cell)
            for row in range(area.top, min(area.bottom, area.top + _MOST_ROWS) + 1):
                flagged[row, area.left].append(number)
    return flagged


def _body_rows(table: Table) -> Indices:
    """Grid rows of the body, ascending; of a short table also those that group others."""
    if table.area.bottom - table.body.top < _MOST_ROWS:
        return np.arange(table.body.top, table.area.bottom + 1)
    return np.flatnonzero(np.bincount(table.row))


def _explaining(table: Table, findings: Mapping[int, Finding]) -> list[int]:
    """Rows of the table that show how its findings can be worked out, those of totals first."""
    rows: dict[int, None] = {}
    for finding in findings.values():
        proof = finding.proof
        places = list(finding.related) if finding.cells == 1 else []
        if proof is not None:
            places += [place for place, _ in sorted(proof.exactly, key=lambda term: term[1] < 0)]
            places += [place for entry in proof.evidence for place in (*entry.whole, *entry.parts)]
        for place in places[:_MOST_EXPLAINING]:
            if (place.file, place.sheet) == (table.file, table.sheet) and place.cell:
                rows[Area.parse(place.cell).top] = None
    return list(rows)


def _rows(table: Table, flagged: Mapping[tuple[int, int], list[int]], explaining: Sequence[int]) -> list[int]:
    """All rows of a short table; of a long one the first with findings, then those that explain them, then the first."""
    every = _body_rows(table)
    if len(every) <= _MOST_ROWS:
        short: list[int] = every.tolist()
        return short
    hit = _among(sorted({row for row, _ in flagged}), every)[:_MOST_ROWS]
    beside = set(_among(sorted(explaining), every))
    rest = [*(row for row in explaining if row in beside), *every[:_MOST_ROWS].tolist()]
    return sorted(list(dict.fromkeys(hit + rest))[:_MOST_ROWS])


def _among(rows: list[int], every: Indices) -> list[int]:
    """Those of some rows that are body rows; both are ascending."""
    found = np.searchsorted(every, rows)
    return [row for row, place in zip(rows, found.tolist(), strict=True) if place < len(every) and every[place] == row]


def _joined(drawn: tuple[tuple[DrawnCell, ...], ...], grid: Grid, rows: Sequence[int]) -> tuple[tuple[DrawnCell, ...], ...]:
    """Drawn rows with the file's merged cells, as far as they reach over drawn rows that follow each other.

    What is under a merged cell is empty as a rule; where it is not, or is marked, the cells stay apart so that nothing is lost.
    """
    if not grid.merged or not drawn or not drawn[0]:
        return drawn
    first = Area.parse(drawn[0][0].address).left
    at = {row: place for place, row in enumerate(rows)}
    held = [list(cells) for cells in drawn]
    for area in grid.merged:
        left, right = area.left - first, min(area.right - first, len(drawn[0]) - 1)
        if area.top not in at or not 0 <= left <= right:
            continue
        down = next(step for step in range(1, len(rows) + 1) if at.get(area.top + step) is None or area.top + step > area.bottom)
        places = [(at[area.top] + y, x) for y in range(down) for x in range(left, right + 1)]
        if any(held[y][x].text or held[y][x].findings for y, x in places[1:]):
            continue
        for y, x in places:
            held[y][x] = replace(held[y][x], across=0, down=0)
        y, x = places[0]
        held[y][x] = replace(held[y][x], across=right - left + 1, down=down)
    return tuple(tuple(cells) for cells in held)


def _gaps(table: Table) -> dict[tuple[int, int], str]:
    """Texts of cells that hold no number at all."""
    if table.is_number.all():
        return {}
    kept = np.flatnonzero(~table.is_number)
    places = zip(table.row[kept].tolist(), table.column[kept].tolist(), table.marker[kept].tolist(), strict=True)
    gaps = {(row, column): table.markers[marker].text for row, column, marker in places}
    if _holds_several(table):
        numbers = np.flatnonzero(table.is_number)
        for place in zip(table.row[numbers].tolist(), table.column[numbers].tolist(), strict=True):
            gaps.pop(place, None)
    return gaps


def _holds_several(table: Table) -> bool:
    """Whether any cell holds more than one number or gap: then its column has more entries than the table has rows."""
    return bool(np.bincount(table.column).max() > np.count_nonzero(np.bincount(table.row)))


class _Cells:
    """The cells of one drawing."""

    def __init__(self, table: Table, grid: Grid, flagged: Mapping[tuple[int, int], list[int]], show_values: bool) -> None:  # noqa: FBT001  private to this file
        self._grid = grid
        self._flagged = flagged
        self._show = show_values
        self._hide_labels = table.rows_of_persons and not show_values
        self._measured = set(np.flatnonzero(np.bincount(table.column)).tolist())
        self._gaps = _gaps(table)

    def heading(self, row: int, column: int) -> DrawnCell:
        """A cell above the body."""
        return DrawnCell(self._text(row, column), Role.HEADING, address(row, column))

    def body(self, row: int, column: int) -> DrawnCell:
        """A label, a number or a gap."""
        here = tuple(self._flagged.get((row, column), ()))
        if column not in self._measured:
            text = self._text(row, column)
            return DrawnCell(MASK if self._hide_labels and text else text, Role.HEADING, address(row, column), here)
        gap = self._gaps.get((row, column), None if self._text(row, column) else "")
        if gap is None:
            return DrawnCell(self._text(row, column) if self._show else MASK, Role.NUMBER, address(row, column), here)
        text = gap if self._show or not any(character.isdigit() for character in gap) or gap.startswith("<") else MASK
        return DrawnCell(text, Role.GAP if gap else Role.EMPTY, address(row, column), here)

    def _text(self, row: int, column: int) -> str:
        cell = self._grid.columns[column][row]
        if cell is None:
            return ""
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
