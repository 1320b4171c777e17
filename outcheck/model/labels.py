"""What labels say: their words, and the intervals they name."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"(?:^|\s)(\d{1,4}) ?(?:to|and)? (\d{1,4})(?:$|\s)")
_UPWARD = re.compile(r"(?:^|\s)(\d{1,4}) ?(?:plus|(?:years )?(?:and|or) (?:over|older|more|above))")
_DOWNWARD = re.compile(r"(?:under|below|less than|younger than) (\d{1,4})(?:$|\s)")
_OPEN_END = 10_000


def plain(text: str) -> str:
    """A label in lower case with punctuation and underscores as single spaces; ``%`` stays, a remark ``(N = 180)`` does not."""
    text = re.sub(r"[(\[]?\b[nN] ?= ?[\d,]+[)\]]?", " ", text)
    text = re.sub(r"[¹²³⁴-⁹]|\[(note )?\w{1,2}\]", " ", text)
    return re.sub(r"[^a-z0-9%²]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()).strip()


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
