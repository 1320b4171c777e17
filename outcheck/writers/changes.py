"""What a copy of a sheet shows otherwise than the sheet itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from outcheck.writers.shown import ShownCells, Value


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """New values by row and column of the grid, and lines of text that stand below everything else."""

    cells: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


NO_CHANGES = SheetChanges()


def with_notes(cells: ShownCells, notes: tuple[str, ...]) -> ShownCells:
    """Cells with notes below them, after an empty row."""
    if not notes or not cells.columns:
        return cells
    rest: tuple[Value, ...] = (None,) * (len(cells.columns) - 1)
    below = cells.rows[-1] + 1 if cells.rows else 0
    rows = (*cells.rows, *range(below, below + len(notes) + 1))
    return ShownCells(rows, cells.columns, (*cells.values, (None, *rest), *((note, *rest) for note in notes)), cells.replaced)
