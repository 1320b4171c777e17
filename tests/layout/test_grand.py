from __future__ import annotations

import numpy as np
from drawn import MARKERS, drawn
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.table import Addition, Table

HINTS = Hints(markers=MARKERS)


def sums_of(text: str) -> dict[str, list[tuple[list[str], Addition]]]:
    """Parts of each total, and what became of adding them up."""
    (table,) = understand(drawn(text), HINTS).tables
    found: dict[str, list[tuple[list[str], Addition]]] = {}
    for number in range(len(table.sums)):
        parts = sorted(table.cell(int(part)) for part in table.sums.parts_of(number))
        addition = Addition(int(table.sums.addition[number]))
        found.setdefault(table.cell(int(table.sums.total[number])), []).append((parts, addition))
    return found


def rows_of(counts: list[list[str]], total: str) -> str:
    rows = [
        f"{region} | {sex} | {count}"
        for region, held in zip(("North", "South", "West"), counts, strict=False)
        for sex, count in zip(("Female", "Male"), held, strict=True)
    ]
    return "\n".join(["region | sex | learners", *rows, f"All | | {total}"])


def test_a_margin_of_two_variables_is_the_sum_of_all_their_combinations() -> None:
    found = sums_of(rows_of([["218", "233"], ["101", "73"]], "625"))
    assert found == {"C6": [(["C2", "C3", "C4", "C5"], Addition.CONFIRMED)]}


def test_a_hidden_part_leaves_the_sum_open() -> None:
    found = sums_of(rows_of([["218", "233"], ["101", "[c]"]], "625"))
    assert found == {"C6": [(["C2", "C3", "C4", "C5"], Addition.UNTESTED)]}


def test_what_does_not_add_up_is_no_margin() -> None:
    assert sums_of(rows_of([["218", "233"], ["101", "73"]], "700")) == {}
    assert sums_of(rows_of([["218", "233"], ["101", "[c]"]], "400")) == {}


def test_a_column_that_refutes_the_margin_speaks_for_others_of_its_kind() -> None:
    assert sums_of("""
region | sex    | 2020 | 2021
North  | Female | 218  | 219
North  | Male   | 233  | [c]
South  | Female | 101  | 102
South  | Male   | 73   | 70
All    |        | 700  | 800
""") == {}  # fmt: skip


def test_totals_in_between_leave_nothing_for_a_grand_total() -> None:
    found = sums_of("""
region | sex    | learners
North  | Female | 20
North  | Male   | 30
North  | Total  | 50
South  | Female | 11
South  | Male   | 12
South  | Total  | 23
Total  | Female | 31
Total  | Male   | 42
Total  | Total  | 73
""")
    assert sorted(len(parts) for parts, _ in found["C10"]) == [2, 2]


@given(st.lists(st.lists(st.integers(1, 500), min_size=2, max_size=2), min_size=2, max_size=3))
def test_the_parts_of_a_margin_are_every_other_number_once(counts: list[list[int]]) -> None:
    total = int(np.sum(counts))
    (table,) = understand(drawn(rows_of([[str(one) for one in held] for held in counts], str(total))), HINTS).tables
    assert _widest(table) == len(table) - 1


def _widest(table: Table) -> int:
    return max(len(table.sums.parts_of(number)) for number in range(len(table.sums)))
