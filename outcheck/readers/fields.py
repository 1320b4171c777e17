"""Cuts a delimited text into fields, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcheck.model.arrays import Indices, IntArray
from outcheck.model.texts import PADDING, WORD, TextColumn, Texts

_LINE_FEED, _RETURN, _QUOTE = b'\n\r"'


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Where the fields of a text stop. Those of record ``n``, which begins at ``line[n]``, are ``first[n]`` to ``first[n + 1]``.

    ``quotes`` are the places of all quotation marks.
    """

    data: bytes
    stop: IntArray
    line: IntArray
    first: Indices
    quotes: Indices

    @property
    def height(self) -> int:
        """Number of records."""
        return len(self.line)

    @property
    def width(self) -> int:
        """Fields of the widest record."""
        return int(np.diff(self.first).max())

    def column(self, number: int) -> TextColumn | None:
        """One field of every record, ``""`` where it has none; None where a quotation mark stands amiss."""
        place = self.first[:-1] + number
        here = place < self.first[1:]
        place[~here] = 0
        start = self.stop[place - 1] + 1 if number else self.line
        column = TextColumn.of(Texts(self.data, start * here, self.stop[place] * here))
        return _unquoted(column, self.quotes) if self.quotes.size else column


def cut(text: bytes, delimiter: str) -> Fields | None:
    """Fields of a UTF-8 text; None where lines end in a way that asks for more care. What is in quotes separates nothing."""
    byte = np.frombuffer(text, dtype=np.uint8)
    if b"\r" in text and not _ends_lines(byte):
        return None
    special = (byte == ord(delimiter)) | (byte == _LINE_FEED)
    quotes = np.zeros(0, dtype=np.intp)
    if b'"' in text:
        quote = byte == _QUOTE
        quotes = np.flatnonzero(quote)
        special |= quote
    stop = np.flatnonzero(special).astype(np.int32)
    if quotes.size:
        quote = quote[stop]
        stop = stop[~quote & (np.cumsum(quote) % 2 == 0)]
    last = np.flatnonzero(byte[stop] == _LINE_FEED)
    if not (last.size and stop[last[-1]] == len(text) - 1):
        last, stop = np.append(last, len(stop)), np.append(stop, np.int32(len(text)))
    line = np.concatenate(([0], stop[last[:-1]] + 1), dtype=np.int32)
    if b"\r" in text:
        stop[last] -= (byte[stop[last] - 1] == _RETURN) & (stop[last] > 0)
    return Fields(text if len(text) >= WORD else text + PADDING, stop, line, np.concatenate(([0], last + 1)), quotes)


def _ends_lines(byte: npt.NDArray[np.uint8]) -> bool:
    """Whether every carriage return stands before a line feed."""
    returns = np.flatnonzero(byte == _RETURN)
    return bool(returns[-1] < len(byte) - 1 and (byte[returns + 1] == _LINE_FEED).all())


def _unquoted(column: TextColumn, quotes: Indices) -> TextColumn | None:
    """The column without the quotes around its texts; None where one begins, ends or doubles none as it should."""
    texts = column.texts
    held = np.searchsorted(quotes, texts.stop) - np.searchsorted(quotes, texts.start)
    if not held.any():
        return column
    byte = np.frombuffer(texts.data, dtype=np.uint8)
    begin = byte[np.minimum(texts.start, len(byte) - 1)]
    quoted = (held > 1) & (begin == _QUOTE) & (byte[texts.stop - 1] == _QUOTE)
    inner = Texts(texts.data, texts.start + quoted, texts.stop - quoted)
    if held[~quoted].any() or (held % 2).any():
        return None
    if (held > 2).any():  # noqa: PLR2004  one at either end
        if any('"' in text.replace('""', "") for text in inner):
            return None
        inner = Texts.of(text.replace('""', '"') for text in inner)
    if quoted.all():
        return TextColumn(column.code, inner)
    merged = TextColumn.of(inner)
    return TextColumn(merged.code[column.code], merged.texts)
