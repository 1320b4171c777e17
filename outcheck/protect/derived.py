"""Numbers that are computed from others, and so go when those go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.inference.deductions import Deductions
from outcheck.inference.shares import find_proportions
from outcheck.inference.words import Cell
from outcheck.model.arrays import Indices
from outcheck.protect.hiding import Hiding


def derived(hiding: Hiding, deductions: Deductions, hidden: Indices) -> Iterator[Cell]:
    """Statistics whose base is hidden, then percentages and means that tell a hidden unknown.

    ``deductions`` are those from the tables before anything was hidden, which show best what is computed from what.
    """
    for place, table in enumerate(hiding.tables):
        based = np.flatnonzero(table.is_number & (table.base >= 0) & ~hiding.hidden(place))
        base = table.base[based].astype(np.intp)
        yield from ((place, cell) for cell in based[hiding.hidden(place)[base] & (base != based)].tolist())
    if hidden.size:
        wanted = np.zeros(len(deductions.statements), dtype=np.bool_)
        wanted[hidden] = True
        for told in find_proportions(deductions.tables, deductions.blocks, deductions.statements, wanted):
            yield told.witness
