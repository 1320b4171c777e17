"""What a pattern lets an attacker find out, and the ways from an unsafe pattern to a safe and from a safe one to a cheaper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.attacker import Attacker
from outcheck.sdc.suppression.cuts import Cuts, Side, cut, side
from outcheck.sdc.suppression.ground import SLACK, Ground
from outcheck.sdc.suppression.paths import Paths
from outcheck.sdc.suppression.sizes import cheap, largest, units
from outcheck.sdc.suppression.witnesses import Witnesses

_REACH = 1000.0
"""How far an unknown without end may go to protect another, in widths asked for."""
_GLIMPSE = 0.02
"""How much of its play an unhidden unknown gets when weights for a cut are sought."""
_WITNESSES = 2000
CURIOUS = 1000
"""Up to so many optional unknowns every number that cannot be printed again gives a cut, which costs two linear programs."""
_HANDFUL, _OFTEN = 12, 6
_FEW = 4
"""Fewer demands than this are asked about one by one."""


class Search:
    """Everything learnt about one problem: solutions, cuts, demands that nothing meets."""

    def __init__(self, ground: Ground, deadline: Deadline) -> None:
        self.ground, self.deadline = ground, deadline
        self.cuts = Cuts(len(ground.cost))
        widest = largest(ground)
        reach = _REACH * widest
        self.attacker = Attacker(ground, reach, deadline)
        self._reach = reach
        self._all = self.attacker
        first = cheap(ground)
        self._glimpse = Attacker(ground, reach, deadline, glimpse=_GLIMPSE, widest=widest, columns=first | ground.forced)
        tiers = [first] if np.array_equal(first, ground.optional) else [first, ground.optional]
        self._paths = [Paths(ground, widest, reach, tier, deadline) for tier in tiers]
        self._witnesses = Witnesses(ground, _WITNESSES)
        printed = np.where(np.isfinite(ground.near_low), ground.near_low, 0.0)
        total = ground.rows @ printed
        told = np.array_equal(ground.near_low, ground.near_high) and bool(np.all(np.isfinite(ground.near_low)))
        if told and np.all(total >= ground.at_least - SLACK) and np.all(total <= ground.at_most + SLACK):
            self._witnesses.add(printed)
        self.hopeless = np.zeros(len(ground.demands.of), dtype=np.bool_)
        self.barred = np.zeros(len(ground.cost), dtype=np.bool_)
        self.asked = 0
        self.curious = int(ground.optional.sum()) <= CURIOUS
        self._large = not self.curious
        self._hidden = ground.forced.copy()
        self._unit = units(ground)
        self._touches = csr_array(abs(ground.demands.sums))
        self._failures = np.zeros(len(ground.demands.of), dtype=np.intp)

    def forget_cuts(self) -> None:
        """Begin without cuts."""
        self.cuts = Cuts(len(self.ground.cost))

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        self.attacker.suppose(hidden)
        self._witnesses.suppose(hidden)
        self._hidden = hidden.copy()

    def failing(self, hidden: BoolArray, *, most: int, among: BoolArray | None = None) -> list[int]:
        """Up to so many demands that the pattern does not meet, those first that often failed."""
        self.suppose(hidden)
        demands, found = self.ground.demands, []
        active = demands.active(hidden) & ~self.hopeless & (True if among is None else among)
        low, high = self._witnesses.range()
        missed = np.where(active, demands.missed(low, high), -np.inf)
        if most > 1 or among is None:
            low, high = self._ask_together(active, low, high)
            missed = np.where(active, demands.missed(low, high), -np.inf)
        order = np.lexsort((-missed, -self._failures, missed <= SLACK))
        for demand in order[: int((missed > SLACK).sum())].tolist():
            low, high = self._ask(demand, low, high)
            if max(demands.lacks(demand, low, high)) > SLACK:
                self._failures[demand] += 1
                found.append(demand)
                if len(found) == most:
                    break
        return found

    def _ask_together(self, active: BoolArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
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
                    values = self._witnesses.add(point)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def _apart(self, demands: Indices) -> Indices:
        """Of some demands for single unknowns, some whose unknowns share no relation."""
        columns, taken, chosen = self.ground.columns, set[int](), []
        for demand in demands[np.argsort(self._failures[demands], kind="stable")].tolist():
            unknown = self._unit[demand]
            relations = columns.indices[columns.indptr[unknown] : columns.indptr[unknown + 1]].tolist()
            if taken.isdisjoint(relations):
                taken.update(relations)
                chosen.append(demand)
        return np.array(chosen, dtype=np.intp)

    def _ask(self, demand: int, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Widen what is seen of all sums by solutions that bring this one to its ends, as long as it fails."""
        places, weights = self.ground.demands.row(demand)
        for is_upper in (True, False):
            if self._goal(demand, low, high, is_upper=is_upper) is not None and not self.deadline.passed():
                self.asked += 1
                point = self.attacker.extreme(places, weights, is_upper=is_upper).point
                if len(point):
                    values = self._witnesses.add(point)
                    low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def _goal(self, demand: int, low: FloatArray, high: FloatArray, *, is_upper: bool) -> float | None:
        """How far this end of a sum should go, given how far the other does; None where it need not."""
        demands = self.ground.demands
        short, above, below = demands.lacks(demand, low, high)
        if max(short, above if is_upper else below) <= SLACK:
            return None
        width = demands.width[demand] if short > SLACK else 0.0
        if is_upper:
            return float(max(demands.high[demand], low[demand] + width, high[demand]))
        return float(min(demands.low[demand], high[demand] - width, low[demand]))

    def explain(self, hidden: BoolArray, demand: int) -> bool:
        """Add a cut that the pattern fails because of one demand; whether there was a new one."""
        ground, demands = self.ground, self.ground.demands
        low, high = self._witnesses.range()
        short, above, below = demands.lacks(demand, low, high)
        for attacker in (self._glimpse, self.attacker):
            attacker.suppose(hidden)
            sides = self._sides(attacker, demand, upper=max(short, above) > SLACK, lower=max(short, below) > SLACK)
            if sides is None:
                continue
            of = int(demands.of[demand])
            if short > SLACK:
                new = cut(ground, sides, float(demands.width[demand]), of)
            elif above > SLACK:
                new = cut(ground, sides[:1], float(demands.high[demand]), of)
            else:
                new = cut(ground, sides[-1:], -float(demands.low[demand]), of)
            if new is not None and new.slack(hidden) < -SLACK:
                return self.cuts.add(new)
        return False

    def _sides(self, attacker: Attacker, demand: int, *, upper: bool, lower: bool) -> list[Side] | None:
        """The bounds of a sum, upper first, that an attacker's weights prove."""
        places, weights = self.ground.demands.row(demand)
        sum_ = np.zeros(len(self.ground.cost))
        sum_[places] = weights
        found = []
        for is_upper, asked in ((True, upper), (False, lower)):
            if asked:
                answer = attacker.extreme(places, weights, is_upper=is_upper)
                if not len(answer.weights):
                    return None
                found.append(side(self.ground, sum_, answer.weights, is_upper=is_upper))
        return found

    def ask_more(self, extra: FloatArray) -> None:
        """Take demands that go further, each by so much, shape (t,). Cuts from now on are no bound of the problem itself."""
        self.ground = replace(self.ground, demands=self.ground.demands.more(extra))

    def repair(self, hidden: BoolArray) -> BoolArray:
        """A pattern that meets all demands that can be met: what one lacks is hidden along its cheapest path."""
        hidden = hidden & ~self.barred
        if self._large:
            hidden = self._mend_in_turn(hidden)
        while not self.deadline.passed():
            failing = self.failing(hidden, most=1)
            if not failing:
                break
            hidden = self._mend(hidden, failing[0])
        return hidden

    def _mend_in_turn(self, hidden: BoolArray) -> BoolArray:
        """One walk over all demands, which mends each that fails: common questions are asked once, not before every mending."""
        ground, demands = self.ground, self.ground.demands
        tier = cheap(ground)
        self.attacker = Attacker(ground, self._reach, self.deadline, columns=hidden | tier)
        self.suppose(hidden)
        low, high = self._ask_together(demands.active(hidden) & ~self.hopeless, *self._witnesses.range())
        for demand in np.flatnonzero(demands.missed(low, high) > SLACK).tolist():
            if self.deadline.passed():
                break
            if self.hopeless[demand] or max(demands.lacks(demand, low, high)) <= SLACK:
                continue
            low, high = self._ask(demand, low, high)
            if max(demands.lacks(demand, low, high)) > SLACK and demands.active(hidden)[demand]:
                hidden = self._mend(hidden, demand)
                if np.any(hidden & ground.optional & ~tier):
                    tier = tier | hidden
                    self.attacker = Attacker(ground, self._reach, self.deadline, columns=hidden | tier)
                self.suppose(hidden)
                low, high = self._witnesses.range()
        return hidden

    def _mend(self, hidden: BoolArray, demand: int) -> BoolArray:
        """Hide more, so that one demand is met; where nothing helps, it is given up and what it speaks of is not hidden."""
        low, high = self._witnesses.range()
        for paths in self._paths:
            paths.suppose(hidden)
            options = []
            for is_upper in (True, False):
                goal = self._goal(demand, low, high, is_upper=is_upper)
                point = np.empty(0) if goal is None else paths.go(demand, goal, is_upper=is_upper)
                if len(point):
                    self._witnesses.add(point)
                    more = hidden | self._witnesses.moved(point)
                    if np.any(more & ~hidden):
                        options.append((self.ground.price(more), is_upper, more))
            if options:
                return min(options, key=lambda option: option[:2])[2]
        return self._give_all(hidden, demand)

    def _give_all(self, hidden: BoolArray, demand: int) -> BoolArray:
        """Hide all that both ends of a sum can make use of, or give the demand up."""
        everything = (self.ground.forced | self.ground.optional) & ~self.barred
        self.attacker.suppose(everything)
        self._witnesses.suppose(everything)
        low, high = self._witnesses.range()
        more = hidden.copy()
        for is_upper in (True, False):
            answer = self.attacker.extreme(*self.ground.demands.row(demand), is_upper=is_upper)
            if len(answer.point):
                values = self._witnesses.add(answer.point)
                low, high = np.minimum(low, values), np.maximum(high, values)
                more |= self._witnesses.moved(answer.point)
        if max(self.ground.demands.lacks(demand, low, high)) <= SLACK and np.any(more & ~hidden):
            return more
        if self.deadline.passed():
            return hidden
        self.hopeless[demand] = True
        of = int(self.ground.demands.of[demand])
        if of < 0:
            return hidden
        self.barred[of] = True
        for paths in self._paths:
            paths.bar(of)
        hidden = hidden.copy()
        hidden[of] = False
        return hidden

    def clean(self, hidden: BoolArray) -> BoolArray:
        """Print again what need not be hidden, the dearest first.

        Whether all demands are still met is asked for a handful of numbers at a time; for one at a time only of those demands
        that are likely to fail, and of all demands where a handful turns out to be too much.
        """
        hidden, ground = hidden.copy(), self.ground
        extra = np.flatnonzero(hidden & ground.optional)
        self.attacker = Attacker(ground, self._reach, self.deadline, columns=hidden)
        safe, since = hidden.copy(), list[int]()
        for unknown in extra[np.lexsort((extra, -ground.cost[extra]))].tolist():
            self.cuts.suppose(hidden)
            if self.cuts.needs(unknown) or self.deadline.passed():
                continue
            blamed = self._without(hidden, unknown)
            if blamed is not None and since and self.failing(hidden, most=1, among=blamed):
                # an earlier one of the handful is at fault
                safe, since = self._settle(safe, hidden, since), []
                hidden = safe.copy()
                blamed = self._without(hidden, unknown)
            if blamed is None:
                hidden[unknown] = False
                since.append(unknown)
            if len(since) == _HANDFUL:
                safe, since = self._settle(safe, hidden, since), []
                hidden = safe.copy()
        safe = self._settle(safe, hidden, since)
        self.attacker = self._all
        return safe

    def _without(self, hidden: BoolArray, unknown: int) -> BoolArray | None:
        """The demand, shape (t,), that fails if this unknown is printed; None if none of the likely does."""
        less = hidden.copy()
        less[unknown] = False
        failing = self.failing(less, most=1, among=self._likely(unknown))
        if not failing:
            return None
        if self.curious:
            self.explain(less, failing[0])
        blamed = np.zeros(len(self._failures), dtype=np.bool_)
        blamed[failing] = True
        return blamed

    def _settle(self, safe: BoolArray, hidden: BoolArray, since: list[int]) -> BoolArray:
        """The pattern if it meets all demands; else the last safe one, less what of the handful can be printed one by one."""
        if not self.failing(hidden, most=1):
            return hidden.copy()
        for unknown in since:
            safe = safe.copy()
            safe[unknown] = False
            if self.failing(safe, most=1):
                safe[unknown] = True
        return safe

    def _likely(self, unknown: int) -> BoolArray:
        """Demands that share a relation with an unknown, and those that failed most often, shape (t,)."""
        ground, columns = self.ground, self.ground.columns
        relations = columns.indices[columns.indptr[unknown] : columns.indptr[unknown + 1]]
        beside = np.zeros(len(ground.cost))
        beside[ground.rows[relations].indices] = 1.0
        often = np.argsort(-self._failures, kind="stable")[:_OFTEN]
        likely = np.asarray(self._touches @ beside > 0)
        likely[often] = True
        return likely
