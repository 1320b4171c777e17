"""Which cells of a table stand at the same categories, whatever they measure."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import Indices
from outcheck.model.table import Table


def categories_of(table: Table) -> Indices:
    """Number of each cell's combination of categories; cells with one number differ only in what they measure."""
    key = np.zeros(len(table), dtype=np.int64)
    for dimension in table.dimensions:
        key = key * (len(dimension.labels) + 1) + dimension.codes + 1
        key = np.unique(key, return_inverse=True)[1].astype(np.int64)
    return key.astype(np.intp)
