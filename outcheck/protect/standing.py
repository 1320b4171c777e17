"""How each number of a release stands before anything is hidden: whether it may go, and what is lost with it."""

from __future__ import annotations

import numpy as np

from outcheck.inference.deductions import Deductions
from outcheck.inference.relations import Relations
from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.table import Reach
from outcheck.protect.hiding import Hiding, masks
from outcheck.protect.wishes import Aim, Wishes

_TOTALS_COUNT = 3.0
"""How many other cells a total is worth: what a table says first is in its totals."""


def fixed(deductions: Deductions, hiding: Hiding) -> tuple[BoolArray, BoolArray]:
    """Unknowns printed in words or in what left before, and those, with them, that a person wants kept: nothing changes them."""
    statements = deductions.statements
    left, kept = statements.in_words(deductions.tables), np.zeros(len(statements), dtype=np.bool_)
    for place, table in enumerate(deductions.tables):
        mine = statements.of_cell[place]
        shown = table.is_number & (mine >= 0)
        if place >= deductions.leaving:
            left[mine[shown]] = True
        else:
            kept[mine[shown & hiding.kept[place]]] = True
    return left, left | kept


def with_what_follows(known: BoolArray, sums: Relations) -> BoolArray:
    """Unknowns that are known, and those that they leave alone in a sum: these are known, too, whoever hides them."""
    known = known.copy()
    row = np.repeat(np.arange(len(sums)), np.diff(sums.start))
    exact = sums.at_least == sums.at_most
    while len(sums):
        left_open = np.bincount(row[~known[sums.unknown]], minlength=len(sums))
        last = sums.unknown[((left_open == 1) & exact)[row] & ~known[sums.unknown]]
        if not last.size:
            break
        known[last] = True
    return known


def said_in_words(deductions: Deductions, sums: Relations) -> BoolArray:
    """Totals that a title, heading or note of their table says too: that stays, so that to hide them would hide nothing."""
    statements = deductions.statements
    total = np.zeros(len(statements), dtype=np.bool_)
    total[sums.unknown[sums.weight < 0]] = True
    total &= statements.printed & (statements.lower == statements.upper)
    found = np.zeros(len(statements), dtype=np.bool_)
    for place, table in enumerate(deductions.tables[: deductions.leaving]):
        for said in table.stated:
            inside = statements.of_cell[place] >= 0
            if said.reach is not Reach.TABLE:
                inside &= table.row == said.row if said.reach is Reach.ROW else table.column == said.column
            mine = statements.of_cell[place][inside]
            found[mine[total[mine] & (statements.lower[mine] == said.number)]] = True
    return found


def costs(deductions: Deductions, sums: Relations, wishes: Wishes) -> FloatArray:
    """What is lost with each unknown: its cells and the statistics based on them, or its value, times its weight."""
    statements = deductions.statements
    cells = np.zeros(len(statements))
    weight = np.ones(len(statements))
    for place, table in enumerate(deductions.tables[: deductions.leaving]):
        mine = statements.of_cell[place]
        based = np.bincount(table.base[table.base >= 0], minlength=len(table))
        inside = np.flatnonzero(mine >= 0)
        np.add.at(cells, mine[inside], 1.0 + based[inside])
    value = np.nan_to_num(np.abs(statements.lower), posinf=0.0)
    share = value / max(float(value.max(initial=0.0)), 1.0)
    if wishes.aim is Aim.VALUES:
        cost = value + 1.0
    else:
        totals = np.unique(sums.unknown[sums.weight < 0])
        cells[totals] *= _TOTALS_COUNT
        cost = np.maximum(cells, 1.0) * (1.0 + share)
    for named, weighs in wishes.all_weights:
        for place, mask in enumerate(masks(deductions.tables[: deductions.leaving], [named])):
            mine = statements.of_cell[place][mask]
            weight[mine[mine >= 0]] = weighs
    return np.asarray(weight * cost)
