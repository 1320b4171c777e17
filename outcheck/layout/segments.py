"""Cuts a grid into segments: rectangles that hold one table each, with the titles above and the remarks below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.cuts import NEW_TABLE, is_numeric, pieces
from outcheck.layout.headings import find_headings
from outcheck.layout.literals import Kind
from outcheck.layout.pairs import is_row_of_pairs
from outcheck.layout.remarks import explains, is_remark, only_text
from outcheck.layout.words import is_gap_word, stands_for_number
from outcheck.model.arrays import BoolArray

_MOST_SPACER_ROWS = 2
_DATED = re.compile(r"\d{4}[-/]\d{2}|\d{1,2}[-/. ]\w{2,9}[-/. ]\d{2,4}$")


@dataclass(frozen=True, slots=True)
class Segment:
    """One rectangle. ``rows`` are all its rows but blank ones; ``headings`` are the first of them that hold no statistics."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    headings: tuple[int, ...]
    titles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def first(self) -> int:
        """First row of the body."""
        return self.headings[-1] + 1 if self.headings else self.rows[0]


def find_segments(cells: Cells) -> list[Segment]:
    """Segments from top to bottom, left to right."""
    if not cells.height:
        return []
    found: list[Segment] = []
    titles: list[str] = []
    for top, bottom in runs(cells.filled > 0):
        for start, end in pieces(cells, top, bottom):
            for segment in _trimmed(cells, start, end, titles):
                titles = _take(cells, found, segment, titles)
    return found


def runs(mask: BoolArray) -> list[tuple[int, int]]:
    """First and last positions of the runs in which a mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(start), int(end) - 1) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _take(cells: Cells, found: list[Segment], segment: Segment, titles: list[str]) -> list[str]:
    """Add a segment, or join it to the one above that it continues; gives the titles that wait for the next."""
    top, bottom = segment.rows
    if not cells.numbers[top : bottom + 1].any() and not _is_list(cells, segment) and not _only_heads(segment):
        lone = [only_text(cells, row) for row in range(top, min(bottom, top + 6) + 1) if cells.filled[row] == 1]
        if found and lone and explains(lone[0]):
            found[-1] = replace(found[-1], remarks=(*found[-1].remarks, *lone))
            return titles
        return [*titles, "", *lone] if titles else lone
    if found and _only_heads(found[-1]) and not segment.headings and _below(found[-1], segment):
        segment = replace(segment, headings=found[-1].headings, rows=(found[-1].rows[0], bottom), titles=found[-1].titles)
        found[-1] = segment
        return []
    if found and segment.headings and _tells(cells, found[-1]) and (_only_heads(found[-1]) or _asks(cells, found)):
        segment = replace(segment, titles=(*found.pop().titles, *segment.titles))
    if found and segment.headings and _numbers_models(cells, found[-1]) and _within(found[-1], segment):
        models = found.pop()
        segment = replace(
            segment,
            rows=(models.rows[0], bottom),
            headings=(*models.headings, *segment.headings),
            titles=(*models.titles, *segment.titles),
        )
    segment = replace(segment, titles=segment.titles + _titles_over(cells, found, segment))
    if found and _continues(cells, found[-1], segment):
        found[-1] = replace(found[-1], rows=(found[-1].rows[0], bottom), remarks=(*found[-1].remarks, *segment.remarks))
        return []
    found.append(segment)
    return []


def _tells(cells: Cells, segment: Segment) -> bool:
    """Whether what stands above a table says how it was asked for, in names and values that are no gaps: ``date``, ``2023``."""
    first, last = segment.columns
    rows = range(segment.rows[0], segment.rows[1] + 1)
    if last != first + 1 or not all(cells.text(row, first) for row in rows):
        return False
    return not any(text.casefold() in cells.known_gaps or is_gap_word(text) for row in rows if (text := cells.text(row, last)))


def _asks(cells: Cells, found: list[Segment]) -> bool:
    """Whether names and values at the top of a sheet are what a program was asked for: words or dates, no numbers."""
    top, bottom = found[0].rows
    if len(found) > 1 or cells.numbers[top : bottom + 1].any():
        return False
    values = [cells.text(row, found[0].columns[1]) for row in range(top, bottom + 1)]
    return all((cells.is_wordy(text) and not stands_for_number(text)) or _DATED.match(text) for text in values)


def _numbers_models(cells: Cells, segment: Segment) -> bool:
    """Whether a segment is one row of models, (1), (2), (3), parted from its table by a blank row."""
    row = segment.rows[0]
    held = [column.literal(row) for column in cells.columns if column.kind[row] != Kind.EMPTY]
    return segment.rows[1] == row and segment.headings == (row,) and all(literal and literal.bracketed for literal in held)


def _titles_over(cells: Cells, found: list[Segment], segment: Segment) -> tuple[str, ...]:
    """Titles that stand side by side, a blank row above tables that stand side by side."""
    if segment.titles or not segment.headings:
        return ()
    above = [held for held in found if _only_heads(held) and 0 < segment.rows[0] - held.rows[1] <= _MOST_SPACER_ROWS + 1]
    first, last = segment.columns
    texts = [
        cells.text(row, index)
        for held in above
        for row in range(held.rows[0], held.rows[1] + 1)
        for index in range(first, last + 1)
    ]
    return tuple(text for text in texts if text)


def _is_list(cells: Cells, segment: Segment) -> bool:
    """Whether rows without numbers can still be a table: headings over gaps."""
    bottom = segment.rows[1]
    return bool(segment.headings) and segment.first <= bottom and bool((cells.filled[segment.first : bottom + 1] > 1).any())


def _continues(cells: Cells, above: Segment, segment: Segment) -> bool:
    """Whether a segment without headings of its own goes on with the columns of the one above after a blank row or two."""
    if is_row_of_pairs(cells, segment.rows[0], segment.columns):
        return False
    if segment.headings or not above.headings or any(NEW_TABLE.match(title) for title in segment.titles):
        return False
    first = above.columns[0]
    labelled = is_numeric(cells, first, above.first, above.rows[1] + 1) or not is_numeric(
        cells, first, segment.rows[0], segment.rows[1] + 1
    )
    return labelled and segment.columns[0] < segment.columns[1] and _below(above, segment)


def _only_heads(segment: Segment) -> bool:
    """Whether a segment is nothing but headings, whose body stands after a blank row."""
    return bool(segment.headings) and segment.first > segment.rows[1] and segment.columns[0] < segment.columns[1]


def _below(above: Segment, segment: Segment) -> bool:
    """Whether a segment stands in the columns of the one above, a blank row or two further down."""
    return _within(segment, above) and 0 < segment.rows[0] - above.rows[1] <= _MOST_SPACER_ROWS + 1


def _within(inner: Segment, outer: Segment) -> bool:
    return outer.columns[0] <= inner.columns[0] and inner.columns[1] <= outer.columns[1]


def _trimmed(cells: Cells, top: int, bottom: int, titles: Sequence[str]) -> list[Segment]:
    """A piece without its titles and remarks, cut where an empty column parts two tables."""
    wide = bool(cells.filled[top : bottom + 1].max() > 1)
    titles = list(titles)
    while wide and top < bottom and cells.filled[top] == 1 and not _spans(cells, top, bottom):
        titles.append(only_text(cells, top))
        top += 1
    remarks: list[str] = []
    while wide and bottom > top and is_remark(cells, bottom):
        remarks.append(only_text(cells, bottom))
        bottom -= 1
    return [_segment(cells, (top, bottom), part, titles, remarks) for part in _side_by_side(cells, top, bottom)]


def _spans(cells: Cells, row: int, bottom: int) -> bool:
    """Whether a row with one filled cell is the upper heading of a group of columns rather than a title.

    A title starts in the first column; a spanning heading starts further right, over the measures.
    """
    first = next(index for index, column in enumerate(cells.columns) if column.kind[row])
    used = cells.used(row + 1, bottom, 0, len(cells.columns) - 1)
    goes_on = cells.filled[row + 1] > 1 or cells.columns[first].kind[row + 1] != Kind.EMPTY
    return bool(used) and first > used[0] and bool(goes_on)


def _side_by_side(cells: Cells, top: int, bottom: int) -> list[tuple[int, int]]:
    """Column ranges of the tables that stand beside each other, parted by empty columns."""
    used = np.zeros(len(cells.columns), dtype=np.bool_)
    used[cells.used(top, bottom, 0, len(cells.columns) - 1)] = True
    parts = runs(used)
    joined = parts[:1]
    for left, right in parts[1:]:
        if _stands_alone(cells, top, bottom, left, right) and _stands_alone(cells, top, bottom, *joined[-1]):
            joined.append((left, right))
        else:
            joined[-1] = (joined[-1][0], right)
    return joined


def _stands_alone(cells: Cells, top: int, bottom: int, left: int, right: int) -> bool:
    """Whether columns have labels and numbers of their own."""
    if right == left:
        return False
    first = cells.columns[left]
    own = np.zeros(bottom - top + 1, dtype=np.bool_)
    for index in range(left, right + 1):
        own |= cells.columns[index].kind[top : bottom + 1] != Kind.EMPTY
    rows = np.flatnonzero(own) + top
    lower = rows[len(rows) // 2 :]
    texts = first.distinct(lower[first.kind[lower] == Kind.TEXT])
    labelled = bool(texts - cells.known_gaps) and all(any(map(str.isalnum, text)) for text in texts)
    numbered = bool((first.kind[lower] == Kind.NUMBER).any())
    return labelled and not numbered and any(is_numeric(cells, index, top, bottom + 1) for index in range(left + 1, right + 1))


def _segment(
    cells: Cells, rows: tuple[int, int], columns: tuple[int, int], titles: Sequence[str], remarks: Sequence[str]
) -> Segment:
    """A rectangle, with the titles that stand over it alone."""
    inside = np.zeros(rows[1] - rows[0] + 1, dtype=np.int32)
    for index in range(columns[0], columns[1] + 1):
        inside += cells.columns[index].kind[rows[0] : rows[1] + 1] != Kind.EMPTY
    filled = np.flatnonzero(inside)
    top, bottom = rows[0] + int(filled[0]), rows[0] + int(filled[-1])
    own: list[str] = []
    while (
        top < bottom and inside[top - rows[0]] == 1 and cells.filled[top] > 1 and cells.columns[columns[0]].kind[top] == Kind.TEXT
    ):
        own.append(cells.columns[columns[0]].text(top))
        top += 1
    return Segment((top, bottom), columns, find_headings(cells, top, bottom, columns), (*titles, *own), tuple(reversed(remarks)))
