"""What searches need to know of a problem beforehand: how far, among how many, about what."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, Indices
from outcheck.sdc.suppression.ground import Ground

_MANY = 200
"""With more optional unknowns than this, ways are sought first among so many of the cheapest, or among as many as there are
relations: fewer rarely leave a way."""


def cheap(ground: Ground) -> BoolArray:
    """The optional unknowns among which it is worth looking first: all, or the cheaper ones of a large problem."""
    optional = np.flatnonzero(ground.optional)
    cheap = ground.optional.copy()
    many = max(_MANY, ground.rows.shape[0])
    if len(optional) > many:
        order = optional[np.argsort(ground.cost[optional], kind="stable")]
        cheap[order[many:]] = False
    return cheap


def largest(ground: Ground) -> float:
    """The furthest that any demand asks a sum to go, in the units of the unknowns."""
    demands = ground.demands
    sums, far = demands.sums, [demands.width]
    for end, near in ((demands.high, ground.near_high), (demands.low, ground.near_low)):
        asked = np.flatnonzero(np.isfinite(end))
        far.append(np.abs(end[asked] - sums[asked] @ np.where(np.isfinite(near), near, 0.0)))
    return max(1.0, float(np.concatenate(far).max(initial=0.0)))


def units(ground: Ground) -> Indices:
    """The unknown that each demand speaks of, if it is a single printed one that must go, else -1; shape (t,)."""
    sums = ground.demands.sums
    unit = np.full(sums.shape[0], -1, dtype=np.intp)
    for place in np.flatnonzero((np.diff(sums.indptr) == 1) & (ground.demands.of < 0) & (ground.demands.width > 0)).tolist():
        unknown = int(sums.indices[sums.indptr[place]])
        told = np.isfinite(ground.near_low[unknown]) and np.isfinite(ground.near_high[unknown])
        if ground.forced[unknown] and sums.data[sums.indptr[place]] == 1.0 and told:
            unit[place] = unknown
    return unit
