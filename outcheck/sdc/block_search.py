"""The search for bounds within one block: many questions at once first, then one by one what those left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.contradictions import MOST_WHOLE, irreducible, reasons
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.duals import combine, deduce
from outcheck.sdc.elimination import Equations
from outcheck.sdc.groups import LIGHT, Capped, Rooms
from outcheck.sdc.networks import Network, as_network, bridges
from outcheck.sdc.program import Outcome, Program, Way
from outcheck.sdc.propagation import TOLERANCE, Box
from outcheck.sdc.seen import Seen, holds
from outcheck.sdc.slides import Slides
from outcheck.sdc.system import UNWRITTEN, Moves, Step, System

_NEARLY = 1e-5
_LARGE = 400
"""Relations from which on interior points are quicker than a warm simplex, unless the block is a network."""
_WORTH = 0.5
"""A common question of which less is answered is asked about half as many unknowns next time."""
_EASY = 0.75
"""And one of which more is answered about up to twice as many."""
_FEWEST = 3
"""Fewer unknowns than this are asked about one by one, which also tells why they go no further."""


class BlockSearch:
    """What is known about one block and what is still asked about it."""

    def __init__(self, system: System, box: Box, seen: Seen, block: Block, deadline: Deadline) -> None:
        self._system, self._box, self._seen, self._block, self._deadline = system, box, seen, block, deadline
        self._integral = system.integral[block.unknowns]
        self._network = as_network(block)
        self._unimodular = self._network is not None and self._all_whole()
        self._in_whole = False
        self._equations = Equations(block)
        self._asked = np.zeros(len(block.unknowns), dtype=np.bool_)
        self._width = np.full(len(block.unknowns), np.inf)
        self._point = np.empty(0)
        self._large = self._network is None and len(block.relations) >= _LARGE
        self._way = Way.INTERIOR if self._large else Way.WARM

    def run(self, asked: BoolArray, width: FloatArray) -> bool:
        """Find a solution, then both ends of the unknowns asked about; whether time sufficed."""
        self._asked, self._width = asked, width
        program = self._begin()
        if not asked.any():
            return not self._deadline.passed()
        if self._network is not None:
            self._take_bridges(self._network)
        self._see_unbounded()
        self._ask_together(self._asking(program))
        self._ask_each(program)
        if self._large and any(still.any() for still in self._open()):
            self._ask_each(self._program())
        if self._integral.any() and not self._unimodular and len(asked) <= MOST_WHOLE:
            self._in_whole = True
            whole = Program(self._block, *self._bounds(), self._integral)
            self._find_one(whole)
            self._see_unbounded()
            self._ask_together(self._asking(whole))
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

    def _begin(self) -> Program:
        """The program to ask, after it has found a solution; only a simplex is trusted to say that there is none."""
        if self._large:
            program = self._program(self._way)
            found = program.extreme(np.zeros(len(self._integral)), self._deadline)
            self._look(found.point)
            if found.outcome is Outcome.BEST:
                return program
        program = self._program()
        self._find_one(program)
        return program

    def _find_one(self, program: Program) -> None:
        found = program.extreme(np.zeros(len(self._integral)), self._deadline)
        if found.outcome is Outcome.IMPOSSIBLE:
            raise self._contradiction(program)
        self._look(found.point)

    def _contradiction(self, program: Program) -> Exception:
        ray = np.empty(0) if self._in_whole else program.ray()
        relations = self._block.relations[np.abs(ray) > TOLERANCE] if len(ray) else self._block.relations
        # these rest on values that propagation found through other relations
        unknowns = np.unique(self._system.rows[relations].indices).tolist()
        candidates = np.union1d(relations, reasons(self._system, self._box, unknowns))
        return irreducible(self._system, candidates, np.empty(0, dtype=np.intp), self._deadline)

    def _look(self, point: FloatArray) -> None:
        """A solver's point counts if it holds, as a whole one if it also holds rounded."""
        if not len(point):
            return
        block, seen = self._block, self._seen
        inside = np.clip(point, *self._bounds())
        rounded = np.where(self._integral, np.round(inside), inside)
        if np.all(np.abs(rounded - inside) < _NEARLY) and holds(block, rounded):
            seen.add(block.unknowns, rounded, whole=True)
            self._point = rounded
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

    def _see_unbounded(self) -> None:
        """See unknowns without limit that some direction, in which every relation keeps holding, moves without end."""
        block, (lower, upper) = self._block, self._bounds()
        low, high = self._seen.range(block.unknowns, whole=self._in_whole)
        endless = [np.isinf(side) & self._asked & (low <= high) for side in (lower, upper)]
        if not (endless[0].any() or endless[1].any()):
            return
        still = replace(block, at_least=_only_infinite(block.at_least), at_most=_only_infinite(block.at_most))
        program = Program(still, np.maximum(_only_infinite(lower), -1.0), np.minimum(_only_infinite(upper), 1.0))
        for goes, sign in zip(endless, (-1.0, 1.0), strict=True):
            found = program.extreme(np.where(goes, -sign, 0.0), self._deadline)
            moves = goes & (sign * found.point > TOLERANCE) if len(found.point) else np.zeros(len(goes), dtype=np.bool_)
            self._seen.add(
                block.unknowns[moves], np.full(int(moves.sum()), sign * np.inf), whole=self._in_whole or not self._integral.any()
            )
        if self._unimodular:
            self._seen.fill_in(block.unknowns)

    def _tighten(self, step: Step | Moves | None) -> None:
        if step is not None:
            self._box.tighten(step)

    def _ask_together(self, ask: Callable[[Indices, BoolArray], FloatArray]) -> None:
        """Common questions, as long as they settle something: some unknowns up as far as they go together, all others down."""
        tries = np.zeros(len(self._integral), dtype=np.intp)
        rooms = Rooms(self._block, *self._bounds())
        most = len(tries)
        slides = self._slides()
        self._slide(slides)
        down, up = self._open()
        while (down.any() or up.any()) and not self._deadline.passed():
            lower, upper = self._bounds()
            rises = np.minimum(upper - lower, self._width)
            places = np.flatnonzero(up & np.isfinite(rises))
            raised = rooms.fill(places, rises[places], tries[places])[:most]
            tries[raised] += 1
            self._look(ask(raised, down & np.isfinite(lower)))
            before = int(down.sum())
            reached = len(raised) - int(self._open()[1][raised].sum())
            self._slide(slides)
            down, up = self._open()
            if reached < _WORTH * len(raised) or not len(raised):
                most = len(raised) // 2
            elif reached > _EASY * len(raised):
                most = 2 * len(raised)
            if most < _FEWEST and int(down.sum()) == before:
                return

    def _slides(self) -> Slides | None:
        """Short cycles, where there are any and they pay: whether a width is left takes a few questions anyhow."""
        exact = np.isinf(self._width[self._asked]).any()
        return Slides(self._block, self._network, *self._bounds()) if self._network and self._unimodular and exact else None

    def _slide(self, slides: Slides | None) -> None:
        """What the last solution shows of unknowns that are still to go up, by short cycles."""
        if slides is None or not len(self._point):
            return
        lower, upper = self._bounds()
        targets = lower + np.minimum(upper - lower, np.ceil(self._width))
        places = np.flatnonzero(self._open()[1] & np.isfinite(targets) & (targets > self._point))
        reached = slides.raised(self._point, places, targets[places])
        self._seen.add(self._block.unknowns[reached], targets[reached], whole=True)
        self._seen.fill_in(self._block.unknowns)

    def _asking(self, program: Program) -> Callable[[Indices, BoolArray], FloatArray]:
        """How common questions are put: to a program with caps where only a width matters."""
        if not self._in_whole and np.isfinite(self._width[self._asked]).all():
            capped = Capped(self._block, *self._bounds(), self._width, self._way)
            return partial(capped.point, deadline=self._deadline)

        def ask(raised: Indices, lowered: BoolArray) -> FloatArray:
            cost = np.where(lowered, LIGHT, 0.0)
            cost[raised] = -1.0
            return program.extreme(cost, self._deadline).point

        return ask

    def _ask_each(self, program: Program) -> None:
        still = self._open()
        for place in np.flatnonzero(still[0] | still[1]).tolist():
            for is_upper in (False, True):
                if still[is_upper][place] and not self._deadline.passed():
                    self._ask(program, place, is_upper=is_upper)
                    still = self._open()

    def _take_equation(self, place: int) -> bool:
        """Whether equations alone determine an unknown that no solution so far has moved."""
        unknown = self._block.unknowns[place]
        low, high = self._seen.range(self._block.unknowns[[place]], whole=False)
        weights = self._equations.weights_for(place) if np.all(high - low <= TOLERANCE) else None
        if weights is None:
            return False
        for is_upper in (False, True):
            self._tighten(deduce(self._system, self._box, int(unknown), self._block.relations, weights, is_upper=is_upper))
        down, up = self._open()
        return not (down[place] or up[place])

    def _ask(self, program: Program, place: int, *, is_upper: bool) -> None:
        if not self._in_whole and self._take_equation(place):
            return
        unknown = int(self._block.unknowns[place])
        cost = np.zeros(len(self._integral))
        cost[place] = -1.0 if is_upper else 1.0
        found = program.extreme(cost, self._deadline)
        self._look(found.point)
        if found.outcome is not Outcome.BEST:
            return
        if len(found.duals):
            weights = -found.duals if is_upper else found.duals
            self._tighten(deduce(self._system, self._box, unknown, self._block.relations, weights, is_upper=is_upper))
        elif self._in_whole and self._integral[place]:
            bound = np.ceil(found.best - TOLERANCE) * (-1.0 if is_upper else 1.0)
            self._tighten(Moves(np.array([unknown]), is_upper, np.array([UNWRITTEN]), np.array([bound])))


def _only_infinite(side: FloatArray) -> FloatArray:
    """Zero where a side is finite: what is limited must not grow."""
    return np.where(np.isinf(side), side, 0.0)
