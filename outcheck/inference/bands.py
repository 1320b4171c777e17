"""Bands of one table that are made of bands of another: 16 to 24 there, 16 to 18 and 19 to 24 here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from outcheck.inference.blocks import Block, Margin, first_of_each
from outcheck.inference.frames import Axis
from outcheck.model.labels import interval

_MOST_BANDS = 200
Span = tuple[int, int]


def margins(one: Block, other: Block, variables: frozenset[int]) -> tuple[Margin, Margin]:
    """What two blocks say about the categories of some variables, each also of bands of the other that its own make up."""
    mine, yours = one.margin(variables), other.margin(variables)
    for variable in sorted(variables):
        by_band = [_by_band(block, variable, margin) for block, margin in ((one, mine), (other, yours))]
        if by_band[0] and by_band[1]:
            mine, yours = _with_covers(mine, by_band[0], by_band[1]), _with_covers(yours, by_band[1], by_band[0])
    return mine, yours


Bands = Mapping[int, Mapping[Span, tuple[int, int]]]
"""By what else the numbers of a margin are about, then by band: a number of the margin, and its key."""


def _by_band(block: Block, variable: int, margin: Margin) -> Bands:
    """Numbers of a margin that are about a band of a variable."""
    axis = next(axis for axis in block.frame.axes if axis.variable == variable)
    spans = _spans(axis)
    found: dict[int, dict[Span, tuple[int, int]]] = defaultdict(dict)
    if not spans:
        return found
    for number, key in enumerate(margin.key.tolist()):
        first = int(margin.cell[number]) if margin.cell[number] >= 0 else int(margin.members[margin.start[number]])
        code = int(axis.full[block.cells[first]])
        if code in spans:
            found[(key - int(axis.prints[code])) % 2**64].setdefault(spans[code], (number, key))
    return found


def _spans(axis: Axis) -> Mapping[int, Span]:
    """Bands of an axis by code; none where there are very many."""
    return _spans_of(axis.labels) if len(axis.labels) <= _MOST_BANDS else {}


@lru_cache(maxsize=4096)
def _spans_of(labels: tuple[str, ...]) -> Mapping[int, Span]:
    told = {code: interval(label) for code, label in enumerate(labels)}
    return {code: span for code, span in told.items() if span is not None}


def _with_covers(margin: Margin, mine: Bands, yours: Bands) -> Margin:
    """A margin with sums of its bands that are one band of another."""
    keys, covers = [], []
    for rest in sorted(mine.keys() & yours.keys()):
        for span in sorted(yours[rest].keys() - mine[rest].keys()):
            if cover := _cover(span, mine[rest]):
                keys.append(yours[rest][span][1])
                covers.append([mine[rest][part][0] for part in cover])
    if not keys:
        return margin
    numbers = [np.array(cover) for cover in covers]
    members = [
        np.concatenate([margin.parts(number) if margin.cell[number] < 0 else margin.cell[[number]] for number in cover])
        for cover in covers
    ]
    sums = Margin(
        np.array(keys, dtype=np.uint64),
        np.array([margin.low[held].sum() for held in numbers]),
        np.array([margin.high[held].sum() for held in numbers]),
        np.array([bool(margin.known[held].all()) for held in numbers]),
        np.full(len(keys), -1, dtype=np.intp),
        np.concatenate([[0], np.cumsum([len(held) for held in members])]).astype(np.intp),
        np.concatenate(members),
    )
    return first_of_each([margin, sums])


def _cover(span: Span, parts: Mapping[Span, tuple[int, int]]) -> list[Span]:
    """Bands that follow each other from one end of a band to the other, the longest first; none where there are none."""
    found: list[Span] = []
    start = span[0]
    while start <= span[1]:
        fitting = [part for part in parts if part[0] == start and part[1] <= span[1]]
        if not fitting:
            return []
        found.append(max(fitting))
        start = found[-1][1] + 1
    return found
