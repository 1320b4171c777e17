"""Which quantile a name means."""

from __future__ import annotations

import re
from math import nan

_WHOLE = 100.0
_PARTS = {"percentile": 100.0, "centile": 100.0, "decile": 10.0, "quintile": 5.0, "quartile": 4.0}
_ORDINALS = {"lower": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "upper": -1, "top": -1, "bottom": 1}
_FIXED = (
    (re.compile(r"\b(iqr|inter ?quartile( range)?|q1|lq)\b"), 0.25),
    (re.compile(r"\b(median|q2)\b"), 0.5),
    (re.compile(r"\b(q3|uq)\b"), 0.75),
)
_PERCENTILE = re.compile(r"\bp(?:c|ctile|erc)?[ _]?(\d{1,3}(?:\.\d+)?)\b|^(\d{1,3}(?:\.\d+)?) ?%$")
_PART = re.compile(
    rf"\b(\d{{1,3}}(?:\.\d+)?)(?:st|nd|rd|th)? ({'|'.join(_PARTS)})\b|\b({'|'.join(_PARTS)}) (\d{{1,2}}(?:\.\d+)?)\b"
    rf"|\b({'|'.join(_ORDINALS)}) ({'|'.join(_PARTS)})\b"
)


def share_in(text: str) -> float:
    """Share of units below the quantile that a text names, NaN where it names none."""
    words = re.sub(r"[^a-z0-9%.]+", " ", text.casefold().replace("_", " ")).strip()
    part = _PART.search(words)
    if part:
        name = part[2] or part[3] or part[6]
        place = float(_ORDINALS[part[5]]) if part[5] else float(part[1] or part[4])
        return place % _PARTS[name] / _PARTS[name]
    percentile = _PERCENTILE.search(words)
    if percentile:
        return float(percentile[1] or percentile[2]) / _WHOLE
    return next((share for pattern, share in _FIXED if pattern.search(words)), nan)
