from __future__ import annotations

import pytest
from checks.tables import built

from outcheck.layout.nesting import tiled
from outcheck.layout.sums import add_sums
from outcheck.model.labels import interval
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Table


def by_year(categories: dict[str, tuple[str, ...]], years: int = 2) -> Table:
    rows = [(label, str(2020 + year), texts[year]) for label, texts in categories.items() for year in range(years)]
    return add_sums(
        built(
            {"Area": [row[0] for row in rows], "Year": [row[1] for row in rows], "Learners": [row[2] for row in rows]},
            {"Learners": Statistic.COUNT},
        )
    )


def parents(table: Table) -> dict[str, str]:
    held = table.dimensions[0]
    return {held.labels[code]: held.labels[parent] for code, parent in enumerate(held.parents) if parent >= 0}


REGIONS = {
    "North": ("1310", "1422"),
    "Leeds": ("900", "1001"),
    "York": ("410", "421"),
    "South": ("2230", "2342"),
    "Dover": ("1230", "1111"),
    "Hove": ("1000", "1231"),
}
LEAVES = {"Leeds": "North", "York": "North", "Dover": "South", "Hove": "South"}


@pytest.mark.parametrize("place", ["first", "last"])
def test_groups_before_their_parts_are_parents_and_the_total_adds_only_them_up(place: str) -> None:
    total = {"Total": ("3540", "3764")}
    table = by_year({**total, **REGIONS} if place == "first" else {**REGIONS, **total})
    assert parents(table) == LEAVES
    assert table.dimensions[0].labels[table.dimensions[0].total] == "Total"
    assert len(table.sums) == 6
    assert set(table.sums.addition.tolist()) == {Addition.CONFIRMED}
    assert all(len(table.sums.parts_of(number)) == 2 for number in range(6))


def test_groups_after_their_parts_are_parents() -> None:
    order = ["Leeds", "York", "North", "Dover", "Hove", "South"]
    table = by_year({**{label: REGIONS[label] for label in order}, "Total": ("3540", "3764")})
    assert parents(table) == LEAVES
    assert len(table.sums) == 6


def test_groups_nest_in_groups() -> None:
    table = by_year({"Britain": ("3540", "3764"), **REGIONS, "Ireland": ("5001", "6003"), "Total": ("8541", "9767")})
    assert parents(table) == {**LEAVES, "North": "Britain", "South": "Britain"}
    assert table.dimensions[0].labels[table.dimensions[0].total] == "Total"


def test_a_gap_does_not_refute_a_group() -> None:
    table = by_year({**REGIONS, "York": ("410", "c"), "Total": ("3540", "3764")})
    assert parents(table) == LEAVES
    assert sorted(table.sums.addition.tolist()).count(Addition.UNTESTED) == 1


def test_a_group_that_fails_in_one_year_is_none() -> None:
    table = by_year({**REGIONS, "York": ("410", "422"), "Total": ("3540", "3764")})
    assert "York" not in parents(table)


def test_small_numbers_that_happen_to_add_up_are_no_group() -> None:
    table = by_year({"A": ("3", "4"), "B": ("1", "2"), "C": ("2", "2"), "D": ("5", "9")})
    assert parents(table) == {}
    assert len(table.sums) == 0


def test_age_bands_inside_age_bands_nest_wherever_they_stand() -> None:
    table = by_year({"19-24": ("20", "30"), "25-64": ("90", "80"), "16-24": ("25", "37"), "16-18": ("5", "7")})
    assert parents(table) == {"19-24": "16-24", "16-18": "16-24"}


def test_age_bands_that_do_not_add_up_do_not_nest() -> None:
    table = by_year({"16-24": ("25", "38"), "16-18": ("5", "7"), "19-24": ("20", "30")})
    assert parents(table) == {}


@pytest.mark.parametrize(
    ("label", "span"),
    [
        ("16-24", (16, 24)),
        ("16 to 24", (16, 24)),
        ("Aged 16–24", (16, 24)),
        ("65+", (65, 10_000)),
        ("65 and over", (65, 10_000)),
        ("Under 19", (0, 18)),
        ("Age 18", (18, 18)),
        ("Level 3", None),
        ("Leeds", None),
        ("24-16", None),
    ],
)
def test_labels_name_intervals(label: str, span: tuple[int, int] | None) -> None:
    assert interval(label) == span


def test_intervals_are_tiled_without_holes_or_overlaps() -> None:
    assert tiled(("16-24", "16-18", "19-24")).tolist() == [-1, 0, 0]
    assert tiled(("16-24", "16-18", "20-24")).tolist() == [-1, -1, -1]
    assert tiled(("16-64", "16-24", "16-18", "19-24", "25-64")).tolist() == [-1, 0, 1, 1, 0]
