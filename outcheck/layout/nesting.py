"""Finds categories that are the sum of other categories of the same dimension: subtotals, groups, wide age bands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from outcheck.layout.rounding import Spread, add_up
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.labels import interval

_CHANCE = 1e-4
"""Probability of a coincidence below which a category is taken for the sum of others without further support."""

_PERHAPS = 0.2
"""Probability of a coincidence below which it is taken for the sum if the total then adds up."""

_EFFORT = 64
"""Cells looked at while searching, per cell: what keeps the search linear."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """Which category is part of which; ``chance`` has, per category with parts, the probability that they add up by chance."""

    parent: IntArray
    chance: FloatArray

    def surest(self) -> IntArray:
        """Parents without those that may add up by chance."""
        kept = self.chance < _CHANCE
        parent: IntArray = np.where((self.parent >= 0) & kept[self.parent], self.parent, -1)
        return parent


def find_nesting(spread: Spread, labels: tuple[str, ...]) -> Nesting:
    """Categories that equal, in every line that can tell, the sum of those after or before them or inside their interval."""
    nesting = _by_interval(spread, labels)
    search = _Search(spread, nesting)
    roots = [code for code in range(spread.categories) if nesting.parent[code] < 0]
    after = search.run(reversed(roots))
    search.run(reversed(after))
    return search.nesting


def _by_interval(spread: Spread, labels: tuple[str, ...]) -> Nesting:
    """Intervals that are tiled by other intervals and equal their sum wherever that can be told."""
    count = spread.categories
    parent = tiled(labels)
    chance = np.full(count, np.inf)
    if (parent >= 0).any():
        added = add_up(spread, parent)
        whole = spread.code[added.total]
        right = np.bincount(whole[added.fits & (spread.high[added.total] > 0)], minlength=count)
        wrong = np.bincount(whole[~added.fits & ~added.gap | added.beyond], minlength=count)
        supported = (right > 0) & (wrong == 0)
        parent = np.where((parent >= 0) & supported[parent], parent, -1).astype(np.int32)
        chance[supported] = 0.0
    return Nesting(parent, chance)


def tiled(labels: tuple[str, ...]) -> IntArray:
    """Per label, the narrowest interval among the labels that contains it and is tiled by such; else -1."""
    spans = {code: span for code, label in enumerate(labels) if (span := interval(label)) is not None}
    children: dict[int, list[int]] = {}
    open_: list[int] = []
    for code in sorted(spans, key=lambda code: (spans[code][0], -spans[code][1], code)):
        low, high = spans[code]
        while open_ and spans[open_[-1]][1] < high:
            open_.pop()
        if open_ and spans[open_[-1]] != (low, high):
            children.setdefault(open_[-1], []).append(code)
        open_.append(code)
    parent = np.full(len(labels), -1, dtype=np.int32)
    for whole, parts in children.items():
        edges = [spans[whole][0] - 1, *(spans[part][1] for part in parts)]
        if edges[-1] == spans[whole][1] and all(spans[part][0] == edge + 1 for part, edge in zip(parts, edges, strict=False)):
            parent[parts] = whole
    return parent


class _Search:
    """Looks for categories that equal the sum of the nearest roots behind them; cells stand category by category."""

    def __init__(self, spread: Spread, nesting: Nesting) -> None:
        self.nesting = nesting
        order = np.argsort(spread.code, kind="stable")
        self._line = spread.line[order]
        self._low, self._high, self._shown = spread.low[order], spread.high[order], spread.shown[order]
        self._start = np.searchsorted(spread.code[order], np.arange(spread.categories + 1))
        self._place = np.full(spread.lines, -1, dtype=np.intp)
        self._tries = spread.categories
        self._effort = _EFFORT * len(order)

    def run(self, codes: Iterable[int]) -> list[int]:
        """Walk through roots; those that the walk has met last are the nearest parts. Returns what is left of the roots."""
        roots: list[int] = []
        for code in codes:
            parts = self._parts(code, roots)
            if parts:
                self.nesting.parent[roots[-parts:]] = code
                del roots[-parts:]
            roots.append(code)
        return roots

    def _column(self, code: int) -> slice:
        return slice(int(self._start[code]), int(self._start[code + 1]))

    def _parts(self, code: int, roots: list[int]) -> int:
        """How many of the nearest roots add up to a category; 0 for none."""
        column = self._column(code)
        lines = self._line[column]
        if len(roots) < 2 or not len(lines):  # noqa: PLR2004  one part is the same category again
            return 0
        self._place[lines] = np.arange(len(lines))
        running = _Running(self._low[column], self._high[column], self._shown[column])
        best: tuple[int, bool, int] | None = None
        chance = 1.0
        for parts, root in enumerate(reversed(roots), 1):
            added = self._column(root)
            self._effort -= added.stop - added.start
            place = self._place[self._line[added]]
            here = place >= 0
            running.add(place[here], self._low[added][here], self._high[added][here], self._shown[added][here])
            if self._effort < 0 or running.is_beyond():
                break
            coincidence = running.chance() * self._tries if parts > 1 else 1.0
            rank = (running.tested(), parts == len(roots), -parts)
            if coincidence < _PERHAPS and (best is None or rank > best):
                best, chance = rank, coincidence
        self._place[lines] = -1
        if best is None:
            return 0
        self.nesting.chance[code] = chance
        return -best[2]


class _Running:
    """A category and the parts added so far, line by line."""

    def __init__(self, low: FloatArray, high: FloatArray, shown: BoolArray) -> None:
        self._whole_low, self._whole_high, self._whole_shown = low, high, shown
        self._low, self._high = np.zeros(len(low)), np.zeros(len(low))
        self._any, self._gap = np.zeros(len(low), dtype=np.bool_), np.zeros(len(low), dtype=np.bool_)
        self._parts = np.zeros(len(low), dtype=np.intp)

    def add(self, place: Indices, low: FloatArray, high: FloatArray, shown: BoolArray) -> None:
        """Add one part, where it has cells."""
        self._low[place] += low
        self._high[place] += high
        self._parts[place] += low + high > 0
        self._any[place] = True
        self._gap[place[~shown]] = True

    def is_beyond(self) -> bool:
        """Whether the parts are more than the whole in some line."""
        return bool((self._whole_shown & (self._low > self._whole_high * (1 + 1e-9))).any())

    def _can_tell(self) -> BoolArray:
        can: BoolArray = self._whole_shown & self._any & ~self._gap
        return can

    def tested(self) -> int:
        """Number of lines that can tell."""
        return int(self._can_tell().sum())

    def chance(self) -> float:
        """Probability that the parts add up in every line by chance; 1 where they do not."""
        can = self._can_tell()
        if (can & (self._high < self._whole_low * (1 - 1e-9))).any():
            return 1.0
        says = can & (self._whole_low + self._whole_high > 0) & (self._parts > 1)
        return coincidence(self._whole_low[says], self._whole_high[says], self._low[says], self._high[says])


def coincidence(whole_low: FloatArray, whole_high: FloatArray, low: FloatArray, high: FloatArray) -> float:
    """Probability that numbers of these sizes add up within rounding although they have nothing to do with each other.

    A whole number up to n equals another one with a probability of about 1/n, and more often where rounding leaves room.
    """
    room = np.maximum((whole_high - whole_low) + (high - low), 1.0)
    size = np.maximum((whole_low + whole_high) / 2, room)
    return float(np.exp(np.log(room / size).sum()))
