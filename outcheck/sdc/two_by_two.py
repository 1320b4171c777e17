"""Which 2x2 tables of counts an odds ratio or risk ratio leaves, given what else is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from itertools import pairwise

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices

MOST = 10**9
"""Upper end of a number of which nothing is known."""

_STEPS = 4_000_000
"""Most tables looked at for one ratio."""
_AT_ONCE = 200_000
_NEAR = 1e-9

Interval = tuple[int, int]
Range = tuple[float, float]
_OPEN: Interval = (0, MOST)


class Kind(Enum):
    """What is divided: odds, ``a d / b c``, or risks, ``(a / (a + b)) / (c / (c + d))``."""

    ODDS = "odds"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Known:
    """Closed intervals for the cells, margins and total of a 2x2 table.

    Of ``exposed`` persons ``a`` have the outcome and ``b`` have not, of ``unexposed`` ones ``c`` and ``d``; ``outcome`` is
    ``a + c``, ``none`` is ``b + d``.
    """

    a: Interval = _OPEN
    b: Interval = _OPEN
    c: Interval = _OPEN
    d: Interval = _OPEN
    exposed: Interval = _OPEN
    unexposed: Interval = _OPEN
    outcome: Interval = _OPEN
    none: Interval = _OPEN
    total: Interval = _OPEN

    def says_nothing(self) -> bool:
        """Whether no number of the table is known."""
        return all(getattr(self, held.name) == _OPEN for held in fields(self))

    def divides(self) -> bool:
        """Whether something is known of how the persons divide into groups or outcomes, not only how many they are."""
        return any(getattr(self, held.name) != _OPEN for held in fields(self) if held.name != "total")


@dataclass(frozen=True, slots=True)
class Shown:
    """A ratio as printed: the range its decimals leave it, and those of its confidence limits, ``z`` standard errors away."""

    kind: Kind
    ratio: Range
    lower: Range | None = None
    upper: Range | None = None
    z: float = 1.959963984540054


class Verdict(Enum):
    """What the tables that remain have in common."""

    PINNED = "one and the same cell is below the minimum in all of them"
    OPEN = "each cell is at or above the minimum in some of them"
    NONE = "none remains"
    UNDECIDED = "too many to look at"


def verdict(shown: Shown, known: Known, minimum: int) -> Verdict:
    """Whether a cell below the minimum is certain, by looking at every table that gives the ratio.

    For each size of the two groups and each ``a`` the ratio leaves an interval of ``c``, as it falls when ``c`` grows; limits,
    which are ``exp(log ratio ± z s)`` with Woolf's or Katz's ``s``, are then asked of each table of the interval.
    """
    if shown.kind is Kind.ODDS and _size(known.outcome, known.none) < _size(known.exposed, known.unexposed):
        known = _transposed(known)
    groups = _groups(known)
    if groups is None:
        return Verdict.UNDECIDED
    small, any_left, steps = np.ones(4, dtype=np.bool_), False, 0
    for exposed, unexposed in groups:
        for a, least, most in _tables(exposed, unexposed, shown, known):
            steps += int((most - least + 1).sum()) if shown.lower is not None else len(a)
            largest = (a.max(), exposed - a.min(), most.max(), unexposed - least.min())
            small &= np.array(largest) < minimum
            any_left = True
            if not small.any():
                return Verdict.OPEN
        steps += exposed + 1
        if steps > _STEPS:
            return Verdict.UNDECIDED
    return Verdict.PINNED if any_left else Verdict.NONE


def _tables(exposed: int, unexposed: int, shown: Shown, known: Known) -> Iterator[tuple[Indices, Indices, Indices]]:
    """For groups of these sizes, every ``a`` that is possible with the least and the most of ``c``, a part at a time."""
    low, high = max(known.a[0], exposed - known.b[1], 0), min(known.a[1], exposed - known.b[0], exposed)
    if not exposed or not unexposed or high < low:
        return
    for first, after in pairwise([*range(low, high + 1, _AT_ONCE), high + 1]):
        a = np.arange(first, after)
        least, most = _interval(a, exposed, unexposed, shown, known)
        inside = most >= least
        a, least, most = a[inside], least[inside], most[inside]
        if shown.lower is None or shown.upper is None:
            if a.size:
                yield a, least, most
            continue
        before = np.cumsum(most - least + 1)
        ends: Indices | list[int] = (
            np.searchsorted(before, np.arange(_AT_ONCE, int(before[-1]) + _AT_ONCE, _AT_ONCE)) + 1 if a.size else []
        )
        for start, end in pairwise([0, *np.unique(np.minimum(ends, len(a))).tolist()]):
            part = _with_limits(a[start:end], least[start:end], most[start:end], exposed, unexposed, shown)
            if part[0].size:
                yield part


def smallest_by_limits(shown: Shown) -> float:
    """Lower bound of every cell of the table behind an odds ratio, from its limits alone; 0 where they are not shown.

    The square of Woolf's standard error is the sum of the reciprocals of the cells, so that no cell is below its reciprocal.
    """
    if shown.kind is not Kind.ODDS or shown.lower is None or shown.upper is None or shown.lower[0] <= 0:
        return 0.0
    widest = np.log(shown.upper[1] / shown.lower[0]) / (2 * shown.z)
    return float(1 / widest**2) if widest > 0 else float("inf")


def _size(first: Interval, second: Interval) -> int:
    """How many pairs two intervals hold."""
    return (first[1] - first[0] + 1) * (second[1] - second[0] + 1)


def _transposed(known: Known) -> Known:
    """The table with groups and outcomes exchanged, which has the same odds ratio."""
    return Known(known.a, known.c, known.b, known.d, known.outcome, known.none, known.exposed, known.unexposed, known.total)


def _groups(known: Known) -> Iterator[tuple[int, int]] | None:
    """Every pair of group sizes that is possible; None where there is no end to them, or too many."""
    total = _meet(known.total, (known.outcome[0] + known.none[0], known.outcome[1] + known.none[1]))
    ends = []
    for size, parts in ((known.exposed, (known.a, known.b)), (known.unexposed, (known.c, known.d))):
        ends.append(_meet(size, (parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]), (0, total[1])))
    first, second = ends
    if first[1] >= MOST or second[1] >= MOST or first[1] - first[0] > _AT_ONCE:
        return None
    if min(second[1] - second[0], total[1] - total[0]) * (first[1] - first[0] + 1) > _AT_ONCE:
        return None

    def pairs() -> Iterator[tuple[int, int]]:
        for exposed in range(first[0], first[1] + 1):
            least, most = _meet(second, (total[0] - exposed, total[1] - exposed))
            for unexposed in range(max(least, 0), most + 1):
                yield exposed, unexposed

    return pairs()


def _meet(*intervals: Interval) -> Interval:
    return max(low for low, _ in intervals), min(*(high for _, high in intervals), MOST)


def _interval(a: Indices, exposed: int, unexposed: int, shown: Shown, known: Known) -> tuple[Indices, Indices]:
    """Least and most that ``c`` can be for each ``a``. A ratio is finite only if ``c`` is not zero, and odds if ``b`` is not."""
    b = exposed - a
    least = np.maximum.reduce(
        [
            np.full(len(a), max(known.c[0], unexposed - known.d[1], 1)),
            known.outcome[0] - a,
            b + unexposed - known.none[1],
        ]
    )
    most = np.minimum.reduce(
        [
            np.full(len(a), min(known.c[1], unexposed - known.d[0], unexposed)),
            known.outcome[1] - a,
            b + unexposed - known.none[0],
        ]
    )
    by_ratio = _falls_to(a, b, exposed, unexposed, shown)
    least = np.maximum(least, np.ceil(by_ratio[0] - _NEAR * unexposed)).astype(np.intp)
    most = np.minimum(most, np.floor(by_ratio[1] + _NEAR * unexposed)).astype(np.intp)
    if shown.kind is Kind.ODDS:
        most[b == 0] = -1
    return least, most


def _falls_to(a: Indices, b: Indices, exposed: int, unexposed: int, shown: Shown) -> tuple[FloatArray, FloatArray]:
    """``c`` at the upper and the lower end of the ratio."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = []
        for ratio in (shown.ratio[1], max(shown.ratio[0], 0.0)):
            below = a + ratio * b if shown.kind is Kind.ODDS else np.full(len(a), exposed * ratio)
            ends.append(np.where(below > 0, a * unexposed / below, unexposed))
    least, most = ends
    if shown.ratio[0] <= 0:
        most = np.full(len(a), float(unexposed))
    return np.where(a == 0, 0.0, least), most


def _with_limits(
    a: Indices, least: Indices, most: Indices, exposed: int, unexposed: int, shown: Shown
) -> tuple[Indices, Indices, Indices]:
    """Tables of the intervals whose confidence limits are those shown."""
    width = most - least + 1
    starts = np.cumsum(width) - width
    every = np.repeat(a, width)
    c = np.arange(int(width.sum())) - np.repeat(starts, width) + np.repeat(least, width)
    fits = _limits_fit(every, exposed - every, c, unexposed - c, shown)
    return every[fits], c[fits], c[fits]


def _limits_fit(a: Indices, b: Indices, c: Indices, d: Indices, shown: Shown) -> BoolArray:
    assert shown.lower is not None  # noqa: S101  asked for only with limits
    assert shown.upper is not None  # noqa: S101  likewise
    with np.errstate(divide="ignore", invalid="ignore"):
        if shown.kind is Kind.ODDS:
            ratio, variance = a * d / (b * c), 1 / a + 1 / b + 1 / c + 1 / d
        else:
            ratio, variance = (a / (a + b)) / (c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
        away = np.exp(shown.z * np.sqrt(variance))
        low, high = ratio / away, ratio * away
    near = 1 + _NEAR
    fits: BoolArray = (low * near >= shown.lower[0]) & (low <= shown.lower[1] * near)
    fits &= (high * near >= shown.upper[0]) & (high <= shown.upper[1] * near)
    return fits
