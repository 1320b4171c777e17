"""Laws of sums: what was planted is found, what is confirmed adds up, and the order of cells says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from checks.tables import TOTAL, built, shuffled
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout.rounding import round_measures
from outcheck.layout.sums import add_sums
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Dimension, Sums, Table

Planted = dict[str, tuple[str, ...]]
"""Parts of each category that has parts, in one dimension."""


@dataclass(frozen=True)
class Made:
    table: Table
    planted: tuple[Planted, ...]


def flat(letter: str, size: int) -> tuple[list[str], Planted]:
    labels = [f"{letter}{number}" for number in range(size)]
    return [*labels, TOTAL], {TOTAL: tuple(labels)}


def grouped(sizes: list[int]) -> tuple[list[str], Planted]:
    planted = {f"G{group}": tuple(f"G{group}.{part}." for part in range(size)) for group, size in enumerate(sizes)}
    labels = [label for group, parts in planted.items() for label in (group, *parts)]
    return [*labels, TOTAL], {**planted, TOTAL: tuple(planted)}


def leaves(label: str, planted: Planted) -> Iterator[str]:
    if label in planted:
        for part in planted[label]:
            yield from leaves(part, planted)
    else:
        yield label


def made(axes: list[tuple[list[str], Planted]], seed: int, base: int, gaps: float) -> Made:
    random = np.random.default_rng(seed)
    inner = [[label for label in labels if label not in planted] for labels, planted in axes]
    truth = {key: int(random.integers(200, 9000)) for key in product(*inner)}
    keys = list(product(*(labels for labels, _ in axes)))
    texts = []
    for key in keys:
        cells = product(*(leaves(label, planted) for label, (_, planted) in zip(key, axes, strict=True)))
        shown = base * round(sum(truth[cell] for cell in cells) / base)
        texts.append("c" if random.random() < gaps else str(shown))
    columns = {f"d{place}": [key[place] for key in keys] for place in range(len(axes))}
    table = built({**columns, "Learners": texts}, {"Learners": Statistic.COUNT})
    return Made(round_measures(table), tuple(planted for _, planted in axes))


FLAT = st.lists(st.integers(min_value=2, max_value=5), min_size=1, max_size=3)
SIZES = st.lists(st.integers(min_value=2, max_value=4), min_size=2, max_size=3)
SEEDS = st.integers(min_value=0, max_value=10**6)
BASES = st.sampled_from([1, 5, 10])
GAPS = st.sampled_from([0.0, 0.1, 0.4])


@st.composite
def flat_tables(draw: st.DrawFn) -> Made:
    axes = [flat("abc"[place], size) for place, size in enumerate(draw(FLAT))]
    return made(axes, draw(SEEDS), draw(BASES), draw(GAPS))


@st.composite
def grouped_tables(draw: st.DrawFn) -> Made:
    axes = [grouped(draw(SIZES)), *(flat("abc"[place], size) for place, size in enumerate(draw(FLAT)[:2]))]
    return made(axes, draw(SEEDS), 1, 0.0)


def named(table: Table, sums: Sums) -> set[tuple[object, frozenset[object], int]]:
    return {
        (
            table.labels(int(total)),
            frozenset(table.labels(int(part)) for part in sums.parts_of(number)),
            int(sums.addition[number]),
        )
        for number, total in enumerate(sums.total)
    }


def parent_of(held: Dimension, code: int) -> int:
    parent = held.parents[code] if held.parents else -1
    return held.total if parent < 0 and code != held.total else parent


def added_by_hand(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Every sum that totals and parents imply, cell by cell."""
    for place, held in enumerate(table.dimensions):
        for whole in range(len(table)):
            parts = [
                part
                for part in range(len(table))
                if parent_of(held, int(held.codes[part])) == held.codes[whole]
                and all(
                    other.codes[part] == other.codes[whole] for number, other in enumerate(table.dimensions) if number != place
                )
            ]
            if parts:
                yield whole, parts


def judged_by_hand(table: Table, whole: int, parts: list[int]) -> Addition:
    rounding = table.measures[0].rounding
    half = rounding.base / 2 if rounding else 0.0
    shown = [float(table.value[part]) for part in parts if table.is_number[part]]
    least, most = sum(max(0.0, number - half) for number in shown), sum(number + half for number in shown)
    if not table.is_number[whole]:
        return Addition.UNTESTED
    if least > table.value[whole] + half:
        return Addition.BROKEN
    if len(shown) < len(parts):
        return Addition.UNTESTED
    return Addition.CONFIRMED if most >= table.value[whole] - half else Addition.BROKEN


def planted_sums(case: Made) -> set[tuple[object, frozenset[object]]]:
    """Every planted sum, from the labels alone."""
    table = case.table
    cells = {table.labels(index) for index in range(len(table))}
    found: set[tuple[object, frozenset[object]]] = set()
    for labels in cells:
        for place, planted in enumerate(case.planted):
            name, category = labels[place]
            if category in planted:
                parts = frozenset((*labels[:place], (name, part), *labels[place + 1 :]) for part in planted[category])
                found.add((labels, parts))
    return found


@settings(max_examples=150, deadline=None)
@given(grouped_tables())
def test_every_planted_sum_is_found_and_no_other(case: Made) -> None:
    table = add_sums(case.table)
    found = named(table, table.sums)
    assert {(total, parts) for total, parts, _ in found} == planted_sums(case)
    assert {addition for _, _, addition in found} == {Addition.CONFIRMED}


@settings(max_examples=150, deadline=None)
@given(flat_tables())
def test_totals_are_found_under_rounding_and_gaps_and_never_called_broken(case: Made) -> None:
    table = add_sums(case.table)
    found = named(table, table.sums)
    assert {(total, parts) for total, parts, _ in found} == planted_sums(case)
    assert Addition.BROKEN not in {addition for _, _, addition in found}


@settings(max_examples=60, deadline=None)
@given(st.one_of(flat_tables(), grouped_tables()), SEEDS)
def test_sums_are_those_that_adding_up_cell_by_cell_gives(case: Made, seed: int) -> None:
    random = np.random.default_rng(seed)
    value = case.table.value.copy()
    spoilt = random.random(len(value)) < 0.05
    value[spoilt] += random.integers(100, 5000, int(spoilt.sum()))
    table = add_sums(round_measures(replace(case.table, value=value)))
    by_hand = {(whole, tuple(parts)): judged_by_hand(table, whole, parts) for whole, parts in added_by_hand(table)}
    sums = table.sums
    found = {(int(sums.total[number]), tuple(sorted(sums.parts_of(number).tolist()))): number for number in range(len(sums))}
    assert found.keys() == by_hand.keys()
    for key, number in found.items():
        if sums.addition[number] == Addition.CONFIRMED or by_hand[key] is Addition.CONFIRMED:
            assert sums.addition[number] == by_hand[key]
        elif by_hand[key] is Addition.UNTESTED:
            assert sums.addition[number] == Addition.UNTESTED


@settings(max_examples=100, deadline=None)
@given(st.one_of(flat_tables(), grouped_tables()), SEEDS)
def test_another_order_of_cells_gives_the_same_sums(case: Made, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(case.table))
    one, other = add_sums(case.table), add_sums(shuffled(case.table, order))
    assert named(one, one.sums) == named(other, other.sums)
    assert len(one.sums) == len(other.sums)
    assert [(held.total, held.parents) for held in one.dimensions] == [(held.total, held.parents) for held in other.dimensions]


@settings(max_examples=100, deadline=None)
@given(st.one_of(flat_tables(), grouped_tables()), st.data())
def test_a_changed_total_is_broken(case: Made, data: st.DataObject) -> None:
    sums = add_sums(case.table).sums
    confirmed = np.flatnonzero(
        (sums.addition == Addition.CONFIRMED) & (case.table.dimensions[0].codes[sums.total] == case.table.dimensions[0].total)
    )
    if confirmed.size:
        total = int(sums.total[data.draw(st.sampled_from(confirmed.tolist()))])
        value = case.table.value.copy()
        value[total] += 1000
        after = add_sums(replace(case.table, value=value))
        mine = after.sums.total == total
        assert mine.any()
        assert Addition.BROKEN in after.sums.addition[mine]
        assert Addition.CONFIRMED not in after.sums.addition[mine]
