"""Makes the files of this folder: ``python tests/hidden/libreoffice/make.py``, with LibreOffice installed as soffice."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
ROWS = (("Region", "Learners"), ("North", 120), ("South", 130), ("England", 250))


def innocent() -> Workbook:
    """A table, a page of notes, and a chart of the table."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Table 1"
    for row in ROWS:
        sheet.append(row)
    draw(sheet, sheet)
    return book


def guilty() -> Workbook:
    """The same with a hidden sheet, its chart, a hidden row, a comment, a formula and a list."""
    book = innocent()
    sheet = book["Table 1"]
    hidden = book.create_sheet("Workings")
    for row in ROWS:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    draw(sheet, hidden)
    sheet["B2"].comment = Comment("was seven", "J. Smith")
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A6"] = "East"
    sheet["B6"] = 140
    sheet.row_dimensions[6].hidden = True
    validation = DataValidation(type="list", formula1='"North,South,Ashfield"')
    validation.add("A2:A3")
    sheet.add_data_validation(validation)
    return book


def draw(on: Worksheet, of: Worksheet) -> None:
    """Draw a chart."""
    chart = BarChart()
    chart.add_data(Reference(of, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    on.add_chart(chart, "E2")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        for name, book in (("innocent", innocent()), ("guilty", guilty())):
            path = Path(folder) / f"{name}.xlsx"
            book.save(path)
            for kind in ("ods", "xlsx", "xls"):
                command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(HERE), str(path)]
                subprocess.run(command, check=True, capture_output=True)
