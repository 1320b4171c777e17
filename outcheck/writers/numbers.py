"""Writes other numbers into a cell in the way in which its own are written."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from outcheck.protect import NewNumber
from outcheck.writers.shown import Value

_SPACES = " '\u00a0\u2009\u202f"
_TOKEN = re.compile(rf"\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?(?![\d.])|\d+(?:[{_SPACES},]\d{{3}})*(?:[.,]\d+)?|\.\d+")
_WAYS = tuple(
    (re.compile(rf"\d+(?:[{re.escape(separators)}]\d{{3}})*(?:{re.escape(point)}\d+)?|\.\d+"), separators, point)
    for separators, point in ((f"{_SPACES},", "."), (f"{_SPACES}.", ","))
)
"""What may part thousands where what parts the decimals, and how numbers look then."""
_PERCENT, _THOUSANDS = 100.0, 1000.0
"""How many times what is stored was read: a workbook keeps 45.8 % as 0.458, and a heading may say that numbers are thousands."""

_GROUPED = 3
"""So many digits after a comma part thousands."""
_MOST_MORE = 3
"""Decimals that a number in thousands may have more than one in units."""


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
    for scale in (1.0, _PERCENT, _THOUSANDS):
        if math.isclose(stored * scale, number.old, rel_tol=1e-9, abs_tol=1e-12):
            new = round(number.new / scale, 12)
            return int(new) if new.is_integer() and scale != _PERCENT else new
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
    """A number in the manner of a written one: the same separators and decimals. The sign stays where it is.

    ``1.000`` may be a thousand, or one of a column in thousands: where that makes a difference, it is not written anew.
    """
    by_scale = ([_in_manner(token, number, scale, way) for way in _WAYS] for scale in (1.0, _THOUSANDS))
    said = {next(filter(None, ways), "") for ways in by_scale} - {""}
    if len(said) != 1:
        raise ValueError("can be read as different numbers" if said else "holds another number than was read")
    return said.pop()


def _in_manner(token: str, number: NewNumber, scale: float, way: tuple[re.Pattern[str], str, str]) -> str:
    """The new number as a token says the old one, if it does so in this way; else nothing."""
    form, separators, point = way
    if not form.fullmatch(token):
        return ""
    plain = "".join(sign for sign in token if sign not in separators).replace(point, ".")
    if not math.isclose(float(plain) * scale, abs(number.old), rel_tol=1e-9, abs_tol=1e-12):
        return ""
    fraction = len(plain.partition(".")[2])
    if scale != 1.0 and (not number.old or (point == "," and fraction == _GROUPED)):
        return ""
    new = abs(number.new) / scale
    separator = next((sign for sign in token if sign in separators), "")
    decimals = number.decimals if scale == 1.0 else decimals_of(new, fraction)
    whole, dot, rest = f"{new:,.{decimals}f}".partition(".")
    return whole.replace(",", separator) + (point if dot else "") + rest


def decimals_of(value: float, least: int) -> int:
    """How many decimals show a number that was scaled: ``least``, or as many more as it needs."""
    enough = (many for many in range(least, least + _MOST_MORE) if math.isclose(round(value, many), value, rel_tol=1e-12))
    return next(enough, least + _MOST_MORE)
