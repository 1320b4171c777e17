"""Lines of a text that programs skip as comments, which a person who opens the file reads nevertheless."""

from __future__ import annotations

import re

import numpy as np

from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.places import Area
from outcheck.model.texts import TextColumn
from outcheck.readers.inspection.findings import Findings

_SIGN = ord("#")
# Not an error such as #N/A, nor a rank such as #1.
_REMARK = re.compile(r"#+(?!(?:[A-Z]+(?:/0)?[!?]|N/A)$)(?:$|[^#\d])")
_DIGIT = re.compile(r"\d")
_WHAT = "lines begin with #: many programs skip them as comments, and people read them"


def inspect_remarks(grid: Grid, found: Findings) -> None:
    """Note lines that begin with ``#``. The headings of a table may begin so, as in ``# of learners``."""
    first = grid.columns[0] if grid.columns else None
    if not isinstance(first, TextColumn):
        return
    begins = (first.texts.word(0) & np.uint64(255)).astype(np.uint8)
    signed = [code for code in np.flatnonzero(begins == _SIGN).tolist() if _REMARK.match(first.texts[code])]
    if not signed:
        return
    commented = np.isin(first.code, signed)
    heading = _heading(grid)
    if heading is not None:
        commented[heading] = False
    rows = np.flatnonzero(commented)
    if rows.size:
        top = int(rows[0])
        found.add(HiddenKind.COMMENT, _WHAT, area=str(Area(top, 0, top, grid.width - 1)), many=int(rows.size))


def _heading(grid: Grid) -> int | None:
    """The first row that reaches to the last of several columns, where data follow it."""
    last = grid.columns[-1]
    if grid.width == 1 or not isinstance(last, TextColumn):
        return None
    full = np.flatnonzero((last.texts.stop > last.texts.start)[last.code])
    if not full.size or full[0] + 1 >= grid.height:
        return None
    row = int(full[0])
    return row if any(_DIGIT.search(str(column[row + 1])) for column in grid.columns[1:]) else None
