"""What the checks of hidden numbers share: which cells they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.deductions import Deductions
from outcheck.inference.known import HIDES
from outcheck.model.arrays import BoolArray
from outcheck.model.precision import ADDITIVE
from outcheck.model.table import Meaning, Table


def hides(table: Table) -> BoolArray:
    """Every count or sum that is hidden, or missing without a reason, or said to be not available."""
    return table.means(*HIDES) & table.where(*ADDITIVE)


def counts(table: Table) -> BoolArray:
    """Every count or sum, hidden or not."""
    return table.where(*ADDITIVE)


def hidden_cells(deductions: Deductions, asked: Sequence[BoolArray], minimum: int) -> Iterator[tuple[int, int]]:
    """Hidden cells that are asked about, table by table.

    A number that is said to be not available hides nothing, unless it turns out to count somebody, and fewer than ``minimum``.
    """
    for place, cells in enumerate(deductions.hidden):
        absent = deductions.tables[place].means(Meaning.NOT_AVAILABLE)
        for cell in cells[asked[place][cells]].tolist():
            if not absent[cell] or _is_few(deductions, (place, cell), minimum):
                yield place, cell


def _is_few(deductions: Deductions, cell: tuple[int, int], minimum: int) -> bool:
    """Whether a cell counts at least one and fewer than so many."""
    lower, upper = deductions.interval(cell)
    return is_count(deductions, cell) and 0 < lower <= upper < minimum


def is_count(deductions: Deductions, cell: tuple[int, int]) -> bool:
    """Whether a cell counts something whole."""
    return bool(deductions.statements.integral[deductions.unknown(cell)])


def is_asked(asked: Sequence[BoolArray], cell: tuple[int, int]) -> bool:
    """Whether a cell is among those asked about."""
    return bool(np.asarray(asked[cell[0]])[cell[1]])
