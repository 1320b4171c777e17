"""Whether a workbook says already what a marker means, so that its copy need not say it once more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from outcheck.model.grid import Grid, Visibility

_SAYS = r"\s*(?:=|:|\u2013|\u2014|-\s|\b(?:means|denotes|indicates|represents|stands for|is|are)\b)"
_QUOTES = "[\"'\u2018\u2019\u201c\u201d(]?"
_FEWEST_WORDS = 2
_SENTENCE = 4


def explained(grids: Iterable[Grid], marker: str) -> bool:
    """Whether a sheet that is shown says what a marker means, in a sentence, or beside it as a list of symbols does."""
    held = re.escape(marker)
    says = re.compile(rf"(?:^|[\s,;.]){_QUOTES}{held}{_QUOTES}{_SAYS}", re.IGNORECASE)
    named = re.compile(rf"(?<!\w){held}(?!\w)", re.IGNORECASE)
    telling = not marker.isalnum()  # no word that a sentence may have for another reason
    for grid in (grid for grid in grids if grid.visibility is Visibility.VISIBLE):
        for column, values in enumerate(grid.columns):
            for row, value in enumerate(values):
                if not isinstance(value, str) or not named.search(value):
                    continue
                text = value.strip()
                if says.search(text) or (telling and len(text.split()) >= _SENTENCE):
                    return True
                if text.casefold() == marker.casefold() and column == 0 and _is_wordy(grid, row):
                    return True
    return False


def _is_wordy(grid: Grid, row: int) -> bool:
    """Whether a text of several words, and nothing else, stands beside the first cell of a row."""
    texts = [values[row] for values in grid.columns[1:] if values[row] not in (None, "")]
    return len(texts) == 1 and isinstance(texts[0], str) and len(texts[0].split()) >= _FEWEST_WORDS
