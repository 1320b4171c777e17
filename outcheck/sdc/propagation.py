"""Bound propagation: what each relation alone tells about each of its unknowns, repeated until nothing changes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.system import Moves, Step, System

TOLERANCE = 1e-6
"""By how much solutions may miss a relation or a bound, and opposite bounds may cross before they are a contradiction."""
NOISE = 1e-9
"""Relative play of numbers that are not whole: bounds move out by it, and improvements below it are not followed."""
_ROUNDS = 200


@dataclass(slots=True)
class Box:
    """The proven bounds of all unknowns so far, and what led there, in order."""

    lower: FloatArray
    upper: FloatArray
    trail: list[Moves | Step] = field(default_factory=list)

    def crossed(self) -> Indices:
        """Unknowns whose lower bound lies above their upper one by more than play."""
        return np.flatnonzero(self.lower > self.upper + TOLERANCE + _play(self.upper))

    def tighten(self, step: Moves | Step) -> None:
        """Take over what was deduced, where it improves on what is known."""
        side = self.upper if step.is_upper else self.lower
        better = np.asarray(step.bound) < side[step.unknown] if step.is_upper else np.asarray(step.bound) > side[step.unknown]
        if np.all(better):
            side[step.unknown] = step.bound
            self.trail.append(step)

    def uncross(self) -> None:
        """Bounds that cross within play change places: both stay proven, as each only loosens."""
        self.lower, self.upper = np.minimum(self.lower, self.upper), np.maximum(self.lower, self.upper)


def own_bounds(system: System) -> Box:
    """What is known of each unknown by itself, moved to whole numbers where it counts something whole."""
    box = Box(system.lower.astype(np.float64), system.upper.astype(np.float64))
    for is_upper in (False, True):
        side = box.upper if is_upper else box.lower
        rounded = _rounded(side, system.integral, _play(side), is_upper=is_upper)
        moved = np.flatnonzero(rounded != side)
        if len(moved):
            box.tighten(Moves(moved, is_upper, np.full(len(moved), -1, dtype=np.intp), rounded[moved]))
    return box


def propagate(system: System, box: Box, deadline: Deadline) -> bool:
    """Narrow the box until no relation alone narrows it further; False as soon as bounds cross (see ``Box.crossed``)."""
    entries = _Entries(system)
    for _ in range(_ROUNDS):
        moved = entries.narrow(box)
        if len(box.crossed()):
            return False
        box.uncross()
        if not moved or deadline.passed():
            break
    return True


class _Entries:
    """The non-zero coefficients of a system, ordered by unknown and then by length of relation, shortest first."""

    def __init__(self, system: System) -> None:
        rows = system.rows.tocoo()
        kept = rows.data != 0
        relation, unknown, weight = rows.row[kept].astype(np.intp), rows.col[kept].astype(np.intp), rows.data[kept]
        length = np.bincount(relation, minlength=system.relations)
        order = np.lexsort((relation, length[relation], unknown))
        self._system = system
        self._relation, self._unknown, self._weight = relation[order], unknown[order], weight[order]
        self._length = length
        self._columns, self._starts = np.unique(self._unknown, return_index=True)
        whole_side = _is_whole(system.at_least) & _is_whole(system.at_most)
        self._plain = whole_side & self._all_in_relation(np.abs(self._weight) == 1)

    def _all_in_relation(self, holds: BoolArray) -> BoolArray:
        return np.asarray(np.bincount(self._relation[~holds], minlength=self._system.relations) == 0)

    def narrow(self, box: Box) -> bool:
        """One round over all relations, both sides; whether anything moved."""
        if not len(self._starts):
            return False
        exact = self._plain & self._all_in_relation((_is_whole(box.lower) & _is_whole(box.upper))[self._unknown])
        low, high = box.lower[self._unknown], box.upper[self._unknown]
        falls = self._weight < 0
        least = self._weight * np.where(falls, high, low)
        most = self._weight * np.where(falls, low, high)
        ceiling = self._side(self._system.at_most, least, exact)
        floor = -self._side(-self._system.at_least, -most, exact)
        uppers = np.where(falls, floor, ceiling) / self._weight
        lowers = np.where(falls, ceiling, floor) / self._weight
        moved_upper = self._take(box, uppers, exact, is_upper=True)
        moved_lower = self._take(box, lowers, exact, is_upper=False)
        return moved_upper or moved_lower

    def _side(self, at_most: FloatArray, least: FloatArray, exact: BoolArray) -> FloatArray:
        """What each term can be at most: its relation's limit less the least of the other terms, moved out by rounding errors."""
        relation, m = self._relation, self._system.relations
        open_ = np.isinf(least)
        finite = np.where(open_, 0.0, least)
        total = np.bincount(relation, finite, m)
        opens = np.bincount(relation, open_, m)
        size = np.bincount(relation, np.abs(finite), m) + np.where(np.isfinite(at_most), np.abs(at_most), 0.0)
        error = np.where(exact, 0.0, size * np.finfo(np.float64).eps * (self._length + 4))
        rest = total[relation] - finite
        limit = at_most[relation] - rest + error[relation]
        return np.where(opens[relation] - open_ > 0, np.inf, limit)

    def _take(self, box: Box, found: FloatArray, exact: BoolArray, *, is_upper: bool) -> bool:
        sign = 1.0 if is_upper else -1.0
        play = np.where(exact[self._relation], 0.0, _play(found))
        integral = self._system.integral[self._unknown]
        nudged = found + sign * np.where(exact[self._relation], 0.0, np.abs(np.where(np.isinf(found), 0.0, found)) * 1e-15)
        found = np.where(integral, _rounded(found, integral, play, is_upper=is_upper), nudged)
        best = np.minimum.reduceat(sign * found, self._starts)
        side = box.upper if is_upper else box.lower
        before = sign * side[self._columns]
        gain = np.where(self._system.integral[self._columns], 0.5, _play(before))
        better = best < before - np.where(np.isinf(before), 0.0, gain)
        if not better.any():
            return False
        first = _first_equal(sign * found, best, self._starts)
        box.tighten(Moves(self._columns[better], is_upper, self._relation[first[better]], sign * best[better]))
        return True


def _first_equal(values: FloatArray, best: FloatArray, starts: Indices) -> Indices:
    """The first place of each segment where the segment's best value stands."""
    lengths = np.diff(np.append(starts, len(values)))
    places = np.where(values == np.repeat(best, lengths), np.arange(len(values)), len(values))
    return np.asarray(np.minimum.reduceat(places, starts), dtype=np.intp)


def _rounded(side: FloatArray, integral: BoolArray, play: FloatArray, *, is_upper: bool) -> FloatArray:
    return np.where(integral, np.floor(side + play) if is_upper else np.ceil(side - play), side)


def _play(side: FloatArray) -> FloatArray:
    return np.asarray(np.where(np.isinf(side), 0.0, NOISE * np.maximum(1.0, np.abs(side))))


def _is_whole(values: FloatArray) -> BoolArray:
    """Which values are whole numbers that floats hold exactly, or infinite."""
    return np.asarray(np.isinf(values) | ((values == np.floor(values)) & (np.abs(values) < 2.0**50)))
