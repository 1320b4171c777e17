"""How tightly a linear system bounds its unknowns: proven outer bounds, and inner bounds that solutions reach."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.blocks import Block, blocks
from outcheck.sdc.contradictions import MOST_WHOLE, crossed, irreducible, reasons
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.duals import deduce
from outcheck.sdc.program import Extreme, Outcome, Program, one_unknown
from outcheck.sdc.propagation import TOLERANCE, own_bounds, propagate
from outcheck.sdc.seen import Seen
from outcheck.sdc.system import UNWRITTEN, Bounds, Moves, System


def bounds(system: System, cells: Indices, *, width: FloatArray | None = None, seconds: float = 60.0) -> Bounds:
    """Proven and reached bounds of the unknowns asked about.

    Parameters
    ----------
    system : System
        What is known.
    cells : intp, shape (k,)
        The unknowns asked about.
    width : float64, shape (k,), optional
        Stop on a cell as soon as it is settled whether its interval is at least this wide.
    seconds : float
        After this long nothing new is begun; what is unsettled then keeps the bounds found so far, and ``timed_out`` says so.

    Raises
    ------
    Contradiction
        When there is no solution. Only relations whose block of open unknowns was reached in time are tested.
    """
    return _Search(system, np.asarray(cells, dtype=np.intp), width, Deadline(seconds)).run()


class _Search:
    """The state of one call of ``bounds``."""

    def __init__(self, system: System, cells: Indices, width: FloatArray | None, deadline: Deadline) -> None:
        self.system = system
        self.cells = cells
        self.width = np.full(len(cells), np.inf) if width is None else width
        self.deadline = deadline
        self.box = own_bounds(system)
        self.seen = Seen(system.unknowns)
        self.settled = np.zeros((system.unknowns, 2), dtype=np.bool_)

    def run(self) -> Bounds:
        """The stages in order, each on what is left."""
        if len(self.box.crossed()) or not propagate(self.system, self.box, self.deadline):
            raise crossed(self.system, self.box, self.deadline)
        self.box.uncross()
        self._see_unlinked()
        asked = np.zeros(self.system.unknowns, dtype=np.bool_)
        asked[self.cells] = True
        timed_out = False
        for block in blocks(self.system, self.box):
            timed_out |= not _BlockSearch(self, block).run(np.flatnonzero(asked[block.unknowns]))
        return self._answer(timed_out=timed_out)

    def wide(self, unknown: int) -> bool:
        """Whether everything asked about the unknown's width is settled."""
        return bool(self._verdict()[self.cells == unknown].all())

    def _verdict(self) -> BoolArray:
        low, high = self.seen.range(self.cells, whole=True)
        proven = self.box.upper[self.cells] - self.box.lower[self.cells]
        return np.asarray((proven < self.width - TOLERANCE) & np.isfinite(self.width) | (high - low >= self.width))

    def _see_unlinked(self) -> None:
        """Unknowns that are known, or in no relation, take both ends of their bounds."""
        counts = np.bincount(self.system.rows.indices[self.system.rows.data != 0], minlength=self.system.unknowns)
        free = np.flatnonzero((counts == 0) | (self.box.lower >= self.box.upper))
        for side in (self.box.lower, self.box.upper):
            self.seen.add(free, side[free], whole=True)

    def _answer(self, *, timed_out: bool) -> Bounds:
        lower, upper = self.box.lower[self.cells], self.box.upper[self.cells]
        low, high = self.seen.range(self.cells, whole=False)
        low, high = np.where(low > high, low, np.maximum(low, lower)), np.where(low > high, high, np.minimum(high, upper))
        whole_low, whole_high = self.seen.range(self.cells, whole=True)
        whole = (whole_low <= low + TOLERANCE) & (whole_high >= high - TOLERANCE) | (whole_high - whole_low >= self.width)
        return Bounds(
            self.cells,
            lower,
            upper,
            np.where(whole, whole_low, low),
            np.where(whole, whole_high, high),
            whole,
            TOLERANCE,
            timed_out,
            tuple(self.box.trail),
        )


class _BlockSearch:
    """The search within one block."""

    def __init__(self, search: _Search, block: Block) -> None:
        self.search, self.block = search, block
        self.lower, self.upper = search.box.lower[block.unknowns], search.box.upper[block.unknowns]
        self.integral = search.system.integral[block.unknowns]
        self.whole: Program | None = None

    def run(self, asked: Indices) -> bool:
        """Find a solution, then both ends of each unknown asked about (by place in the block); whether time sufficed."""
        relaxed = Program(self.block, self.lower, self.upper)
        first = relaxed.extreme(np.zeros(len(self.lower)), self.search.deadline)
        if first.outcome is Outcome.IMPOSSIBLE:
            self._contradict(relaxed.ray())
        self._look(first)
        if self._solves_whole():
            self.whole = Program(self.block, self.lower, self.upper, self.integral)
            first = self.whole.extreme(np.zeros(len(self.lower)), self.search.deadline)
            if first.outcome is Outcome.IMPOSSIBLE:
                self._contradict(np.empty(0))
            self._look(first)
        for place in asked.tolist():
            for is_upper in (False, True):
                if self._is_settled(place, is_upper=is_upper):
                    continue
                if self.search.deadline.passed():
                    return False
                self._ask(relaxed, place, is_upper=is_upper)
        return not self.search.deadline.passed()

    def _solves_whole(self) -> bool:
        return bool(self.integral.any()) and len(self.integral) <= MOST_WHOLE

    def _contradict(self, ray: FloatArray) -> None:
        relations = self.block.relations[np.abs(ray) > TOLERANCE] if len(ray) else self.block.relations
        # the block's relations rest on values that propagation found through relations outside it
        search = self.search
        columns = np.unique(search.system.rows[relations].indices).tolist()
        candidates = np.union1d(relations, reasons(search.system, search.box, columns))
        raise irreducible(search.system, candidates, np.empty(0, dtype=np.intp), search.deadline)

    def _look(self, extreme: Extreme) -> None:
        if len(extreme.point):
            self.search.seen.try_point(self.search.system, self.search.box, self.block, extreme.point)

    def _is_settled(self, place: int, *, is_upper: bool) -> bool:
        search, unknown = self.search, int(self.block.unknowns[place])
        if search.wide(unknown):
            return True
        low, high = search.seen.range(np.array([unknown]), whole=True)
        if is_upper:
            return bool(high[0] >= search.box.upper[unknown] - TOLERANCE)
        return bool(low[0] <= search.box.lower[unknown] + TOLERANCE)

    def _ask(self, relaxed: Program, place: int, *, is_upper: bool) -> None:
        search, unknown = self.search, int(self.block.unknowns[place])
        cost = one_unknown(len(self.lower), place, -1.0 if is_upper else 1.0)
        found = relaxed.extreme(cost, search.deadline)
        self._look(found)
        if found.outcome is Outcome.UNBOUNDED:
            search.seen.add(np.array([unknown]), np.array([np.inf if is_upper else -np.inf]), whole=not self.integral.any())
        if found.outcome is Outcome.BEST and len(found.duals):
            weights = -found.duals if is_upper else found.duals
            step = deduce(search.system, search.box, unknown, self.block.relations, weights, is_upper=is_upper)
            if step is not None:
                search.box.tighten(step)
        if self.whole is None or self._is_settled(place, is_upper=is_upper):
            return
        exact = self.whole.extreme(cost, search.deadline)
        self._look(exact)
        if exact.outcome is Outcome.BEST and search.system.integral[unknown]:
            bound = np.ceil(exact.best - TOLERANCE) * (-1.0 if is_upper else 1.0)
            search.box.tighten(Moves(np.array([unknown]), is_upper, np.array([UNWRITTEN]), np.array([bound])))
