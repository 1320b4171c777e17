"""Reads one written cell: is it a number, how precise, or a text that holds numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a cell is before its place in a table is known."""

    EMPTY = 0
    NUMBER = 1
    TEXT = 2
    COMPOSITE = 3


@dataclass(frozen=True, slots=True)
class Literal:
    """A cell as written. ``decimals`` counts written decimals; ``percent`` says that a percent sign stands by the number."""

    kind: Kind
    value: float = float("nan")
    decimals: int = 0
    percent: bool = False


_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_NUMBER = re.compile(
    r"""^(?P<sign>[-+−–]?)\s?[£$€]?\s?(?P<sign2>[-−–]?)
        (?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d*)
        (?P<fraction>\.\d+|,\d{1,2}|\.)?
        (?P<power>[eE][-+]?\d{1,3})?
        \s?(?P<scale>%|k|m|bn|million|billion)?
        (?:\s*\[[A-Za-z0-9 ]{1,8}\])*$""",
    re.VERBOSE,
)
_COMPOSITE = re.compile(r"^[-+−–~≈<>]?\s?[£$€]?\d[\d,. ]*%?\*{0,3}\s*[(\[/;]\s*[-−–£$€]?\d[^A-Za-z]*$")
_SCALES = {None: 0, "%": 0, "k": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_LONGEST = 60


def read_literal(text: str) -> Literal:
    """Read a written cell; thousands separators, currency, percent signs and ``[r]`` footnote marks are understood."""
    text = _SPACES.sub(" ", text).strip()
    if not text:
        return Literal(Kind.EMPTY)
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return Literal(Kind.TEXT)
    match = _NUMBER.match(text)
    if match is not None and (match["whole"] or match["fraction"]):
        return _number(match)
    if _COMPOSITE.match(text) and not re.fullmatch(r"\d{4}\s?[/]\s?\d{2,4}", text):
        return Literal(Kind.COMPOSITE)
    return Literal(Kind.TEXT)


def _number(match: re.Match[str]) -> Literal:
    fraction = (match["fraction"] or "").replace(",", ".")
    digits = re.sub(r"\D", "", match["whole"]) or "0"
    exponent = int(match["power"][1:]) if match["power"] else 0
    exponent += _SCALES[match["scale"]]
    value = float(f"{digits}{fraction if fraction != '.' else ''}e{exponent}")
    negative = bool(match["sign"] and match["sign"] != "+") != bool(match["sign2"])
    decimals = max(0, len(fraction) - 1 - exponent) if fraction else max(0, -exponent)
    return Literal(Kind.NUMBER, -value if negative else value, decimals, percent=match["scale"] == "%")
