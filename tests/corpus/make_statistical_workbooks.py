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
)
# fmt: on


def main() -> None:
    """Write every workbook to its place."""
    for book in BOOKS:
        (HOME / book.path).write_bytes(made(book))
        sys.stdout.write(f"{book.path}: {book.words}\n")


if __name__ == "__main__":
    main()
