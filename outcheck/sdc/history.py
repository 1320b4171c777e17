"""Which moves of a propagation a bound rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.sdc.propagation import Box
from outcheck.sdc.system import System


@dataclass(frozen=True, slots=True)
class Move:
    """A bound that one relation gave, or whole rounding alone where ``relation`` is -1."""

    unknown: int
    is_upper: bool
    relation: int
    bound: float


def history(system: System, box: Box, goals: set[tuple[int, bool]]) -> list[Move]:
    """The moves that the present bounds of the goals rest on, in order.

    A goal is an unknown and whether its upper bound is meant.
    """
    wanted, moves = set(goals), []
    for batch in reversed(box.trail):
        sought = [unknown for unknown, is_upper in wanted if is_upper == batch.is_upper]
        places = np.flatnonzero(np.isin(batch.unknown, sought)).tolist() if sought else []
        hits = [
            Move(int(batch.unknown[place]), batch.is_upper, int(batch.relation[place]), float(batch.bound[place]))
            for place in places
        ]
        wanted -= {(move.unknown, move.is_upper) for move in hits}
        for move in hits:
            wanted |= _rests_on(system, move)
        moves.extend(hits)
    return moves[::-1]


def _rests_on(system: System, move: Move) -> set[tuple[int, bool]]:
    if move.relation < 0:
        return {(move.unknown, move.is_upper)}
    start, end = system.rows.indptr[move.relation], system.rows.indptr[move.relation + 1]
    columns, weights = system.rows.indices[start:end].tolist(), system.rows.data[start:end].tolist()
    own = sum(weight for column, weight in zip(columns, weights, strict=True) if column == move.unknown)
    return {
        (column, (weight * own < 0) == move.is_upper)
        for column, weight in zip(columns, weights, strict=True)
        if weight != 0 and column != move.unknown
    }
