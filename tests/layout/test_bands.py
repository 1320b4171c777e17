"""Ranges that are labels, letters that are no statistics, and persons who are no total."""

from __future__ import annotations

import pytest
from drawn import drawn

from outcheck.layout import understand
from outcheck.layout.words import strong_statistic_in, unit_in
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Table


def table(text: str) -> Table:
    (only,) = understand(drawn(text), Hints()).tables
    return only


def labels(text: str) -> list[tuple[str, ...]]:
    return [held.labels for held in table(text).dimensions]


def test_ranges_that_follow_one_another_down_a_column_are_bands() -> None:
    found = table("Earnings band | Learners\n10211.5 to 34567.8 | 120\n34567.8 to 51234.1 | 80")
    assert [held.labels for held in found.dimensions] == [("10211.5 to 34567.8", "34567.8 to 51234.1")]
    assert len(found) == 2


def test_so_are_those_along_a_row_and_those_a_step_apart() -> None:
    assert ("0.0-9.9", "10.0-19.9") in labels("Share | 0.0-9.9 | 10.0-19.9\nNorth | 120 | 80\nSouth | 130 | 90")


def test_bands_as_pandas_names_them_are_labels() -> None:
    text = "Earnings | Learners\n(10211.5, 34567.8] | 120\n(34567.8, 51234.1] | 80"
    assert labels(text) == [("(10211.5, 34567.8]", "(34567.8, 51234.1]")]


@pytest.mark.parametrize("heading", ["95% CI", "Interquartile range (Q1 to Q3)"])
def test_limits_that_follow_one_another_by_chance_are_still_numbers(heading: str) -> None:
    found = table(
        f"Region | Learners | Mean score | {heading}\nNorth | 120 | 1.51 | 1.01 to 2.01\n"
        "South | 130 | 2.51 | 2.01 to 3.01\nWest | 90 | 3.61 | 3.01 to 4.21"
    )
    assert int(found.is_number.sum()) == 12


def test_two_ranges_beside_other_columns_are_still_numbers() -> None:
    found = table("Region | Learners | Earnings seen\nNorth | 120 | 1.01 to 2.01\nSouth | 130 | 2.01 to 3.01")
    assert int(found.is_number.sum()) == 6


@pytest.mark.parametrize("text", ["N Administrative and support", "N Clinical", "Ward N", "Site N"])
def test_a_letter_that_categories_go_by_names_no_statistic(text: str) -> None:
    assert strong_statistic_in(text) is None


@pytest.mark.parametrize(
    "text", ["N Valid", "N Learners", "N of cases", "N Missing", "n women", "Treatment N", "Learners N", "N"]
)
def test_an_n_that_counts_still_does(text: str) -> None:
    assert strong_statistic_in(text) is Statistic.COUNT


def test_a_region_called_r2_among_others_is_no_r_squared() -> None:
    found = table("Region | Learners | Odds ratio\nR1 | 120 | 1.21\nR2 | 130 | 1.42\nR3 | 90 | 0.81")
    assert [held.labels for held in found.dimensions] == [("R1", "R2", "R3")]
    assert {held.statistic for held in found.measures} == {Statistic.COUNT, Statistic.RATIO}


def test_rows_of_sections_of_industry_are_categories() -> None:
    found = table("Industry | Employees\nK Finance | 120\nN Administrative | 80\nP Education | 90")
    assert [held.labels for held in found.dimensions] == [("K Finance", "N Administrative", "P Education")]


def test_persons_beside_the_sexes_are_their_total_and_beside_statistics_who_is_counted() -> None:
    sexes = table("Learners\nRegion | Males | Females | Persons\nNorth | 50 | 70 | 120\nSouth | 60 | 70 | 130")
    assert [held.labels[held.total] for held in sexes.dimensions if held.total >= 0] == ["Persons"]
    counted = table("Region | Persons | Median pay\nNorth | 120 | 21400\nSouth | 130 | 22100")
    assert [held.statistic for held in counted.measures] == [Statistic.COUNT, Statistic.MEDIAN]


def test_patients_are_persons() -> None:
    assert unit_in("Patients") is Unit.PERSON
    assert [held.unit for held in table("Region | Patients\nNorth | 120\nSouth | 130").measures] == [Unit.PERSON]
