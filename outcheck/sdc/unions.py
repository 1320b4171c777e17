"""Contributions to several cells taken together, as when only their sum is published."""

from __future__ import annotations

import numpy as np

from outcheck.sdc.dominance import Contributions


def together(known: Contributions) -> Contributions:
    """Contributions to all of ``m`` cells as those to one, shape (1,), each contributor counted once a cell.

    The ``j`` largest of the union are among the ``j`` largest of each cell, so that sum ``j`` is known where every cell tells as
    many, or all that it has. Who contributes to several cells is larger than that: shares are then underestimated.
    """
    depth = known.tops.shape[1]
    shares = np.diff(known.tops, axis=1, prepend=0.0)
    complete = known.contributors[:, None] < np.arange(1, depth + 1)
    shares = np.where(complete, 0.0, shares)
    tops = np.full(depth, np.nan)
    for j in range(1, depth + 1):
        told = shares[:, :j]
        if np.isnan(told).any():
            break
        tops[j - 1] = np.sort(told, axis=None)[::-1][:j].sum()
    return Contributions(
        np.array([known.total.sum()]), tops.reshape(1, -1), np.array([known.contributors.sum()], dtype=np.float64)
    )
