"""What stands around the cells of a workbook, and is not hidden, stands around those of its copy."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from protected import fixed

from outcheck.fixing import Fixed

ROWS = (("Region", "Female", "Male", "Total"), ("North", 4, 40, 44), ("South", 30, 50, 80), ("East", 35, 20, 55))
SUMS = ("Total", 69, 110, 179)


def book() -> tuple[Workbook, Worksheet]:
    """A workbook with a cover and a table from A4 that has a small count in B5."""
    made = Workbook()
    cover = made.worksheets[0]
    cover.title = "Cover"
    cover["A1"] = "Learners by region"
    sheet = made.create_sheet("Table 1")
    sheet["A1"] = "Table 1: Number of learners by region and sex"
    for row, line in enumerate((*ROWS, SUMS), 4):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    return made, sheet


def copied(made: Workbook, folder: Path) -> tuple[Worksheet, Worksheet, Fixed]:
    """The cover and the table of a protected copy, and how it was made."""
    (folder / "release").mkdir()
    made.save(folder / "release" / "a.xlsx")
    how = fixed(folder / "release", folder / "copies")
    assert {change.place.cell for change in how.plan.changes} == {"B5", "C5", "B7", "C7"}
    new = openpyxl.load_workbook(folder / "copies" / "a.xlsx", rich_text=True)
    return new["Cover"], new["Table 1"], how


def lacking(how: Fixed) -> list[str]:
    return [held.because for held in how.otherwise if not held.place.cell]


def test_frozen_headings_zoom_and_colour_of_the_tab_stay(tmp_path: Path) -> None:
    made, sheet = book()
    sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines = "B5", 85, False
    sheet.sheet_properties.tabColor = "FF112233"
    sheet.row_dimensions[2].hidden = True
    _, new, how = copied(made, tmp_path)
    assert new.freeze_panes == "B4"  # a row above is gone
    assert (new.sheet_view.zoomScale, new.sheet_view.showGridLines) == (85, False)
    assert new.sheet_properties.tabColor == Color("FF112233")
    assert lacking(how) == ["hidden rows or columns (A2:D2)"]


def test_what_is_printed_stays_and_has_the_legend_in_it_but_no_text_that_only_printing_shows(tmp_path: Path) -> None:
    made, sheet = book()
    sheet.print_title_rows, sheet.print_area = "4:4", "A1:D8"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text, sheet.oddHeader.left.text = "Page &P of &N", "4 learners in the North"  # type: ignore[union-attr]
    _, new, how = copied(made, tmp_path)
    assert (new.print_title_rows, new.print_area) == ("$4:$4", "'Table 1'!$A$1:$D$10")
    assert new["A10"].value == "[c] = not shown, to protect confidentiality"
    assert (new.page_setup.orientation, new.page_setup.fitToHeight) == ("landscape", 0)
    assert new.sheet_properties.pageSetUpPr is not None
    assert new.sheet_properties.pageSetUpPr.fitToPage
    assert new.oddFooter is not None
    assert new.oddHeader is not None
    assert (new.oddFooter.center.text, new.oddHeader.left.text) == ("Page &P of &N", None)
    assert lacking(how) == ["the text of headers and footers"]


def test_links_to_what_the_copy_shows_and_to_the_web_stay(tmp_path: Path) -> None:
    made, sheet = book()
    cover, hidden = made["Cover"], made.create_sheet("Raw")
    hidden.sheet_state = "hidden"
    sheet.row_dimensions[2].hidden = True
    targets = ("'Table 1'!A4", "Raw!A1", "mailto:stats@example.org", "https://example.org/guide", "file:///C:/data/raw.xlsx")
    for row, target in enumerate(targets, 2):
        cell = cover.cell(row, 1)
        cell.value = f"Link {'abcde'[row - 2]}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target) if "!" in target else target
    new, _, _ = copied(made, tmp_path)
    links = [cell.hyperlink and (cell.hyperlink.location or cell.hyperlink.target) for cell in new["A"][1:6]]
    assert links == ["'Table 1'!A3", None, "mailto:stats@example.org", "https://example.org/guide", None]


def test_a_table_is_marked_up_as_one_again(tmp_path: Path) -> None:
    made, sheet = book()
    style = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(Table(displayName="Table_1", ref="A4:D8", tableStyleInfo=style))
    _, new, _ = copied(made, tmp_path)
    (table,) = new.tables.values()
    assert (table.displayName, table.ref, table.tableStyleInfo.name) == ("Table_1", "A4:D8", "TableStyleLight9")
    assert [column.name for column in table.tableColumns] == list(ROWS[0])


def test_colours_by_value_stay_on_numbers_alone_and_those_by_formula_or_that_hide_do_not(tmp_path: Path) -> None:
    made, sheet = book()
    yellow = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFFEE88"))
    white = DifferentialStyle(font=Font(color="FFFFFFFF"))
    nothing = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=";;;"))
    sheet.conditional_formatting.add("B5:D8", Rule("cellIs", operator="greaterThan", formula=["100"], dxf=yellow))
    sheet.conditional_formatting.add("B5:D8", Rule("expression", formula=["B5=4"], dxf=yellow))
    for look in (white, nothing):
        sheet.conditional_formatting.add("D5:D8", Rule("cellIs", operator="lessThan", formula=["50"], dxf=look))
    _, new, _ = copied(made, tmp_path)
    kept = [(str(held.sqref), held.rules[0].formula) for held in new.conditional_formatting]
    assert kept == [("B6 B8 C6 C8 D5:D8", ["100"])]


@pytest.mark.parametrize(("colour", "stays"), [(None, True), ("FFFFFFFF", False)])
def test_a_raised_mark_in_a_text_stays_unless_it_is_white(tmp_path: Path, colour: str | None, *, stays: bool) -> None:
    made, sheet = book()
    sheet["A10"] = CellRichText(
        "Total", TextBlock(InlineFont(vertAlign="superscript", color=Color(colour) if colour else None), "1"), " of all"
    )
    _, new, _ = copied(made, tmp_path)
    assert str(new["A10"].value) == "Total1 of all"
    assert isinstance(new["A10"].value, CellRichText) is stays


def test_what_a_copy_has_not_is_said(tmp_path: Path) -> None:
    made, sheet = book()
    sheet["B5"].comment = Comment("only 4", "J. Marsh")
    made.create_sheet("Raw").sheet_state = "hidden"
    _, new, how = copied(made, tmp_path)
    assert new["B5"].comment is None
    assert lacking(how) == ["comments", "hidden sheets"]
    assert not any(sign.isdigit() for words in lacking(how) for sign in words)


def test_numbers_that_are_stored_with_more_digits_than_they_show_are_named(tmp_path: Path) -> None:
    made, sheet = book()
    for row in (5, 6, 7):
        sheet.cell(row, 5).value, sheet.cell(row, 5).number_format = 20.25 + row, "0"
    sheet["E4"] = "Mean age"
    _, new, how = copied(made, tmp_path)
    assert [new.cell(row, 5).value for row in (5, 6, 7)] == [25, 26, 27]
    told = [(held.place.cell, held.now) for held in how.otherwise if held.place.cell]
    assert told == [("A10", "a line"), ("E5:E7", "a number")]
