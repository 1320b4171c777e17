"""Turns one raw grid column into arrays: kind, value, decimals and label codes of every cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from outcheck.layout.literals import Kind, read_literal
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, RawArray, SmallArray
from outcheck.model.grid import Grid

_PLAIN = re.compile(r"[0-9.\-]*")
_MOST_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """One encoded column. ``code`` points into ``texts``, the distinct cells as written."""

    kind: SmallArray
    value: FloatArray
    decimals: SmallArray
    percent: BoolArray
    code: IntArray
    texts: tuple[str, ...]

    def text(self, row: int) -> str:
        """The cell as written, stripped."""
        return self.texts[int(self.code[row])]

    def distinct(self, rows: Indices) -> set[str]:
        """The distinct cells of some rows, as written."""
        return {self.texts[code] for code in np.flatnonzero(np.bincount(self.code[rows], minlength=1)).tolist()}


def encode(grid: Grid, column: int) -> Column:
    """Encode a grid column; Excel's stored value counts, not the displayed one."""
    raw = grid.columns[column]
    if pd.api.types.infer_dtype(raw, skipna=False) in ("string", "empty"):
        return _encode_texts(raw)
    return _encode_stored(grid, column)


def _encode_texts(raw: RawArray) -> Column:
    code, uniques = pd.factorize(raw)
    texts = [str(text) for text in uniques]
    kind, value, decimals, percent = _read_texts(texts)
    return Column(
        kind[code], value[code], decimals[code], percent[code], code.astype(np.int32), tuple(text.strip() for text in texts)
    )


def _read_texts(texts: list[str]) -> tuple[SmallArray, FloatArray, SmallArray, BoolArray]:
    count = len(texts)
    kind = np.full(count, Kind.TEXT, dtype=np.int16)
    value = np.full(count, np.nan)
    decimals = np.zeros(count, dtype=np.int16)
    percent = np.zeros(count, dtype=np.bool_)
    quick = np.asarray(pd.to_numeric(np.array(texts, dtype=object), errors="coerce"), dtype=np.float64)
    plain = np.isfinite(quick)
    numeric = [text for text, easy in zip(texts, plain.tolist(), strict=True) if easy]
    if _PLAIN.fullmatch("".join(numeric)):
        kind[plain] = Kind.NUMBER
        value[plain] = quick[plain]
        decimals[plain] = [len(text) - dot - 1 if (dot := text.find(".")) >= 0 else 0 for text in numeric]
    else:
        plain[:] = False
    for index in np.flatnonzero(~plain).tolist():
        literal = read_literal(texts[index])
        kind[index], value[index] = literal.kind, literal.value
        decimals[index], percent[index] = literal.decimals, literal.percent
    return kind, value, decimals, percent


def _encode_stored(grid: Grid, column: int) -> Column:
    raw = grid.columns[column]
    stored = np.fromiter((type(cell) in (float, int) for cell in raw), dtype=np.bool_, count=len(raw))
    others = raw[~stored]
    other_code, other_uniques = pd.factorize(np.array([_written(cell) for cell in others], dtype=object))
    written = [str(text) for text in other_uniques]
    number_code, number_uniques = pd.factorize(raw[stored].astype(np.float64))
    code = np.empty(len(raw), dtype=np.int32)
    code[~stored] = other_code
    code[stored] = number_code + len(written)
    kinds, values, places, percents = _read_texts(written)
    count = len(number_uniques)
    kind = np.concatenate([kinds, np.full(count, Kind.NUMBER, dtype=np.int16)])[code]
    value = np.concatenate([values, number_uniques])[code]
    decimals = np.concatenate([places, decimals_of(number_uniques)])[code]
    percent = np.concatenate([percents, np.zeros(count, dtype=np.bool_)])[code]
    dated = [isinstance(cell, (bool, date, time, timedelta)) for cell in others]
    kind[np.flatnonzero(~stored)[dated]] = Kind.TEXT
    shown_in_percent = stored & _percent_format(grid, column)
    decimals[shown_in_percent] = np.maximum(decimals[shown_in_percent] - 2, 0)
    value[shown_in_percent] = np.round(value[shown_in_percent] * 100, _MOST_DECIMALS - 2)
    percent |= shown_in_percent
    texts = (*(text.strip() for text in written), *(_written(number) for number in number_uniques.tolist()))
    return Column(kind, value, decimals, percent, code, texts)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


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
