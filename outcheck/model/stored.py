"""Columns of stored values: what a workbook holds in its cells, each different value once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TypeAlias

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, IntArray

StoredValue: TypeAlias = str | float | bool | date | datetime | time | timedelta | None

_NUMBERS = (float, int)  # compared with the type itself, since True is an int too


@dataclass(frozen=True, slots=True, eq=False)
class StoredColumn:
    """A grid column of stored values. The code of a cell is a place in ``others``, or behind all of those one in ``numbers``.

    No value occurs twice, and both are in order of first appearance. ``True`` is no number.
    """

    code: IntArray
    others: tuple[StoredValue, ...]
    numbers: FloatArray

    @classmethod
    def of(cls, cells: Sequence[StoredValue]) -> StoredColumn:
        """Column of cells, found out which of them are the same."""
        places: defaultdict[StoredValue, int] = defaultdict(count().__next__)
        place = np.fromiter(map(places.__getitem__, cells), np.int32, len(cells))
        values = list(places)
        if (0 in places or 1 in places) and bool in set(map(type, cells)):  # True would pass for 1
            pairs: defaultdict[tuple[bool, StoredValue], int] = defaultdict(count().__next__)
            place = np.fromiter((pairs[isinstance(cell, bool), cell] for cell in cells), np.int32, len(cells))
            values = [cell for _, cell in pairs]
        is_number = np.fromiter((type(value) in _NUMBERS for value in values), np.bool_, len(values))
        others = tuple(value for value in values if type(value) not in _NUMBERS)
        code = np.where(is_number, len(others) + np.cumsum(is_number), np.cumsum(~is_number)).astype(np.int32) - 1
        return cls(code[place], others, np.array([value for value in values if type(value) in _NUMBERS], dtype=np.float64))

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, row: int) -> StoredValue:
        code = int(self.code[row])
        return self.others[code] if code < len(self.others) else float(self.numbers[code - len(self.others)])

    def __iter__(self) -> Iterator[StoredValue]:
        values = self.values
        return (values[code] for code in self.code.tolist())

    @property
    def values(self) -> list[StoredValue]:
        """Every different value, by its code."""
        return [*self.others, *self.numbers.tolist()]

    @property
    def is_number(self) -> BoolArray:
        """Which cells are numbers."""
        mask: BoolArray = self.code >= len(self.others)
        return mask

    def rows_of(self, codes: Iterable[int]) -> BoolArray:
        """Which cells have one of these codes."""
        chosen = np.zeros(len(self.others) + len(self.numbers), dtype=np.bool_)
        chosen[list(codes)] = True
        mask: BoolArray = chosen[self.code]
        return mask
