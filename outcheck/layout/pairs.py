"""Reads lists of pairs: a name, its number, a name, its number, as summaries of models are printed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from outcheck.layout.cells import Cells
from outcheck.layout.levels import Level
from outcheck.layout.literals import Kind
from outcheck.layout.words import strong_statistic_in
from outcheck.model.arrays import Indices

_MOST_ROWS = 100
_PAIRS = 2


def is_row_of_pairs(cells: Cells, row: int, columns: tuple[int, int]) -> bool:
    """Whether a row goes name, number, name, number; the names are those of statistics or end in a colon."""
    filled = [index for index in range(columns[0], columns[1] + 1) if cells.kind(row, index) != Kind.EMPTY]
    if len(filled) < 2 * _PAIRS or len(filled) % 2:
        return False
    names = [cells.text(row, index) for index in filled[::2]]
    numbers = [cells.kind(row, index) == Kind.NUMBER for index in filled[1::2]]
    named = [cells.is_wordy(name) and (name.endswith(":") or strong_statistic_in(name) is not None) for name in names]
    return all(named) and numbers[-1] and cells.kind(row, filled[0]) == Kind.TEXT


def are_pairs(cells: Cells, rows: Indices, columns: tuple[int, int]) -> bool:
    """Whether rows without headings are a list of pairs."""
    if len(rows) > _MOST_ROWS:
        return False
    paired = sum(is_row_of_pairs(cells, row, columns) for row in rows.tolist())
    return paired >= _PAIRS and paired * 2 >= len(rows)


def names_beside(cells: Cells, rows: Indices, columns: tuple[int, int]) -> dict[int, Level]:
    """Per column, what each row's nearest text on the left says of its number."""
    found = {}
    for index in range(columns[0] + 1, columns[1] + 1):
        texts = [_on_the_left(cells, row, index, columns[0]) for row in rows.tolist()]
        codes, uniques = pd.factorize(np.array(texts, dtype=object))
        found[index] = Level("", tuple(str(text) for text in uniques), codes.astype(np.int32))
    return found


def _on_the_left(cells: Cells, row: int, column: int, first: int) -> str:
    texts = (cells.text(row, index) for index in range(column - 1, first - 1, -1) if cells.kind(row, index) == Kind.TEXT)
    return next((text for text in texts if cells.is_wordy(text)), "")
