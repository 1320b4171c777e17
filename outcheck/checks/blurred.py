"""Counts that were rounded, so that 0 does not say nobody, and a part as large as its total not everybody."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.model.table import Meaning, Table


def blurred(table: Table) -> BoolArray:
    """Cells of measures whose numbers are all rounded, and that hide none.

    Where low counts were hidden before the others were rounded, a 0 beside the markers is a true one.
    """
    hides = table.means(Meaning.SUPPRESSED)
    said = [
        held.rounding is not None and not held.rounding.exceptions and not bool((hides & (table.measure == number)).any())
        for number, held in enumerate(table.measures)
    ]
    return table.of_measures(said) if any(said) else np.zeros(len(table), dtype=np.bool_)
