"""Makes the workbooks of statistical programs: python tests/corpus/make_statistical_workbooks.py."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from corpus.make_workbooks import HOME, Book, Page, made  # noqa: E402  the folder above must be importable first

# Rows of sheets read best as rows.
# fmt: off
BOOKS = (
    Book("stata/collect_table.xlsx", "sex merged over three statistics; the row variable stands alone in a row", [
        Page("Sheet1", [
            [None, "Sex"], [None, "Female", None, None, "Male", None, None, "Total"],
            [None] + ["Frequency", "Mean", "Standard deviation"] * 3,
            ["Region of institution"],
            ["North East", 210, 20140.2, 6980.4, 172, 21350.1, 7440.8, 382, 20685.0, 7210.3],
            ["South West", 254, 20310.9, 7105.7, 217, 21526.3, 7719.2, 471, 20870.9, 7421.8],
            ["London", 655, 24020.6, 9110.4, 549, 26083.5, 10240.6, 1204, 24961.3, 9875.5],
            ["Total", 1119, 22450.3, 8702.1, 938, 23926.4, 9340.5, 2057, 23123.4, 9012.6],
        ], merged=["B1:J1", "B2:D2", "E2:G2", "H2:J2"], indents={"A5": 1, "A6": 1, "A7": 1, "A8": 1},
           formats={"C5:D8": "#,##0.0", "F5:G8": "#,##0.0", "I5:J8": "#,##0.0"}),
    ]),
    Book("stata/putexcel_rtable.xlsx", "a matrix of regression results with its names, under a title, at B2", [
        Page("results", [
            ["Regression of log earnings"],
            [None, "female", "degree", "age", "_cons"],
            ["b", -0.1042, 0.2311, 0.0081, 9.604], ["se", 0.0139, 0.0154, 0.0029, 0.0711],
            ["t", -7.4964, 15.0065, 2.7931, 135.0774], ["pvalue", 7.9e-14, 1.2e-49, 0.005246, 0],
            ["ll", -0.13145, 0.20091, 0.00241, 9.4646], ["ul", -0.07695, 0.26129, 0.01379, 9.7434],
            ["df", 4115, 4115, 4115, 4115], ["crit", 1.960535, 1.960535, 1.960535, 1.960535], ["eform", 0, 0, 0, 0],
        ], start=(1, 2)),
    ]),
    Book("spss/frequencies.xlsx", "valid and missing merged over their rows, each with a total, and a total of all", [
        Page("Sheet1", [
            ["Highest qualification"],
            [None, None, "Frequency", "Percent", "Valid Percent", "Cumulative Percent"],
            ["Valid", "Degree", 412, 33.5, 35.8, 35.8], [None, "A level", 431, 35.1, 37.4, 73.2],
            [None, "GCSE", 309, 25.1, 26.8, 100.0], [None, "Total", 1152, 93.7, 100.0],
            ["Missing", "Refused", 21, 1.7], [None, "System", 56, 4.6], [None, "Total", 77, 6.3],
            ["Total", None, 1229, 100.0],
        ], merged=["A1:F1", "A2:B2", "A3:A6", "A7:A9", "A10:B10"], formats={"D3:F10": "0.0"}),
    ]),
    Book("spss/crosstabs.xlsx", "the row variable merged beside its categories, counts and percentages under each other", [
        Page("Crosstabs", [
            ["Region * In employment Crosstabulation"],
            [None, None, None, "In employment", None, "Total"], [None, None, None, "No", "Yes"],
            ["Region", "North East", "Count", 121, 261, 382], [None, None, "% within Region", 0.317, 0.683, 1],
            [None, "London", "Count", 98, 311, 409], [None, None, "% within Region", 0.24, 0.76, 1],
            ["Total", None, "Count", 219, 572, 791], [None, None, "% within Region", 0.277, 0.723, 1],
        ], merged=["A1:F1", "A2:C3", "D2:E2", "F2:F3", "A4:A7", "B4:B5", "B6:B7", "A8:B9"],
           formats={"D5:F5": "0.0%", "D7:F7": "0.0%", "D9:F9": "0.0%"}),
    ]),
    Book("spss/coefficients.xlsx", "two heading rows, models merged over their terms, a note below", [
        Page("Coefficients", [
            ["Coefficients"],
            ["Model", None, "Unstandardized Coefficients", None, "Standardized Coefficients", "t", "Sig.",
             "95.0% Confidence Interval for B"],
            [None, None, "B", "Std. Error", "Beta", None, None, "Lower Bound", "Upper Bound"],
            ["1", "(Constant)", 9.871, 0.018, None, 548.389, "<.001", 9.836, 9.906],
            [None, "Female", -0.201, 0.027, -0.212, -7.444, "<.001", -0.254, -0.148],
            ["2", "(Constant)", 9.204, 0.056, None, 164.357, "<.001", 9.094, 9.314],
            [None, "Female", -0.188, 0.026, -0.198, -7.231, "<.001", -0.239, -0.137],
            [None, "Attainment", 0.014, 0.001, 0.337, 12.418, "<.001", 0.012, 0.016],
            ["a. Dependent Variable: log earnings"],
        ], merged=["A1:I1", "A2:B3", "C2:D2", "F2:F3", "G2:G3", "H2:I2", "A4:A5", "A6:A8", "A9:I9"],
           formats={"C4:F8": "0.000", "H4:I8": "0.000"}),
    ]),
    Book("spss/independent_samples_test.xlsx", "three heading rows merged over each other and down", [
        Page("T-Test", [
            ["Independent Samples Test"],
            [None, None, "Levene's Test for Equality of Variances", None, "t-test for Equality of Means"],
            [None, None, "F", "Sig.", "t", "df", "Significance", None, "Mean Difference", "Std. Error Difference",
             "95% Confidence Interval of the Difference"],
            [None, None, None, None, None, None, "One-Sided p", "Two-Sided p", None, None, "Lower", "Upper"],
            ["Annual earnings", "Equal variances assumed",
             9.112, 0.003, -4.334, 1150, "<.001", "<.001", -2136.5, 493.03, -3103.83, -1169.17],
            [None, "Equal variances not assumed",
             None, None, -4.303, 1082.614, "<.001", "<.001", -2136.5, 496.51, -3110.73, -1162.27],
            ["Hours worked per week", "Equal variances assumed",
             0.214, 0.644, -8.688, 1127, "<.001", "<.001", -4.62, 0.532, -5.66, -3.58],
            [None, "Equal variances not assumed",
             None, None, -8.703, 1121.377, "<.001", "<.001", -4.62, 0.531, -5.66, -3.58],
        ], merged=["A1:L1", "A2:B4", "C2:D2", "E2:L2", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3", "I3:I4", "J3:J4", "K3:L3",
                   "A5:A6", "A7:A8"]),
    ]),
    Book("sas/tabulate.xlsx", "sex merged over its categories, each over three statistics; region merged down beside them", [
        Page("Table 1", [
            ["region", "sex"], [None, "Female", None, None, "Male", None, None, "All"],
            [None] + ["N", "RowPctN", "Mean"] * 3,
            ["North East", 210, 54.97, 20140.24, 172, 45.03, 21350.13, 382, 100.0, 20684.99],
            ["London", 201, 49.14, 24020.61, 208, 50.86, 26083.52, 409, 100.0, 25069.71],
            ["South West", 201, 55.68, 20310.92, 160, 44.32, 21526.34, 361, 100.0, 20849.61],
            ["All", 612, 53.13, 21470.12, 540, 46.88, 23225.4, 1152, 100.0, 22292.9],
        ], merged=["A1:A3", "B1:J1", "B2:D2", "E2:G2", "H2:J2"]),
    ]),
    Book("models/pandas_pivot_table.xlsx", "pivot_table of pandas: statistic over year, names of the index in their own row", [
        Page("Sheet1", [
            [None, None, "count", None, "mean"], [None, "year", 2020, 2021, 2020, 2021], ["region", "sex"],
            ["London", "Female", 328, 327, 23811.4, 24231.0], [None, "Male", 275, 274, 25790.2, 26378.1],
            ["North East", "Female", 104, 106, 19902.7, 20373.2], [None, "Male", 87, 85, 21120.9, 21585.0],
        ], merged=["C1:D1", "E1:F1", "A4:A5", "A6:A7"], bold=["C1", "E1", "C2", "D2", "E2", "F2", "A3", "B3"]),
    ]),
    Book("models/odds_ratios_brackets.xlsx", "odds ratios with limits in brackets as text, numbers of persons beside", [
        Page("Odds ratios", [
            ["Odds ratios of sustained employment"],
            ["Characteristic", "Women", None, "Men"], [None, "n", "OR [95% CI]", "n", "OR [95% CI]"],
            ["Level 3 (vs level 2)", 1412, "1.31 [1.18, 1.46]", 1388, "1.24 [1.11, 1.38]"],
            ["Level 4 (vs level 2)", 402, "1.58 [1.36, 1.84]", 377, "1.49 [1.27, 1.75]"],
            ["FSM eligible", 655, "0.67 [0.59, 0.76]", 612, "0.71 [0.62, 0.81]"],
        ], merged=["A1:E1", "A2:A3", "B2:C2", "D2:E2"]),
    ]),
    Book("spss/custom_tables.xlsx", "two variables stacked in the rows, each merged beside its categories, sex merged over two", [
        Page("Sheet1", [
            [None, None, "Sex"], [None, None, "Female", None, "Male"], [None, None] + ["Count", "Row N %"] * 2,
            ["Region", "North East", 210, 0.55, 172, 0.45], [None, "London", 201, 0.491, 208, 0.509],
            ["Employed", "No", 104, 0.5, 104, 0.5], [None, "Yes", 307, 0.527, 276, 0.473],
        ], merged=["A1:B3", "C1:F1", "C2:D2", "E2:F2", "A4:A5", "A6:A7"], formats={"D4:D7": "0.0%", "F4:F7": "0.0%"}),
    ]),
)
# fmt: on


def main() -> None:
    """Write every workbook to its place."""
    for book in BOOKS:
        (HOME / book.path).write_bytes(made(book))
        sys.stdout.write(f"{book.path}: {book.words}\n")


if __name__ == "__main__":
    main()
