"""Tables of which one holds everybody of the other: no number of the part, hidden or not, is larger than that of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.blocks import Block, Margin
from outcheck.inference.links import Near
from outcheck.inference.relations import Kind, Relations, one_row
from outcheck.inference.statements import Statements
from outcheck.model.arrays import Indices

_MOST_ROWS = 20_000


def held_by_others(near: Sequence[Near], statements: Statements, *, thorough: bool = False) -> Iterator[Relations]:
    """Rows that say so of what both tables give, as far as numbers and titles make likely; a sum of cells counts, too.

    Numbers that are printed exactly on both sides say nothing new, and are left out unless ``thorough``: they may be hidden.
    """
    count = 0
    for held in near:
        larger, smaller = held.larger.margin(held.variables), held.smaller.margin(held.variables)
        if not thorough and larger.known.all() and smaller.known.all():
            continue
        _, at_larger, at_smaller = np.intersect1d(larger.key, smaller.key, assume_unique=True, return_indices=True)
        if not thorough:
            says = ~(larger.known[at_larger] & smaller.known[at_smaller])
            at_larger, at_smaller = at_larger[says], at_smaller[says]
        count += len(at_larger)
        if count > _MOST_ROWS:
            return
        place = int(held.smaller.places[0])
        for one, other in zip(at_larger.tolist(), at_smaller.tolist(), strict=True):
            whole, part = _unknowns(held.larger, larger, one, statements), _unknowns(held.smaller, smaller, other, statements)
            weight = np.concatenate([np.ones(len(whole)), -np.ones(len(part))])
            yield one_row(np.concatenate([whole, part]), weight, (0.0, np.inf), Kind.PART, (place, -1), likely=True)


def _unknowns(block: Block, margin: Margin, number: int, statements: Statements) -> Indices:
    """Unknowns that a number of a margin is, or is the sum of."""
    cells = margin.parts(number) if margin.cell[number] < 0 else margin.cell[[number]]
    return block.unknowns(statements.of_cell, cells)
