"""Tells texts that speak of a table, such as notes and sources below it, from labels of its rows."""

from __future__ import annotations

import re

from outcheck.layout.cells import Cells
from outcheck.layout.words import statistics_in

_NOTE = re.compile(
    r"^(?:\[\w{1,4}\]|\*+|\(?\d{1,2}[\].)]|[¹²³]|(?:notes?|sources?|footnotes?|key|symbols?|standard errors|[tz] statistics)\b)",
    re.IGNORECASE,
)
_MOST_LABEL_WORDS = 3
_MOST_BLANKS = 20
_IMPRINT = re.compile(
    r"\b(end|copyright|sources?|notes?|footnotes?|confidential|official|statistics|office|department|table|figure|draft|version"
    r"|provisional|revised|rounded|produced|published|updated|weighted|unweighted|continued|https?)\b",
    re.IGNORECASE,
)
"""Words of what stands under a table without being a row of it."""
_ANNOUNCED = re.compile(r"^(?:notes?|sources?):$", re.IGNORECASE)


def explains(text: str) -> bool:
    """Whether a lone text speaks of the table above: a note, a marker, or what the numbers of one cell are."""
    return _NOTE.match(text) is not None or len(statistics_in(text)) > 1


def is_remark(cells: Cells, row: int) -> bool:
    """Whether a last row is a remark: a text alone, or one that ``Note:`` announces."""
    alone = cells.filled[row] == 1 or _ANNOUNCED.match(only_text(cells, row)) is not None
    return bool(alone and cells.numbers[row] == 0) and not _has_blanks(cells, row)


def _has_blanks(cells: Cells, row: int) -> bool:
    """Whether a text alone is the label of a row whose numbers somebody left out: as short as the labels above it."""
    first = next(index for index, column in enumerate(cells.columns) if column.kind[row])
    for above in range(row, max(row - _MOST_BLANKS, -1), -1):
        text = cells.columns[first].text(above)
        if not _may_label(text) or not cells.is_wordy(text):
            return False
        if cells.filled[above] > 1:
            return bool(cells.numbers[above])
    return False


def _may_label(text: str) -> bool:
    return len(text.split()) <= _MOST_LABEL_WORDS and text[-1:].isalnum() and not explains(text) and not _IMPRINT.search(text)


def only_text(cells: Cells, row: int) -> str:
    """The first text of a row."""
    return next((column.text(row) for column in cells.columns if column.kind[row]), "")
