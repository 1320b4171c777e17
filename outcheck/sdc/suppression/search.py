"""What a pattern lets an attacker find out, and the ways from an unsafe pattern to a safe and from a safe one to a cheaper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import Attacker
from outcheck.sdc.suppression.cuts import Cut, Cuts, cut, side
from outcheck.sdc.suppression.detours import Detours
from outcheck.sdc.suppression.ground import SLACK, Ground
from outcheck.sdc.suppression.witnesses import Witnesses

_REACH = 1000.0
"""How far an unknown without end may go to protect another, in widths asked for."""
_GLIMPSE = 0.02
"""How much of its play an unhidden unknown gets when weights for a cut are sought: they then tell which to hide."""
_WITNESSES = 2000


class Search:
    """Everything learnt about one problem: solutions, cuts, demands that nothing meets."""

    def __init__(self, ground: Ground, deadline: Deadline) -> None:
        self.ground, self.deadline = ground, deadline
        self.cuts = Cuts(len(ground.cost))
        self.largest = _largest(ground)
        self.attacker = Attacker(ground, _REACH * self.largest, deadline)
        self._glimpse = Attacker(ground, _REACH * self.largest, deadline, glimpse=(_GLIMPSE, self.largest))
        self._witnesses = Witnesses(ground, _WITNESSES)
        self._detours = Detours(ground, self.largest, deadline)
        self.hopeless = np.zeros(len(ground.demands.of), dtype=np.bool_)
        self.barred = np.zeros(len(ground.cost), dtype=np.bool_)
        self.asked = 0

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        self.attacker.suppose(hidden)
        self._witnesses.suppose(hidden)
        self.cuts.suppose(hidden)

    def failing(self, hidden: BoolArray, *, first: bool) -> list[int]:
        """Demands that the pattern does not meet (only the first found, if so asked), each with a cut that says why."""
        self.suppose(hidden)
        demands, found = self.ground.demands, []
        active = demands.active(hidden) & ~self.hopeless
        low, high = self._witnesses.range()
        missed = np.where(active, demands.missed(low, high), -np.inf)
        for demand in np.argsort(-missed, kind="stable")[: int((missed > SLACK).sum())].tolist():
            if self.deadline.passed():
                found.append(demand)
                continue
            low, high = self._ask(demand, low, high)
            if max(self.ground.demands.lacks(demand, low, high)) > SLACK:
                self._explain(hidden, demand, low, high)
                found.append(demand)
                if first:
                    break
        return found

    def _ask(self, demand: int, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Widen what is seen of all sums by solutions that bring this one to its ends, as long as it fails."""
        places, weights = self.ground.demands.row(demand)
        for is_upper in (True, False):
            if max(self.ground.demands.lacks(demand, low, high)) > SLACK and self._matters(demand, low, high, is_upper=is_upper):
                self.asked += 1
                answer = self.attacker.extreme(places, weights, is_upper=is_upper)
                if len(answer.point):
                    values = self._witnesses.add(answer.point)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def _matters(self, demand: int, low: FloatArray, high: FloatArray, *, is_upper: bool) -> bool:
        """Whether this end of the sum has a part in what the demand lacks."""
        short, above, below = self.ground.demands.lacks(demand, low, high)
        return max(short, above if is_upper else below) > SLACK

    def _explain(self, hidden: BoolArray, demand: int, low: FloatArray, high: FloatArray) -> None:
        """Add the cut that this pattern fails."""
        for attacker in (self._glimpse, self.attacker):
            attacker.suppose(hidden)
            new = self.cut_from(attacker, demand, low, high)
            if new is not None and new.slack(hidden) < -SLACK:
                self.cuts.add(new)
                return

    def cut_from(self, attacker: Attacker, demand: int, low: FloatArray, high: FloatArray) -> Cut | None:
        """The cut from the weights of an attacker's program, for the part of the demand that fails."""
        ground, demands = self.ground, self.ground.demands
        places, weights = ground.demands.row(demand)
        sum_ = np.zeros(len(ground.cost))
        sum_[places] = weights
        short, above, below = demands.lacks(demand, low, high)
        found = []
        for is_upper, needed in ((True, above), (False, below)):
            if max(short, needed) > SLACK:
                answer = attacker.extreme(places, weights, is_upper=is_upper)
                if not len(answer.weights):
                    return None
                found.append(side(ground, sum_, answer.weights, is_upper=is_upper))
        of = int(demands.of[demand])
        if short > SLACK:
            return cut(ground, found, float(demands.width[demand]), of)
        if above > SLACK:
            return cut(ground, found[:1], float(demands.high[demand]), of)
        return cut(ground, found, -float(demands.low[demand]), of)

    def ask_more(self, extra: FloatArray) -> None:
        """Take demands that go further, each by so much, shape (t,). Cuts from now on are no bound of the problem itself."""
        self.ground = replace(self.ground, demands=self.ground.demands.more(extra))
        self._detours.ground = self.ground

    def repair(self, hidden: BoolArray) -> BoolArray:
        """A pattern that meets all demands that can be met: what demands lack, hidden by the cheapest detour each."""
        hidden = hidden & ~self.barred
        while not self.deadline.passed():
            failing = self.failing(hidden, first=True)
            if not failing:
                break
            hidden = self._mend(hidden, failing[0])
        return hidden

    def _mend(self, hidden: BoolArray, demand: int) -> BoolArray:
        """Hide more, so that one demand is met; where nothing helps, it is given up and what it speaks of is not hidden."""
        low, high = self._witnesses.range()
        point = self._detours.cheapest(hidden, self.barred, demand, float(low[demand]), float(high[demand]))
        if len(point):
            self._witnesses.add(point)
            more = hidden | self._witnesses.moved(point)
            if np.any(more & ~hidden):
                return more
        everything = (self.ground.forced | self.ground.optional) & ~self.barred
        self.suppose(everything)
        low, high = self._witnesses.range()
        places, weights = self.ground.demands.row(demand)
        more = hidden.copy()
        for is_upper in (True, False):
            answer = self.attacker.extreme(places, weights, is_upper=is_upper)
            if len(answer.point):
                values = self._witnesses.add(answer.point)
                low, high = np.minimum(low, values), np.maximum(high, values)
                more |= self._witnesses.moved(answer.point)
        if max(self.ground.demands.lacks(demand, low, high)) <= SLACK and np.any(more & ~hidden):
            return more
        if self.deadline.passed():
            return hidden
        of = int(self.ground.demands.of[demand])
        self.hopeless[demand] = True
        if of >= 0:
            self.barred[of] = True
            hidden = hidden.copy()
            hidden[of] = False
        return hidden

    def clean(self, hidden: BoolArray) -> BoolArray:
        """Print again what need not be hidden, the dearest first."""
        hidden = hidden.copy()
        ground = self.ground
        extra = np.flatnonzero(hidden & ground.optional)
        for unknown in extra[np.argsort(-ground.cost[extra], kind="stable")].tolist():
            self.cuts.suppose(hidden)
            if self.cuts.needs(unknown) or self.deadline.passed():
                continue
            hidden[unknown] = False
            if self.failing(hidden, first=True):
                hidden[unknown] = True
        return hidden


def _largest(ground: Ground) -> float:
    """The furthest that any demand asks a sum to go, in the units of the unknowns."""
    demands = ground.demands
    sums, far = demands.sums, [demands.width]
    for end, near in ((demands.high, ground.near_high), (demands.low, ground.near_low)):
        asked = np.flatnonzero(np.isfinite(end))
        far.append(np.abs(end[asked] - sums[asked] @ np.where(np.isfinite(near), near, 0.0)))
    return max(1.0, float(np.concatenate(far).max(initial=0.0)))
