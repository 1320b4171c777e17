"""Makes the workbooks of the corpus: python tests/corpus/make_workbooks.py. Each says in words what is in it."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

HOME = Path(__file__).parent
ALWAYS = (2024, 1, 1, 0, 0, 0)
PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>outcheck corpus</dc:creator></cp:coreProperties>'
)

Value = str | int | float | date | None


@dataclass(frozen=True)
class Page:
    """One sheet: its rows from ``start`` on, and how some of its cells look."""

    name: str
    rows: Sequence[Sequence[Value]]
    start: tuple[int, int] = (1, 1)
    merged: Sequence[str] = ()
    indents: Mapping[str, int] = field(default_factory=dict)
    bold: Sequence[str] = ()
    formats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """One workbook, told in ``words``."""

    path: str
    words: str
    pages: Sequence[Page]


# Rows of sheets read best as rows.
# fmt: off
BOOKS = (
    Book("official/merged_headings.xlsx", "sex merged over number and percentage, the corner merged over both heading rows", [
        Page("Table_1", [
            ["Table 1: Learners by region and sex, England, 2021/22"], [],
            ["Region", "Female", None, "Male", None], [None, "Number", "%", "Number", "%"],
            ["North East", 120, 52.2, 110, 47.8], ["London", 340, 48.9, 355, 51.1], ["England", 460, 49.7, 465, 50.3],
        ], merged=["A1:E1", "A3:A4", "B3:C3", "D3:E3"]),
    ]),
    Book("official/four_heading_rows.xlsx", "year merged over mode, mode merged over statistics, and a row of units", [
        Page("Earnings", [
            ["Table 12: Graduates in work and their earnings"],
            ["Subject", "2020/21", None, None, None, "2021/22", None, None, None],
            [None, "Full-time", None, "Part-time", None, "Full-time", None, "Part-time", None],
            [None, "Graduates", "Median earnings"] + ["Graduates", "Median earnings"] * 3,
            [None, "Number", "£", "Number", "£", "Number", "£", "Number", "£"],
            ["Law", 410, 27600, 35, 26100, 425, 28200, 40, 26900],
            ["Nursing", 980, 28400, 120, 29900, 1010, 29100, 115, 30600],
            ["All subjects", 1390, 28100, 155, 29000, 1435, 28800, 155, 29700],
        ], merged=["A2:A5", "B2:E2", "F2:I2", "B3:C3", "D3:E3", "F3:G3", "H3:I3"]),
    ]),
    Book("official/excel_indents.xlsx", "stub with indentation by cell format, two levels below England, all rows with numbers", [
        Page("Table 2", [
            ["Table 2: Number of pupils by area"],
            ["Area", "Girls", "Boys", "All pupils"],
            ["England", 940, 980, 1920],
            ["North", 400, 420, 820], ["Durham", 150, 160, 310], ["Leeds", 250, 260, 510],
            ["South", 540, 560, 1100], ["Devon", 200, 210, 410], ["Kent", 340, 350, 690],
        ], indents={"A4": 1, "A5": 2, "A6": 2, "A7": 1, "A8": 2, "A9": 2}),
    ]),
    Book("official/bold_parents.xlsx", "bold headings without numbers above their categories, no indentation", [
        Page("Characteristics", [
            ["Number of learners by characteristic"], [],
            ["Characteristic", "2021/22", "2022/23"],
            ["Sex"], ["Female", 320, 335], ["Male", 280, 300],
            ["Disability"], ["Disabled", 90, 96], ["Not disabled", 510, 539],
            [], ["Source: Individualised Learner Record"],
        ], bold=["A1", "A3", "B3", "C3", "A4", "A7"]),
    ]),
    Book("official/two_sheets.xlsx", "a cover without tables and two sheets with one table each", [
        Page("Cover", [["Apprenticeships in England"], ["Published 24 November 2022"], ["This workbook has 2 tables."]]),
        Page("Starts", [
            ["Number of apprenticeship starts by level"], ["Level", "Starts"],
            ["Intermediate", 310], ["Advanced", 480], ["Higher", 210], ["Total", 1000],
        ]),
        Page("Rates", [
            ["Achievement rate by level (%)"], ["Level", "Female", "Male"],
            ["Intermediate", 55.1, 53.2], ["Advanced", 52.0, 50.9], ["Higher", 57.7, "[c]"],
        ]),
    ]),
    Book("official/starts_at_b4.xlsx", "a table away from the corner, units in a row of their own, notes below", [
        Page("T3", [
            ["Average earnings of employees by industry"], [],
            ["Industry", "Employees", "Mean pay", "Growth"], [None, "thousands", "£", "%"],
            ["Health", 412.5, 29870, 3.1], ["Retail", 388.1, 18250, -0.4], ["All industries", 800.6, 24240, 1.5],
            [], ["Note: employees are rounded to the nearest 100."],
        ], start=(2, 2)),
    ]),
    Book("official/four_stub_columns.xlsx", "four columns of categories, filled only where they change", [
        Page("Stub", [
            ["Number of leavers by destination"],
            ["Phase", "Year", "Sex", "Destination", "Leavers", "Sustained (%)"],
            ["Key stage 4", "2020/21", "Girls", "Education", 410, 91.2], [None, None, None, "Employment", 32, 80.1],
            [None, None, "Boys", "Education", 395, 89.0], [None, None, None, "Employment", 51, 82.4],
            ["Key stage 5", "2020/21", "Girls", "Education", 220, 88.4], [None, None, None, "Employment", 90, 85.2],
            [None, None, "Boys", "Education", 190, 86.9], [None, None, None, "Employment", 104, 84.0],
        ]),
    ]),
    Book("pivot/compact.xlsx", "a pivot table in compact form: row labels indented, grand totals, sum of learners", [
        Page("Sheet1", [
            [], [], ["Sum of learners", "Column Labels"], ["Row Labels", "Female", "Male", "Grand Total"],
            ["North", 60, 50, 110], ["Level 2", 25, 30, 55], ["Level 3", 35, 20, 55],
            ["South", 85, 80, 165], ["Level 2", 40, 45, 85], ["Level 3", 45, 35, 80],
            ["Grand Total", 145, 130, 275],
        ], indents={"A6": 1, "A7": 1, "A9": 1, "A10": 1}, bold=["A5", "A8", "A11"]),
    ]),
    Book("pivot/tabular.xlsx", "a pivot table in tabular form: outer label once, a total row below each group", [
        Page("Pivot", [
            ["Region", "Sex", "Count of learner_id", "Average of earnings", "Max of earnings"],
            ["North", "Female", 61, 21450.5, 48000], [None, "Male", 54, 23120.25, 61000],
            ["North Total", None, 115, 22235.0, 61000],
            ["South", "Female", 80, 26400.0, 72000], [None, "Male", 77, 28900.75, 90500],
            ["South Total", None, 157, 27626.5, 90500],
            ["Grand Total", None, 272, 25347.1, 90500],
        ]),
    ]),
    Book("pivot/one_column.xlsx", "the smallest pivot table: row labels and a count", [
        Page("Sheet4", [
            [], [], ["Row Labels", "Count of pupil_id"], ["FSM", 212], ["Not FSM", 788], ["(blank)", 15], ["Grand Total", 1015],
        ]),
    ]),
    Book("pivot/percent_of_row.xlsx", "a pivot table shown as percentages of the row, stored as fractions", [
        Page("Sheet2", [
            ["Count of id", "Sex"], ["Region", "Female", "Male", "Grand Total"],
            ["North", 0.545, 0.455, 1], ["South", 0.515, 0.485, 1], ["Grand Total", 0.527, 0.473, 1],
        ], formats={"B3:D5": "0.0%"}),
    ]),
    Book("hand/side_by_side_merged.xlsx", "two tables side by side, each under a title merged over it, an empty column between", [
        Page("Both", [
            ["Learners by age", None, None, None, "Mean earnings (£) by age", None, None],
            ["Age", "Female", "Male", None, "Age", "Female", "Male"],
            ["Under 19", 210, 190, None, "Under 19", 14100, 15200], ["19 and over", 340, 310, None, "19 and over", 21900, 24100],
        ], merged=["A1:C1", "E1:G1"]),
    ]),
    Book("hand/merged_stub.xlsx", "regions merged over their rows, a total of sexes in each", [
        Page("Sheet1", [
            ["Region", "Sex", "n", "Mean", "SD"],
            ["North", "Female", 120, 21.4, 4.1], [None, "Male", 110, 22.0, 4.4], [None, "Total", 230, 21.7, 4.3],
            ["South", "Female", 90, 20.9, 3.9], [None, "Male", 101, 21.6, 4.0], [None, "Total", 191, 21.3, 4.0],
        ], merged=["A2:A4", "A5:A7"]),
    ]),
    Book("tidy/years_as_numbers.xlsx", "tidy data whose years are stored as numbers", [
        Page("data", [
            ["Year", "Provider type", "Starts", "Achievement rate (%)"],
            [2020, "College", 1210, 61.5], [2020, "Private", 2890, 58.2], [2020, "Total", 4100, 59.2],
            [2021, "College", 1305, 62.0], [2021, "Private", 2710, "[c]"], [2021, "Total", 4015, "[c]"],
        ]),
    ]),
    Book("numbers/percent_format.xlsx", "fractions shown as percentages and pounds shown by number format", [
        Page("Formats", [
            ["Earnings and employment by level"], ["Level", "Learners", "In employment", "Median pay"],
            ["Level 2", 1210, 0.615, 16800], ["Level 3", 2890, 0.682, 18900.5], ["Level 4", 410, 0.74, 22100],
        ], formats={"B3:B5": "#,##0", "C3:C5": "0.0%", "D3:D5": "£#,##0"}),
    ]),
    Book("numbers/dates_as_headings.xlsx", "months as headings, stored as dates", [
        Page("Months", [
            ["Number of claimants by region and month"],
            ["Region", date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)],
            ["North", 5120, 5090, 5200], ["South", 4310, 4405, 4390], ["All regions", 9430, 9495, 9590],
        ], formats={"B2:D2": "mmm yyyy"}),
    ]),
    Book("numbers/numbers_as_text.xlsx", "numbers typed as text among stored ones, with marks and an empty cell", [
        Page("Typed", [
            ["Number of entrants by tariff band"], ["Tariff band", "2021", "2022"],
            ["0-79", "1,204", 1190], ["80-119", 2310, "2,405 [r]"], ["120+", "980", None], ["Total", 4494, "x"],
        ]),
    ]),
    Book("official/accessible.xlsx", "accessible: a cover, lists of contents and notes, one table a sheet", [
        Page("Cover", [["Learners in further education"], ["This workbook has one table."], ["Published 14 March 2024"]]),
        Page("Contents", [
            ["Contents"], ["Worksheet", "Title"], ["Notes", "What the notes mean"], ["Table_1", "Learners by age"],
        ]),
        Page("Notes", [["Notes"], ["Note number", "Note text"], ["note 1", "Counts are rounded."], ["note 2", "Self-declared"]]),
        Page("Table_1", [
            ["Table 1: Learners by age group, England, 2022/23"],
            ["This worksheet contains one table. [c] stands for a confidential figure."],
            ["Source: Individualised Learner Record"],
            ["Age group", "Number of learners [note 1]", "Percentage of learners", "Learners with a disability [note 2]"],
            ["Under 19", 312400, 0.17, 61200], ["19 to 24", 402100, 0.22, "[c]"], ["25 and over", 1096700, 0.61, "[c]"],
            ["All ages", 1811200, 1, 298700],
        ], formats={"B5:B8": "#,##0", "C5:C8": "0%", "D5:D8": "#,##0"}),
    ]),
)
# fmt: on


def fill(sheet: Worksheet, page: Page) -> None:
    """Write one sheet."""
    top, left = page.start
    for row, values in enumerate(page.rows, top):
        for column, value in enumerate(values, left):
            sheet.cell(row, column, value)
    for text in page.merged:
        sheet.merge_cells(text)
    for text, steps in page.indents.items():
        sheet[text].alignment = Alignment(indent=steps)
    for text in page.bold:
        sheet[text].font = Font(bold=True)
    for area, form in page.formats.items():
        for cells in sheet[area]:
            for cell in cells:
                cell.number_format = form


def made(book: Book) -> bytes:
    """Bytes of a workbook, the same each time: without the hour at which it was made."""
    workbook = Workbook()
    for number, page in enumerate(book.pages):
        sheet = workbook.active if number == 0 else workbook.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = page.name
        fill(sheet, page)
    raw, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            part = PROPERTIES.encode() if name == "docProps/core.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name, ALWAYS), part, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def main() -> None:
    """Write every workbook to its place."""
    for book in BOOKS:
        (HOME / book.path).write_bytes(made(book))
        sys.stdout.write(f"{book.path}: {book.words}\n")


if __name__ == "__main__":
    main()
