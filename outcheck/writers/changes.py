"""What a copy of a sheet shows otherwise than the sheet itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outcheck.model.grid import Grid
from outcheck.writers.shown import ShownCells, Value, shown_cells


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """New values by row and column of the grid, lines of text that stand below everything else, and rows and columns that go."""

    cells: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NO_CHANGES = SheetChanges()


def shown_changed(grid: Grid, changes: SheetChanges, unseen: Iterable[tuple[int, int]] = ()) -> ShownCells:
    """Everything that a sheet shows once it is changed, with the notes below it; ``unseen`` as for ``shown_cells``."""
    cells = shown_cells(grid, unseen, changes.cells, away=(changes.rows, changes.columns))
    return _with_notes(cells, changes.notes)


def _with_notes(cells: ShownCells, notes: tuple[str, ...]) -> ShownCells:
    """Cells with notes below them, after an empty row."""
    if not notes or not cells.columns:
        return cells
    rest: tuple[Value, ...] = (None,) * (len(cells.columns) - 1)
    below = cells.rows[-1] + 1 if cells.rows else 0
    rows = (*cells.rows, *range(below, below + len(notes) + 1))
    return ShownCells(rows, cells.columns, (*cells.values, (None, *rest), *((note, *rest) for note in notes)), cells.replaced)
