"""Small releases that give a hidden count away by other ways than a total in the same table, each answer worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from inference.releases import TODAY, found, report_on, words
from openpyxl import Workbook

from outcheck.clearance import Request, check
from outcheck.model.report import Report, Verdict
from outcheck.model.rule import Level

BLOCK, REVIEW = Level.BLOCK, Level.REVIEW
SEXES = """
    Learners by region and sex
    Region     | Female | Male | Other
    North East | 412    | [c]  | 31
    North West | 388    | 401  | 27
    London     | 290    | 310  | 22
"""

# name, files, then per cell that is given away: check, level
CASES: dict[str, tuple[Mapping[str, str], Mapping[str, tuple[str, Level]]]] = {
    "regions that another file spells otherwise": (
        {
            "a.csv": SEXES.replace("London    ", "Yorkshire & Humber"),
            "b.csv": """
                Learners by region
                Region | Learners
                Yorkshire and The Humber | 622
                North East | 448
                North West | 816
            """,
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
    "totals of the same name though every one of them has a gap beside it": (
        {
            "a.csv": """
                Region | Sex    | Sector    | Learners
                North  | Female | Care      | 63
                North  | Female | Retail    | 24
                North  | Female | Transport | 50
                North  | Male   | Care      | [c]
                North  | Male   | Retail    | [c]
                North  | Male   | Transport | 50
                South  | Female | Care      | 39
                South  | Female | Retail    | 45
                South  | Female | Transport | 56
                South  | Male   | Care      | [c]
                South  | Male   | Retail    | 57
                South  | Male   | Transport | 65
            """,
            "b.csv": """
                Region | Learners
                North  | 335
                South  | 292
                Total  | 627
            """,
        },
        {"a.csv!D11": ("OC301", REVIEW)},
    ),
    "a breakdown that only the title names, with a category for the rest": (
        {
            "a.csv": """
                Number of female learners by region and sector
                Region | Care | Other | Total
                North  | 34   | 11    | 45
                South  | 62   | 106   | 168
            """,
            "b.csv": """
                Region | Sex    | Sector | Learners
                North  | Female | Care   | [c]
                North  | Female | Retail | [c]
                North  | Female | Total  | 45
                North  | Male   | Care   | 30
                North  | Male   | Retail | 58
                North  | Male   | Total  | 88
                South  | Female | Care   | 62
                South  | Female | Retail | 106
                South  | Female | Total  | 168
                South  | Male   | Care   | 42
                South  | Male   | Retail | 71
                South  | Male   | Total  | 113
            """,
        },
        {"b.csv!D2": ("OC304", REVIEW), "b.csv!D3": ("OC301", REVIEW)},
    ),
    "official codes in one file and names in the other": (
        {
            "a.csv": SEXES.replace("North East", "E12000001").replace("North West", "E12000002").replace("London", "E12000007"),
            "b.csv": """
                Learners by region
                Region name | Learners
                North East | 448
                North West | 816
                London | 622
            """,
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
    "codes of nobody's list that the numbers tell": (
        {
            "a.csv": """
                Learners by college and sex
                College | Female | Male | Other
                10001 A | 412    | [c]  | 31
                10002 B | 388    | 401  | 27
                10003 C | 290    | 310  | 22
                10004 D | 115    | 98   | 12
            """,
            "b.csv": """
                Learners by college
                Provider | Learners
                Abbey    | 448
                Bridge   | 816
                Castle   | 622
                Dale     | 225
            """,
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
    "short names that begin as the long ones do": (
        {
            "a.csv": SEXES.replace("London    ", "South West"),
            "b.csv": """
                Learners by region
                Region | Learners
                NE | 448
                NW | 816
                SW | 622
            """,
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
    "those with and those without": (
        {
            "a.csv": """
                Pupils with special needs by region
                Region     | Pupils | With SEN | Without SEN
                North East | 419    | [c]      | 412
                North West | 789    | 388      | 401
                London     | 600    | 290      | 310
            """
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
    "those with in one file, those without in another": (
        {
            "a.csv": """
                Pupils with SEN by region
                Region     | Pupils with SEN
                North East | [c]
                North West | 388
                London     | 290
            """,
            "b.csv": """
                Pupils by region
                Region     | Pupils | Pupils without SEN
                North East | 419    | 412
                North West | 789    | 401
                London     | 600    | 310
            """,
        },
        {"a.csv!B3": ("OC301", BLOCK)},
    ),
    "one number in another file that leaves little": (
        {
            "england.csv": "Country | Learners\nEngland | 1700",
            "authorities.csv": """
                Local authority | Learners
                Durham     | 412
                Gateshead  | 381
                Sunderland | [c]
                Bolton     | 500
                Bury       | 400
            """,
        },
        {"authorities.csv!B4": ("OC301", REVIEW)},
    ),
    "a wider band in another file": (
        {
            "a.csv": """
                Learners by age
                Age   | Female | Male
                16-18 | 400    | 377
                19-24 | [c]    | 120
                25+   | 88     | 99
            """,
            "b.csv": """
                Learners by age
                Age         | Female | Male
                16 to 24    | 406    | 497
                25 and over | 88     | 99
            """,
        },
        {"a.csv!B4": ("OC301", BLOCK)},
    ),
    "a size in the title": (
        {"a.csv": "Table 1: learners by sex (N = 860)\nSex | Learners\nFemale | 412\nMale | 442\nOther | [c]"},
        {"a.csv!B5": ("OC301", REVIEW)},
    ),
    "a size in a note below": (
        {
            "a.csv": """
                Table 1: learners by sex
                Sex    | Learners
                Female | 412
                Male   | 442
                Other  | [c]

                Note: based on 860 learners.
            """
        },
        {"a.csv!B5": ("OC301", REVIEW)},
    ),
    "sizes in headings, of which another column shows that they are its total": (
        {
            "a.csv": """
                Table 1: learners by sex and region
                Sex    | North (n = 860) | South (n = 700)
                Female | 412             | 300
                Male   | 442             | 350
                Other  | [c]             | 50
            """
        },
        {"a.csv!B5": ("OC301", BLOCK)},
    ),
    "percentages of rows in another file": (
        {
            "n.csv": """
                Learners by region and sex
                Region     | Female | Male | Total
                North East | 412    | [c]  | [c]
                North West | 388    | 401  | 789
                London     | 290    | 310  | 600
            """,
            "pct.csv": """
                Learners by region and sex, row percentages
                Region     | Female | Male
                North East | 98.3   | 1.7
                North West | 49.2   | 50.8
                London     | 48.3   | 51.7
            """,
        },
        {"n.csv!C3": ("OC304", BLOCK)},
    ),
    "percentages of columns whose totals no cell shows": (
        {
            "n.csv": """
                Learners by region and sex
                Region     | Female | Male
                North East | 412    | [c]
                North West | 388    | 401
                London     | 290    | 310
            """,
            "pct.csv": """
                Learners by region and sex, column percentages
                Region     | Female | Male
                North East | 37.8   | 1.0
                North West | 35.6   | 55.8
                London     | 26.6   | 43.2
            """,
        },
        {"n.csv!C3": ("OC304", BLOCK)},
    ),
    "a rate": (
        {
            "a.csv": """
                Exclusions by region
                Region     | Pupils | Excluded pupils | Rate per 1,000 pupils
                North East | 1430   | [c]             | 4.9
                North West | 3880   | 57              | 14.7
                London     | 2900   | 33              | 11.4
            """
        },
        {"a.csv!C3": ("OC304", BLOCK)},
    ),
    "an index": (
        {
            "a.csv": """
                Learners by year
                Year | Learners | Index (2015 = 100)
                2015 | 412      | 100.0
                2016 | 388      | 94.2
                2017 | [c]      | 1.5
                2018 | 310      | 75.2
            """
        },
        {"a.csv!B5": ("OC304", BLOCK)},
    ),
    "a change in numbers": (
        {
            "a.csv": """
                Learners by region
                Region     | 2021/22 | 2022/23 | Change
                North East | 45      | [c]     | -39
                North West | 388     | 401     | 13
                London     | 290     | 310     | 20
            """
        },
        {"a.csv!C3": ("OC304", REVIEW)},
    ),
    "a change in per cent": (
        {
            "a.csv": """
                Learners by region
                Region     | 2021/22 | 2022/23 | % change
                North East | 45      | [c]     | -86.7
                North West | 388     | 401     | 3.4
                London     | 290     | 310     | 6.9
            """
        },
        {"a.csv!C3": ("OC304", BLOCK)},
    ),
    "cumulative percentages": (
        {
            "a.csv": """
                Qualification
                Qualification | Frequency | Cumulative Percent
                GCSE          | 412       | 47.9
                A level       | 388       | 93.0
                BTEC          | [c]       | 93.7
                Other         | [c]       | 100.0
                Total         | 860       |
            """
        },
        {"a.csv!B5": ("OC304", BLOCK)},
    ),
    "a running total beside the counts": (
        {
            "a.csv": """
                Learners by months since completion
                Months   | Learners | Cumulative learners
                1 month  | 412      | 412
                2 months | 388      | 800
                3 months | [c]      | 806
                4 months | 54       | 860
            """
        },
        {"a.csv!B5": ("OC301", BLOCK), "a.csv!C5": ("OC305", BLOCK)},
    ),
    "a running total alone": (
        {"a.csv": "Month | Cumulative starts\nJanuary | 412\nFebruary | 800\nMarch | 806\nApril | 860"},
        {"a.csv!B4": ("OC305", BLOCK)},
    ),
    "counts up to one month and up to a later one": (
        {
            "a.csv": """
                Learners in employment
                Time            | Learners
                Within 3 months | 412
                Within 6 months | 800
                Within 9 months | 806
            """
        },
        {"a.csv!B5": ("OC305", BLOCK)},
    ),
    "a small number that is said to be not available": (
        {
            "a.csv": """
                Number of learners by region and sex
                Region     | Female | Male | Total
                North East | 412    | [x]  | 417
                North West | 388    | 401  | 789
            """
        },
        {"a.csv!C3": ("OC301", BLOCK)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hidden_count_is_given_away_by(name: str, tmp_path: Path) -> None:
    files, expected = CASES[name]
    report = report_on(tmp_path, {file: "\n".join(line.strip() for line in text.splitlines()) for file, text in files.items()})
    for place, (code, level) in expected.items():
        assert found(report, code)[place].level is level


def book_report(folder: Path, sheets: Mapping[str, str]) -> Report:
    """Report on one workbook, each sheet drawn with ``|`` between cells."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for line in text.strip().splitlines():
            cells = (cell.strip() for cell in line.split("|"))
            sheet.append([int(cell) if cell.isdigit() else cell for cell in cells])
    book.save(folder / "a.xlsx")
    return check(Request(paths=(folder,), packs=("ons-srs",)), today=TODAY)


def regions(*numbers: object) -> str:
    rows = zip(("North East", "North West", "London", "South West"), numbers, strict=False)
    return "\n".join(["Learners by region", "Region | Learners", *(f"{name} | {number}" for name, number in rows)])


def test_a_sheet_of_all_and_a_sheet_of_women_leave_the_men(tmp_path: Path) -> None:
    report = book_report(tmp_path, {"All": regions(419, 789, 600, 377), "Females": regions(412, 388, 290, 180)})
    assert list(found(report, "OC305", REVIEW)) == ["a.xlsx!B3"]


def test_three_sheets_add_up(tmp_path: Path) -> None:
    sheets = {"All": regions(419, 789, 600), "Females": regions(412, 388, 290), "Males": regions("[c]", 401, 310)}
    report = book_report(tmp_path, sheets)
    assert words(report, "OC301", "a.xlsx!B3") == "B3 = `a.xlsx` sheet All, B3 − `a.xlsx` sheet Females, B3"


def test_a_sheet_for_each_category_is_one_table_beside_its_total(tmp_path: Path) -> None:
    ages = {"16-18": ("North East | 21\nNorth West | 62"), "19-24": ("North East | 71\nNorth West | [c]")}
    sheets = {age: f"Learners by region\nRegion | Learners\n{rows}" for age, rows in ages.items()}
    report = book_report(tmp_path, {**sheets, "Ages": "Learners by age\nAge | Learners\n16-18 | 83\n19-24 | 77"})
    assert list(found(report, "OC301", REVIEW)) == ["a.xlsx!B4"]
    assert words(report, "OC301", "a.xlsx!B4") == "B4 = `a.xlsx` sheet Ages, B4 − B3"


def test_two_sheets_that_print_the_same_are_not_two_categories(tmp_path: Path) -> None:
    report = book_report(tmp_path, {"Table": regions(419, "[c]", 600, 377), "Chart": regions(419, 8, 600, 377)})
    assert list(found(report, "OC304", BLOCK)) == ["a.xlsx!B4"]


def test_a_weighted_count_beside_a_hidden_one_asks_for_a_person(tmp_path: Path) -> None:
    table = "Learners by sex\nSex | Unweighted count | Weighted count\nFemale | 412 | 824.0\nMale | [c] | 14.0"
    assert list(found(report_on(tmp_path, {"a.csv": table}), "OC108", REVIEW)) == ["a.csv!C4"]


@pytest.mark.parametrize(
    "other",
    [
        "Learners by region\nRegion | Learners\nNorth East | 471\nNorth West | 912\nLondon | 577",
        "Learners by region\nRegion | Learners\nA | 448\nB | 835\nC | 622",
        "Employers by region\nRegion | Employers\nNorth East | 448\nNorth West | 835\nLondon | 640",
        "Learners by age\nAge | Learners\n16-18 | 777\n19-24 | 900\n25+ | 655",
    ],
)
def test_tables_of_other_people_give_nothing_away(other: str, tmp_path: Path) -> None:
    table = "\n".join(line.strip() for line in SEXES.splitlines())
    report = report_on(tmp_path, {"a.csv": table, "b.csv": other})
    assert report.verdict is Verdict.CLEAR


def test_percentages_that_were_computed_from_rounded_counts_say_nothing_of_the_true_ones(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Region | Sex    | Sector    | Learners | % of all
                North  | Female | Care      | 30       | 7.9
                North  | Female | Retail    | 40       | 10.5
                North  | Female | Transport | [c]      | [c]
                North  | Female | Energy    | 70       | 18.4
                North  | Male   | Care      | 70       | 18.4
                North  | Male   | Retail    | 70       | 18.4
                North  | Male   | Transport | 10       | 2.6
                North  | Male   | Energy    | 80       | 21.1
            """,
            "b.csv": """
                Number of learners by region and sector
                Region | Care | Retail | Transport | Energy | Total
                North  | 100  | 110    | 10        | [c]    | 380
                South  | 70   | 80     | 20        | 30     | 200
                Total  | 170  | 190    | 30        | [c]    | 580
            """,
        },
    )
    assert "OC308" not in {held.code for held in report.findings}


@pytest.mark.parametrize(
    "title", ["Table 3: learners by sex, 2021", "Learners by sex (N = 800)", "Learners by sex, n = 5,000,000"]
)
def test_a_number_in_a_title_that_cannot_be_the_size_says_nothing(title: str, tmp_path: Path) -> None:
    report = report_on(tmp_path, {"a.csv": f"{title}\nSex | Learners\nFemale | 412\nMale | 442\nOther | [c]"})
    assert report.verdict is Verdict.CLEAR
