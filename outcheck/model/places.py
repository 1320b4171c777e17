"""Where things stand: A1 addresses, areas of a grid, places in a release."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ADDRESS = re.compile(r"^\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)$")


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """Letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """0-based column of letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """A1 address of a 0-based row and column."""
    return f"{column_letters(column)}{row + 1}"


def parse_address(text: str) -> tuple[int, int]:
    """0-based row and column of an A1 address; raises ValueError for anything else."""
    match = _ADDRESS.match(text.strip())
    if match is None:
        message = f"{text!r} is not a cell address such as C7"
        raise ValueError(message)
    return int(match[2]) - 1, column_number(match[1])


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of a grid; rows and columns are 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @classmethod
    def parse(cls, text: str) -> Area:
        """Area of an address (``C7``) or range (``C7:D9``); raises ValueError for anything else."""
        first, _, last = text.partition(":")
        top, left = parse_address(first)
        bottom, right = parse_address(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell or range of one file; ``cell`` is an A1 address or range, empty for the whole file or sheet."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)
