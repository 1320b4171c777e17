"""The search for bounds within one block: many questions at once first, then one by one what those left open."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.blocks import Block
from outcheck.sdc.contradictions import MOST_WHOLE, irreducible, reasons
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.duals import combine, deduce
from outcheck.sdc.groups import Rooms
from outcheck.sdc.networks import Network, as_network, bridges
from outcheck.sdc.program import Extreme, Outcome, Program, Way
from outcheck.sdc.propagation import TOLERANCE, Box
from outcheck.sdc.seen import Seen, holds
from outcheck.sdc.system import UNWRITTEN, Moves, Step, System

_NEARLY = 1e-5
_LIGHT = 0.01
"""How much less it counts, in a common question, to bring an unknown down than to bring one up."""
_FEW = 3
"""A common question that settles fewer ends than this is not worth asking again."""
_LARGE = 400
"""Unknowns from which on interior points are quicker than a warm simplex for common questions."""


class BlockSearch:
    """What is known about one block and what is still asked about it."""

    def __init__(self, system: System, box: Box, seen: Seen, block: Block, deadline: Deadline) -> None:
        self._system, self._box, self._seen, self._block, self._deadline = system, box, seen, block, deadline
        self._integral = system.integral[block.unknowns]
        self._network = as_network(block)
        self._unimodular = self._network is not None and self._all_whole()
        self._in_whole = False
        self._asked = np.zeros(len(block.unknowns), dtype=np.bool_)
        self._width = np.full(len(block.unknowns), np.inf)
        self._relaxed = self._program()

    def run(self, asked: BoolArray, width: FloatArray) -> bool:
        """Find a solution, then both ends of the unknowns asked about; whether time sufficed."""
        self._asked, self._width = asked, width
        self._find_one(self._relaxed)
        if not asked.any():
            return not self._deadline.passed()
        if self._network is not None:
            self._take_bridges(self._network)
        self._ask_together(self._program(Way.INTERIOR) if len(asked) >= _LARGE else self._relaxed)
        self._ask_each(self._relaxed)
        if self._integral.any() and not self._unimodular and len(asked) <= MOST_WHOLE:
            self._in_whole = True
            whole = Program(self._block, *self._bounds(), self._integral)
            self._find_one(whole)
            self._ask_together(whole)
            self._ask_each(whole)
        return not self._deadline.passed()

    def _bounds(self) -> tuple[FloatArray, FloatArray]:
        return self._box.lower[self._block.unknowns], self._box.upper[self._block.unknowns]

    def _program(self, way: Way = Way.WARM) -> Program:
        return Program(self._block, *self._bounds(), way=way)

    def _all_whole(self) -> bool:
        data = np.concatenate([self._block.at_least, self._block.at_most, *self._bounds()])
        return bool(self._integral.all() and np.all(np.isinf(data) | (data == np.round(data))))

    def _open(self) -> tuple[BoolArray, BoolArray]:
        """Which lower and which upper bounds are asked for and neither reached nor beside the point."""
        lower, upper = self._bounds()
        unknowns = self._block.unknowns
        low, high = self._seen.range(unknowns, whole=True) if self._in_whole else self._seen.within(unknowns, lower, upper)
        settled = (upper - lower < self._width - TOLERANCE) & np.isfinite(self._width) | (high - low >= self._width - TOLERANCE)
        asked = self._asked & ~settled
        return asked & ~(low <= lower + TOLERANCE), asked & ~(high >= upper - TOLERANCE)

    def _find_one(self, program: Program) -> None:
        found = program.extreme(np.zeros(len(self._integral)), self._deadline)
        if found.outcome is Outcome.IMPOSSIBLE:
            raise self._contradiction(program)
        self._look(found)

    def _contradiction(self, program: Program) -> Exception:
        ray = np.empty(0) if self._in_whole else program.ray()
        relations = self._block.relations[np.abs(ray) > TOLERANCE] if len(ray) else self._block.relations
        # these rest on values that propagation found through other relations
        unknowns = np.unique(self._system.rows[relations].indices).tolist()
        candidates = np.union1d(relations, reasons(self._system, self._box, unknowns))
        return irreducible(self._system, candidates, np.empty(0, dtype=np.intp), self._deadline)

    def _look(self, found: Extreme) -> None:
        """A solver's point counts if it holds, as a whole one if it also holds rounded."""
        if not len(found.point):
            return
        block, seen = self._block, self._seen
        inside = np.clip(found.point, *self._bounds())
        rounded = np.where(self._integral, np.round(inside), inside)
        if np.all(np.abs(rounded - inside) < _NEARLY) and holds(block, rounded):
            seen.add(block.unknowns, rounded, whole=True)
        elif holds(block, inside):
            seen.add(block.unknowns, inside, whole=not self._integral.any())
        if self._unimodular:
            seen.fill_in(block.unknowns)

    def _take_bridges(self, network: Network) -> None:
        exact = self._block.at_least == self._block.at_most
        for edge, nodes in bridges(network):
            if exact[nodes].all() and self._asked[edge]:
                weights = network.signs[nodes]
                weights = weights * float((weights @ self._block.rows[nodes][:, [edge]])[0])
                unknown, relations = int(self._block.unknowns[edge]), self._block.relations[nodes]
                for is_upper in (False, True):
                    step = Step(unknown, is_upper, relations, weights, bool(self._system.integral[unknown]), np.nan)
                    self._tighten(combine(self._system, self._box, step))

    def _tighten(self, step: Step | Moves | None) -> None:
        if step is not None:
            self._box.tighten(step)

    def _ask_together(self, program: Program) -> None:
        """Common questions, as long as they settle much: some unknowns up as far as they go together, all others down."""
        tries = np.zeros(len(self._integral), dtype=np.intp)
        rooms = Rooms(self._block, *self._bounds())
        dice = np.random.default_rng(len(tries))
        down, up = self._open()
        while (down.any() or up.any()) and not self._deadline.passed():
            lower, upper = self._bounds()
            places = np.flatnonzero(up & np.isfinite(upper))
            places = places[np.lexsort((dice.permutation(len(places)), tries[places]))]
            rises = np.minimum(upper[places] - lower[places], self._width[places])
            raised = rooms.fill(places, rises)
            cost = np.where(down & np.isfinite(lower), _LIGHT, 0.0)
            cost[raised] = -1.0
            tries[raised] += 1
            self._look(program.extreme(cost, self._deadline))
            before = int(down.sum() + up.sum())
            down, up = self._open()
            if before - int(down.sum() + up.sum()) < _FEW:
                return

    def _ask_each(self, program: Program) -> None:
        still = self._open()
        for place in np.flatnonzero(still[0] | still[1]).tolist():
            for is_upper in (False, True):
                if still[is_upper][place] and not self._deadline.passed():
                    self._ask(program, place, is_upper=is_upper)
                    still = self._open()

    def _ask(self, program: Program, place: int, *, is_upper: bool) -> None:
        unknown = int(self._block.unknowns[place])
        cost = np.zeros(len(self._integral))
        cost[place] = -1.0 if is_upper else 1.0
        found = program.extreme(cost, self._deadline)
        self._look(found)
        if found.outcome is Outcome.UNBOUNDED:
            self._seen.add(np.array([unknown]), np.array([np.inf if is_upper else -np.inf]), whole=not self._integral.any())
        if found.outcome is not Outcome.BEST:
            return
        if len(found.duals):
            weights = -found.duals if is_upper else found.duals
            self._tighten(deduce(self._system, self._box, unknown, self._block.relations, weights, is_upper=is_upper))
        elif self._in_whole and self._integral[place]:
            bound = np.ceil(found.best - TOLERANCE) * (-1.0 if is_upper else 1.0)
            self._tighten(Moves(np.array([unknown]), is_upper, np.array([UNWRITTEN]), np.array([bound])))
