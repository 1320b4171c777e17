"""Cuts from what a pattern fails: weights on relations that an attacker's program gives, put to all patterns."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.suppression.attacker import Attacker
from outcheck.sdc.suppression.cuts import Cut, cut, side
from outcheck.sdc.suppression.ground import SLACK, Ground
from outcheck.sdc.suppression.master import relaxed
from outcheck.sdc.suppression.search import Search

_GLIMPSE = 0.02
"""How much of its play an unhidden unknown gets when weights for a cut are sought."""
_GLIMPSES = (0.1, 0.02)
"""The same while the relaxed master program is tightened: first for few cuts that go far, then for others."""
_WORTH = 0.002
"""Tightening ends when the bound rises by less than this fraction."""
_FAILS = 1e-4


def explain(search: Search, hidden: BoolArray, demand: int) -> bool:
    """Add a cut that the pattern fails because of one demand; whether there was a new one."""
    lacks = search.ground.demands.lacks(demand, *search.witnesses.range())
    glimpse = _ajar(search, np.where(search.ground.optional, _GLIMPSE, 0.0))
    for attacker, ajar in ((search.few, glimpse), (search.whole, None)):
        attacker.suppose(hidden, ajar)
        new, _ = _proven(search.ground, attacker, demand, lacks)
        if new is not None and new.slack(hidden) < -SLACK:
            return search.cuts.add(new)
    return False


def tighten(search: Search, rounds: tuple[int, ...]) -> tuple[FloatArray, float]:
    """Add cuts that patterns fail which hide numbers in part only; the cheapest such pattern, shape (n,), and its cost: a bound.

    Where a number is hidden by half, an attacker may move it half as far (Fischetti and Salazar 2001). The cheapest such pattern
    is found by linear programming. ``rounds``: up to so many for each of ``_GLIMPSES``.
    """
    part, bound = np.zeros(len(search.ground.cost)), 0.0
    for glimpse, most in zip(_GLIMPSES, rounds, strict=False):
        last = 0.0
        for _ in range(most):
            found = None if search.deadline.passed() else relaxed(search.ground, search.cuts, search.barred)
            if found is None:
                return part, bound
            (part, now), bound = found, max(bound, found[1])
            if now - last <= _WORTH * now or not _separate(search, part, glimpse):
                break
            last = now
    return part, bound


def _separate(search: Search, part: FloatArray, glimpse: float) -> int:
    """Cuts that a pattern fails which hides each unknown in ``part``, shape (n,); how many were new."""
    ground, demands, new = search.ground, search.ground.demands, 0
    asked = np.flatnonzero((demands.of < 0) & ~search.hopeless)
    search.few.suppose(ground.forced, _ajar(search, np.maximum(part, np.where(ground.optional, glimpse, 0.0))))
    start = search.few.extreme(*demands.row(int(asked[0])), is_upper=True) if len(asked) else np.empty(0)
    if not len(start):
        return 0
    low = high = demands.sums @ start
    search.attacker = search.few
    low, high = search.ask_together((demands.of < 0) & ~search.hopeless, low, high)
    search.narrow()
    for demand in asked.tolist():
        lacks = demands.lacks(demand, low, high)
        if max(lacks) <= SLACK or search.deadline.passed():
            continue
        found, points = _proven(ground, search.few, demand, lacks)
        for point in points:
            values = demands.sums @ point
            low, high = np.minimum(low, values), np.maximum(high, values)
        if found is not None and float(found.weights @ part[found.unknowns]) < found.need - _FAILS:
            new += search.cuts.add(found)
    return new


def _ajar(search: Search, part: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How far below and above what is printed unknowns go that are hidden in part."""
    ground, widest = search.ground, search.widest
    return part * np.minimum(ground.falls, widest), part * np.minimum(ground.rises, widest)


def _proven(
    ground: Ground, attacker: Attacker, demand: int, lacks: tuple[float, float, float]
) -> tuple[Cut | None, list[FloatArray]]:
    """The cut by which an attacker's weights prove that a demand is not met, and the points that the attacker found."""
    demands, sum_ = ground.demands, ground.demands.row(demand)
    short, above, _ = lacks
    sides, points = [], list[FloatArray]()
    for is_upper in (True, False) if short > SLACK else (True,) if above > SLACK else (False,):
        point = attacker.extreme(*sum_, is_upper=is_upper)
        if not len(point):
            return None, points
        points.append(point)
        sides.append(side(ground, sum_, attacker.proof(), is_upper=is_upper))
    wanted = demands.width[demand] if short > SLACK else demands.high[demand] if above > SLACK else -demands.low[demand]
    return cut(ground, sides, float(wanted), int(demands.of[demand])), points
