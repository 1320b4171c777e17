"""Brings names and labels of different tables into one spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from outcheck.model.labels import interval

_ONE_WORD = {
    "females": "female", "women": "female", "girls": "female", "f": "female",
    "males": "male", "men": "male", "boys": "male", "m": "male",
}  # fmt: skip
_SAME = {
    **dict.fromkeys(("not known", "not stated", "not recorded", "missing", "unspecified"), "unknown"),
    "e12000001": "north east", "e12000002": "north west", "e12000003": "yorkshire and humber", "e12000004": "east midlands",
    "e12000005": "west midlands", "e12000006": "east of england", "e12000007": "london", "e12000008": "south east",
    "e12000009": "south west", "e92000001": "england", "w92000004": "wales", "s92000003": "scotland",
    "n92000002": "northern ireland", "k02000001": "united kingdom", "k03000001": "great britain",
    "k04000001": "england and wales", "east": "east of england", "yorkshire and humberside": "yorkshire and humber",
    "uk": "united kingdom", "gb": "great britain",
}  # fmt: skip
"""Official codes of the regions and countries, and other words for one category; only where a table does not use both."""

_YEARS = re.compile(r"(20|19)(\d\d)\s?(?:[-/_–]|to|)\s?(?:20|19)?(\d\d)", re.IGNORECASE)
_BESIDE_AGES = frozenset({
    "age", "ages", "aged", "years", "year", "yrs", "old", "olds", "band", "group", "to", "and", "plus", "over", "older", "or",
    "under", "below",
})  # fmt: skip
_WHOLE = frozenset({"all", "total"})
_COUNTED = frozenset({
    "learner", "learners", "pupil", "pupils", "student", "students", "people", "persons", "children", "graduate", "graduates",
    "participant", "participants", "apprentice", "apprentices",
})  # fmt: skip


@lru_cache(maxsize=65_536)  # tables are compared in pairs, so that each label is met very often
def normal(text: str) -> str:
    """A name or label in one spelling: case, punctuation, spaces and a few plain synonyms make no difference."""
    words = " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))
    return _ONE_WORD.get(words, words)


def spellings(labels: Sequence[str]) -> tuple[str, ...]:
    """Each label of one dimension as other tables may spell it too.

    ``Yorkshire & Humber``, ``E12000003``, ``2021/2022``, ``Aged 16 to 18`` and ``Total females`` become ``yorkshire and humber``,
    ``2021 22``, ``16 18`` and ``female``. Where two labels of the dimension would become one, both stay as ``normal`` has them.
    """
    return _spellings(tuple(labels))


@lru_cache(maxsize=4096)
def _spellings(labels: tuple[str, ...]) -> tuple[str, ...]:
    loose = [spelt(label) for label in labels]
    times = Counter(loose)
    return tuple(each if times[each] == 1 else normal(label) for each, label in zip(loose, labels, strict=True))


@lru_cache(maxsize=65_536)
def spelt(label: str) -> str:
    """A label as other tables may spell it too, whatever else stands beside it."""
    text = label.strip().casefold()
    if (years := _YEARS.fullmatch(text)) and (int(years[2]) + 1) % 100 == int(years[3]):
        return f"{years[1]}{years[2]} {years[3]}"
    words = normal(text.replace("&", " and ")).split()
    if any(word.isdigit() for word in words) and all(word.isdigit() or word in _BESIDE_AGES for word in words):
        return _span(text) or " ".join(words)
    if len(words) > 1 and words[0] in _WHOLE:
        words = words[1:]
    if len(words) > 1 and words[-1] in _COUNTED:
        words = words[:-1]
    joined = normal(" ".join(word for word in words if word != "the"))
    return _SAME.get(joined, joined) or normal(label)


def _span(text: str) -> str:
    """The interval that a label names; empty where it names none."""
    span = interval(text)
    if span is None:
        return ""
    return str(span[0]) if span[0] == span[1] else f"{span[0]} {span[1]}"
