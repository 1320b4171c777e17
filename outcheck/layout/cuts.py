"""Cuts rows that hold anything where a title or headings over numbers begin a new table."""

from __future__ import annotations

import re

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.headings import find_headings, is_year
from outcheck.layout.literals import Kind
from outcheck.layout.names import names_of
from outcheck.layout.pairs import is_row_of_pairs
from outcheck.layout.remarks import only_text
from outcheck.layout.words import stands_for_number
from outcheck.model.arrays import BoolArray

_MOST_CUTS = 2000
_FEWEST_NAMES = 3
NEW_TABLE = re.compile(r"^(table|figure|chart|panel|tab|fig)\.? ?[a-z]?\d", re.IGNORECASE)


def pieces(cells: Cells, top: int, bottom: int) -> list[tuple[int, int]]:
    """Cut a run where a title or new headings stand below numbers."""
    numbers, words, filled = (held[top : bottom + 1] for held in (cells.numbers, cells.words, cells.filled))
    after = np.concatenate(([0], np.cumsum(numbers > 0)[:-1])) > 0
    heads = after & (numbers == 0) & (words > 1) & (words * 2 >= filled)
    like_pairs = (numbers > 1) & (words == numbers) & (filled == 2 * words)
    pairs = after & like_pairs & ~np.concatenate(([False], like_pairs[:-1]))
    lone = after & (filled == 1) & (words == 1)
    again = after & _repeats_headings(cells, top, bottom)
    candidates = np.flatnonzero(heads | lone | pairs | again)
    if candidates.size > _MOST_CUTS:
        return [(top, bottom)]
    cuts = [top]
    for row in (candidates + top).tolist():
        if row > cuts[-1] and (_starts_table(cells, cuts[-1], row, bottom) or _is_headed_again(again, row - top, cuts[-1] - top)):
            cuts.append(row)
    return [(start, end - 1) for start, end in zip(cuts, [*cuts[1:], bottom + 1], strict=True)]


def _repeats_headings(cells: Cells, top: int, bottom: int) -> BoolArray:
    """Which rows say the same as the first row of several cells, so that the headings stand there again."""
    wide = np.flatnonzero(cells.filled[top : bottom + 1] > 1)
    same = np.zeros(bottom - top + 1, dtype=np.bool_)
    head = top + int(wide[0]) if wide.size else top
    numbers = [float(column.value[head]) for column in cells.columns if column.kind[head] == Kind.NUMBER]
    if not cells.words[head] or not all(map(is_year, numbers)):
        return same
    same[head - top + 1 :] = True
    for column in cells.columns:
        same &= column.code[top : bottom + 1] == column.code[head]
    return same


def _is_headed_again(again: BoolArray, row: int, cut: int) -> bool:
    """Whether the headings of a table stand again in a row, or below the title in it, and not right below the last cut."""
    if again[row]:
        return row > cut + 1 or not row
    return row + 1 < len(again) and bool(again[row + 1])


def _starts_table(cells: Cells, top: int, row: int, bottom: int) -> bool:
    """Whether a row below numbers begins a new table rather than a group of rows."""
    if not cells.numbers[top:row].any():
        return False
    if cells.numbers[row]:
        across = (0, len(cells.columns) - 1)
        return is_row_of_pairs(cells, row, across) and not is_row_of_pairs(cells, row - 1, across)
    if cells.filled[row] == 1:
        return NEW_TABLE.match(only_text(cells, row)) is not None or _heads_below(cells, top, row + 1, bottom)
    if only_text(cells, row).endswith(":"):
        return False
    names = _names_statistics(cells, row) and row < bottom and bool(cells.numbers[row + 1])
    under_group = cells.filled[row - 1] == 1 and cells.numbers[row - 1] == 0 and row - 1 > top
    return names or (not under_group and _heads_anew(cells, top, row, bottom))


def _heads_below(cells: Cells, top: int, row: int, bottom: int) -> bool:
    """Whether headings stand in the row under a text that stands alone."""
    return row < bottom and bool(cells.filled[row] > 1) and _heads_anew(cells, top, row, bottom)


def _names_statistics(cells: Cells, row: int) -> bool:
    """Whether a row of words under numbers names several statistics."""
    texts = tuple(text for column in cells.columns if (text := column.text(row)))
    return len({name for name in names_of(texts) if name is not None}) >= _FEWEST_NAMES


def _heads_anew(cells: Cells, top: int, row: int, bottom: int) -> bool:
    """Whether a row of words stands over columns that held numbers above and hold numbers below."""
    if cells.numbers[row] or row >= bottom or row in find_headings(cells, top, bottom, (0, len(cells.columns) - 1)):
        return False
    over = [
        index for index, column in enumerate(cells.columns) if column.kind[row] == Kind.TEXT and cells.is_wordy(column.text(row))
    ]
    if _holds_gaps(cells, top, row, bottom):
        return False
    texts = {cells.columns[index].text(row) for index in over}
    if all(stands_for_number(cells.columns[index].text(row)) for index in over[1:]) and not _names_statistics(cells, row):
        return False
    numeric = [
        index
        for index in over
        if is_numeric(cells, index, top, row) and is_numeric(cells, index, row + 1, min(bottom, row + 3) + 1)
    ]
    return (
        len(texts) > 1
        and len(numeric) >= max(1, len(over) - 2)
        and len({cells.columns[i].text(row) for i in numeric}) == len(numeric)
    )


def _holds_gaps(cells: Cells, top: int, row: int, bottom: int) -> bool:
    """Whether half or more of the columns with numbers above and below hold a marker: a hidden row, no headings."""
    beside = [
        column.text(row).casefold() in cells.known_gaps
        for index, column in enumerate(cells.columns)
        if column.kind[row] == Kind.TEXT
        and is_numeric(cells, index, top, row)
        and is_numeric(cells, index, row + 1, min(bottom, row + 3) + 1)
    ]
    return 2 * sum(beside) >= max(len(beside), 1)


def is_numeric(cells: Cells, column: int, top: int, end: int) -> bool:
    """Whether a column holds any number between two rows."""
    return bool(np.isin(cells.columns[column].kind[top:end], (Kind.NUMBER, Kind.COMPOSITE)).any())
