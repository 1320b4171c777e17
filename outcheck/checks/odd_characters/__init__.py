"""Characters in texts that nobody sees, or that change how the others are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outcheck.checks.base import Check, Note
from outcheck.checks.carried import NoParameters, asks_each_grid, note_of_cells, rows_where
from outcheck.model.grid import Grid
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.texts import TextColumn

# Control characters but tab and line ends; soft hyphen; zero-width ones and joiners; direction; annotation; tags.
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# Taken out of all texts at once, which leaves few to look at. NUL pads the texts of a file, which cannot hold it.
_PLAIN = bytes((0, 9, 10, 13, *range(32, 127)))


def find(grid: Grid) -> Iterator[Note]:
    """One note for the texts of a sheet that hold such characters. Each distinct text is looked at once."""
    data = {id(column.texts.data): column.texts.data for column in grid.columns if isinstance(column, TextColumn)}
    suspect = {number for number, content in data.items() if _is_odd(content.translate(None, _PLAIN).decode("utf-8", "replace"))}
    cells = (
        (number, rows_where(column, _is_odd))
        for number, column in enumerate(grid.columns)
        if not isinstance(column, TextColumn) or id(column.texts.data) in suspect
    )
    note = note_of_cells(grid, "these texts hold characters that nobody sees", cells)
    if note is not None:
        yield note


def _is_odd(text: str) -> bool:
    return not text.isprintable() and ODD.search(text) is not None


CHECK = Check(
    code="OC520",
    name="odd-characters",
    asks="Does a text hold characters that nobody sees?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_each_grid(find),
    remedies=("type the text anew, without what cannot be seen",),
)
