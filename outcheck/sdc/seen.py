"""What solutions have shown so far: the least and most that each unknown was seen to be."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.propagation import TOLERANCE


class Seen:
    """The range over all solutions found, once over those that are whole where they must be and once over all."""

    def __init__(self, unknowns: int) -> None:
        self._least = {True: np.full(unknowns, np.inf), False: np.full(unknowns, np.inf)}
        self._most = {True: np.full(unknowns, -np.inf), False: np.full(unknowns, -np.inf)}

    def range(self, unknowns: Indices, *, whole: bool) -> tuple[FloatArray, FloatArray]:
        """Least and most seen of each unknown."""
        return self._least[whole][unknowns], self._most[whole][unknowns]

    def within(self, unknowns: Indices, lower: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Least and most seen of each unknown, cut to the proven bounds: between two solutions lie others."""
        low, high = self.range(unknowns, whole=False)
        none = low > high
        return np.where(none, low, np.clip(low, lower, upper)), np.where(none, high, np.clip(high, lower, upper))

    def add(self, unknowns: Indices, point: FloatArray, *, whole: bool) -> None:
        """A solution of the relations among ``unknowns``."""
        for kind in (True, False) if whole else (False,):
            self._least[kind][unknowns] = np.minimum(self._least[kind][unknowns], point)
            self._most[kind][unknowns] = np.maximum(self._most[kind][unknowns], point)

    def fill_in(self, unknowns: Indices) -> None:
        """Where the extremes of real solutions are known to be whole: what was seen reaches on to the next whole numbers."""
        self._least[True][unknowns] = np.floor(self._least[False][unknowns] + TOLERANCE)
        self._most[True][unknowns] = np.ceil(self._most[False][unknowns] - TOLERANCE)


def holds(block: Block, point: FloatArray) -> bool:
    """Whether a point meets every relation of the block within tolerance."""
    total = block.rows @ point
    misses: BoolArray = (total < block.at_least - TOLERANCE) | (total > block.at_most + TOLERANCE)
    return not misses.any()
