"""Characters in texts that nobody sees, or that change how the others are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Note
from outcheck.checks.carried import NoParameters, asks_each_grid, note_of_cells
from outcheck.model.grid import Grid
from outcheck.model.statistics import Risk, Statbarn

# Control characters but tab and line ends; soft hyphen; zero-width ones and joiners; direction; annotation; tags.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def find(grid: Grid) -> Iterator[Note]:
    """One note for the texts of a sheet that hold such characters. Each distinct text is looked at once."""
    cells = []
    for number, column in enumerate(grid.columns):
        texts = {text for text in set(column.tolist()) if isinstance(text, str) and not text.isprintable()}
        odd = {text for text in texts if _ODD.search(text)}
        if odd:
            cells.append((number, np.fromiter((text in odd for text in column), np.bool_, grid.height)))
    note = note_of_cells(grid, "these texts hold characters that nobody sees", cells)
    if note is not None:
        yield note


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
