"""Running totals beside the counts that they add up: each is the one before it and the count beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.links import CHANCE, PERHAPS
from outcheck.inference.relations import Relations, sum_rows
from outcheck.inference.statements import Statements
from outcheck.inference.steps import is_running, steps
from outcheck.model.arrays import Indices
from outcheck.model.statistics import Statistic

_CLOSE = 1e-9


def running_totals(blocks: Sequence[Block], statements: Statements) -> Iterator[Relations]:
    """Rows that say a running total is the one before and the count beside it, if those that are printed in full add up."""
    for running in blocks:
        if not is_running(running):
            continue
        for counts in blocks:
            beside = counts.place == running.place and counts is not running and counts.statistic is Statistic.COUNT
            if beside and not (counts.shown.all() and running.shown.all()):
                yield from _beside(running, counts, statements)


def _beside(running: Block, counts: Block, statements: Statements) -> Iterator[Relations]:
    of_key = dict(zip(counts.key.tolist(), counts.cells.tolist(), strict=True))
    of_cell = statements.of_cell[running.place]
    for _, found in steps(running):
        rows: list[Indices] = []
        chance, right = 1.0, True
        for later, earlier in found:
            cell = of_key.get(int(running.key[later]), -1)
            if cell < 0:
                continue
            row = np.array([of_cell[cell], of_cell[running.cells[earlier]], of_cell[running.cells[later]]])
            rows.append(row)
            if statements.printed[row].all():
                right &= _adds_up(row, statements)
                chance /= max(float(statements.upper[row[0]]), 1.0)
        if right and chance < PERHAPS:
            for row in rows:
                if not statements.printed[row].all():
                    yield sum_rows(running.place, row[:2], np.array([2]), row[[2]], likely=chance >= CHANCE)


def _adds_up(row: Indices, statements: Statements) -> bool:
    low, high = statements.lower[row], statements.upper[row]
    return bool(low[:2].sum() <= high[2] + _CLOSE and low[2] <= high[:2].sum() + _CLOSE)
