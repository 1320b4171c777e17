"""Questions asked together: one solution that brings many unknowns to an end of their range at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.program import Program, Way

LIGHT = 0.01
"""How much less it counts, in a common question, to bring an unknown down than to bring one up."""
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
        self._columns = csc_array(rows)
        self._start, self._relation = self._columns.indptr.tolist(), self._columns.indices.tolist()
        self._weight = self._columns.data.tolist()

    def fill(self, places: Indices, rises: FloatArray, tries: Indices) -> Indices:
        """Places that may rise together as far as asked without overfilling any one relation.

        Those tried least come first, and then those in the relations that most of the places share: such a relation takes the
        most questions anyhow.
        """
        up, down = self._up.tolist(), self._down.tolist()
        taken = []
        for at in self._in_order(places, tries).tolist():
            place, rise = int(places[at]), float(rises[at])
            span = range(self._start[place], self._start[place + 1])
            needs = [(up if self._weight[k] > 0 else down, self._relation[k], abs(self._weight[k]) * rise) for k in span]
            if all(room[relation] >= need - _SLACK for room, relation, need in needs):
                for room, relation, need in needs:
                    room[relation] -= need
                taken.append(place)
        return np.array(taken, dtype=np.intp)

    def _in_order(self, places: Indices, tries: Indices) -> Indices:
        part = self._columns[:, places]
        busy = np.diff(part.tocsr().indptr)
        shared = np.maximum.reduceat(busy[part.indices], part.indptr[:-1].astype(np.intp)) if len(places) else places
        return np.lexsort((np.random.default_rng(len(places)).permutation(len(places)), -shared, tries))


class Capped:
    """A block in which raising an unknown pays only up to its width: each is split into a part below that and one above."""

    def __init__(self, block: Block, lower: FloatArray, upper: FloatArray, width: FloatArray, way: Way) -> None:
        split = replace(block, rows=csr_array(hstack([block.rows, block.rows])))
        with np.errstate(invalid="ignore"):
            cap = np.where(np.isfinite(lower), lower + width, np.inf)
        above = np.where(upper > cap, upper - np.where(np.isfinite(cap), cap, 0.0), 0.0)
        ends = np.concatenate([lower, np.zeros(len(lower))]), np.concatenate([np.minimum(cap, upper), above])
        self._program = Program(split, *ends, way=way)

    def point(self, raised: Indices, lowered: BoolArray, deadline: Deadline) -> FloatArray:
        """A solution with much of the raised at their widths and of the lowered down; empty where none was found."""
        below = np.where(lowered, LIGHT, 0.0)
        above = below.copy()
        below[raised] = -1.0
        found = self._program.extreme(np.concatenate([below, above]), deadline)
        return np.asarray(np.add(*np.split(found.point, 2))) if len(found.point) else found.point
