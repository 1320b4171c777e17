"""Finds the blocks of a grid: titles, heading rows, body rows, label columns and measure columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.layout.words import is_total, names_labels, names_person_key, statistic_in
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.places import Area

_MOST_HEADINGS = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """One table-like rectangle. ``rows`` are body rows; ``labels`` and ``measures`` are grid columns."""

    area: Area
    title: str
    headings: tuple[int, ...]
    rows: Indices
    labels: tuple[int, ...]
    measures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """The encoded cells of a grid with the masks that finding blocks needs."""

    columns: tuple[Column, ...]
    known_gaps: frozenset[str]
    label_names: frozenset[str]
    measure_names: frozenset[str]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.columns[0].kind) if self.columns else 0

    def text(self, row: int, column: int) -> str:
        """A cell as written."""
        return self.columns[column].text(row)


def find_blocks(cells: Cells) -> list[Block]:
    """Blocks of a grid from top to bottom: runs of filled rows that hold at least one number under a heading."""
    if not cells.height:
        return []
    filled = np.zeros(cells.height, dtype=np.int32)
    for column in cells.columns:
        filled += column.kind != Kind.EMPTY
    blocks: list[Block] = []
    titles: list[str] = []
    for top, bottom in _runs(filled > 0):
        block = _block(cells, filled, (top, bottom), titles)
        if block is None:
            titles += [_only_text(cells, row) for row in range(top, min(bottom, top + 5) + 1) if filled[row] == 1]
        else:
            blocks.append(block)
            titles = []
    return blocks


def _runs(mask: BoolArray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(start), int(end) - 1) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _only_text(cells: Cells, row: int) -> str:
    return next((cells.text(row, column) for column in range(len(cells.columns)) if cells.columns[column].kind[row]), "")


def _block(cells: Cells, filled: np.ndarray, run: tuple[int, int], titles: list[str]) -> Block | None:
    top, bottom = run
    wide = int(filled[top : bottom + 1].max()) > 1
    titles = list(titles)
    while wide and top < bottom and filled[top] == 1 and not _is_lonely_heading(cells, top):
        titles.append(_only_text(cells, top))
        top += 1
    while wide and bottom > top and filled[bottom] == 1:
        bottom -= 1
    used = [index for index, column in enumerate(cells.columns) if (column.kind[top : bottom + 1] != Kind.EMPTY).any()]
    headings = _headings(cells, top, bottom, used)
    first = headings[-1] + 1 if headings else top
    if first > bottom:
        return None
    body = np.arange(first, bottom + 1)
    labels, measures = _split(cells, headings, body, used)
    if not measures or not (labels or headings):
        return None
    rows = body[_body_rows(cells, body, labels, measures)]
    area = Area(top, used[0], bottom, used[-1])
    return Block(area, next((title for title in titles if title), ""), tuple(headings), rows, tuple(labels), tuple(measures))


def _is_lonely_heading(cells: Cells, row: int) -> bool:
    """Whether a row with one filled cell is the upper heading of a spanning group rather than a title.

    A title starts in the first column; a spanning heading starts further right, over the measures.
    """
    return not cells.columns[0].kind[row] and len(cells.columns) > 1 and not cells.columns[1].kind[row]


def _headings(cells: Cells, top: int, bottom: int, used: list[int]) -> list[int]:
    found: list[int] = []
    for row in range(top, min(bottom, top + _MOST_HEADINGS) + 1):
        if len(found) == _MOST_HEADINGS or not _may_head(cells, row, used, first=not found):
            break
        found.append(row)
    return found


def _may_head(cells: Cells, row: int, used: list[int], *, first: bool) -> bool:
    texts = gaps = years = 0
    for index in used:
        column = cells.columns[index]
        kind = column.kind[row]
        if kind == Kind.COMPOSITE:
            return False
        if kind == Kind.NUMBER:
            if not _is_year(float(column.value[row])) or column.decimals[row]:
                return False
            years += 1
        elif kind == Kind.TEXT:
            texts += 1
            gaps += index != used[0] and not _is_wordy(column.text(row), cells)
    if years:
        return first and years >= texts and years > 1
    return texts > 0 and (first or not gaps)


def _is_wordy(text: str, cells: Cells) -> bool:
    """Whether a text reads as a heading rather than as a marker that stands for a number."""
    bounded = text[:1] in "<≤" or text.casefold().startswith(("fewer than", "less than", "under", "up to"))
    return not bounded and text.casefold() not in cells.known_gaps and any(letter.isalpha() or letter in "%£" for letter in text)


def _is_year(value: float) -> bool:
    return _FIRST_YEAR <= value <= _LAST_YEAR and value.is_integer()


def _split(cells: Cells, headings: list[int], body: Indices, used: list[int]) -> tuple[list[int], list[int]]:
    """Columns of labels and columns of measures; a column that may be either is a measure."""
    labels: list[int] = []
    measures: list[int] = []
    for index in used:
        column = cells.columns[index]
        path = [column.text(row) for row in headings if column.kind[row]]
        is_label = _holds_labels(cells, column, path, body, may_be_first=not measures)
        (labels if is_label else measures).append(index)
    return labels, measures


def _holds_labels(cells: Cells, column: Column, path: list[str], body: Indices, *, may_be_first: bool) -> bool:
    name = path[-1] if path else ""
    if name.casefold() in cells.label_names | cells.measure_names:
        return name.casefold() in cells.label_names
    kind = column.kind[body]
    numbers = int((kind == Kind.NUMBER).sum())
    if not numbers and not (kind == Kind.COMPOSITE).any():
        distinct = column.distinct(body)
        return not distinct or not all(text.casefold() in cells.known_gaps or not text for text in distinct)
    if (kind == Kind.COMPOSITE).sum() * 2 > len(body):
        return False
    if name and (names_person_key(name) or (names_labels(name) and statistic_in(name) is None)):
        return True
    values = column.value[body][kind == Kind.NUMBER][:_SAMPLE]
    if not name and may_be_first and all(_is_year(float(value)) for value in values):
        return True
    filled = int((kind != Kind.EMPTY).sum())
    return may_be_first and statistic_in(name) is None and numbers * 2 < filled and _words_among(cells, column, body)


def _words_among(cells: Cells, column: Column, body: Indices) -> bool:
    """Whether the texts beside the numbers are words rather than markers."""
    texts = column.distinct(body[column.kind[body] == Kind.TEXT])
    return any(sum(c.isalpha() for c in text) > 1 and text.casefold() not in cells.known_gaps for text in texts)


def _body_rows(cells: Cells, body: Indices, labels: list[int], measures: list[int]) -> BoolArray:
    """Rows that hold statistics: all but subheadings, which fill one label cell and leave several measures empty."""
    if len(measures) == 1:
        return np.ones(len(body), dtype=np.bool_)
    told = np.zeros(len(body), dtype=np.bool_)
    for index in measures:
        told |= cells.columns[index].kind[body] != Kind.EMPTY
    if told.all():
        return told
    labelled = np.zeros(len(body), dtype=np.int32)
    for index in labels:
        labelled += cells.columns[index].kind[body] != Kind.EMPTY
    return told | (labelled > 1)


def has_total(texts: tuple[str, ...]) -> bool:
    """Whether one of the labels stands for all the others."""
    return any(is_total(text) for text in texts)
