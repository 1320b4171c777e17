from __future__ import annotations

import pytest
from drawn import MARKERS, drawn

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Shape, Table

S = Statistic


def tables(text: str) -> tuple[Table, ...]:
    return understand(drawn(text), Hints(markers=MARKERS)).tables


def only_table(text: str) -> Table:
    (table,) = tables(text)
    return table


def named(table: Table, cell: str) -> list[Statistic]:
    return [table.measures[table.measure[index]].statistic for index in range(len(table)) if table.cell(index) == cell]


def labels(table: Table) -> list[tuple[str, ...]]:
    return [held.labels for held in table.dimensions]


def test_a_list_of_pairs_names_every_number_by_what_stands_on_its_left() -> None:
    table = only_table("""
Root MSE       | 0.452 | R-Square | 0.212
Dependent Mean | 9.712 | Adj R-Sq | 0.211
""")
    assert table.shape is Shape.LIST
    assert [named(table, cell) for cell in ("B1", "B2", "D1", "D2")] == [
        [S.STANDARD_DEVIATION], [S.MEAN], [S.R_SQUARED], [S.R_SQUARED],
    ]  # fmt: skip


def test_pairs_below_a_regression_without_a_blank_row_are_a_table_of_their_own() -> None:
    found = tables(
        """
       | coef   | std err | P>|t|
female | -0.104 | 0.014   | 0.000
age    | 0.008  | 0.003   | 0.005
Omnibus:       | 41.204 | Durbin-Watson: | 1.981
Prob(Omnibus): | 0.000  | Jarque-Bera:   | 44.107
""".replace("P>|t|", "p value")
    )
    assert [table.shape for table in found] == [Shape.REGRESSION, Shape.LIST]


def test_categories_beside_a_p_value_are_a_dimension() -> None:
    table = only_table("""
Characteristic | Female  | Male    | p-value
Mean age       | 23.2    | 23.6    | 0.041
Mean tariff    | 118.2   | 112.0   | 0.310
""")
    assert ("Female", "Male") in labels(table)
    assert named(table, "D2") == [S.P_VALUE]


def test_headings_that_gather_different_statistics_are_no_dimension_but_a_repeated_breakdown_is() -> None:
    gathered = only_table("""
Model | Coefficients |            | t     | Change Statistics |
      | B            | Std. Error |       | F Change          | Sig. F Change
1     | 0.21         | 0.01       | 21.00 | 54.11             | 0.000
2     | 0.20         | 0.02       | 10.00 | 12.07             | 0.001
""")
    assert labels(gathered) == [("1", "2")]
    assert named(gathered, "D3") == [S.TEST_STATISTIC]
    repeated = only_table("""
Region | Women |      | Men |
       | n     | Mean | n   | Mean
North  | 12    | 20.1 | 14  | 21.4
South  | 18    | 22.3 | 11  | 25.0
""")
    assert ("Women", "Men") in labels(repeated)


def test_a_gap_among_cells_of_several_numbers_hides_as_many() -> None:
    table = only_table("""
Sex    | Learners, n (%)
Female | 120 (45.5%)
Male   | [c]
Total  | 264 (100%)
""")
    assert named(table, "B3") == [S.COUNT, S.PERCENTAGE]


@pytest.mark.parametrize(("words", "gaps"), [("Yes", 0), ("suppressed", 2)])
def test_words_among_estimates_are_no_gaps_unless_they_say_that_a_number_was_kept_back(words: str, gaps: int) -> None:
    table = only_table(f"""
            | (1)      | (2)
Female      | -0.104** | -0.093**
            | (0.014)  | (0.015)
Last row    | {words}  | {words}
""")
    assert int((table.marker >= 0).sum()) == gaps


def test_shares_that_nothing_names_are_found_by_adding_up() -> None:
    table = only_table("""
        | Sustained | Other
Level 2 | 0.6104    | 0.3896
Level 3 | 0.6811    | 0.3189
""")
    assert table.measures[0].statistic is S.PERCENTAGE
    assert table.measures[0].sure


def test_whole_numbers_are_no_correlations_and_no_estimates() -> None:
    for text in (
        "      | a | b\na     | 1 | 0\nb     | 0 | 1",
        "Group | Effect | SE | N\nNorth | 3 | 1 | 40\nSouth | 2 | 4 | 12",
    ):
        assert all(held.statistic is S.COUNT or not held.sure for held in only_table(text).measures)


def test_a_column_of_units_makes_a_rate_in_per_cent_a_percentage() -> None:
    table = only_table("""
Indicator        | Unit | 2020/21 | 2021/22
Employment rate  | %    | 61.5    | 62.1
Median earnings  | £    | 19,800  | 20,400
""")
    assert [named(table, cell) for cell in ("C2", "C3")] == [[S.PERCENTAGE], [S.MEDIAN]]


def test_the_name_over_all_columns_is_the_name_of_their_dimension() -> None:
    table = only_table("""
           | Sustained destination |     |
Region     | No                    | Yes | Total
North East | 120                   | 480 | 600
London     | 250                   | 750 | 1000
""")
    assert [held.name for held in table.dimensions] == ["Region", "Sustained destination"]


@pytest.mark.parametrize("heading", ["Statistic", "Estimate", "Value"])
def test_rows_that_name_statistics_say_what_stands_under_a_heading_that_may_be_any(heading: str) -> None:
    table = only_table(f"""
Measure | {heading} | Std. Error
Mean    | 20400.1   | 123.5
Median  | 19800.5   |
Maximum | 88100.2   |
N       | 900       |
""")
    assert [named(table, f"B{row}") for row in range(2, 6)] == [[S.MEAN], [S.MEDIAN], [S.MAXIMUM], [S.COUNT]]
    assert named(table, "C2") == [S.STANDARD_ERROR]


def test_a_confidence_limit_in_a_row_beside_minimum_and_maximum_is_no_quantile() -> None:
    table = only_table("Statistic | Value\nMean | 20.1\n95% Confidence Interval Lower | 19.2\nMinimum | 1.5\nMaximum | 88.5")
    assert named(table, "B3") == [S.CONFIDENCE_LIMIT]


def test_a_test_says_its_degrees_of_freedom_before_its_value() -> None:
    table = only_table("Model | Test\nFirst | F(3, 4117) = 12.4\nSecond | F(5, 4115) = 11.9")
    assert named(table, "B2") == [S.DEGREES_OF_FREEDOM, S.DEGREES_OF_FREEDOM, S.TEST_STATISTIC]


def test_the_last_of_numbered_groups_may_be_called_n() -> None:
    table = only_table("Arm | Mean age\nGroup 1 | 19.2\nGroup 2 | 20.1\nGroup N | 21.4")
    assert table.measures[0].statistic is S.MEAN
    assert labels(table)[0] == ("Group 1", "Group 2", "Group N")


@pytest.mark.parametrize("corner", ["Number of learners by region", "Learners by region and year"])
def test_a_corner_may_say_what_the_numbers_are(corner: str) -> None:
    table = only_table(f"{corner} | 2020/21 | 2021/22\nNorth East | 12 | 30\nLondon | 300 | 310")
    assert [(held.statistic, held.sure) for held in table.measures] == [(S.COUNT, True)]


def test_bands_across_the_top_are_categories_though_some_are_plain_numbers() -> None:
    table = only_table("Sector | 0 | 1-4 | 5-9 | 10+\nCare | 12 | 310 | 205 | 12\nRetail | 3 | 420 | 388 | 7")
    assert labels(table)[1] == ("0", "1-4", "5-9", "10+")
    table = only_table("Level | Under 18 | 19-24 | 25+\nLevel 2 | 310 | 205 | 12\nLevel 3 | 420 | 388 | 7")
    assert labels(table)[1] == ("Under 18", "19-24", "25+")


def test_counts_that_might_be_years_are_no_headings() -> None:
    assert len(only_table("North East | 2015 | 1998\nLondon | 4120 | 2077\nSouth West | 3010 | 3001")) == 6
    assert len(only_table("Region | Learners | Leavers\nNorth East | 2015 | 1998\nLondon | 2020 | 2011")) == 4
    assert len(only_table(" | 2019/20 | 2020/21\nLearners | 2010 | 2014\nLeavers | 4 | 12")) == 4
    assert len(only_table("Region | 2019 | 2020\nNorth East | 12 | 30\nLondon | 13 | 31")) == 4


def test_one_heading_may_hold_a_group_and_a_statistic() -> None:
    table = only_table("""
      | Control / Mean | Control / SD | Treated / Mean | Treated / SD | Diff. in Means
age   | 23.4           | 3.1          | 23.6           | 3.2          | 0.2
score | 98.4           | 7.8          | 99.1           | 7.9          | 0.7
""")
    assert labels(table)[1] == ("Control", "Treated")
    assert [named(table, cell) for cell in ("B2", "C2", "F2")] == [[S.MEAN], [S.STANDARD_DEVIATION], [S.COEFFICIENT]]


def test_one_heading_may_hold_two_categories() -> None:
    table = only_table(
        "region | Female_2020 | Female_2021 | Male_2020 | Male_2021\nLondon | 104 | 114 | 125 | 108\nKent | 54 | 47 | 31 | 4"
    )
    assert labels(table)[1:] == [("Female", "Male"), ("2020", "2021")]


def test_shares_across_a_row_that_come_to_one_are_shares_of_categories() -> None:
    table = only_table("region | No | Yes\nLondon | 0.3148 | 0.6852\nKent | 0.2414 | 0.7586\nYork | 0.2909 | 0.7091")
    assert [(held.statistic, held.sure) for held in table.measures] == [(S.PERCENTAGE, True)]
    assert labels(table)[1] == ("No", "Yes")
