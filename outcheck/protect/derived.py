"""Numbers that are computed from others, and so go when those go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.computed import Computed
from outcheck.inference.shares import Proportion
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell
from outcheck.model.arrays import Indices
from outcheck.protect.hiding import Hiding


def derived(hiding: Hiding, statements: Statements, known: Sequence[Computed], hidden: Indices) -> Iterator[Cell]:
    """Statistics whose base is hidden, then percentages and means that tell a hidden unknown.

    ``known`` is what the tables show to be computed before anything was hidden, which they do best then.
    """
    for place, table in enumerate(hiding.tables):
        based = np.flatnonzero(table.is_number & (table.base >= 0) & ~hiding.hidden(place))
        base = table.base[based].astype(np.intp)
        yield from ((place, cell) for cell in based[hiding.hidden(place)[base] & (base != based)].tolist())
    wanted = np.zeros(len(statements), dtype=np.bool_)
    wanted[hidden] = True
    for told in known:
        if isinstance(told.found, Proportion) and (wanted[told.found.part] or wanted[told.found.base]):
            yield told.witness
