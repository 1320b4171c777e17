"""Reads which totals a file marks as those of what is shown, and what that says of sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.parts import Parts
from outcheck.model.arrays import BoolArray
from outcheck.model.shown_totals import adds_up_what_is_shown
from outcheck.model.table import Addition, Table


def marked_cells(cells: Cells, parts: Parts) -> BoolArray | None:
    """Which numbers of a table are marked so, None where none is."""
    columns = [cells.columns[parts.block.measures[strip.place]] for strip in parts.strips]
    marked = [{code for code, held in column.literals.items() if held.marked} for column in columns]
    if not any(marked):
        return None
    held = zip(parts.strips, columns, marked, strict=True)
    return np.concatenate([column.flagged(mine)[parts.block.rows[strip.rows]] for strip, column, mine in held])


def with_open_sums(table: Table) -> Table:
    """The table in which no sum is broken for what a part leaves out: the whole of it, which is hidden, may add up."""
    partial = adds_up_what_is_shown(table)
    if not partial.any():
        return table
    sums = table.sums
    is_open = np.logical_or.reduceat(partial[sums.parts], sums.start[:-1]) & (sums.addition == Addition.BROKEN)
    return replace(table, sums=replace(sums, addition=np.where(is_open, Addition.UNTESTED, sums.addition).astype(np.int16)))
