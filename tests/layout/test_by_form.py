from __future__ import annotations

import pytest
from drawn import MARKERS, drawn

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

S = Statistic


def only_table(text: str) -> Table:
    (table,) = understand(drawn(text), Hints(markers=MARKERS)).tables
    return table


def at(table: Table, cell: str) -> list[tuple[Statistic, float]]:
    """Statistics and numbers of one cell, in the order of the table."""
    return [
        (table.measures[table.measure[index]].statistic, float(table.value[index]))
        for index in range(len(table))
        if table.cell(index) == cell
    ]


@pytest.mark.parametrize(
    ("heading", "written", "expected"),
    [
        ("n (%)", "120 (45.5%)", [(S.COUNT, 120), (S.PERCENTAGE, 45.5)]),
        ("n (%)", "1,204 (45.5)", [(S.COUNT, 1204), (S.PERCENTAGE, 45.5)]),
        ("% (n)", "45.5% (120)", [(S.PERCENTAGE, 45.5), (S.COUNT, 120)]),
        ("Mean (SD)", "34.2 (5.1)", [(S.MEAN, 34.2), (S.STANDARD_DEVIATION, 5.1)]),
        ("Mean ± SD", "34.2 ± 5.1", [(S.MEAN, 34.2), (S.STANDARD_DEVIATION, 5.1)]),
        ("Median [Q1, Q3]", "28 [19, 45]", [(S.MEDIAN, 28), (S.QUANTILE, 19), (S.QUANTILE, 45)]),
        ("Median (IQR)", "28 (19-45)", [(S.MEDIAN, 28), (S.QUANTILE, 19), (S.QUANTILE, 45)]),
        ("Odds ratio (95% CI)", "1.24 (1.02 to 1.51)", [(S.RATIO, 1.24), (S.CONFIDENCE_LIMIT, 1.02), (S.CONFIDENCE_LIMIT, 1.51)]),
        ("Median (min, max)", "28 (16, 64)", [(S.MEDIAN, 28), (S.MINIMUM, 16), (S.MAXIMUM, 64)]),
    ],
)
def test_a_heading_tells_the_numbers_of_a_cell(heading: str, written: str, expected: list[tuple[Statistic, float]]) -> None:
    table = only_table(f"Characteristic | {heading}\nNorth | {written}\nSouth | {written}\nEast | {written}")
    assert at(table, "B3") == expected


def test_a_footnote_explains_each_form_by_its_brackets() -> None:
    table = only_table("""
Characteristic | Overall
Female         | 120 (45.5%)
Age            | 34 [28, 41]
Male           | 144 (54.5%)
n (%); Median [Q1, Q3]
""")
    assert at(table, "B2") == [(S.COUNT, 120), (S.PERCENTAGE, 45.5)]
    assert at(table, "B3") == [(S.MEDIAN, 34), (S.QUANTILE, 28), (S.QUANTILE, 41)]


def test_a_label_of_a_row_tells_the_numbers_of_its_cells() -> None:
    table = only_table("""
Characteristic    | Female     | Male
Age, mean (SD)    | 34.2 (5.1) | 35.0 (4.9)
Employed, n (%)   | 120 (45.5) | 98 (40.1)
""")
    assert at(table, "B2") == [(S.MEAN, 34.2), (S.STANDARD_DEVIATION, 5.1)]
    assert at(table, "C3") == [(S.COUNT, 98), (S.PERCENTAGE, 40.1)]


def test_a_form_that_nothing_explains_is_unsure() -> None:
    table = only_table("Characteristic | Overall\nAge | 34.2 ± 5.1\nHeight | 170.1 ± 9.2")
    assert not any(measure.sure for measure in table.measures)


def test_a_footnote_after_a_blank_row_explains_forms_too() -> None:
    table = only_table("Characteristic | Overall\nFemale | 120 (45.5%)\nAge | 34 [28, 41]\n\nn (%); Median [Q1, Q3]")
    assert at(table, "B3") == [(S.MEDIAN, 34), (S.QUANTILE, 28), (S.QUANTILE, 41)]
