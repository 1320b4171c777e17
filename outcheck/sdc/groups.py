"""Questions asked together: one solution that brings many unknowns to an end of their range at once."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.blocks import Block

_SLACK = 1e-9


class Rooms:
    """How far each relation lets its unknowns rise from their lower bounds, and what each of them needs of it."""

    def __init__(self, block: Block, lower: FloatArray, upper: FloatArray) -> None:
        rows = block.rows
        falls = rows.data < 0
        low, high = lower[rows.indices], upper[rows.indices]
        starts = rows.indptr[:-1].astype(np.intp)
        self._up: FloatArray = block.at_most - np.add.reduceat(rows.data * np.where(falls, high, low), starts)
        self._down: FloatArray = np.add.reduceat(rows.data * np.where(falls, low, high), starts) - block.at_least
        columns = csc_array(rows)
        self._start, self._relation = columns.indptr.tolist(), columns.indices.tolist()
        self._weight = columns.data.tolist()

    def fill(self, places: Indices, rises: FloatArray) -> Indices:
        """Those of the places, taken in order, that may rise together as far as asked without overfilling any one relation."""
        up, down = self._up.tolist(), self._down.tolist()
        taken = []
        for place, rise in zip(places.tolist(), rises.tolist(), strict=True):
            span = range(self._start[place], self._start[place + 1])
            needs = [(up if self._weight[at] > 0 else down, self._relation[at], abs(self._weight[at]) * rise) for at in span]
            if all(room[relation] >= need - _SLACK for room, relation, need in needs):
                for room, relation, need in needs:
                    room[relation] -= need
                taken.append(place)
        return np.array(taken, dtype=np.intp)
