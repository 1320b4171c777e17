"""Exact relations as equations: whether they alone determine an unknown, whatever else is known."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsqr

from outcheck.model.arrays import FloatArray
from outcheck.sdc.blocks import Block

_CLOSE = 1e-8


class Equations:
    """The exact relations of a block."""

    def __init__(self, block: Block) -> None:
        self._exact = np.flatnonzero(block.at_least == block.at_most)
        self._transposed = csr_array(block.rows[self._exact].T)
        self._relations = len(block.relations)

    def weights_for(self, place: int) -> FloatArray | None:
        """Weights on the block's relations that add up to the one unknown, of least squares; None where there are none.

        They are found in floating point: what they prove is for ``duals`` to say.
        """
        if not len(self._exact):
            return None
        alone = np.zeros(self._transposed.shape[0])
        alone[place] = 1.0
        found = lsqr(self._transposed, alone, atol=1e-14, btol=1e-14)[0]
        if np.abs(self._transposed @ found - alone).max() > _CLOSE:
            return None
        weights = np.zeros(self._relations)
        weights[self._exact] = found
        return weights
