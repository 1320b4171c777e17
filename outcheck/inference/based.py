"""Hidden counts of one base that no cell shows, and what percentages of that base tell that they come to together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from outcheck.inference.relations import Kind, Relations
from outcheck.inference.statements import Statements
from outcheck.inference.words import Teller
from outcheck.model.arrays import BoolArray, FloatArray

_CLOSE = 1e-6
_SEVERAL = 2

Based = tuple[tuple[int, ...], float, float, tuple[int, ...]]
"""Hidden unknowns of a base, the least and the most that they come to, and the relations that say so."""


def in_bases(
    hidden: BoolArray, statements: Statements, rows: Relations, lower: FloatArray, upper: FloatArray, teller: Teller
) -> Iterator[Based]:
    """Bases with at least two hidden counts. ``lower`` and ``upper`` bound every unknown."""
    ends: dict[tuple[int, ...], list[tuple[float, int, bool]]] = defaultdict(list)
    for number in range(len(rows)):
        if rows.kind_of(number) in (Kind.SHARE, Kind.RATE):
            base = tuple(sorted(teller.base(number)))
            if int(hidden[list(base)].sum()) >= _SEVERAL and statements.integral[list(base)].all():
                ends[base].append(_end(rows, number, lower, upper))
    for base, told in ends.items():
        most = min((held for held in told if held[2]), default=None)
        least = max((held for held in told if not held[2]), default=None)
        if most is None:
            continue
        inside = np.array(base)
        others = inside[~hidden[inside]]
        high = np.floor(most[0] + _CLOSE) - float(lower[others].sum())
        low = np.ceil(least[0] - _CLOSE) - float(upper[others].sum()) if least is not None else 0.0
        numbers = (most[1], *((least[1],) if least is not None else ()))
        yield tuple(inside[hidden[inside]].tolist()), low, high, numbers


def _end(rows: Relations, number: int, lower: FloatArray, upper: FloatArray) -> tuple[float, int, bool]:
    """The most, or the least, that a base comes to, by the part that a percentage is of it."""
    held = rows.row(number)
    part, times = int(rows.unknown[held.start]), -float(rows.weight[held][-1])
    is_most = bool(np.isinf(rows.at_most[number]))
    if times <= 0:
        return (np.inf if is_most else -np.inf), number, is_most
    end = upper[part] - rows.at_least[number] if is_most else lower[part] - rows.at_most[number]
    return float(end) / times, number, is_most
