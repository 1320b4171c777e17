"""Random numbers that depend on the seed, the name of what is drawn and the person, and on nothing else.

So the same person comes out of every run, whatever the size of the chunks and whichever tables are made.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Draws:
    """A source of random numbers under one seed."""

    seed: int

    def uniform(self, name: str, ids: Ids, turn: int = 0) -> Floats:
        """Numbers strictly between 0 and 1, one for each id. ``turn`` tells several draws of one name apart."""
        start = (zlib.crc32(f"{name}/{turn}".encode()) << 32 ^ self.seed * 0xD1342543DE82EF95) & _MASK
        with np.errstate(over="ignore"):
            mixed = _mixed(ids.astype(np.uint64) * _STEP + _mixed(np.full(1, start, dtype=np.uint64)))
        return ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) / float(1 << 53)

    def normal(self, name: str, ids: Ids, turn: int = 0) -> Floats:
        """Numbers of mean 0 and standard deviation 1."""
        return np.asarray(ndtri(self.uniform(name, ids, turn)))

    def whole(self, name: str, ids: Ids, low: int, high: int, turn: int = 0) -> Codes:
        """Whole numbers from ``low`` to ``high``, all alike likely."""
        return (low + np.floor(self.uniform(name, ids, turn) * (high - low + 1))).astype(np.int32)

    def choice(self, name: str, ids: Ids, weights: tuple[float, ...], turn: int = 0) -> Codes:
        """Positions in ``weights``, each as likely as its weight says."""
        edges = np.cumsum(np.array(weights) / sum(weights))[:-1]
        return np.searchsorted(edges, self.uniform(name, ids, turn)).astype(np.int32)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64's finalizer: every bit of the input moves every bit of the output (Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
