"""Texts of a file, left as the bytes they are until somebody reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

from outcheck.model.arrays import IntArray, numbered

WORD = 8
"""Bytes that are looked at together."""

PADDING = bytes(WORD)
"""What follows texts that may have less than a word."""

Words: TypeAlias = npt.NDArray[np.uint64]
_MASKS = np.array([(1 << 8 * kept) - 1 for kept in range(WORD + 1)], dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Sequence[str]):
    """Texts of which number ``n`` is UTF-8 from ``start[n]`` to ``stop[n]`` in ``data``, which has a word at least.

    ``stripped`` leaves out the space around each.
    """

    data: bytes
    start: IntArray
    stop: IntArray
    stripped: bool = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Texts from others."""
        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
        edges = np.cumsum([0, *map(len, parts)], dtype=np.int32)
        return cls(b"".join(parts) + PADDING, edges[:-1], edges[1:])

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return Texts(self.data, self.start[number], self.stop[number], self.stripped)
        text = self.data[self.start[number] : self.stop[number]].decode("utf-8", "surrogatepass")
        return text.strip() if self.stripped else text

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def word(self, offset: int) -> Words:
        """Eight bytes of each text from an offset on, the first of them lowest; NUL behind its end."""
        last = len(self.data) - WORD
        place = self.start + offset
        word: Words = np.ndarray(last + 1, "<u8", self.data, strides=(1,))[np.minimum(place, last)]
        behind = np.flatnonzero(place > last)
        word[behind] >>= (8 * (place[behind] - last)).astype(np.uint64)
        word &= _MASKS[np.clip(self.stop - place, 0, WORD)]
        return word


@dataclass(frozen=True, slots=True, eq=False)
class TextColumn:
    """A grid column of texts: cell ``n`` is ``texts[code[n]]``. No text occurs twice; they are in order of first appearance."""

    code: IntArray
    texts: Texts

    @classmethod
    def of(cls, texts: Texts) -> TextColumn:
        """Column of texts, none of which holds a NUL byte, found out word by word which of them are the same."""
        code, count = numbered(texts.word(0))
        longest = int((texts.stop - texts.start).max(initial=0))
        longer = np.arange(len(texts))
        for offset in range(WORD, longest, WORD):
            longer = longer[texts.stop[longer] - texts.start[longer] > offset]
            word = Texts(texts.data, texts.start[longer], texts.stop[longer]).word(offset)
            pair, several = numbered((code[longer] << 32) | numbered(word)[0])
            code[longer] = pair + count
            count += several
        if longest > WORD:
            code, count = numbered(code)
        first = np.empty(count, dtype=np.int32)
        first[code[::-1]] = np.arange(len(code) - 1, -1, -1, dtype=np.int32)
        return cls(code.astype(np.int32), Texts(texts.data, texts.start[first], texts.stop[first]))

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, row: int) -> str:
        return self.texts[int(self.code[row])]

    def __iter__(self) -> Iterator[str]:
        distinct = list(self.texts)
        return (distinct[code] for code in self.code.tolist())
