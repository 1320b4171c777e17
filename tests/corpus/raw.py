"""What the raw cells of a grid are, judged more simply than the layout does, and independently of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.truth import Cell

from outcheck.model.grid import Grid

_ONE = r"[-+−–]?\s?[£€$]?[-+−]?(?:\d[\d.,'\u00a0\u202f ]*|\.\d+)(?:[eE][-+]?\d+)?\s?(?:%|k|m|bn)?\*{0,3}"
_SAYS = r"(?:(?:[A-Za-z]{1,2}|df)\s?=\s?)"
_INSIDE = rf"\s*[(\[]\s*(?:{_SAYS}?{_ONE}(?:\s?(?:,|;|to|–|-)\s?{_ONE})*|ref)\s*[)\]]"
_MARKS = r"(?:\s*\[[a-z]{1,2}\]|\s*\[\d{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹*†‡])*"
_LETTER = r"(?:(?<=[.,]\d\d\d)|(?<=[.]\d\d)|(?<=[.]\d))[a-z]"
_NUMBER = re.compile(
    rf"(?:{_ONE}(?:{_INSIDE})?|{_SAYS}{_ONE}|{_ONE}\s?/\s?{_ONE}{_INSIDE}|{_ONE},\s?{_ONE}|{_ONE}(?:{_LETTER})|{_INSIDE}){_MARKS}"
)
_HALF_OPEN = re.compile(r"\([^(),\]]+,[^(),\]]+\]|\[[^(),\]]+,[^(),\]]+\)")
"""A band of ``pd.cut`` or R's ``cut``: ``(15000, 20000]``."""
_MARK_BEHIND = re.compile(r"(?<=\S)(?:\s*\[(?:[a-z]{1,2}|note \d+|\d{1,2})\]|[¹²³⁴⁵⁶⁷⁸⁹†‡])+$")


def value_at(grid: Grid, cell: Cell) -> object:
    """Raw value of a cell, None outside the grid."""
    row, column = cell
    return _shown(grid.columns[column][row]) if row < grid.height and column < grid.width else None


def _shown(value: object) -> object:
    """What a cell such as ``="0.085"`` shows in Excel."""
    quoted = isinstance(value, str) and value.startswith('="') and value.endswith('"')
    return value[2:-1] if quoted and isinstance(value, str) else value


def is_empty(value: object) -> bool:
    """Whether nothing is written there."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_number(value: object) -> bool:
    """Whether the whole cell is a number, or numbers as in ``12 (4.5%)``; dates, ranges and words with numbers are not."""
    if isinstance(value, str):
        return _NUMBER.fullmatch(value.strip()) is not None and _HALF_OPEN.fullmatch(value.strip()) is None
    return isinstance(value, int | float) and not isinstance(value, bool)


def has_digit(value: object) -> bool:
    """Whether some reader could take it for a number, such as ``2021/22`` or a date."""
    return not is_empty(value) and any(letter.isdigit() for letter in str(value))


def filled(grid: Grid) -> Iterator[tuple[Cell, object]]:
    """Every cell that is not empty."""
    for column, values in enumerate(grid.columns):
        for row, value in enumerate(map(_shown, values)):
            if not is_empty(value):
                yield (row, column), value


def plain(text: str) -> str:
    """A label without footnote marks and superfluous space, the way labels are compared."""
    return _MARK_BEHIND.sub("", " ".join(text.split()))


def shown(value: object) -> str:
    """A raw value as a label."""
    whole = isinstance(value, float) and value.is_integer()
    return plain(str(int(value) if whole and isinstance(value, float) else value))
