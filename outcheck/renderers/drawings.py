"""Draws the tables of the HTML page: rows under their numbers in the file, flagged cells with the numbers of their findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from outcheck.model.places import Area, Place
from outcheck.model.report import DrawnCell, Report, Role, TableReport
from outcheck.renderers.grouping import Group

HIDDEN = "•••"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_Labels = tuple[dict[str, tuple[str, ...]], dict[int, tuple[str, ...]]]
"""Headings over each column, by its letters, and beside each row, by its number."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One drawn cell; ``tone`` is the level of its gravest open finding, ``waived`` where all are.

    ``across`` and ``down`` are how far a merged cell reaches; both are 0 for those under it, which are not drawn.
    """

    text: str
    role: str
    id: str
    tone: str
    marks: tuple[Group, ...]
    across: int
    down: int

    @property
    def is_merged(self) -> bool:
        """Whether it reaches over more than one column or row."""
        return self.across > 1 or self.down > 1


@dataclass(frozen=True, slots=True)
class RowView:
    """One drawn row under its number in the file; ``cut`` says that rows before it are not drawn."""

    number: int
    cells: tuple[CellView, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """One table with its drawing; ``letters`` are its columns in the file."""

    table: TableReport
    id: str
    letters: tuple[str, ...]
    headings: tuple[RowView, ...]
    rows: tuple[RowView, ...]


class Drawings:
    """The drawings of one report, and where on the page each drawn cell is."""

    def __init__(self, report: Report, groups: Iterable[Group]) -> None:
        self._values_shown = report.values_shown
        self._groups = {position: group for group in groups for position in group.positions}
        self._ids = {table.id: f"t{number}" for number, table in enumerate(report.tables, start=1)}
        self._drawn = {
            (table.file, table.sheet, cell.address): (table, row, cell)
            for table in report.tables
            for row in (*table.drawing.headings, *table.drawing.rows)
            for cell in row
        }
        self._labels: dict[str, _Labels] = {}
        self.linked: set[str] = set()
        """Ids that something links to: only these cells need one on the page."""

    def id_at(self, place: Place, cells: str) -> str:
        """Id of the first of some cells in a place's sheet, empty where it is not drawn."""
        held = self._drawn.get((place.file, place.sheet, cells.partition(":")[0]))
        if held is None:
            return ""
        found = self._cell_id(held[0], held[2])
        self.linked.add(found)
        return found

    def cell_at(self, place: Place) -> CellView | None:
        """The drawn cell at a place; None where it is not drawn."""
        held = self._drawn.get((place.file, place.sheet, place.cell))
        return self._cell(held[2], held[0]) if held else None

    def labels_at(self, place: Place) -> tuple[str, ...]:
        """Headings of a drawn cell: those of its row, then those over its column, from the top."""
        held = self._drawn.get((place.file, place.sheet, place.cell))
        if held is None:
            return ()
        table, row, cell = held
        if table.id not in self._labels:
            self._labels[table.id] = _labels(table)
        over, beside = self._labels[table.id]
        return (*beside.get(_row(row[0]), ()), *over.get(_column(cell), ()))

    def draw(self, table: TableReport) -> TableView:
        """Draw one table."""
        drawing = table.drawing
        first = (*drawing.headings, *drawing.rows, ())[0]
        headings = tuple(self._row(row, table) for row in drawing.headings)
        rows = tuple(self._row(row, table) for row in drawing.rows)
        if headings and rows:
            headings = (*headings[:-1], _over_numbers(headings[-1], rows[0]))
        if drawing.rows_left_out:
            rows = _with_cuts(rows, Area.parse(table.range).top + 1 + len(headings))
        return TableView(table, self._ids[table.id], tuple(_column(cell) for cell in first), headings, rows)

    def _cell_id(self, table: TableReport, cell: DrawnCell) -> str:
        return f"{self._ids[table.id]}-{cell.address}"

    def _row(self, cells: Sequence[DrawnCell], table: TableReport) -> RowView:
        number = _row(cells[0]) if cells else 0
        return RowView(number, tuple(self._cell(cell, table) for cell in cells))

    def _cell(self, cell: DrawnCell, table: TableReport) -> CellView:
        marks = {group.number: group for position in cell.findings if (group := self._groups.get(position))}
        text = cell.text
        if cell.role is Role.NUMBER and not self._values_shown and any(letter.isdigit() for letter in text):
            text = HIDDEN  # a drawing that forgot to hide a number must not show it here
        return CellView(
            text=text,
            role=cell.role.value,
            id=self._cell_id(table, cell),
            tone=_tone(marks),
            marks=tuple(marks[number] for number in sorted(marks)),
            across=cell.across,
            down=cell.down,
        )


def _column(cell: DrawnCell) -> str:
    return cell.address.rstrip("0123456789")


def _row(cell: DrawnCell) -> int:
    return int(cell.address.lstrip(_LETTERS))


def _labels(table: TableReport) -> _Labels:
    """Headings over each column and beside each row. What is under a merged cell reads as that does."""
    over: dict[str, tuple[str, ...]] = {}
    for row in table.drawing.headings:
        text, reach = "", 0
        for cell in row:
            text, reach = (cell.text, cell.across) if cell.across else (text, reach)
            if text and reach > 0:
                over[_column(cell)] = (*over.get(_column(cell), ()), text)
            reach -= 1
    beside: dict[int, tuple[str, ...]] = {}
    merged: dict[str, str] = {}
    for row in table.drawing.rows:
        headings = [cell for cell in row if cell.role is Role.HEADING]
        merged |= {_column(cell): cell.text for cell in headings if cell.across}
        beside[_row(row[0])] = tuple(text for cell in headings if (text := merged.get(_column(cell), "")))
    return over, beside


def _tone(marks: Mapping[int, Group]) -> str:
    levels = [group.first.level for group in marks.values() if group.first.waived is None]
    if levels:
        return max(levels, key=lambda level: level.rank).value
    return "waived" if marks else ""


def _over_numbers(heading: RowView, row: RowView) -> RowView:
    """The last heading row, its cells told whether they stand over numbers."""
    pairs = zip(heading.cells, row.cells, strict=True)
    cells = (above if below.role == Role.HEADING.value else replace(above, role="over-numbers") for above, below in pairs)
    return replace(heading, cells=tuple(cells))


def _with_cuts(rows: Sequence[RowView], first: int) -> tuple[RowView, ...]:
    """Rows, each told whether the file has more rows between it and the one before."""
    expected = [first, *(row.number + 1 for row in rows)]
    return tuple(replace(row, cut=row.number > number) for row, number in zip(rows, expected, strict=False))
