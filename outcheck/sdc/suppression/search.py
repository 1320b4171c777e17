"""What a pattern lets an attacker find out: questions about demands, and all that was learnt from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import LARGE, Attacker
from outcheck.sdc.suppression.cuts import Cuts
from outcheck.sdc.suppression.ground import SLACK, Ground
from outcheck.sdc.suppression.paths import Paths
from outcheck.sdc.suppression.sizes import cheap, largest, units
from outcheck.sdc.suppression.witnesses import Witnesses

_REACH = 1000.0
"""How far an unknown without end may go to protect another, in widths asked for."""
_WITNESSES = 2000
_FEW = 4
"""Fewer demands than this are asked about one by one."""
MANY, _TOGETHER = 5000, 8
"""With more optional unknowns than this, and many relations, so many demands are mended at once. Paths of more would meet, and
what serves two is paid for twice; so it is in smaller problems."""


class Search:
    """Everything learnt about one problem: solutions, cuts, demands that nothing meets.

    ``attacker`` answers questions about patterns, among all unknowns unless it was narrowed. ``paths`` lead among the ``likely``
    unknowns, and then among all.
    """

    def __init__(self, ground: Ground, deadline: Deadline) -> None:
        self.ground, self.deadline = ground, deadline
        self.cuts = Cuts(len(ground.cost))
        self.widest = largest(ground)
        self._reach = _REACH * self.widest
        self.attacker = self.whole = Attacker(ground, self._reach, deadline)
        self.likely = cheap(ground)
        self.few = Attacker(ground, self._reach, deadline, columns=self.likely | ground.forced)
        tiers = [self.likely] if np.array_equal(self.likely, ground.optional) else [self.likely, ground.optional]
        self.paths = [Paths(ground, self.widest, self._reach, tier, deadline) for tier in tiers]
        self.witnesses = Witnesses(ground, _WITNESSES)
        printed = np.where(np.isfinite(ground.near_low), ground.near_low, 0.0)
        total = ground.rows @ printed
        told = np.array_equal(ground.near_low, ground.near_high) and bool(np.all(np.isfinite(ground.near_low)))
        if told and np.all(total >= ground.at_least - SLACK) and np.all(total <= ground.at_most + SLACK):
            self.witnesses.add(printed)
        self.hopeless = np.zeros(len(ground.demands.of), dtype=np.bool_)
        self.barred = np.zeros(len(ground.cost), dtype=np.bool_)
        self.failures = np.zeros(len(ground.demands.of), dtype=np.intp)
        self.blamed = np.full(len(ground.cost), -1, dtype=np.intp)
        self.asked = 0
        large = len(ground.at_least) > LARGE and int(ground.optional.sum()) > MANY
        self.together = _TOGETHER if large else 1
        self.curious = True
        self.touches = csr_array(abs(ground.demands.sums))
        self._unit = units(ground)
        sums = ground.demands.sums
        self._least = np.asarray(sums.maximum(0) @ ground.far_low + sums.minimum(0) @ ground.far_high)

    def forget_cuts(self) -> None:
        """Begin without cuts."""
        self.cuts = Cuts(len(self.ground.cost))

    def narrow(self, columns: BoolArray | None = None) -> None:
        """Ask among these unknowns only, which must be all that a pattern hides; among all again if none are given."""
        self.attacker = self.whole if columns is None else Attacker(self.ground, self._reach, self.deadline, columns=columns)

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        self.attacker.suppose(hidden)
        self.witnesses.suppose(hidden)

    def open(self, hidden: BoolArray) -> BoolArray:
        """The demands that count under a pattern and are not given up, shape (t,)."""
        return self.ground.demands.active(hidden) & ~self.hopeless

    def failing(self, hidden: BoolArray, *, most: int, among: BoolArray | None = None, first: int = -1) -> list[int]:
        """Up to so many demands that the pattern does not meet, asked in the order of how often they failed, after ``first``."""
        self.suppose(hidden)
        demands, found = self.ground.demands, []
        active = self.open(hidden) & (True if among is None else among)
        low, high = self.witnesses.range()
        missed = np.where(active, demands.missed(low, high), -np.inf)
        if most > 1 or among is None:
            low, high = self.ask_together(active, low, high)
            missed = np.where(active, demands.missed(low, high), -np.inf)
        order = np.lexsort((-missed, -self.failures, np.arange(len(missed)) != first, missed <= SLACK))
        for demand in order[: int((missed > SLACK).sum())].tolist():
            low, high = self.ask(demand, low, high, thorough=among is None)
            if max(demands.lacks(demand, low, high)) > SLACK:
                self.failures[demand] += 1
                found.append(demand)
                if len(found) == most:
                    break
        return found

    def ask_together(self, active: BoolArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Common questions about many demands for single unknowns: all down, then up those that share no relation, as it pays."""
        demands = self.ground.demands
        for is_upper in (False, True):
            tried = np.zeros(len(active), dtype=np.bool_)
            while not self.deadline.passed():
                missing = active & (self._unit >= 0) & ~tried & (demands.missed(low, high) > SLACK)
                chosen = np.flatnonzero(missing) if not is_upper else self._apart(np.flatnonzero(missing))
                if len(chosen) < _FEW:
                    break
                tried[chosen] = True
                goals = (low + demands.width if is_upper else high - demands.width)[chosen]
                self.asked += 1
                point = self.attacker.common(self._unit[chosen], goals, is_upper=is_upper)
                if len(point):
                    values = self.witnesses.add(point)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def _apart(self, demands: Indices) -> Indices:
        """Of some demands for single unknowns, some whose unknowns share no relation."""
        across, taken, chosen = self.ground.across, set[int](), []
        for demand in demands[np.argsort(self.failures[demands], kind="stable")].tolist():
            unknown = self._unit[demand]
            relations = across.indices[across.indptr[unknown] : across.indptr[unknown + 1]].tolist()
            if taken.isdisjoint(relations):
                taken.update(relations)
                chosen.append(demand)
        return np.array(chosen, dtype=np.intp)

    def ask(self, demand: int, low: FloatArray, high: FloatArray, *, thorough: bool = True) -> tuple[FloatArray, FloatArray]:
        """Widen what is seen of all sums by solutions that bring this one to its ends, as long as it fails.

        Not ``thorough``: the lower end is not looked for where even the least that the sum can ever be would not do.
        """
        places, weights = self.ground.demands.row(demand)
        for is_upper in (True, False):
            if not (thorough or is_upper) and max(self.ground.demands.lacks(demand, np.minimum(low, self._least), high)) > SLACK:
                break
            if self.goal(demand, low, high, is_upper=is_upper) is not None and not self.deadline.passed():
                self.asked += 1
                point = self.attacker.extreme(places, weights, is_upper=is_upper)
                if len(point):
                    values = self.witnesses.add(point)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def goal(self, demand: int, low: FloatArray, high: FloatArray, *, is_upper: bool) -> float | None:
        """How far this end of a sum should go, given how far the other does; None where it need not."""
        demands = self.ground.demands
        short, above, below = demands.lacks(demand, low, high)
        if max(short, above if is_upper else below) <= SLACK:
            return None
        width = demands.width[demand] if short > SLACK else 0.0
        if is_upper:
            return float(max(demands.high[demand], low[demand] + width, high[demand]))
        return float(min(demands.low[demand], high[demand] - width, low[demand]))

    def ask_more(self, extra: FloatArray) -> None:
        """Take demands that go further, each by so much, shape (t,). Cuts from now on are no bound of the problem itself."""
        self.ground = replace(self.ground, demands=self.ground.demands.more(extra))
