"""Bins of a histogram as labels write them, and whether their outermost ends give values away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBER = r"[-−]?[£$€]?\d[\d,]*(?:\.\d+)?"
_BIN = re.compile(rf"^[\[(]?\s*({_NUMBER})\s*(?:-|–|—|to|,|;|<)\s*({_NUMBER})\s*[\])]?$", re.IGNORECASE)
_FEWEST_BINS = 3
_ROUND = 2
"""Figures that a round end has at most, whatever the other ends have."""
_ODD = 3
"""Figures that ends chosen by a person have at most."""


def telling_ends(labels: Sequence[str]) -> list[bool]:
    """For each label, whether it is an outermost bin that ends at a less round number than the bins inside.

    Labels are bins where at least three of them are two numbers with a sign between; years are none.
    """
    bins = [_bin(label) for label in labels]
    known = sorted({held for held in bins if held is not None}, key=lambda held: (_value(held[0]), _value(held[1])))
    if len(known) < _FEWEST_BINS or all(_is_year(end) for held in known for end in held):
        return [False] * len(labels)
    first, last = known[0], known[-1]
    inner = max(_figures(end) for end in (first[1], last[0], *(end for held in known[1:-1] for end in held)))
    telling = set()
    if inner > _ODD:  # a program cut the range between the smallest and the largest value into equal parts
        telling = {first, last}
    if _figures(first[0]) > max(inner, _ROUND):
        telling.add(first)
    if _figures(last[1]) > max(inner, _ROUND):
        telling.add(last)
    return [held in telling for held in bins]


def is_range(text: str) -> bool:
    """Whether a text is two numbers with a sign between, such as ``990 to 81,233``."""
    return _bin(text) is not None


def overlap(labels: Sequence[str]) -> bool:
    """Whether labels are ranges of which some overlap, as those of groups do and bins do not."""
    bins = [_bin(label) for label in labels]
    ends = sorted((_value(held[0]), _value(held[1])) for held in bins if held is not None)
    return any(low < high for (_, high), (low, _) in pairwise(ends))


def _bin(label: str) -> tuple[str, str] | None:
    found = _BIN.match(label.strip())
    return (found[1], found[2]) if found else None


def _value(text: str) -> float:
    return float(re.sub(r"[£$€,]", "", text).replace("−", "-"))


def _figures(text: str) -> int:
    """Significant figures of a number; one less than a round number, as in 19,999, counts like it."""
    digits = [re.sub(r"\D", "", form).strip("0") for form in (text, f"{_value(text) + 1:.0f}", f"{_value(text) - 1:.0f}")]
    return min(len(held) for held in (digits if _value(text).is_integer() else digits[:1]))


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", text) is not None
