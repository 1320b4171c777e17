"""Columns of stored values give back what was put into them, and hold each value once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.stored import StoredColumn, StoredValue

MOMENTS = (date(2024, 1, 1), datetime(2024, 1, 1), time(), timedelta())  # noqa: DTZ001  a workbook knows no zones
FEW = st.sampled_from([0, 1, 0.0, 1.0, True, False, None, "", "1", "True", 0.5, *MOMENTS])
CELLS = st.lists(FEW | st.text(max_size=3) | st.floats(allow_nan=False) | st.integers(-(2**53), 2**53), max_size=40)


def kept(value: StoredValue) -> tuple[bool, StoredValue]:
    """A value with what Python does not tell apart: True from 1."""
    return isinstance(value, bool), value


@given(CELLS)
def test_every_cell_is_given_back(cells: list[StoredValue]) -> None:
    column = StoredColumn.of(cells)
    assert list(map(kept, column)) == [kept(column[row]) for row in range(len(column))] == list(map(kept, cells))


@given(CELLS)
def test_no_value_is_held_twice_and_numbers_stand_apart(cells: list[StoredValue]) -> None:
    column = StoredColumn.of(cells)
    assert len(set(map(kept, column.values))) == len(column.values) == len(set(map(kept, cells)))
    assert column.is_number.tolist() == [type(cell) in (float, int) for cell in cells]
    for code in range(len(column.values)):
        assert column.rows_of([code]).tolist() == (column.code == code).tolist()
