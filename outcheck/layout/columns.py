"""Turns one raw grid column into arrays: kind, value, decimals and label codes of every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import overload

import numpy as np

from outcheck.layout.literals import Kind, Literal, read_literal, says_european
from outcheck.layout.plain import read_plain
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, SmallArray
from outcheck.model.grid import Grid
from outcheck.model.stored import StoredColumn, StoredValue
from outcheck.model.texts import TextColumn, Texts

_MOST_DECIMALS = 15
_OPENING = b'="'
_QUOTE = int.from_bytes(_OPENING, "little")


@dataclass(frozen=True, slots=True)
class Column:
    """One encoded column. ``code`` points into ``texts`` (the distinct cells as written, stripped) and ``literals``.

    ``percent`` says that a cell is shown with a percent sign; ``indent`` counts steps of indentation, None where there is none.
    ``literals`` has entries only for what is more than a plain number or text.
    """

    kind: SmallArray
    value: FloatArray
    decimals: SmallArray
    percent: BoolArray
    code: IntArray
    texts: Sequence[str]
    literals: dict[int, Literal]
    indent: SmallArray | None = None

    def text(self, row: int) -> str:
        """The cell as written, stripped."""
        return self.texts[int(self.code[row])]

    def literal(self, row: int) -> Literal | None:
        """What is special about a cell, None for plain numbers and texts."""
        return self.literals.get(int(self.code[row]))

    def distinct(self, rows: Indices) -> set[str]:
        """The distinct cells of some rows, as written."""
        return {self.texts[code] for code in self.codes(rows)}

    def codes(self, rows: Indices) -> list[int]:
        """Codes that occur in some rows, ascending."""
        found: list[int] = np.flatnonzero(np.bincount(self.code[rows], minlength=1)).tolist()
        return found

    def flagged(self, codes: set[int]) -> BoolArray:
        """Which cells have one of these codes."""
        if not codes:
            return np.zeros(len(self.code), dtype=np.bool_)
        mask = np.zeros(len(self.texts), dtype=np.bool_)
        mask[list(codes)] = True
        found: BoolArray = mask[self.code]
        return found

    def count(self) -> IntArray:
        """How many numbers each cell holds."""
        count: IntArray = (self.kind == Kind.NUMBER).astype(np.int32)
        if not self.literals:
            return count
        extra = np.zeros(len(self.texts), dtype=np.int32)
        for code, literal in self.literals.items():
            extra[code] = sum(part.kind is Kind.NUMBER for part in literal.parts)
        count += extra[self.code] * (self.kind == Kind.COMPOSITE)
        return count


def encode_all(grid: Grid) -> tuple[Column, ...]:
    """Encode the columns of a grid. Commas are read as decimal points where any cell can only be read so, and none denies it."""
    columns = tuple(_encode(grid, column, european=False) for column in range(grid.width))
    said = {says_european(text) for column in columns for text in _telling(column)}
    if True in said and False not in said:
        columns = tuple(_encode(grid, column, european=True) for column in range(grid.width))
    return columns


_MOST_TELLING = 500


def _telling(column: Column) -> list[str]:
    return [text for text in column.texts[:_MOST_TELLING] if ("," in text or "." in text) and any(c.isdigit() for c in text)]


def _encode(grid: Grid, column: int, *, european: bool) -> Column:
    """Encode a grid column; Excel's stored value counts, not the displayed one."""
    raw = grid.columns[column]
    if isinstance(raw, TextColumn):
        return _encode_texts(grid, column, raw, european=european)
    texts = [value for value in raw.others if isinstance(value, str)]
    if len(texts) == len(raw.others) and not raw.numbers.size:
        return _encode_texts(grid, column, TextColumn(raw.code, Texts.of(texts)), european=european)
    return _encode_stored(grid, column, raw, european=european)


def _encode_texts(grid: Grid, column: int, held: TextColumn, *, european: bool) -> Column:
    texts = _unquoted(held.texts)
    read = _read_texts(texts, european=european)
    return Column(
        read.kind[held.code],
        read.value[held.code],
        read.decimals[held.code],
        read.percent[held.code] if read.percent.any() else np.zeros(len(held), dtype=np.bool_),
        held.code,
        replace(texts, stripped=True),
        read.literals,
        _indent(grid, column, held.code, _Words(texts, np.flatnonzero(read.kind != Kind.NUMBER).tolist())),
    )


def _unquoted(texts: Texts) -> Texts:
    """Texts with what a cell such as ``="0.085***"`` shows: programs write it so that Excel leaves it alone."""
    quoted = (texts.word(0).astype(np.uint16) == _QUOTE) & (texts.stop - texts.start > len(_OPENING))
    quoted[quoted] = np.frombuffer(texts.data, np.uint8)[texts.stop[quoted] - 1] == _OPENING[-1]
    return replace(texts, start=texts.start + 2 * quoted, stop=texts.stop - quoted) if quoted.any() else texts


@dataclass(frozen=True, slots=True)
class _Words:
    """Distinct texts as written, and which of them are no numbers: of a million numbers none is indented."""

    texts: Sequence[str]
    places: list[int]


def _indent(grid: Grid, column: int, code: IntArray | Indices, words: _Words) -> SmallArray | None:
    """Steps of indentation: of the cell's style, else of spaces before its text; a bold cell stands further out."""
    styled = grid.indents[column] if column < len(grid.indents) else None
    bold = grid.bold[column] if column < len(grid.bold) else None
    leading = np.zeros(len(words.texts), dtype=np.int16)
    for place in words.places:
        text = words.texts[place]
        leading[place] = len(text) - len(text.lstrip()) if text.strip() else 0
    if styled is None and bold is None and not leading.any():
        return None
    indent = leading[code] * 2 if leading.any() else np.zeros(len(code), dtype=np.int16)
    if styled is not None:
        indent = indent + styled * 2
    if bold is not None and not indent.any():
        indent = indent + np.where(bold, 0, 1).astype(np.int16)
    return indent if indent.any() else None


@dataclass(frozen=True, slots=True)
class _Read:
    """Distinct texts, read."""

    kind: SmallArray
    value: FloatArray
    decimals: SmallArray
    percent: BoolArray
    literals: dict[int, Literal]


def _read_texts(texts: Texts, *, european: bool) -> _Read:
    quick = read_plain(texts)
    plain = quick.plain & (not european)
    read = _Read(
        np.where(plain, Kind.NUMBER, Kind.TEXT).astype(np.int16),
        np.where(plain, quick.value, np.nan),
        quick.decimals * plain,
        np.zeros(len(texts), dtype=np.bool_),
        {},
    )
    for index in np.flatnonzero(~plain).tolist():
        literal = read_literal(texts[index], european=european)
        read.kind[index], read.value[index] = literal.kind, literal.value
        read.decimals[index], read.percent[index] = literal.decimals, literal.percent
        if literal.parts or literal.bracketed or literal.starred or literal.money or literal.marked:
            read.literals[index] = literal
    return read


def _encode_stored(grid: Grid, column: int, held: StoredColumn, *, european: bool) -> Column:
    code, texts = _written_once(held)
    written, count = _unquoted(texts), len(held.numbers)
    read = _read_texts(written, european=european)
    dated = [isinstance(value, (bool, date, time, timedelta)) for value in held.others] + [False] * count
    kind = np.concatenate([read.kind, np.full(count, Kind.NUMBER, dtype=np.int16)])[code]
    kind[np.array(dated, dtype=np.bool_)[held.code]] = Kind.TEXT
    value = np.concatenate([read.value, held.numbers])[code]
    decimals = np.concatenate([read.decimals, decimals_of(held.numbers)])[code]
    percent = np.concatenate([read.percent, np.zeros(count, dtype=np.bool_)])[code]
    shown_in_percent = held.is_number & _percent_format(grid, column)
    decimals[shown_in_percent] = np.maximum(decimals[shown_in_percent] - 2, 0)
    value[shown_in_percent] = np.round(value[shown_in_percent] * 100, _MOST_DECIMALS - 2)
    percent |= shown_in_percent
    words = _Words([*written, *([""] * count)], list(range(len(written))))
    stripped = _Written(tuple(text.strip() for text in written), held.numbers)
    return Column(kind, value, decimals, percent, code, stripped, read.literals, _indent(grid, column, code, words))


def _written_once(held: StoredColumn) -> tuple[IntArray, Texts]:
    """Codes of cells, and the different texts of those that are no numbers: True and the text ``True`` are written alike."""
    alike: dict[str, int] = {}
    place = [alike.setdefault(_written(value), len(alike)) for value in held.others]
    numbers = np.arange(len(held.numbers), dtype=np.int32) + len(alike)
    return np.concatenate([np.array(place, dtype=np.int32), numbers])[held.code], Texts.of(alike)


@dataclass(frozen=True, slots=True)
class _Written(Sequence[str]):
    """Texts, and behind them numbers, which are written only where somebody asks."""

    texts: tuple[str, ...]
    numbers: FloatArray

    def __len__(self) -> int:
        return len(self.texts) + len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        return self.texts[place] if place < len(self.texts) else _written(float(self.numbers[place - len(self.texts)]))


def _written(value: StoredValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _percent_format(grid: Grid, column: int) -> BoolArray:
    codes = grid.formats[column] if column < len(grid.formats) else None
    if codes is None:
        return np.zeros(grid.height, dtype=np.bool_)
    return np.array(["%" in text for text in grid.number_formats], dtype=np.bool_)[codes]


def decimals_of(values: FloatArray) -> SmallArray:
    """Decimals of stored numbers: the fewest to which each can be rounded without changing it."""
    decimals = np.full(len(values), _MOST_DECIMALS, dtype=np.int16)
    open_ = np.arange(len(values))
    for places in range(_MOST_DECIMALS):
        exact = np.round(values[open_], places) == values[open_]
        decimals[open_[exact]] = places
        open_ = open_[~exact]
        if not open_.size:
            break
    return decimals
