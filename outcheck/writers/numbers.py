"""Writes other numbers into a cell in the way in which its own are written."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from outcheck.protect import NewNumber
from outcheck.writers.shown import Value

_SPACES = " '\u00a0\u2009\u202f"
_TOKEN = re.compile(rf"\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?(?![\d.])|\d+(?:[{_SPACES},]\d{{3}})*(?:[.,]\d+)?|\.\d+")
_WAYS = ((f"{_SPACES},", "."), (f"{_SPACES}.", ","))
"""What may part thousands where what parts the decimals."""
_PERCENT = 100.0


def rewritten(stored: Value, numbers: Sequence[NewNumber]) -> Value:
    """What a cell holds once its numbers, given in the order in which they stand in it, are others.

    Raises
    ------
    ValueError
        If they are not found in it; the message carries none of them.
    """
    if isinstance(stored, bool) or not isinstance(stored, int | float | str):
        raise ValueError("holds no number that could be written anew")  # noqa: TRY004  the cell is wrong, not the call
    return _in_text(stored, numbers) if isinstance(stored, str) else _stored(stored, numbers)


def _stored(stored: float, numbers: Sequence[NewNumber]) -> float:
    if len(numbers) != 1:
        raise ValueError("holds one number and was read as several")
    (number,) = numbers
    for scale in (1.0, _PERCENT):
        if math.isclose(stored * scale, number.old, rel_tol=1e-9, abs_tol=1e-12):
            new = round(number.new / scale, 12)
            return int(new) if new.is_integer() and scale == 1.0 else new
    raise ValueError("holds another number than was read")


def _in_text(text: str, numbers: Sequence[NewNumber]) -> str:
    places = list(_TOKEN.finditer(text))
    if len(places) != len(numbers):
        raise ValueError("holds numbers that were not read")
    parts, at = [], 0
    for place, number in zip(places, numbers, strict=True):
        parts += [text[at : place.start()], _alike(place[0], number)]
        at = place.end()
    return "".join([*parts, text[at:]])


def _alike(token: str, number: NewNumber) -> str:
    """A number in the manner of a written one: the same separators and decimals. The sign stays where it is."""
    for separators, point in _WAYS:
        plain = "".join(sign for sign in token if sign not in separators).replace(point, ".")
        if plain.count(".") <= 1 and math.isclose(float(plain), abs(number.old), rel_tol=1e-9, abs_tol=1e-12):
            break
    else:
        raise ValueError("holds another number than was read")
    separator = next((sign for sign in token if sign in separators), "")
    said = f"{abs(number.new):,.{number.decimals}f}"
    whole, dot, fraction = said.partition(".")
    return whole.replace(",", separator) + (point if dot else "") + fraction
