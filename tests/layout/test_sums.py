from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from checks.tables import built, crosstab

from outcheck.layout.rounding import round_measures
from outcheck.layout.sums import add_sums
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Table

COUNT = {"Learners": Statistic.COUNT}


def listed(numbers: dict[str, str]) -> Table:
    return add_sums(built({"Region": list(numbers), "Learners": list(numbers.values())}, COUNT))


def total_of(table: Table, dimension: int = 0) -> str:
    held = table.dimensions[dimension]
    return held.labels[held.total] if held.total >= 0 else ""


def additions(table: Table) -> list[Addition]:
    return [Addition(value) for value in table.sums.addition.tolist()]


def test_a_crosstab_with_totals_has_a_sum_per_row_and_per_column() -> None:
    table = add_sums(crosstab([["3", "12", "15"], ["20", "21", "41"], ["23", "33", "56"]], total=True))
    assert len(table.sums) == 6
    assert set(additions(table)) == {Addition.CONFIRMED}


def test_a_suppressed_part_leaves_its_sums_untested() -> None:
    table = add_sums(crosstab([["c", "12", "15"], ["20", "21", "41"], ["23", "33", "56"]], total=True))
    assert sorted(additions(table)) == [Addition.CONFIRMED] * 4 + [Addition.UNTESTED] * 2


def test_parts_beyond_their_total_are_broken_whatever_the_gap_hides() -> None:
    assert additions(listed({"A": "30", "B": "c", "Total": "20"})) == [Addition.BROKEN]


def test_a_total_that_never_adds_up_is_reported_as_broken() -> None:
    table = listed({"A": "30", "B": "41", "Total": "75"})
    assert total_of(table) == "Total"
    assert additions(table) == [Addition.BROKEN]


def test_the_category_that_adds_up_is_the_total_among_several_called_so() -> None:
    numbers = {"England": "1300", "Wales": "204", "Scotland": "411", "All areas": "1915"}
    table = listed(numbers)
    assert total_of(table) == "All areas"
    assert additions(table) == [Addition.CONFIRMED]


def test_a_category_that_sums_all_others_is_the_total_without_the_name() -> None:
    regions = {"Britain": ("1915", "2021"), "Wales": ("204", "310"), "North": ("411", "400"), "South": ("1300", "1311")}
    rows = [(label, str(year), texts[year]) for label, texts in regions.items() for year in range(2)]
    columns = {"Area": [row[0] for row in rows], "Year": [row[1] for row in rows], "Learners": [row[2] for row in rows]}
    assert total_of(add_sums(built(columns, COUNT))) == "Britain"


def test_an_unnamed_total_may_stand_in_the_middle() -> None:
    table = listed({"Wales": "20411", "North": "41107", "Britain": "191518", "South": "130000"})
    assert total_of(table) == "Britain"
    assert additions(table) == [Addition.CONFIRMED]


@pytest.mark.parametrize("numbers", [("5", "7", "12"), ("0", "0", "0"), ("12", "0", "12"), ("4", "4", "0"), ("9", "9", "9")])
def test_a_tiny_list_has_no_unnamed_total(numbers: tuple[str, str, str]) -> None:
    table = listed(dict(zip("ABC", numbers, strict=True)))
    assert total_of(table) == ""
    assert len(table.sums) == 0


def test_rounded_numbers_add_up_within_their_rounding() -> None:
    random = np.random.default_rng(3)
    true = random.integers(10, 900, (12, 4))
    full = np.vstack([np.hstack([true, true.sum(1, keepdims=True)]), np.append(true.sum(0), true.sum())])
    shown = (5 * np.round(full / 5)).astype(int)
    table = add_sums(round_measures(crosstab([[str(number) for number in row] for row in shown], total=True)))
    assert set(additions(table)) == {Addition.CONFIRMED}


def test_what_only_an_unproven_rounding_explains_is_untested() -> None:
    assert additions(listed({"A": "30", "B": "45", "Total": "80"})) == [Addition.UNTESTED]


def test_means_and_medians_have_no_sums() -> None:
    table = built({"Region": ["A", "B", "Total"], "Mean": ["3", "4", "7"]}, {"Mean": Statistic.MEAN})
    assert len(add_sums(table).sums) == 0


def test_percentages_of_one_base_add_up_to_a_hundred() -> None:
    columns = {"Region": ["A", "B", "Total"], "share": ["33.3", "66.7", "100.0"], "rate": ["40.0", "50.0", "45.0"]}
    table = add_sums(built(columns, {"share": Statistic.PERCENTAGE, "rate": Statistic.PERCENTAGE}))
    assert additions(table) == [Addition.CONFIRMED]
    assert table.sums.parts.tolist() == [0, 1]


def test_not_applicable_cells_are_no_parts() -> None:
    table = listed({"A": "30", "B": "41", "C": "z", "Total": "71"})
    assert additions(table) == [Addition.CONFIRMED]
    assert table.sums.parts.tolist() == [0, 1]


def test_codes_beside_names_do_not_hide_the_lines() -> None:
    columns = {"code": ["E1", "E2", "E9"], "Region": ["A", "B", "Total"], "Learners": ["30", "41", "71"]}
    table = add_sums(built(columns, COUNT))
    assert [total_of(table, 0), total_of(table, 1)] == ["E9", "Total"]
    assert additions(table) == [Addition.CONFIRMED]


def test_a_line_with_a_category_twice_is_no_sum() -> None:
    table = add_sums(built({"Region": ["A", "A", "B", "Total"], "Learners": ["30", "30", "41", "71"]}, COUNT))
    assert len(table.sums) == 0


def test_an_empty_table_has_no_sums() -> None:
    assert len(add_sums(built({"Region": [], "Learners": []}, COUNT)).sums) == 0


@pytest.mark.slow
def test_the_time_grows_with_the_cells() -> None:
    seconds = []
    for years in (8, 80, 800, 8000):
        random = np.random.default_rng(years)
        parts = random.integers(10, 900, (years, 5, 20))
        groups = np.concatenate([parts.sum(2, keepdims=True), parts], axis=2).reshape(years, -1)
        full = np.concatenate([groups, parts.sum((1, 2)).reshape(-1, 1)], axis=1)
        labels = [*(f"area {number}" for number in range(105)), "Total"]
        columns = {
            "Year": [f"y{year}" for year in range(years) for _ in labels],
            "Area": labels * years,
            "Learners": [str(number) for number in full.ravel()],
        }
        table = built(columns, COUNT)
        begun = time.perf_counter()
        assert len(add_sums(round_measures(table)).sums) == 6 * years
        seconds.append((len(table), time.perf_counter() - begun))
    slopes = [after[1] / before[1] for before, after in pairwise(seconds)]
    print(seconds, slopes)  # noqa: T201  the figure is the result
