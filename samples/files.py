"""Bytes of the sample files, the same on every machine: fixed dates, stored zips, canonical XML, explicit line ends."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from samples.tables import Kind, Sheet, Shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

WRITTEN = datetime(2026, 2, 9, 10, 0, 0, tzinfo=UTC)
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = "Arial"
COLUMN_WIDTH = 19
HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
THIN, MEDIUM = Side(style="thin", color="7F7F7F"), Side(style="medium", color="1F3864")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one program writes a CSV file."""

    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    quote_text: bool = False
    padded: bool = False


PANDAS = Dialect()
R = Dialect(quote_text=True)
EXCEL = Dialect(encoding="utf-8-sig", line_end="\r\n")
FRENCH_EXCEL = Dialect(delimiter=";", encoding="cp1252", line_end="\r\n", padded=True)


def csv_bytes(sheet: Sheet, dialect: Dialect) -> bytes:
    """Write a sheet as CSV. A padded dialect fills every line to the width of the table, as Excel does."""
    decimals = {figure.column: figure.measure.decimals for figure in sheet.figures}
    table = [[text_of(value, decimals.get(column, 0)) for column, value in enumerate(line)] for line in sheet.body]
    lines = [[line] for line in sheet.title] + [list(line) for line in sheet.header] + table + [[line] for line in sheet.notes]
    if dialect.padded:
        lines = [line + [""] * (sheet.width - len(line)) for line in lines]
    if not dialect.quote_text:
        return _csv(lines, dialect)
    numbers = {(figure.row, figure.column) for figure in sheet.figures if figure.number is not None}
    quoted = [
        dialect.delimiter.join(text if (row, column) in numbers else f'"{text}"' for column, text in enumerate(line))
        for row, line in enumerate(lines)
    ]
    return "".join(line + dialect.line_end for line in quoted).encode(dialect.encoding)


def rows_bytes(rows: Iterable[Sequence[Shown]]) -> bytes:
    """Write plain rows as CSV."""
    return _csv(rows, PANDAS)


def _csv(rows: Iterable[Sequence[Shown]], dialect: Dialect) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=dialect.delimiter, lineterminator=dialect.line_end).writerows(rows)
    return stream.getvalue().encode(dialect.encoding)


def workbook_bytes(sheets: Sequence[Sheet], cover: Sequence[str] = ()) -> bytes:
    """Write styled sheets as one workbook, behind a sheet of notes where there are any."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if cover:
        _write_cover(book.create_sheet("Notes"), cover)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return _reproducible(stream.getvalue())


def _write_cover(page: Worksheet, lines: Sequence[str]) -> None:
    """Write the sheet of notes: a heading, then paragraphs."""
    for row, line in enumerate(lines, start=1):
        cell = page.cell(row, 1, line)
        cell.font = Font(name=FONT, size=14 if row == 1 else 10, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 22 if row == 1 else 15 * (1 + len(line) // 90)
    page.column_dimensions["A"].width = 78
    page.sheet_view.showGridLines = False


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    """Write one table with its title, header, notes and styles."""
    for row, line in enumerate(sheet.title, start=1):
        if line:
            page.cell(row, 1, line).font = Font(name=FONT, size=13 if row == 1 else 10, bold=row == 1)
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=sheet.width)
    top = len(sheet.title) + 1
    _write_header(page, sheet, top)
    first = top + len(sheet.header)
    for row, values in enumerate(sheet.body, start=first):
        for column, value in enumerate(values, start=1):
            page.cell(row, column, value).font = Font(name=FONT, size=10, bold=row == first + len(sheet.body) - 1)
    for figure in sheet.figures:
        cell = page[figure.cell]
        cell.number_format = "#,##0" if not figure.measure.decimals else "0." + "0" * figure.measure.decimals
        cell.alignment = Alignment(horizontal="right")
    last = first + len(sheet.body) - 1
    for column in range(1, sheet.width + 1):
        page.cell(last, column).border = Border(top=THIN, bottom=MEDIUM)
    for row, line in enumerate(sheet.notes, start=last + 1):
        if line:
            page.cell(row, 1, line).font = Font(name=FONT, size=9, italic=True, color="404040")
    _set_page(page, sheet, first)


def _write_header(page: Worksheet, sheet: Sheet, top: int) -> None:
    """Write one header row, or two of which the upper one spans its groups."""
    bottom = top + len(sheet.header) - 1
    for row, line in enumerate(sheet.header, start=top):
        for column, text in enumerate(line, start=1):
            cell = page.cell(row, column, text or None)
            cell.font = Font(name=FONT, size=10, bold=True)
            cell.fill = HEADER_FILL
            group = row < bottom and column > sheet.stubs
            cell.alignment = Alignment(
                wrap_text=True, vertical="bottom", horizontal="left" if column <= sheet.stubs else "center" if group else "right"
            )
            cell.border = Border(top=MEDIUM if row == top else None, bottom=THIN if row == bottom or group else None)
    if bottom > top:
        page.merge_cells(start_row=top, end_row=bottom, start_column=1, end_column=1)
        span = len(sheet.measures)
        for column in range(2, sheet.width + 1, span):
            page.merge_cells(start_row=top, end_row=top, start_column=column, end_column=column + span - 1)


def _set_page(page: Worksheet, sheet: Sheet, first: int) -> None:
    """Set widths, frozen headings and printing."""
    labels = max(len(str(line[0])) for line in (*sheet.header, *sheet.body))
    page.column_dimensions["A"].width = labels + 3
    for column in range(1, sheet.width):
        page.column_dimensions[chr(65 + column)].width = COLUMN_WIDTH
    page.row_dimensions[first - 1].height = 28 if max(map(len, sheet.header[-1])) > COLUMN_WIDTH else 15
    page.freeze_panes = f"B{first}"
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _reproducible(data: bytes) -> bytes:
    """Rewrite a workbook so that neither the clock, the zip library nor the XML library shows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            if name == "docProps/core.xml":
                text = re.sub(r">\d{4}-\d\d-\d\dT[^<]*<", f">{WRITTEN:%Y-%m-%dT%H:%M:%SZ}<", text)
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            entry.create_system = 0
            new.writestr(entry, (XML_HEAD + canonicalize(text)).encode())
    return stream.getvalue()


def bar_chart(sheet: Sheet, title: str) -> bytes:
    """Draw the medians of a sheet as a bar chart: a picture, which cannot be checked."""
    bars = [figure for figure in sheet.figures if figure.measure.kind is Kind.MEDIAN]
    height = 60 + 26 * len(bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{height}" font-family="Arial" font-size="13">',
        f'<text x="10" y="24" font-weight="bold">{title}</text>',
    ]
    for place, figure in enumerate(bars):
        y = 44 + 26 * place
        length = int(figure.number or 0) // 100
        lines.append(f'<text x="190" y="{y + 15}" text-anchor="end">{figure.labels[0]}</text>')
        lines.append(f'<rect x="200" y="{y}" width="{length}" height="20" fill="#1f3864"/>')
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()
