"""Lengths of the texts that the cells of an XLS workbook share, so that none is lost in silence."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress

_WIDE, _EXTENDED, _RICH = 1, 4, 8


def text_lengths(pieces: Sequence[bytes]) -> list[int]:
    """Length of each text of a list that goes on over several records; it ends where the records end."""
    lengths: list[int] = []
    with suppress(IndexError, struct.error):
        lengths.extend(_lengths(pieces))
    return lengths


def _lengths(pieces: Sequence[bytes]) -> Iterator[int]:
    number, at = 0, 8
    for _ in range(struct.unpack_from("<I", pieces[0], 4)[0]):
        if at >= len(pieces[number]):
            number, at = number + 1, 0
        length, flags = struct.unpack_from("<HB", pieces[number], at)
        at += 3
        aside = 0
        if flags & _RICH:
            aside += 4 * struct.unpack_from("<H", pieces[number], at)[0]
            at += 2
        if flags & _EXTENDED:
            aside += struct.unpack_from("<I", pieces[number], at)[0]
            at += 4
        number, at = _past_text(pieces, (number, at), length, wide=flags & _WIDE)
        while aside > len(pieces[number]) - at:
            aside -= len(pieces[number]) - at
            number, at = number + 1, 0
        at += aside
        yield length


def _past_text(pieces: Sequence[bytes], place: tuple[int, int], length: int, *, wide: int) -> tuple[int, int]:
    """Where the characters of a text end; a record that goes on with them says anew how wide they are."""
    number, at = place
    while (room := (len(pieces[number]) - at) >> wide) < length:
        length -= room
        number, at = number + 1, 1
        wide = pieces[number][0] & _WIDE
    return number, at + (length << wide)
