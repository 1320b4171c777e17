"""What labels say: their words, and the intervals they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_BETWEEN = re.compile(r"(?:^|\s)(\d{1,4}) ?(?:to|and)? (\d{1,4})(?:$|\s)")
_UPWARD = re.compile(r"(?:^|\s)(\d{1,4}) ?(?:plus|(?:years )?(?:and|or) (?:over|older|more|above))")
_DOWNWARD = re.compile(r"(?:under|below|less than|younger than) (\d{1,4})(?:$|\s)")
_DOWNWARD_WORDS = ("under", "below", "less than", "younger than")
_LINKS = ("to", "and")
_DIGITS = re.compile(r"\d+")
_OPEN_END = 10_000


def plain(text: str) -> str:
    """A label in lower case with punctuation and underscores as single spaces; ``%`` stays, a remark ``(N = 180)`` does not."""
    text = re.sub(r"[(\[]?\b[nN] ?= ?[\d,]+[)\]]?", " ", text)
    text = re.sub(r"[¹²³⁴-⁹]|\[(note )?\w{1,2}\]", " ", text)
    return re.sub(r"[^a-z0-9%²]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()).strip()


@lru_cache(maxsize=65_536)  # labels are asked about once for each table that they are compared with
def interval(label: str) -> tuple[int, int] | None:
    """Whole numbers that a label such as ``16-24``, ``65+``, ``under 16`` or ``Age 18`` names, both ends included."""
    text = plain(label.replace("+", " plus"))
    if found := _BETWEEN.search(text):
        low, high = int(found[1]), int(found[2])
        return (low, high) if low <= high else None
    if found := _UPWARD.search(text):
        return int(found[1]), _OPEN_END
    if found := _DOWNWARD.search(text):
        return 0, int(found[1]) - 1
    alone = re.fullmatch(r"(?:ages? )?(\d{1,4})(?: years?)?", text)
    return (int(alone[1]), int(alone[1])) if alone else None


def joined(labels: Sequence[str]) -> str | None:
    """One label for intervals that follow each other, as the first or last of them is written; None where they cannot be told.

    ``16-19`` and ``20-24`` make ``16-24``, ``60 to 64`` and ``65 and over`` make ``60 and over``, ``Under 16`` and ``16-19`` make
    ``Under 20``, and ``Age 16`` and ``Age 17`` make ``Age 16-17``.
    """
    spans = [interval(label) for label in labels]
    found = [span for span in spans if span is not None]
    follow = all(later[0] in (earlier[1], earlier[1] + 1) for earlier, later in pairwise(found))
    if len(found) < len(labels) or not labels or not follow:
        return None
    low, high = found[0][0], found[-1][1]
    made = _written(labels, low, high)
    return made if made is not None and interval(made) == (low, high) else None


def _written(labels: Sequence[str], low: int, high: int) -> str | None:
    """The label of the whole, from those of its ends; their other words must be the same."""
    first, last = labels[0], labels[-1]
    begins, ends = _DIGITS.findall(first), _DIGITS.findall(last)
    if high == _OPEN_END:
        return _DIGITS.sub(begins[0], last) if low and len(ends) == 1 else None
    if plain(first).startswith(_DOWNWARD_WORDS) and len(begins) == 1:
        return _DIGITS.sub(str(high + 1), first)
    words = {tuple(word for word in plain(_DIGITS.sub(" ", label)).split() if word not in _LINKS) for label in labels}
    if len(words) > 1:
        return None
    if len(begins) == 1:
        return _DIGITS.sub(f"{begins[0]}–{ends[-1]}", first)
    if len(begins) != 2:  # noqa: PLR2004  from, to
        return None
    before, between, after = _DIGITS.split(first)
    return f"{before}{begins[0]}{' to ' if between.strip() == 'and' else between}{ends[-1]}{after}"
