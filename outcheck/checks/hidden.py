"""What the checks of hidden numbers share: which cells they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.precision import ADDITIVE
from outcheck.model.table import Meaning, Table


def hides(table: Table) -> BoolArray:
    """Every count or sum that is hidden, or missing without a reason."""
    return table.means(Meaning.SUPPRESSED, Meaning.UNEXPLAINED) & table.where(*ADDITIVE)


def counts(table: Table) -> BoolArray:
    """Every count or sum, hidden or not."""
    return table.where(*ADDITIVE)


def hidden_cells(deductions: Deductions, asked: Sequence[BoolArray]) -> Iterator[tuple[int, int]]:
    """Hidden cells that are asked about, table by table."""
    for place, cells in enumerate(deductions.hidden):
        for cell in cells[asked[place][cells]].tolist():
            yield place, cell


def is_count(deductions: Deductions, cell: tuple[int, int]) -> bool:
    """Whether a cell counts something whole."""
    return bool(deductions.statements.integral[deductions.unknown(cell)])


def is_asked(asked: Sequence[BoolArray], cell: tuple[int, int]) -> bool:
    """Whether a cell is among those asked about."""
    return bool(np.asarray(asked[cell[0]])[cell[1]])
