"""Reads plain numbers, many at once: digits, at most one point among them, and perhaps a minus sign before them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, SmallArray
from outcheck.model.texts import WORD, Texts

_LONGEST = 3 * WORD
_EXACT_DIGITS = 15
"""Digits that a whole number may have so that dividing it by a power of ten gives the number that was written."""

_DIGITS = 10
_POINT, _MINUS, _ZERO = b".-0"
_TENS = np.array([float(10**power) for power in range(_LONGEST)])


@dataclass(frozen=True, slots=True)
class Plain:
    """Which texts are plain numbers; ``value`` and ``decimals`` of the others mean nothing."""

    plain: BoolArray
    value: FloatArray
    decimals: SmallArray


def read_plain(texts: Texts) -> Plain:
    """Read the plain numbers among some texts."""
    found = Plain(np.zeros(len(texts), np.bool_), np.zeros(len(texts)), np.zeros(len(texts), np.int16))
    first = texts.word(0).astype(np.uint8)
    length = texts.stop - texts.start
    likely = np.flatnonzero(((first - _ZERO < _DIGITS) | (first == _POINT) | (first == _MINUS)) & (length <= _LONGEST))
    if not likely.size:
        return found
    length, negative = length[likely], first[likely] == _MINUS
    digits, points, whole = (np.zeros(len(likely), dtype=np.int8) for _ in range(3))
    mantissa = np.zeros(len(likely), dtype=np.int64)
    for offset in range(0, int(length.max()), WORD):
        word = Texts(texts.data, texts.start[likely], texts.stop[likely]).word(offset)
        for place in range(WORD):
            byte = word.view(np.uint8)[place::WORD]
            digit = byte - np.uint8(_ZERO)
            is_digit = digit < _DIGITS
            digits += is_digit
            points += byte == _POINT
            whole += is_digit & (points == 0)
            np.copyto(mantissa, mantissa * 10 + digit, where=is_digit)
    plain = (digits > 0) & (points <= 1) & (digits + points + negative == length)
    decimals = digits - whole
    value = np.where(negative, -1, 1) * (mantissa / _TENS[decimals])
    for place in np.flatnonzero(plain & (digits > _EXACT_DIGITS)).tolist():
        value[place] = float(texts[int(likely[place])])
    found.plain[likely], found.value[likely], found.decimals[likely] = plain, value, decimals
    return found
