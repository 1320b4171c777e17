"""Why a sum cannot be protected: few printed numbers that pin it, whatever else is hidden."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, Indices
from outcheck.sdc.suppression.ground import SLACK
from outcheck.sdc.suppression.problem import Reason
from outcheck.sdc.suppression.search import Search

_MOST_TRIED = 300
_MOST_SETS, _MOST_EXPLAINED = 3, 30
_TINY = 1e-7


def reasons(search: Search, demands: Indices) -> tuple[Reason, ...]:
    """Why demands fail even with all hidden that may be, as far as it was shown: the fewest numbers of each demand first.

    Sets of one demand have no number in common; for each of them it fails although the others are hidden.
    """
    found: list[Reason] = []
    for demand in demands.tolist():
        mine: list[Reason] = []
        freed = np.zeros(len(search.ground.cost), dtype=np.bool_)
        while len(mine) < _MOST_SETS and (one := _reason(search, demand, freed)) is not None:
            mine.append(one)
            freed[one.unknowns] = True
            if not len(one.unknowns) or len(found) > _MOST_EXPLAINED:
                break
        found += sorted(mine, key=lambda one: len(one.unknowns))
    return tuple(found)


def _reason(search: Search, demand: int, besides: BoolArray) -> Reason | None:
    """A reason why a demand fails even with all hidden that may be, and more ``besides``; None where it was not shown to."""
    ground = search.ground
    everything = ((ground.forced | ground.optional) & ~search.barred) | besides
    pinned = np.flatnonzero(~everything)
    found = _pin(search, demand, everything)
    if found is None:
        return None
    weights, rests = found
    kept = [unknown for unknown in pinned.tolist() if rests[unknown]]
    freed = everything.copy()
    freed[np.setdiff1d(pinned, kept)] = True
    tried = len(kept) <= _MOST_TRIED
    for unknown in list(kept) if tried else []:
        freed[unknown] = True
        again = _pin(search, demand, freed)
        if again is None:
            freed[unknown] = False
        else:
            kept.remove(unknown)
            weights = again[0]
    if tried and (last := _pin(search, demand, freed)) is not None:
        weights = last[0]
    return Reason(demand, np.flatnonzero(weights), np.array(kept, dtype=np.intp), tried and not search.deadline.passed())


def _pin(search: Search, demand: int, hidden: BoolArray) -> tuple[BoolArray, BoolArray] | None:
    """Which relations and which unknowns an attacker's two bounds rest on, if the demand fails; None if it does not."""
    ground = search.ground
    places, weights = ground.demands.row(demand)
    search.attacker.suppose(hidden)
    relations = np.zeros(len(ground.at_least), dtype=np.bool_)
    rests = np.zeros(len(ground.cost), dtype=np.bool_)
    ends = []
    for is_upper in (False, True):
        point = search.attacker.extreme(places, weights, is_upper=is_upper)
        if not len(point):
            return None
        ends.append(float(weights @ point[places]))
        proof = search.attacker.proof()
        rest = -(ground.across @ proof)
        rest[places] += weights
        relations |= np.abs(proof) > _TINY
        rests |= np.abs(rest) > _TINY
    low, high = ends
    demands = ground.demands
    width = demands.width[demand]
    if (width > 0 and high - low < width - SLACK) or high < demands.high[demand] - SLACK or low > demands.low[demand] + SLACK:
        return relations, rests
    return None
