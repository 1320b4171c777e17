"""What solutions have shown so far: the least and most that each unknown was seen to be."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.blocks import Block
from outcheck.sdc.propagation import TOLERANCE, Box
from outcheck.sdc.system import System

_NEARLY = 1e-5


class Seen:
    """The range over all solutions found, once over those that are whole where they must be and once over all."""

    def __init__(self, unknowns: int) -> None:
        self._least = {True: np.full(unknowns, np.inf), False: np.full(unknowns, np.inf)}
        self._most = {True: np.full(unknowns, -np.inf), False: np.full(unknowns, -np.inf)}

    def range(self, unknowns: Indices, *, whole: bool) -> tuple[FloatArray, FloatArray]:
        """Least and most seen of each unknown."""
        return self._least[whole][unknowns], self._most[whole][unknowns]

    def add(self, unknowns: Indices, point: FloatArray, *, whole: bool) -> None:
        """A solution of the relations among ``unknowns``."""
        for kind in (True, False) if whole else (False,):
            self._least[kind][unknowns] = np.minimum(self._least[kind][unknowns], point)
            self._most[kind][unknowns] = np.maximum(self._most[kind][unknowns], point)

    def try_point(self, system: System, box: Box, block: Block, point: FloatArray) -> None:
        """A solver's point counts if it holds, rounded to whole numbers where that is near and holds as well."""
        lower, upper = box.lower[block.unknowns], box.upper[block.unknowns]
        integral = system.integral[block.unknowns]
        inside = np.clip(point, lower, upper)
        rounded = np.where(integral, np.round(inside), inside)
        if np.all(np.abs(rounded - inside) < _NEARLY) and holds(block, rounded):
            self.add(block.unknowns, rounded, whole=True)
        elif holds(block, inside):
            self.add(block.unknowns, inside, whole=not integral.any())


def holds(block: Block, point: FloatArray) -> bool:
    """Whether a point meets every relation of the block within tolerance."""
    total = block.rows @ point
    misses: BoolArray = (total < block.at_least - TOLERANCE) | (total > block.at_most + TOLERANCE)
    return not misses.any()
