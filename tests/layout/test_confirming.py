from __future__ import annotations

from drawn import MARKERS, drawn
from hypothesis import example, given
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

HINTS = Hints(markers=MARKERS)
BESIDE = ("Yes (%)", "Share", "Rate", "Score", "Change", "Total (%)", "Index", "Mean", "Value")


def only_table(text: str) -> Table:
    (table,) = understand(drawn(text), HINTS).tables
    return table


def counted(table: Table) -> set[str]:
    """Addresses of the cells that are read as counts."""
    counts = table.where(Statistic.COUNT)
    return {table.cell(place) for place in range(len(table)) if counts[place]}


def test_a_share_beside_categories_with_a_total_is_none_of_them() -> None:
    table = only_table("Region | Yes | No | Total | Yes (%)\nNorth | 3 | 9 | 12 | 25.0\nSouth | 14 | 30 | 44 | 31.8")
    assert counted(table) == {"B2", "C2", "D2", "B3", "C3", "D3"}
    assert table.dimensions[1].labels == ("Yes", "No", "Total")


def test_rows_of_whole_numbers_among_rows_of_decimals_are_counts() -> None:
    table = only_table(" | 2020/21 | 2021/22 | Total\nNorth | 3 | 9 | 12\nZeta | 1.5 | 2.5 | 2.1\nSouth | 14 | 30 | 44")
    assert {"B2", "C2", "D2", "B4", "C4", "D4"} <= counted(table)


def test_shares_that_come_to_a_whole_stay_together_though_some_are_whole() -> None:
    table = only_table("Region | Yes | No | Total\nNorth | 25 | 75.0 | 100\nSouth | 50 | 50.0 | 100\nWest | 31 | 69.0 | 100")
    assert not counted(table)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 999)), min_size=2, max_size=5),
    st.sampled_from(BESIDE),
    st.sampled_from((0, 1)),
)
@example(drawing=[(11, 40, 472), (11, 40, 472)], beside="Score", total=1)
def test_whole_numbers_are_counts_whatever_decimals_stand_beside_them(
    drawing: list[tuple[int, int, int]], beside: str, total: int
) -> None:
    names = ["Region", "Female", "Male", *(["Total"] if total else []), beside]
    rows = [
        [f"Area {'VWXYZ'[place]}x", str(one), str(other), *([str(one + other)] if total else []), f"{tenths // 10}.{tenths % 10}"]
        for place, (one, other, tenths) in enumerate(drawing)
    ]
    table = only_table("\n".join(" | ".join(row) for row in (names, *rows)))
    assert {f"{column}{row}" for column in "BCD"[: 2 + total] for row in range(2, len(rows) + 2)} <= counted(table)
