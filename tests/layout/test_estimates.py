from __future__ import annotations

from drawn import drawn

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Shape, Table

S = Statistic


def only_table(text: str) -> Table:
    (table,) = understand(drawn(text), Hints()).tables
    return table


def by_cell(table: Table) -> dict[str, Statistic]:
    return {table.cell(index): table.measures[table.measure[index]].statistic for index in range(len(table))}


BELOW = """
            | (1)      | (2)
Female      | -0.12*** | -0.10**
            | (0.02)   | (0.03)
Age         | 0.03     | 0.02
            | (0.01)   | (0.01)
Observations | 1,204   | 1,180
R-squared   | 0.31     | 0.34
"""


def test_errors_in_brackets_below_their_coefficients() -> None:
    table = only_table(f"{BELOW}\nStandard errors in parentheses")
    found = by_cell(table)
    assert table.shape is Shape.REGRESSION
    assert [found[cell] for cell in ("B2", "B3", "C4", "C5")] == [S.COEFFICIENT, S.STANDARD_ERROR] * 2
    assert found["B6"] in (S.COUNT, S.MODEL_SIZE)
    assert found["C7"] is S.R_SQUARED


def test_a_note_says_that_the_brackets_hold_t_statistics() -> None:
    found = by_cell(only_table(f"{BELOW}\nt statistics in parentheses"))
    assert [found[cell] for cell in ("B2", "B3", "C5")] == [S.COEFFICIENT, S.TEST_STATISTIC, S.TEST_STATISTIC]


def test_columns_of_one_estimate_beside_each_other() -> None:
    found = by_cell(
        only_table(
            """
Term   | Coef. | Std. Err. | t     | P>|t|
Female | -0.12 | 0.02      | -6.00 | 0.000
Age    | 0.03  | 0.01      | 3.00  | 0.003
""".replace("P>|t|", "p-value")
        )
    )
    expected = [S.COEFFICIENT, S.STANDARD_ERROR, S.TEST_STATISTIC, S.P_VALUE]
    assert [found[f"{letter}3"] for letter in "BCDE"] == expected


def test_odds_ratios_with_their_limits() -> None:
    text = "Term | Odds ratio | Lower | Upper | p\nFemale | 1.24 | 1.02 | 1.51 | 0.030\nAge | 0.97 | 0.91 | 1.03 | 0.300"
    found = by_cell(only_table(text))
    expected = [S.RATIO, S.CONFIDENCE_LIMIT, S.CONFIDENCE_LIMIT, S.P_VALUE]
    assert [found[f"{letter}2"] for letter in "BCDE"] == expected


def test_a_square_of_ones_down_the_diagonal_is_correlations() -> None:
    text = " | wage | pay | hours\nwage | 1.00 | 0.31 | 0.12\npay | 0.31 | 1.00 | 0.45\nhours | 0.12 | 0.45 | 1.00"
    assert set(by_cell(only_table(text)).values()) == {S.CORRELATION}


def test_half_a_square_of_correlations_is_enough() -> None:
    text = " | wage | pay | hours\nwage | 1.00 | |\npay | 0.31 | 1.00 |\nhours | 0.12 | 0.45 | 1.00"
    assert set(by_cell(only_table(text)).values()) == {S.CORRELATION}


def test_a_variable_called_age_correlates_as_any_other() -> None:
    text = " | age | pay | hours\nage | 1.00 | 0.31 | 0.12\npay | 0.31 | 1.00 | 0.45\nhours | 0.12 | 0.45 | 1.00"
    assert set(by_cell(only_table(text)).values()) == {S.CORRELATION}
