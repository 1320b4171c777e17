"""Reads one written cell: is it a number, how precise, or a text that holds several numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from outcheck.model.marks import OF_WHAT_IS_SHOWN


class Kind(IntEnum):
    """What a cell is before its place in a table is known."""

    EMPTY = 0
    NUMBER = 1
    TEXT = 2
    COMPOSITE = 3


@dataclass(frozen=True, slots=True)
class Literal:
    """A cell as written.

    ``decimals`` counts written decimals; ``percent`` and ``money`` say that a percent or currency sign stands by the number,
    ``bracketed`` that it stands alone in brackets, ``starred`` that stars of significance follow it. A composite has its
    numbers in ``parts`` and, in ``form``, the text with ``#`` for each of them. ``marked`` says that it is
    marked as the total of what is shown.
    """

    kind: Kind
    value: float = float("nan")
    decimals: int = 0
    percent: bool = False
    money: bool = False
    bracketed: bool = False
    starred: bool = False
    marked: bool = False
    text: str = ""
    form: str = ""
    parts: tuple[Literal, ...] = ()


_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_MARKS = r"(?:\s*(?:\[[A-Za-z0-9 ]{1,8}\]|[¹²³⁴-⁹†‡§]|\((?:ref(?:erence)?|base(?:line)?)\.?\)))*"
_DIGITS = r"[1-9]\d{0,2}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d{1,3}(?:'\d{3})+|\d*"
_NUMBER = re.compile(
    rf"""^(?P<sign>[-+−–]?)\s?(?P<money>[£$€]?)\s?(?P<sign2>[-−–]?)
        (?P<whole>{_DIGITS})
        (?P<fraction>\.\d+|,\d{{1,2}}|\.)?
        (?P<power>[eE][-+]?\d{{1,3}})?
        \s?(?P<scale>%|[kK]|m|M|bn|million|billion)?
        \s?(?P<stars>\*{{1,3}})?
        {_MARKS}$""",
    re.VERBOSE,
)
_LETTERED = re.compile(r"^(?P<number>.*(?:\.\d+|,\d{3})(?=[a-z]$)|[-−–]?\d{2,}(?=[rp]$))[a-z]$")
"""A number with a letter that says how significant it is, or that it was revised; ``7a`` is a code."""
_EUROPEAN = re.compile(r"^[-−–]?\s?[€£$]?\s?(?:\d{1,3}(?:\.\d{3})*|\d+)(?:,\d+)?\s?[€%]?$")
_BRACKETED = re.compile(r"^[(\[]\s*(?P<inner>[^()\[\]]+?)\s*[)\]](?P<stars>\*{0,3})$")
_TOKEN = re.compile(
    r"(?P<below>(?:[<>]=?|[≤≥])\s?)?(?:(?<![\d.)\]%])[-−–](?!\s)|^[-−–]\s|\+)?[£$€]?"
    r"(?<![A-Za-z])(?:[1-9]\d{0,2}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d+)?(?:[eE][-+]\d{1,3})?(?:\s?%)?"
)
_WORD = r"to|of|vs|CI|IQR|[nN]|df|DF|d\.f\.|[tzFprMB]|SD|SE|OR|HR|RR|ref|R2|mean|median|sd|se|obs|chi2|χ2|χ²|X2"
_BETWEEN = re.compile(rf"^(?:[\s()\[\]{{}},;/:±|*–−-]|#|(?<![#\w])(?:{_WORD})(?![#\w])|=|[¹²³⁴-⁹†‡§])*$")
_STATEMENT = re.compile(rf"^[(\[]?(?:{_WORD})\s?=\s?#\*{{0,3}}[)\]]?$")
"""One number that says what it is: ``t = -7.5``."""
_ONLY_RANGE = re.compile(r"^#\s?(?:[-–−/]|to|:)\s?#$")
_INTERVAL = re.compile(r"^(?:\(#,\s?#\]|\[#,\s?#\))$")
_NO_COMPOSITE = re.compile(
    r"^(?:\d{4}\s?[/–-]\s?\d{2,4}|\d{1,2}[/.:-]\d{1,2}(?:[/.:-]\d{2,4})?(?:[ T]\d{1,2}:\d{2}.*)?"
    r"|\d{4}-\d{2}(?:-\d{2})?.*|\d{1,2}:\d{2}.*)$"
)
_SCALES = {None: 0, "%": 0, "k": 3, "K": 3, "m": 6, "M": 6, "million": 6, "bn": 9, "billion": 9}
_LONGEST = 60
_MOST_PARTS = 6


def read_literal(text: str, *, european: bool = False) -> Literal:
    """Read a written cell; thousands separators, currency, percent signs, stars and ``[r]`` marks are understood.

    ``european`` says that commas stand before decimals and dots between thousands.
    """
    text = _SPACES.sub(" ", text).strip()
    if not text:
        return Literal(Kind.EMPTY)
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return Literal(Kind.TEXT)
    if european and _EUROPEAN.match(text):
        text = text.replace(".", "").replace(",", ".")
    lettered = _LETTERED.match(text)
    match = _NUMBER.match(text) or (_NUMBER.match(lettered["number"]) if lettered else None)
    if match is not None and (match["whole"] or len(match["fraction"] or "") > 1):
        return replace(_number(match), marked=text.endswith(OF_WHAT_IS_SHOWN))
    bracketed = _BRACKETED.match(text)
    inner = _NUMBER.match(bracketed["inner"]) if bracketed else None
    if bracketed and inner and inner["whole"] and not (text[0] == "[" and inner["whole"].isdigit() and len(inner["whole"]) == 1):
        return replace(_number(inner), bracketed=True, starred=bool(bracketed["stars"]))
    return _composite(text)


def says_european(text: str) -> bool | None:
    """Whether a written number can only be European (``1.234,5``), can only be English, or may be either (None)."""
    text = _SPACES.sub(" ", text).strip()
    if re.fullmatch(r"[-−–]?[€£$]?\s?\d{1,3}(?:\.\d{3})+,\d+\s?[€%]?|[-−–]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)\s?[€%]?", text):
        return True
    if re.fullmatch(
        r"[-−–]?[£$€]?\s?\d*\.(?:\d{1,2}|\d{4,})(?:e.*)?\s?%?|[-−–]?[£$€]?\s?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\s?%?", text
    ):
        return False
    return None


def _number(match: re.Match[str]) -> Literal:
    fraction = (match["fraction"] or "").replace(",", ".")
    digits = re.sub(r"\D", "", match["whole"]) or "0"
    exponent = int(match["power"][1:]) if match["power"] else 0
    exponent += _SCALES[match["scale"]]
    value = float(f"{digits}{fraction if fraction != '.' else ''}e{exponent}")
    negative = bool(match["sign"] and match["sign"] != "+") != bool(match["sign2"])
    decimals = max(0, len(fraction) - 1 - exponent) if fraction else max(0, -exponent)
    return Literal(
        Kind.NUMBER,
        -value if negative else value,
        decimals,
        percent=match["scale"] == "%",
        money=bool(match["money"]),
        starred=bool(match["stars"]),
    )


def _composite(text: str) -> Literal:
    """A text of nothing but numbers, signs between them and words for statistics; ranges of whole numbers are bands."""
    if _NO_COMPOSITE.match(text):
        return Literal(Kind.TEXT)
    tokens = list(_TOKEN.finditer(text))
    form = _TOKEN.sub(lambda match: "#%" if match[0].endswith("%") else "#", text)
    stated = len(tokens) == 1 and _STATEMENT.match(form.replace("%", ""))
    if not (stated or 1 < len(tokens) <= _MOST_PARTS) or not _BETWEEN.match(form.replace("%", "")):
        return Literal(Kind.TEXT)
    if _INTERVAL.match(form):
        return Literal(Kind.TEXT)  # open at one end and closed at the other: a band, as pandas and R name it
    parts = tuple(_part(token) for token in tokens)
    whole = all(not part.decimals and not part.percent for part in parts)
    if _ONLY_RANGE.match(form) and whole and "/" not in form.replace("#", "", 1)[:2]:
        return Literal(Kind.TEXT)
    if sum(part.kind is Kind.NUMBER for part in parts) == 0:
        return Literal(Kind.TEXT)
    return Literal(Kind.COMPOSITE, form=re.sub(r"\s+", " ", form.replace("−", "–").replace("-", "–")), parts=parts)


def _part(token: re.Match[str]) -> Literal:
    if token["below"]:
        return Literal(Kind.TEXT, text=token[0].strip())
    match = _NUMBER.match(token[0].strip())
    return replace(_number(match), text=token[0].strip()) if match else Literal(Kind.TEXT, text=token[0].strip())
