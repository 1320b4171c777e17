from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from drawn import MARKERS, drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.layout.sums import find_sums
from outcheck.model.hints import Hints
from outcheck.model.table import Addition, Table

HINTS = Hints(markers=MARKERS)
ALL_REGIONS = "All regions"
ALL_SEXES = "Total"
REGIONS = ("North East", "North West", "London", "South East")
SEXES = ("Female", "Male", "Other")
Place = tuple[str, str]


@dataclass(frozen=True)
class Drawing:
    """Written cells by region and sex, in the order of the rows."""

    cells: dict[Place, str]
    heading: str

    @property
    def text(self) -> str:
        rows = [f"{region} | {sex} | {written}" for (region, sex), written in self.cells.items()]
        return "\n".join([f"Region | Sex | {self.heading}", *rows])


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Tidy tables of one or two dimensions, with some rounded, some gaps and some totals that are wrong."""
    regions = REGIONS[: draw(st.integers(1, 4))]
    sexes = SEXES[: draw(st.integers(1, 3))]
    unit = draw(st.sampled_from((1, 1, 5, 10)))
    decimals = draw(st.sampled_from((0, 1))) if unit == 1 else 0
    number = st.integers(0, 900)
    true = {(region, sex): draw(number) for region in regions for sex in sexes}
    for region in regions:
        true[region, ALL_SEXES] = sum(true[region, sex] for sex in sexes)
    for sex in (*sexes, ALL_SEXES):
        true[ALL_REGIONS, sex] = sum(true[region, sex] for region in regions)
    cells = {}
    for place, value in true.items():
        off = draw(st.sampled_from((0, 0, 0, 0, 0, 1, 17))) if ALL_REGIONS in place or ALL_SEXES in place else 0
        shown = unit * round((value + off) / unit)
        cells[place] = f"{shown / 10:.1f}" if decimals else str(shown)
    gaps = draw(st.dictionaries(st.sampled_from(list(cells)), st.sampled_from("cz"), max_size=2))
    for place, gap in gaps.items():
        inner = ALL_REGIONS not in place and ALL_SEXES not in place
        cells[place] = gap if inner else "c"
    return Drawing(cells, "Weighted count" if decimals else "Number of learners")


def understood(drawing: Drawing) -> Table:
    (table,) = understand(drawn(drawing.text), HINTS).tables
    return table


def place_of(table: Table, index: int) -> Place:
    held = dict(table.labels(index))
    return held["Region"], held["Sex"]


Found = dict[tuple[Place, frozenset[Place]], Addition]


def found_sums(table: Table) -> Found:
    sums = find_sums(table)
    return {
        (
            place_of(table, int(sums.total[number])),
            frozenset(place_of(table, int(part)) for part in sums.parts_of(number)),
        ): Addition(int(sums.addition[number]))
        for number in range(len(sums))
    }


def slack(table: Table, drawing: Drawing) -> dict[Place, Fraction]:
    """Half of what rounding leaves open: proven, or looked like by every number that is no zero, else of the last decimal."""
    rounding = table.measures[0].rounding
    shown = [Fraction(written) for written in drawing.cells.values() if written not in ("c", "z")]
    shown = [value for value in shown if value]
    base = Fraction(0)
    if rounding is not None:
        base = Fraction(rounding.base)
    else:
        base = next((Fraction(b) for b in (1000, 100, 10, 5) if shown and all(value % b == 0 for value in shown)), base)
    half = base - 1 if base == 3 else base / 2
    whole = drawing.heading != "Weighted count"
    own = {place: Fraction(0) if whole or written in ("c", "z") else Fraction(1, 20) for place, written in drawing.cells.items()}
    return {place: max(half, least) for place, least in own.items()}


def oracle(table: Table, drawing: Drawing) -> Found:
    """Every total with at least two parts, added up in plain loops."""
    reach = slack(table, drawing)
    found: Found = {}
    for place in drawing.cells:
        for axis, name in enumerate((ALL_REGIONS, ALL_SEXES)):
            if place[axis] != name:
                continue
            parts = [other for other in drawing.cells if other[axis] != name and other[1 - axis] == place[1 - axis]]
            if len(parts) >= 2:
                found[place, frozenset(parts)] = judged(drawing, place, parts, reach)
    return found


def judged(drawing: Drawing, total: Place, parts: list[Place], reach: dict[Place, Fraction]) -> Addition:
    written = [drawing.cells[part] for part in parts]
    added = sum((Fraction(text) for text in written if text not in ("c", "z")), Fraction(0))
    room = reach[total] + sum(reach[part] for part in parts) + Fraction(1, 10**9) * max(abs(added), Fraction(1))
    if drawing.cells[total] == "c":
        return Addition.UNTESTED
    apart = added - Fraction(drawing.cells[total])
    if "c" in written:
        return Addition.BROKEN if apart > room else Addition.UNTESTED
    return Addition.BROKEN if abs(apart) > room else Addition.CONFIRMED


@settings(max_examples=250, deadline=None)
@given(drawing=drawings())
def test_sums_are_those_that_plain_loops_find_and_add_up_as_exact_fractions_do(drawing: Drawing) -> None:
    table = understood(drawing)
    assert found_sums(table) == oracle(table, drawing)


@settings(max_examples=100, deadline=None)
@given(drawing=drawings(), seed=st.integers(0, 999))
def test_another_order_of_rows_finds_the_same_sums(drawing: Drawing, seed: int) -> None:
    order = list(drawing.cells.items())
    random.Random(seed).shuffle(order)  # noqa: S311  an order, not a secret
    assert found_sums(understood(replace(drawing, cells=dict(order)))) == found_sums(understood(drawing))


def test_the_sums_of_an_understood_table_are_those_found_directly() -> None:
    (table,) = understand(drawn("Region | Number of learners\nNorth | 12\nSouth | 13\nTotal | 25"), HINTS).tables
    direct = find_sums(table)
    for name in ("total", "start", "parts", "addition"):
        assert np.array_equal(getattr(table.sums, name), getattr(direct, name))
    assert [Addition(int(held)) for held in direct.addition] == [Addition.CONFIRMED]


def test_a_total_over_one_part_is_no_sum() -> None:
    (table,) = understand(drawn("Region | Number of learners\nNorth | 12\nTotal | 12"), HINTS).tables
    assert len(table.sums) == 0
