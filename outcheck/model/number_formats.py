"""What an Excel number format shows of a number: how many digits, or a text in its place."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_SECTION = re.compile(r'(?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"\\_*\[])*', re.DOTALL)
_CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|(_.)|(\*.)|\[[^\]]*\]', re.DOTALL)
_PLACES = re.compile(r"[0#?]")
_SCALE = re.compile(r"[0#?](,+)(?=[^0#?,]*(?:$|\.|%))")
_DATES = re.compile(r"[ymdhsge]|a/p|am/pm", re.IGNORECASE)
_DASHES = frozenset("-–—−")
_TEXT_SECTION = 3
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Section:
    """What one section of a format shows.

    ``text`` is all that it shows where it has no place for a digit (None where it has one). ``decimals`` are those of the shown
    number, which is the stored one times 10 to the power of ``shift``; None where the digits cannot be counted.
    """

    text: str | None
    decimals: int | None
    shift: int = 0
    condition: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Sections of a format in their order; ``shows_text`` says whether a cell with a text shows it."""

    sections: tuple[Section, ...]
    shows_text: bool

    def section(self, number: float) -> Section:
        """Section that a number is shown by."""
        numeric = self.sections[:_TEXT_SECTION]
        if any(section.condition for section in numeric):
            fitting = (section for section in numeric if section.condition is None or _holds(section.condition, number))
            return next(fitting, numeric[-1])
        if len(numeric) == 1 or number > 0 or (number == 0 and len(numeric) < _TEXT_SECTION):
            return numeric[0]
        return numeric[1] if number < 0 else numeric[2]

    def text_of(self, number: float) -> str | None:
        """Text that is shown in place of a number; None where its digits are shown, or a dash for a zero, as is the custom."""
        text = self.section(number).text
        return None if text is not None and number == 0 and text and set(text) <= _DASHES else text

    def rounded(self, number: float) -> float:
        """The number as far as it is shown."""
        section = self.section(number)
        return number if section.decimals is None else round(number, section.decimals + section.shift)


@lru_cache(maxsize=4096)
def number_format(text: str) -> NumberFormat:
    """Format of a cell, as its text says."""
    parts = _split(text)
    shows_text = len(parts) <= _TEXT_SECTION or "@" in _bare(parts[_TEXT_SECTION]) or _plain(parts[_TEXT_SECTION])
    return NumberFormat(tuple(_section(part) for part in parts), shows_text)


def _split(text: str) -> list[str]:
    parts, at = [], 0
    while at <= len(text):
        match = _SECTION.match(text, at)
        end = match.end() if match else len(text)
        parts.append(text[at:end])
        at = end + 1
    return parts


def _section(text: str) -> Section:
    condition = _CONDITION.search(text)
    said = (condition[1], float(condition[2])) if condition else None
    bare = _bare(text)
    if "@" in bare or _plain(text) or _DATES.search(bare):
        return Section(None, None, condition=said)
    if not _PLACES.search(bare):
        return Section(_shown(text), None, condition=said)
    if "/" in bare:
        return Section(None, None, condition=said)
    scale = _SCALE.search(bare)
    shift = 2 * bare.count("%") - 3 * (len(scale[1]) if scale else 0)
    return Section(None, len(_PLACES.findall(bare.partition(".")[2])), shift, said)


def _plain(text: str) -> bool:
    return "general" in _bare(text).casefold()


def _bare(text: str) -> str:
    """A section without the texts that it shows as they are, its colours and its conditions."""
    return _LITERAL.sub("", text)


def _shown(text: str) -> str:
    """What a section without digits shows."""
    money = _CURRENCY.sub(lambda match: f'"{match[1]}"', text)
    return _LITERAL.sub(lambda match: match[1] or match[2] or "", money).strip()


def _holds(condition: tuple[str, float], number: float) -> bool:
    return _COMPARE[condition[0]](number, condition[1])
