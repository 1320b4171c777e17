"""One level of labels along an axis of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcheck.layout.words import totals_in
from outcheck.model.arrays import IntArray
from outcheck.model.labels import plain

ALL = "(all)"
"""Category of a row that stands for all rows nested under it."""

PLAIN_TOTALS = ("total", "all", "overall", "grand total")
_NATIONS = frozenset({"wales", "scotland", "northern ireland"})


def totals_among(labels: Sequence[str]) -> list[int]:
    """Places of the labels that stand for all others; beside Wales, England does not."""
    called = totals_in(labels)
    if called and any(plain(label) in _NATIONS for label in labels):
        called = [code for code in called if plain(labels[code]) != "england"]
    return called


@dataclass(frozen=True, slots=True)
class Level:
    """One level of labels along an axis; ``codes`` has one entry per body row or measure column, -1 where it does not apply."""

    name: str
    labels: tuple[str, ...]
    codes: IntArray

    @property
    def total(self) -> int:
        """Code of the category that stands for all others, or -1; one called just that goes before ``England``."""
        called = totals_among(self.labels)
        return next((code for code in called if plain(self.labels[code]) in PLAIN_TOTALS), called[0] if called else -1)


def level_of(name: str, texts: list[str]) -> Level:
    """A level with the texts of all columns, in order of first appearance."""
    codes, uniques = pd.factorize(np.array(texts, dtype=object))
    return Level(name, tuple(str(text) for text in uniques), codes.astype(np.int32))


def texts_of(level: Level) -> list[str]:
    """What stands over each column."""
    return [level.labels[code] if code >= 0 else "" for code in level.codes]
