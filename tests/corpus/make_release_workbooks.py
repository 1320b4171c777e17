"""Makes workbooks as pandas, Stata and statistical offices write them: python tests/corpus/make_release_workbooks.py."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from corpus.make_workbooks import HOME, Book, Page, made  # noqa: E402  the folder above must be importable first

# Rows of sheets read best as rows.
# fmt: off
BOOKS = (
    Book("python/pivot_aggfuncs.xlsx", "pandas pivot_table, two functions over sexes: merged headings and outer index", [
        Page("Sheet1", [
            [None, None, "count", None, "median", None],
            [None, "sex", "Female", "Male", "Female", "Male"],
            ["region", "level", None, None, None, None],
            ["London", "Level 2", 67, 67, 22487.81, 25605.75], [None, "Level 3", 151, 166, 22391.02, 25214.66],
            ["North East", "Level 2", 32, 4, 21845.275, 23296.175], [None, "Level 3", 69, 49, 22292.01, 25407.7],
            ["South West", "Level 2", 46, 45, 22056.135, 25794.78], [None, "Level 3", 89, 95, 22389.45, 24871.24],
        ], merged=["C1:D1", "E1:F1", "A4:A5", "A6:A7", "A8:A9"], bold=["C1", "E1", "A4", "A6", "A8"]),
    ]),
    Book("python/cut_bands.xlsx", "pandas crosstab of pd.cut bands by sex with a margin called Total", [
        Page("Sheet1", [
            ["band", "Female", "Male", "Total"],
            ["(15000, 20000]", 101, 0, 101], ["(20000, 25000]", 246, 224, 470], ["(25000, 30000]", 107, 222, 329],
            ["Total", 454, 446, 900],
        ], bold=["A1", "B1", "C1", "D1", "A2", "A3", "A4", "A5"]),
    ]),
    Book("stata/putexcel_tabulate.xlsx", "putexcel of a tabulation under a title typed by hand, at B2, percentages unrounded", [
        Page("tab1", [
            ["Learners by highest qualification"],
            ["Qualification", "Freq.", "Percent", "Cum."],
            ["Degree", 412, 35.763888889, 35.763888889], ["A level", 431, 37.413194444, 73.177083333],
            ["GCSE", 301, 26.128472222, 99.305555556], ["None", 8, 0.694444444, 100],
            ["Total", 1152, 100],
        ], start=(2, 2)),
    ]),
    Book("stata/dtable.xlsx", "dtable: N with percentages, means with deviations, factors with percentages, a summary by sex", [
        Page("Sheet1", [
            [None, "Sex"], [None, "Female", "Male", "Total"],
            ["N", "1,119 (54.4%)", "938 (45.6%)", "2,057 (100.0%)"],
            ["Age at start", "19.212 (1.304)", "19.405 (1.377)", "19.300 (1.341)"],
            ["Region"],
            ["  North East", "210 (18.8%)", "172 (18.3%)", "382 (18.6%)"],
            ["  London", "905 (80.9%)", "759 (80.9%)", "1,664 (80.9%)"],
            ["  South West", "4 (0.4%)", "7 (0.7%)", "11 (0.5%)"],
        ], merged=["B1:D1"]),
    ]),
    Book("official/ons_notes_columns.xlsx", "ONS: cover, contents, notes, and a table whose last column says which notes apply", [
        Page("Cover_sheet", [
            ["Earnings of apprentices, England: April 2019 to March 2022"], ["Publication date: 23 June 2023"],
            ["Contact: earnings@example.org"],
        ]),
        Page("Contents", [
            ["Contents"], ["Sheet number", "Sheet title"], ["1", "Median earnings by age"], ["2", "Apprentices by sector"],
        ]),
        Page("Notes", [
            ["Notes"], ["Note number", "Note text"],
            ["1", "Earnings are rounded to the nearest £100."], ["2", "Excludes the self-employed."],
        ]),
        Page("1", [
            ["Table 1: Median annual earnings of apprentices by age group, England, tax years ending 2020 to 2022"],
            ["This worksheet contains one table. Some cells refer to notes, which can be found on the notes worksheet."],
            ["Some shorthand is used: [c] = confidential, [x] = not available."],
            ["Age group", "Tax year ending 2020 (£)", "Tax year ending 2021 (£)", "Tax year ending 2022 (£)", "Notes"],
            ["16 to 18", 9800, 10100, "[x]", "[note 1]"], ["19 to 24", 15400, 15900, 16800, "[note 1]"],
            ["25 and over", 21300, "[c]", 22900, "[note 1], [note 2]"], ["All ages", 16900, 17200, 18400, "[note 1]"],
        ]),
        Page("2", [
            ["Table 2: Number of apprentices by sector subject area and year"],
            ["This worksheet contains one table."],
            ["Sector subject area", "2019/20", "2020/21", "2021/22"],
            ["Health, Public Services and Care", 91200, 83100, 86400], ["Construction", 21800, 18100, 26100],
            ["Arts, Media and Publishing", 1200, "[c]", 8], ["Total", 114200, 101200, 112508],
        ]),
    ]),
    Book("official/leo_years_after.xlsx", "LEO: years after graduation merged over graduates, outcomes and quartiles; c and z", [
        Page("Table 3", [
            ["Table 3: Graduate outcomes by subject studied, one and five years after graduation (YAG)"],
            ["Coverage: England"], [],
            ["Subject", "1 YAG", None, None, None, None, "5 YAG", None, None, None, None],
            [None] + ["Number of graduates", "Sustained employment (%)", "Lower quartile (£)", "Median (£)",
                       "Upper quartile (£)"] * 2,
            ["Law", 9985, 72.4, 15000, 19300, 24800, 9120, 81.0, 19900, 26400, 36500],
            ["Celtic studies", 15, "c", "c", "c", "c", 10, "c", "c", "c", "c"],
            ["Veterinary sciences", 645, 93.1, 27100, 29200, 31400, "z", "z", "z", "z", "z"],
            ["All subjects", 10645, 73.6, 15300, 19800, 25600, 9130, 81.0, 19900, 26400, 36500],
            [], ["c: suppressed. z: not applicable."], ["Source: Longitudinal Education Outcomes"],
        ], merged=["A4:A5", "B4:F4", "G4:K4"]),
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
