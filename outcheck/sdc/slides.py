"""Short cycles of a network: from one solution, many others in which one unknown stands at the end of its range.

A corner of a network has few unknowns above their lower bounds, so that raising another one takes from two or three of them. Such
a move costs some microseconds, where a linear program of the whole block costs thousands of times that.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy.sparse import csc_array

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.networks import Network

_MOST_RISING = 8
"""Ways out of a node that raise an unknown, of which a table has as many as hidden cells; those that lower one are few."""


class Slides:
    """A network as directed ways: raising an unknown carries from its second node to its first, lowering it carries back."""

    def __init__(self, block: Block, network: Network, lower: FloatArray, upper: FloatArray) -> None:
        self._rows = csc_array(block.rows)
        self._lower, self._upper = lower, upper
        first = self._rows.indptr[:-1]
        adds = network.signs[self._rows.indices[first]] * self._rows.data[first] > 0
        left, right = network.ends[:, 0], network.ends[:, 1]
        self._to, self._from = np.where(adds, left, right).tolist(), np.where(adds, right, left).tolist()
        self._between: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
        self._rising: dict[int, list[int]] = defaultdict(list)
        self._raised_by: dict[int, list[int]] = defaultdict(list)
        for edge, (end, start) in enumerate(zip(self._to, self._from, strict=True)):
            self._between[start, end].append((edge, 1.0))
            self._between[end, start].append((edge, -1.0))
            for held, node in ((self._rising, start), (self._raised_by, end)):
                if len(held[node]) < _MOST_RISING:
                    held[node].append(edge)

    def raised(self, point: FloatArray, places: Indices, targets: FloatArray) -> Indices:
        """Those of some places that a solution of whole numbers next to ``point`` has at its target; each was checked."""
        room_up, room_down = (self._upper - point).tolist(), (point - self._lower).tolist()
        out: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        into: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        for edge in np.flatnonzero(point > self._lower).tolist():
            out[self._to[edge]].append((self._from[edge], edge, -1.0))
            into[self._from[edge]].append((self._to[edge], edge, -1.0))
        for node, edges in self._rising.items():
            out[node] += [(self._to[edge], edge, 1.0) for edge in edges]
        for node, edges in self._raised_by.items():
            into[node] += [(self._from[edge], edge, 1.0) for edge in edges]
        moves: list[tuple[int, dict[int, float]]] = []
        for place, need in zip(places.tolist(), (targets - point[places]).tolist(), strict=True):
            change = self._change(place, need, (out, into), (room_up, room_down))
            if change is not None:
                moves.append((place, change))
        return self._checked(point, moves)

    def _change(
        self,
        place: int,
        need: float,
        ways: tuple[dict[int, list[tuple[int, int, float]]], dict[int, list[tuple[int, int, float]]]],
        rooms: tuple[list[float], list[float]],
    ) -> dict[int, float] | None:
        """What each unknown changes by when one rises by ``need``; None where cycles of four do not make up for that."""
        start, end = self._to[place], self._from[place]
        left: dict[tuple[int, float], float] = {(place, 1.0): 0.0, (place, -1.0): 0.0}
        change = {place: need}

        def room(edge: int, sign: float) -> float:
            return left.get((edge, sign), rooms[0 if sign > 0 else 1][edge])

        for after, first, first_sign in ways[0].get(start, ()):
            for before, last, last_sign in ways[1].get(end, ()):
                if need <= 0:
                    return change
                if before == start:
                    continue
                for path in self._paths((first, first_sign), after, before, (last, last_sign), end):
                    taken = min(need, *(room(edge, sign) for edge, sign in path))
                    if taken <= 0:
                        continue
                    need -= taken
                    for edge, sign in path:
                        left[edge, sign] = room(edge, sign) - taken
                        change[edge] = change.get(edge, 0.0) + sign * taken
        return change if need <= 0 else None

    def _paths(
        self, first: tuple[int, float], after: int, before: int, last: tuple[int, float], end: int
    ) -> list[list[tuple[int, float]]]:
        """Ways that begin and end as given: of one step, two or three."""
        if after == end:
            return [[first]]
        if after == before:
            return [[first, last]]
        return [[first, middle, last] for middle in self._between.get((after, before), ())]

    def _checked(self, point: FloatArray, moves: list[tuple[int, dict[int, float]]]) -> Indices:
        """Places whose change keeps every relation as it is, and every unknown within its bounds."""
        if not moves:
            return np.empty(0, dtype=np.intp)
        edges = np.array([edge for _, change in moves for edge in change], dtype=np.intp)
        sizes = np.array([size for _, change in moves for size in change.values()])
        ends = np.cumsum([0, *(len(change) for _, change in moves)])
        changes = csc_array((sizes, edges, ends), shape=(len(point), len(moves)))
        moved = self._rows @ changes
        broken = np.zeros(len(moves), dtype=np.bool_)
        broken[moved.tocoo().col[moved.tocoo().data != 0]] = True
        outside = (point[edges] + sizes < self._lower[edges]) | (point[edges] + sizes > self._upper[edges])
        broken |= np.logical_or.reduceat(outside, ends[:-1])
        return np.array([place for place, _ in moves], dtype=np.intp)[~broken]
