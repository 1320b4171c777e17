"""The encoded cells of a grid, with what finding tables asks of every row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.model.arrays import BoolArray, IntArray
from outcheck.model.places import Area

_BOUNDS = ("fewer than", "less than", "under ", "up to ", "not ")
_LONGEST_MARKER = 6
_MOST_IN_A_BYTE = 255
_ERROR = re.compile(r"#(?:[A-Z]+(?:/0)?[!?]|N/A|GETTING_DATA)|(?:Err|Fehler|Erreur):\d+")


@dataclass(frozen=True)
class Cells:
    """All columns of a grid, what stands for a gap, what the manifest names, and which cells are merged."""

    columns: tuple[Column, ...]
    known_gaps: frozenset[str]
    label_names: frozenset[str] = frozenset()
    measure_names: frozenset[str] = frozenset()
    merged: tuple[Area, ...] = ()

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.columns[0].kind) if self.columns else 0

    def text(self, row: int, column: int) -> str:
        """A cell as written; cells under a merged one read as it does."""
        return self.columns[column].text(row) or self._under.get((row, column), "")

    def kind(self, row: int, column: int) -> int:
        """Kind of a cell."""
        return int(self.columns[column].kind[row])

    @cached_property
    def _under(self) -> dict[tuple[int, int], str]:
        """Texts of merged cells by the cells they cover, for merges that a heading or a label may have."""
        found: dict[tuple[int, int], str] = {}
        for area in self.merged:
            size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
            if area.right >= len(self.columns) or area.bottom >= self.height or size > self.height + len(self.columns):
                continue
            text = self.columns[area.left].text(area.top)
            for row in range(area.top, area.bottom + 1):
                found.update({(row, column): text for column in range(area.left, area.right + 1)})
        return found

    @cached_property
    def is_merged(self) -> bool:
        """Whether merged cells say how far headings reach, so that blanks do not."""
        return bool(self._under)

    @cached_property
    def filled(self) -> IntArray:
        """How many cells of each row hold anything."""
        return self._count(lambda column: column.kind != Kind.EMPTY)

    @cached_property
    def numbers(self) -> IntArray:
        """How many cells of each row hold numbers."""
        return self._count(lambda column: (column.kind == Kind.NUMBER) | (column.kind == Kind.COMPOSITE))

    @cached_property
    def words(self) -> IntArray:
        """How many cells of each row hold words."""
        return self._count(self.wordy)

    def wordy(self, column: Column) -> BoolArray:
        """Which cells read as a heading rather than as a marker that stands for a number."""
        is_text: BoolArray = column.kind == Kind.TEXT
        rows = np.flatnonzero(is_text)
        mask = np.zeros(len(column.texts), dtype=np.bool_)
        codes = column.codes(rows)
        mask[codes] = [self.is_wordy(column.texts[code]) for code in codes]
        is_text[rows] = mask[column.code[rows]]
        return is_text

    def is_wordy(self, text: str) -> bool:
        """Whether a text is made of words; bounds such as ``<10``, errors such as ``#REF!`` and known markers are not."""
        if text[:1] in "<≤>" or text.casefold() in self.known_gaps or text.casefold().startswith(_BOUNDS):
            return False
        if _ERROR.fullmatch(text):
            return False
        if text[:1] == "[" and text[-1:] == "]" and len(text) <= _LONGEST_MARKER:
            return False
        return any(letter.isalpha() or letter in "%£$€" for letter in text)

    def _count(self, mask: Callable[[Column], BoolArray]) -> IntArray:
        counted = np.uint8 if len(self.columns) <= _MOST_IN_A_BYTE else np.int32
        total = np.zeros(self.height, dtype=counted)
        for column in self.columns:
            np.add(total, mask(column).view(np.uint8), out=total)
        return total.astype(np.int32)

    def used(self, top: int, bottom: int, left: int, right: int) -> list[int]:
        """Columns with anything in them between two rows."""
        return [index for index in range(left, right + 1) if (self.columns[index].kind[top : bottom + 1] != Kind.EMPTY).any()]
