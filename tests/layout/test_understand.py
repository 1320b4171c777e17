from __future__ import annotations

import numpy as np
import pytest
from drawn import MARKERS, drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import ColumnHint, Hints, TableHint
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.stored import StoredColumn, StoredValue
from outcheck.model.table import Meaning, Shape, Table

HINTS = Hints(markers=MARKERS)


def only_table(text: str, hints: Hints = HINTS) -> Table:
    (table,) = understand(drawn(text), hints).tables
    return table


def stored(rows: list[list[StoredValue]], *, percent_columns: tuple[int, ...] = ()) -> Grid:
    columns = map(StoredColumn.of, zip(*rows, strict=True))
    codes = tuple(np.ones(len(rows), dtype=np.int16) if index in percent_columns else None for index in range(len(rows[0])))
    return Grid("book.xlsx", "Sheet1", tuple(columns), codes, ("General", "0.0%"))


def test_a_crosstab_takes_its_statistic_from_the_title_and_keeps_addresses() -> None:
    table = only_table("""
Number of learners by region and sex
Region     | Female | Male | Total
North East | 3      | 12   | 15
London     | 20     | 21   | 41
Total      | 23     | 33   | 56
""")
    assert table.shape is Shape.CROSSTAB
    assert table.measures[0].statistic is Statistic.COUNT
    assert table.measures[0].unit is Unit.PERSON
    assert [(held.name, held.labels[held.total]) for held in table.dimensions] == [
        ("Region", "Total"),
        ("column heading 1", "Total"),
    ]
    assert [table.cell(index) for index in range(3)] == ["B3", "B4", "B5"]
    assert table.value.tolist() == [3, 20, 23, 12, 21, 33, 15, 41, 56]


def test_two_heading_rows_give_groups_and_statistics_with_the_count_beside_as_base() -> None:
    table = only_table("""
Subject | Female    |                     | Male      |
        | Graduates | Median earnings (£) | Graduates | Median earnings (£)
Maths   | 20        | 30,000              | 8         | 32,000
Law     | 120       | 28,000              | 80        | 29,500
""")
    assert [measure.statistic for measure in table.measures] == [Statistic.COUNT, Statistic.MEDIAN]
    medians = np.flatnonzero(table.where(Statistic.MEDIAN))
    assert [table.value[table.base[cell]] for cell in medians] == [20, 120, 8, 80]
    assert table.labels(int(medians[2])) == (("Subject", "Maths"), ("column heading 1", "Male"))


def test_arithmetic_decides_which_of_two_counts_is_the_base() -> None:
    table = only_table("""
region | n_pupils | n_sustained | pct_sustained
North  | 200      | 150         | 75.0
South  | 400      | 100         | 25.0
East   | 120      | 30          | 25.0
""")
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE))
    assert [table.value[table.base[cell]] for cell in shares] == [200, 400, 120]


def test_a_column_that_says_what_its_row_measures_is_not_a_dimension() -> None:
    table = only_table("""
region | statistic  | value
North  | Number     | 200
North  | Percentage | 75.0
South  | Number     | 8
South  | Percentage | 25.0
""")
    assert [measure.statistic for measure in table.measures] == [Statistic.COUNT, Statistic.PERCENTAGE]
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE))
    assert [table.value[table.base[cell]] for cell in shares] == [200, 8]


def test_every_kind_of_gap_stays_different() -> None:
    table = only_table("""
region | learners
a      | c
b      | [c]
c      | *
d      | <10
e      | ..
f      | -
g      |
h      | 0
i      | 0.0
j      | [z]
k      | 12
l      | 14
m      | 15
""")
    texts = [table.markers[code].text if code >= 0 else None for code in table.marker]
    assert texts == ["c", "[c]", "*", "<10", "..", "-", "", None, None, "[z]", None, None, None]
    by_text = {marker.text: marker for marker in table.markers}
    assert by_text["<10"].admits == (0, 9)
    assert by_text["-"].meaning is Meaning.UNEXPLAINED
    assert by_text[""].meaning is Meaning.UNEXPLAINED
    assert by_text["[z]"].meaning is Meaning.NOT_APPLICABLE
    assert table.value[7:9].tolist() == [0, 0]
    assert table.decimals[7:9].tolist() == [0, 1]


@pytest.mark.parametrize("text", ["<8", "<=7", "≤7", "fewer than 8", "under 8"])
def test_a_marker_that_bounds_itself_is_understood(text: str) -> None:
    table = only_table(f"region | learners\na | {text}\nb | 20\nc | 30")
    assert table.markers[0].meaning is Meaning.SUPPRESSED
    assert table.markers[0].admits == (0, 7)


def test_years_and_codes_are_labels_not_statistics() -> None:
    understood = understand(drawn("time_period | urn | pupils\n202324 | 100001 | 30\n202324 | 100002 | 41"), HINTS)
    assert (understood.account.numbers, understood.account.labels, understood.account.measured) == (6, 4, 2)


def test_years_across_the_top_are_headings() -> None:
    table = only_table("Number of pupils by year\nRegion | 2021 | 2022\nNorth | 30 | 40\nSouth | 50 | 60")
    assert table.dimensions[1].labels == ("2021", "2022")


def test_whole_numbers_that_nothing_names_are_unsure_counts() -> None:
    table = only_table("region | var9 | var8\na | 3 | 1.5\nb | 4 | 2.5")
    assert [(held.statistic, held.sure) for held in table.measures] == [
        (Statistic.COUNT, False),
        (Statistic.UNKNOWN, False),
    ]


def test_one_row_a_person_is_seen_as_rows() -> None:
    text = "pupil_id | age | score\n" + "\n".join(f"{number} | 15 | {number % 3}" for number in range(101, 121))
    assert only_table(text).shape is Shape.ROWS


def test_a_total_under_rows_of_persons_does_not_make_them_a_table() -> None:
    rows = "\n".join(f"P{number} | 15 | {number % 3}" for number in range(10, 40))
    assert only_table(f"pupil_id | age | score\n{rows}\nTotal | | 30").shape is Shape.ROWS


def test_numbers_outside_any_table_are_listed() -> None:
    understood = understand(drawn("Learners\n\n17"), HINTS)
    assert understood.account.numbers == sum(entry.numbers for entry in understood.account.not_understood) == 1


def test_a_lone_number_below_words_is_no_category_of_which_everything_is_hidden() -> None:
    found = understand(drawn("Region | Learners\nNorth | 44\nSouth | 80\n3 |\n17 |"), HINTS)
    assert [str(table.area) for table in found.tables] == ["A1:B3"]
    assert [(str(lost.area), lost.numbers) for lost in found.account.not_understood] == [("A4:A5", 2)]


@pytest.mark.parametrize("below", ["2021 | ..", "East |", "2021 | 12"])
def test_a_row_that_says_more_than_a_number_is_one_of_the_table(below: str) -> None:
    assert str(only_table(f"Region | Learners\nNorth | 44\nSouth | 80\n{below}").area) == "A1:B4"


def test_a_code_with_nothing_beside_it_is_one_of_the_codes() -> None:
    assert str(only_table("URN | Learners\n100001 | 44\n100002 | 80\n100003 |").area) == "A1:B4"


def test_a_cell_of_a_number_and_its_share_is_two_statistics_at_one_place() -> None:
    table = only_table("region | n and share\na | 12 (4.5%)\nb | 30 (9.5%)\nc | <10 (1.5%)")
    assert [measure.statistic for measure in table.measures] == [Statistic.COUNT, Statistic.PERCENTAGE]
    assert [table.cell(index) for index in range(len(table))] == ["B2", "B3", "B4", "B2", "B3", "B4"]
    assert table.value.tolist()[:2] + table.value.tolist()[3:] == [12, 30, 4.5, 9.5, 1.5]
    assert table.markers[table.marker[2]].admits == (0, 9)
    assert table.base.tolist() == [-1, -1, -1, 0, 1, 2]


def test_a_stored_fraction_shown_as_a_percentage_is_read_in_percent_with_its_stored_decimals() -> None:
    grid = stored([["Region", "Learners", "Employed"], ["a", 40.0, 0.458], ["b", 50.0, 0.5]], percent_columns=(2,))
    (table,) = understand(grid, HINTS).tables
    share = np.flatnonzero(table.where(Statistic.PERCENTAGE))
    assert table.value[share].tolist() == [45.8, 50.0]
    assert table.decimals[share].tolist() == [1, 0]


def test_a_correction_of_the_manifest_wins_over_the_reading() -> None:
    hint = TableHint("drawn.csv", columns=(ColumnHint("score", Statistic.MEAN), ColumnHint("wave_no", None)))
    grid = drawn("region | wave_no | score\na | 1 | 12.5\nb | 2 | 13.5")
    hints = Hints(MARKERS, (TableHint(grid.file, columns=hint.columns),))
    understood = understand(grid, hints)
    assert [(held.name, held.statistic, held.sure) for held in understood.tables[0].measures] == [("score", Statistic.MEAN, True)]
    assert understood.unfitting == ()


def test_a_correction_that_fits_nothing_is_reported() -> None:
    grid = drawn("region | learners\na | 12\nb | 13")
    hint = ColumnHint("earnings", Statistic.MEAN, line=7)
    assert understand(grid, Hints(MARKERS, (TableHint(grid.file, columns=(hint,)),))).unfitting == (hint,)


CELLS = st.sampled_from(
    ["", "c", "[z]", "~", "12", "7", "0", "0.0", "1,234", "45.6%", "12 (4.5%)", "28 [19, 45]", "London", "2019", "<10"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=0, max_size=9))
def test_every_number_of_any_grid_is_accounted_for(rows: list[list[str]]) -> None:
    width = max((len(row) for row in rows), default=1)
    padded: list[list[StoredValue]] = [[*row, *[""] * (width - len(row))] for row in rows]
    grid = stored(padded) if padded else Grid("empty.csv", "", ())
    account = understand(grid, HINTS).account
    held = {"12": 1, "7": 1, "0": 1, "0.0": 1, "1,234": 1, "45.6%": 1, "12 (4.5%)": 2, "28 [19, 45]": 3, "2019": 1}
    by_eye = sum(held.get(str(cell), 0) for row in padded for cell in row)
    assert account.numbers == by_eye
    assert account.numbers == account.measured + account.labels + sum(entry.numbers for entry in account.not_understood)


def test_what_the_manifest_says_of_a_column_beside_categories_wins() -> None:
    hint = TableHint("drawn.csv", columns=(ColumnHint("Male", Statistic.MEAN),))
    table = only_table(
        """
Characteristic | Female | Male | p-value
Age            | 23     | 24   | 0.041
Tariff         | 118    | 112  | 0.310
""",
        Hints(markers=MARKERS, tables=(hint,)),
    )
    said = {table.measures[table.measure[index]].statistic for index in range(len(table)) if table.cell(index).startswith("C")}
    assert said == {Statistic.MEAN}


@pytest.mark.parametrize(
    ("heading", "numbers", "whole"),
    [
        ("Proportion in work", ("0.51", "0.20"), 1.0),
        ("Share of learners", ("0.51", "1.00"), 1.0),
        ("Share of learners", ("0.31", "0.20"), 100.0),
        ("Proportion in work (%)", ("0.51", "0.20"), 100.0),
        ("Percentage in work", ("0.51", "0.20"), 100.0),
        ("Proportion in work", ("51.2", "0.2"), 100.0),
    ],
)
def test_shares_between_nought_and_one_are_told_from_percentages(heading: str, numbers: tuple[str, str], whole: float) -> None:
    table = only_table(f"Region | Learners | {heading}\nNorth | 400 | {numbers[0]}\nSouth | 380 | {numbers[1]}")
    (measure,) = (held for held in table.measures if held.statistic is Statistic.PERCENTAGE)
    assert measure.whole == whole


@pytest.mark.parametrize(("numbers", "whole"), [(("0.91", "0.20"), 1.0), (("0.31", "0.20"), 100.0), (("91.2", "0.2"), 100.0)])
def test_what_the_manifest_calls_percentages_are_shares_of_one_where_one_of_them_is_large(
    numbers: tuple[str, str], whole: float
) -> None:
    hints = Hints(MARKERS, (TableHint("drawn.csv", columns=(ColumnHint("var9", Statistic.PERCENTAGE),)),))
    table = only_table(f"Region | Learners | var9\nNorth | 400 | {numbers[0]}\nSouth | 380 | {numbers[1]}", hints)
    assert table.measures[1].statistic is Statistic.PERCENTAGE
    assert table.measures[1].whole == whole


@pytest.mark.parametrize("heading", ["Learners as % of total", "% total", "Share of total"])
def test_a_percentage_of_the_total_is_no_total(heading: str) -> None:
    table = only_table(f"Region | Learners | {heading}\nNorth | 120 | 48.0\nSouth | 130 | 52.0\nTotal | 250 | 100.0")
    assert [held.statistic for held in table.measures] == [Statistic.COUNT, Statistic.PERCENTAGE]
    assert [held.name for held in table.dimensions] == ["Region"]


@pytest.mark.parametrize("heading", ["Total earnings", "Total pay (£ million)"])
def test_what_all_people_earn_is_no_total_of_how_many_they_are(heading: str) -> None:
    table = only_table(f"""
Region | Learners | {heading}
North  | 40       | 35.9
South  | 30       | 250.4
Total  | 70       | 286.3
""")
    assert table.statistics == (Statistic.COUNT, Statistic.SUM)


def test_total_pay_beside_other_pay_is_a_total() -> None:
    table = only_table("""
Pay of staff by region (£ million)
Region | Basic pay | Bonus pay | Total pay
North  | 40        | 35        | 75
South  | 30        | 25        | 55
""")
    assert [held.labels[held.total] for held in table.dimensions if held.total >= 0] == ["Total pay"]
