from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.sdc.dominance import Contributions
from outcheck.sdc.unions import together

_cells = st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=6), min_size=1, max_size=5)


def _known(cells: list[list[int]], depth: int) -> Contributions:
    """What evidence tells of contributions to some cells, as deep as it goes."""
    tops = np.full((len(cells), depth), np.nan)
    for at, cell in enumerate(cells):
        ordered = np.cumsum(sorted(cell, reverse=True))[:depth]
        tops[at, : len(ordered)] = ordered
    totals = np.array([float(sum(cell)) for cell in cells])
    return Contributions(totals, tops, np.array([float(len(cell)) for cell in cells]))


@settings(max_examples=200, deadline=None)
@given(_cells, st.integers(1, 4))
def test_the_largest_of_a_union_are_those_of_all_contributions_put_together(cells: list[list[int]], depth: int) -> None:
    found = together(_known(cells, depth))
    every = [float(one) for one in sorted((one for cell in cells for one in cell), reverse=True)]
    wanted = np.cumsum([*every, *([0.0] * depth)])[:depth]
    assert found.tops[0].tolist() == wanted.tolist()
    assert found.total[0] == sum(every)
    assert found.contributors[0] == len(every)


@settings(max_examples=100, deadline=None)
@given(_cells, st.integers(1, 4), st.data())
def test_what_one_cell_does_not_tell_is_not_told_of_the_union(cells: list[list[int]], depth: int, data: st.DataObject) -> None:
    known = _known(cells, depth)
    cell = data.draw(st.integers(0, len(cells) - 1))
    column = data.draw(st.integers(0, min(depth, len(cells[cell])) - 1))
    known.tops[cell, column] = np.nan
    found = together(known)
    assert np.isnan(found.tops[0, column:]).all()
    assert not np.isnan(found.tops[0, :column]).any()
