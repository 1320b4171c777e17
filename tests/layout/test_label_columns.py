from __future__ import annotations

import pytest
from drawn import MARKERS, drawn
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.layout.label_columns import is_time
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

HINTS = Hints(markers=MARKERS)
CATEGORIES = (
    ("Private sector", "Public sector"),
    ("Year 7", "Year 8"),
    ("Higher level", "Intermediate level"),
    ("Under 19 years", "19 to 24 years"),
    ("First year", "Final year"),
    ("Academic year 2020/21", "Academic year 2021/22"),
    ("Tax year ending 2021", "Tax year ending 2022"),
    ("Top decile", "Bottom decile"),
    ("STEM subject", "Other subject"),
    ("Male sex", "Female sex"),
    ("A level", "AS level"),
    ("Missing code", "Valid code"),
    ("SIC 85", "SIC 86"),
    ("Aged 16", "All ages"),
)


def measured(text: str) -> tuple[int, Table]:
    understood = understand(drawn(text), HINTS)
    return understood.account.measured, understood.tables[0]


@pytest.mark.parametrize("headings", CATEGORIES, ids=" and ".join)
def test_counts_under_categories_that_end_in_the_name_of_a_variable_are_counts(headings: tuple[str, str]) -> None:
    numbers, table = measured(f"""
Industry | {headings[0]} | {headings[1]}
Care     | 12            | 30
Retail   | 3             | 7
""")
    assert numbers == 4
    assert {measure.statistic for measure in table.measures} == {Statistic.COUNT}


@pytest.mark.parametrize("name", ["Cohort", "Time", "Reference", "Wave", "Age", "Level", "Subject", "All ages", "Period"])
def test_whole_numbers_behind_counts_are_no_labels_because_of_a_word(name: str) -> None:
    assert (
        measured(f"""
Provider | Starts | {name}
Ashford  | 12     | 14
Barton   | 3      | 7
""")[0]
        == 4
    )


@pytest.mark.parametrize("name", ["Ref", "Category", "Region", "Time", "Level"])
def test_counts_under_a_loose_name_beside_labels_that_tell_rows_apart_are_counts(name: str) -> None:
    assert measured(f"Outcome | {name} | Cat 1\nEmployed | 120 | 9\nNot employed | 44 | 7")[0] == 4


def test_rows_of_small_numbers_below_headings_are_no_headings() -> None:
    assert measured("Sector subject area | Tier 1 | Tier 2\n1 | 12 | 30\n2 | 7 | 9\n3 | 44 | 18")[0] == 9


def test_codes_that_stand_once_beside_each_category_are_labels_where_numbers_follow() -> None:
    rows = "\n".join(f"{region} | {female} | {n}" for region, female, n in ((1, 0, 233), (1, 1, 218), (2, 0, 73), (2, 1, 4)))
    numbers, table = measured(f"region | female | n\n{rows}")
    assert numbers == 4
    assert [held.name for held in table.dimensions] == ["region", "female"]
    assert measured("Region | Fatal\nNorth | 0\nNorth | 1\nSouth | 0\nSouth | 1")[0] == 4


def test_months_since_an_event_are_labels_in_the_first_column() -> None:
    assert measured("Months after leaving | Employed | Claiming\n1 | 310 | 44\n3 | 305 | 41\n6 | 298 | 39")[0] == 6


def test_the_size_of_a_cohort_is_a_count_though_a_year_of_a_cohort_is_a_label() -> None:
    assert measured("""
provider | cohort | matched
Ashford  | 245    | 240
Barton   | 6      | 5
""")[0] == 4  # fmt: skip
    assert measured("""
cohort | learners
2015   | 12
2016   | 30
""")[0] == 2  # fmt: skip


@pytest.mark.parametrize("name", ["year", "Academic year", "time_period"])
@pytest.mark.parametrize("first", [2020, 201920, 1920])
def test_years_are_labels_wherever_they_stand(name: str, first: int) -> None:
    step = 1 if first == 2020 else 101
    assert (
        measured(f"""
Region | Learners | {name}
North  | 12       | {first}
South  | 30       | {first + step}
""")[0]
        == 2
    )


def test_a_second_column_of_codes_is_a_label_where_the_first_does_not_tell_rows_apart() -> None:
    numbers, table = measured("""
Region | School age | Learners
North  | 10         | 12
North  | 11         | 3
South  | 10         | 40
South  | 11         | 44
""")
    assert numbers == 4
    assert [held.name for held in table.dimensions] == ["Region", "School age"]


def test_a_column_of_nothing_but_hidden_ranges_is_no_column_of_bands() -> None:
    numbers, table = measured("""
Region | Deaths | Births
North  | 1-4    | 12
South  | 5-9    | 30
""")
    assert numbers == 2
    assert int((~table.is_number).sum()) == 2


@pytest.mark.parametrize(("value", "time"), [(2015, True), (201516, True), (1516, True), (202312, True), (202313, False)])
def test_a_year_is_told_from_other_whole_numbers(value: int, *, time: bool) -> None:
    assert is_time(float(value)) is time


WORDS = ("sector", "year", "level", "subject", "age", "grade", "band", "code", "region", "decile", "period", "category", "model")
QUALIFIERS = ("Private", "Any", "No", "Higher", "Main", "Other", "Final", "Unknown", "Total")


@given(
    st.lists(st.sampled_from([f"{one} {word}" for word in WORDS for one in QUALIFIERS]), min_size=2, max_size=4, unique=True),
    st.lists(st.integers(0, 1800), min_size=8, max_size=8),
)
def test_no_heading_of_a_table_with_different_rows_makes_its_counts_labels(headings: list[str], numbers: list[int]) -> None:
    rows = [f"{name} | " + " | ".join(map(str, numbers[place : place + len(headings)])) for place, name in enumerate("VWXYZ")]
    grid = drawn("\n".join(["Area | " + " | ".join(headings), *rows]))
    codes = sum(heading.endswith("code") and not heading.startswith(("No ", "Other", "Any", "Unknown")) for heading in headings)
    least = (len(headings) - codes) * len(rows)
    assert understand(grid, HINTS).account.measured >= least
