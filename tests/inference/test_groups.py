"""What hidden counts come to together, on relations drawn at random: a total less what is shown, or one less another."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.inference.groups import Group, groups
from outcheck.inference.known import Known
from outcheck.inference.relations import Relations
from outcheck.model.deduction import Proof


class _Teller:
    """Every unknown is the cell of its number."""

    def cell(self, unknown: int, _: int) -> tuple[int, int]:
        return 0, unknown

    def together(self, *_: object) -> Proof:
        return Proof("", (), (), "")


def _groups(lines: list[list[int]], values: list[int], hidden: set[int]) -> list[Group]:
    """Groups among counts of which each line adds up some to the count behind it: its last one."""
    count, rows = len(values), len(lines)
    held = Relations(
        start=np.cumsum([0, *map(len, lines)]).astype(np.intp),
        unknown=np.array([unknown for line in lines for unknown in line], dtype=np.intp),
        weight=np.array([weight for line in lines for weight in [1.0] * (len(line) - 1) + [-1.0]]),
        at_least=np.zeros(rows),
        at_most=np.zeros(rows),
        kind=np.zeros(rows, dtype=np.int8),
        table=np.zeros(rows, dtype=np.intp),
        witness=np.full(rows, -1, dtype=np.intp),
        likely=np.zeros(rows, dtype=np.bool_),
    )
    gone = np.isin(np.arange(count), sorted(hidden))
    verdicts = SimpleNamespace(
        known=np.where(gone, Known.WIDE, Known.PRINTED),
        lower=np.where(gone, 0.0, values),
        upper=np.where(gone, np.inf, values),
    )
    statements = SimpleNamespace(printed=~gone, integral=np.ones(count, dtype=np.bool_))
    return list(groups(cast("Any", statements), held, cast("Any", verdicts), cast("Any", _Teller()), counts=True))


def test_what_one_total_has_beyond_another_is_known() -> None:
    # counts 0 to 3 are hidden; all four come to 60, the first two with five more to 58
    found = _groups([[0, 1, 2, 3, 4], [0, 1, 5, 6]], [20, 33, 3, 4, 60, 5, 58], {0, 1, 2, 3})
    sums = {tuple(cell for _, cell in group.cells): (group.lower, group.upper) for group in found}
    assert sums[2, 3] == (7, 7)
    assert sums[0, 1] == (53, 53)


def test_all_of_a_printed_total_and_one_count_beyond_another_are_no_group() -> None:
    found = _groups([[0, 1, 2, 3], [0, 1, 4, 5]], [20, 33, 7, 60, 5, 58], {0, 1, 2})
    assert [tuple(cell for _, cell in group.cells) for group in found] == [(0, 1)]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_a_group_comes_to_lies_between_its_ends(data: st.DataObject) -> None:
    size = data.draw(st.integers(3, 7))
    values = data.draw(st.lists(st.integers(0, 20), min_size=size, max_size=size))
    lines = []
    for _ in range(data.draw(st.integers(1, 4))):
        parts = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=size, unique=True))
        lines.append([*parts, len(values)])
        values.append(sum(values[part] for part in parts))
    hidden = data.draw(st.sets(st.integers(0, len(values) - 1)))
    for group in _groups(lines, values, hidden):
        truth = sum(values[cell] for _, cell in group.cells)
        assert group.lower <= truth <= group.upper
        assert len(group.cells) > 1
        assert all(cell in hidden for _, cell in group.cells)
