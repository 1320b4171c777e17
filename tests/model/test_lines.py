from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.places import Area
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Measure, Shape, Table, lines_along

cells = st.lists(st.tuples(st.integers(0, 1), st.integers(-1, 2), st.integers(0, 2), st.integers(-1, 1)), max_size=25)


def table_of(rows: list[tuple[int, int, int, int]], labels: int) -> Table:
    codes = np.array(rows, dtype=np.int32).reshape(-1, 4).T
    names = tuple(str(number) for number in range(labels))
    dimensions = tuple(Dimension(f"d{place}", names, codes[place], total=2) for place in (1, 2, 3))
    none = np.zeros(len(rows), dtype=np.int32)
    small, area = none.astype(np.int16), Area(0, 0, 0, 0)
    measures = (Measure("a", Statistic.COUNT), Measure("b", Statistic.MEAN))
    value = none.astype(np.float64)
    return Table(
        "t.csv", "", area, area, Shape.TIDY, "", dimensions, measures, (), value, small, small - np.int16(1), none, none,
        codes[0].astype(np.int16), none,
    )  # fmt: skip


@given(cells, st.integers(0, 2), st.sampled_from([3, 100, 10**5]))
def test_a_line_has_the_cells_that_differ_in_one_dimension_alone(
    rows: list[tuple[int, int, int, int]], along: int, labels: int
) -> None:
    lines = lines_along(table_of(rows, labels), along, np.arange(len(rows)))
    applying = [place for place, row in enumerate(rows) if row[along + 1] >= 0]
    assert lines.cells.tolist() == applying
    assert lines.is_total.tolist() == [rows[place][along + 1] == 2 for place in applying]
    rest = [row[: along + 1] + row[along + 2 :] for row in (rows[place] for place in applying)]
    group = lines.group.tolist()
    assert len(set(group)) == len(set(rest)) == len(set(zip(group, rest, strict=True)))
    assert all(0 <= number < lines.count for number in group)
