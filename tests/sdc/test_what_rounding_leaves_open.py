"""What is still possible of a number once its table is rounded, for somebody who knows the method, by trying every table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import product

import numpy as np
from drawn_systems import table_system, with_totals

from outcheck.model.arrays import FloatArray
from outcheck.sdc.controlled_rounding import round_together
from outcheck.sdc.rounded import round_to
from outcheck.sdc.rounding import Method, Policy

BASE = 3
SHAPE = (2, 2)
NEAREST = Policy(Method.NEAREST, ((0, BASE),))
ROWS = table_system(np.zeros((3, 3)), np.zeros((3, 3), dtype=np.bool_)).system.rows
TIE = np.random.default_rng(0).random(9)


def each_by_itself(table: FloatArray) -> FloatArray:
    return round_to(table.ravel(), NEAREST).reshape(table.shape)


def parts_and_their_sums(table: FloatArray) -> FloatArray:
    return with_totals(each_by_itself(table[:-1, :-1]))


def together(table: FloatArray) -> FloatArray:
    return round_together(ROWS, table.ravel(), BASE, tie=TIE).values.reshape(table.shape)


def possible(method: Callable[[FloatArray], FloatArray]) -> list[int]:
    """For each inner cell of each two by two table, how many true numbers the tables shown alike have there.

    All of the methods move a table by multiples of the base as it is moved, so that what is left by division tells enough.
    """
    alike = defaultdict(list)
    for rest in product(range(BASE), repeat=4):
        table = with_totals(np.array(rest, dtype=np.float64).reshape(SHAPE) + 10 * BASE)
        shown = method(table)
        pattern = tuple((shown - with_totals(shown[:-1, :-1])).ravel().tolist())
        alike[pattern].append((table - shown)[:-1, :-1].ravel().tolist())
    return [len(set(cell)) for tables in alike.values() for cell in zip(*tables, strict=True) for _ in tables]


def test_a_table_rounded_together_leaves_nearly_two_bases_of_numbers_everywhere() -> None:
    assert set(possible(together)) == {2 * BASE - 1}


def test_totals_made_from_rounded_parts_leave_one_base_of_numbers_everywhere() -> None:
    assert set(possible(parts_and_their_sums)) == {BASE}


def test_totals_rounded_by_themselves_give_four_in_ten_numbers_away() -> None:
    left = possible(each_by_itself)
    assert round(left.count(1) / len(left), 2) == 0.42
