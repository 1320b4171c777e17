"""How tightly a linear system bounds its unknowns: proven outer bounds, and inner bounds that solutions reach."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.block_search import BlockSearch
from outcheck.sdc.blocks import blocks
from outcheck.sdc.contradictions import crossed
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.propagation import TOLERANCE, own_bounds, propagate
from outcheck.sdc.seen import Seen
from outcheck.sdc.system import Bounds, System


def bounds(system: System, cells: Indices, *, width: FloatArray | None = None, seconds: float = 60.0) -> Bounds:
    """Proven and reached bounds of the unknowns asked about.

    Parameters
    ----------
    system : System
        What is known.
    cells : intp, shape (k,)
        The unknowns asked about, each once.
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
        self._system, self._cells, self._deadline = system, cells, deadline
        self._asked = np.zeros(system.unknowns, dtype=np.bool_)
        self._asked[cells] = True
        self._width = np.full(system.unknowns, np.inf)
        if width is not None:
            self._width[cells] = width
        self._box = own_bounds(system)
        self._seen = Seen(system.unknowns)

    def run(self) -> Bounds:
        """The stages in order, each on what is left."""
        if len(self._box.crossed()) or not propagate(self._system, self._box, self._deadline):
            raise crossed(self._system, self._box, self._deadline)
        self._box.uncross()
        self._see_unlinked()
        in_time = True
        for block in blocks(self._system, self._box):
            search = BlockSearch(self._system, self._box, self._seen, block, self._deadline)
            in_time &= search.run(self._asked[block.unknowns], self._width[block.unknowns])
        return self._answer(timed_out=not in_time)

    def _see_unlinked(self) -> None:
        """Unknowns that are known, or in no relation, take both ends of their bounds."""
        counts = np.bincount(self._system.rows.indices[self._system.rows.data != 0], minlength=self._system.unknowns)
        free = np.flatnonzero((counts == 0) | (self._box.lower >= self._box.upper))
        for side in (self._box.lower, self._box.upper):
            self._seen.add(free, side[free], whole=True)

    def _answer(self, *, timed_out: bool) -> Bounds:
        cells, width = self._cells, self._width[self._cells]
        lower, upper = self._box.lower[cells], self._box.upper[cells]
        low, high = self._seen.within(cells, lower, upper)
        whole_low, whole_high = self._seen.range(cells, whole=True)
        whole = (whole_low <= low + TOLERANCE) & (whole_high >= high - TOLERANCE) | (whole_high - whole_low >= width)
        seen = np.where(whole, whole_low, low), np.where(whole, whole_high, high)
        return Bounds(cells, lower, upper, *seen, whole, TOLERANCE, timed_out, tuple(self._box.trail))
