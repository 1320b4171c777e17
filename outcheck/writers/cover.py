"""The first sheet of an annotated copy: that it must not leave, what it is a copy of, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.finding import Finding
from outcheck.model.marks import NOT_FOR_RELEASE
from outcheck.model.release import Unread
from outcheck.model.rule import Level
from outcheck.writers.workbooks import set_value

_WIDTHS = (10, 18, 12, 8, 62, 62, 26)
_HEADINGS = ("Level", "Sheet", "First cell", "Cells", "What was found", "What to do", "Rule")
_RED, _GREY = "FF9B1C1C", "FFE5E7EB"
_MOST_LISTED = 5_000
_FACE = "Calibri"
_BOLD = Font(name=_FACE, bold=True)
_LINE, _SIGNS = 15, 64


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheet says of the file as a whole."""

    path: str
    sha256: str
    verdict: str
    by: str
    unread: tuple[Unread, ...] = ()


def write_cover(
    sheet: Worksheet, cover: Cover, findings: Sequence[Finding], titles: Mapping[str, str], fills: Mapping[Level, str]
) -> None:
    """Fill the sheet. ``titles`` are the names of the new sheets by those of the old ones."""
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    _put(
        sheet,
        1,
        1,
        f"{NOT_FOR_RELEASE}. An annotated copy, for the checker alone.",
        Font(name=_FACE, bold=True, size=14, color="FFFFFFFF"),
    )
    sheet.merge_cells("A1:G1")
    sheet["A1"].fill = PatternFill("solid", fgColor=_RED)
    sheet.row_dimensions[1].height = 30
    sheet["A1"].alignment = Alignment(vertical="center")
    facts = (
        ("Copy of", cover.path),
        ("SHA-256", cover.sha256),
        ("Verdict", cover.verdict),
        ("Made by", cover.by),
        (
            "Note",
            "Values are those of the original; what was hidden is shown. The file that may leave is the original.",
        ),
    )
    for row, (name, value) in enumerate(facts, start=2):
        _put(sheet, row, 1, name, _BOLD)
        _put(sheet, row, 2, value)
    row = len(facts) + 3
    for entry in cover.unread:
        _put(sheet, row, 1, "NOT READ", Font(name=_FACE, bold=True, color=_RED))
        _put(sheet, row, 2, entry.sheet)
        _put(sheet, row, 5, entry.what, wrap=True)
        _put(sheet, row, 6, entry.todo, wrap=True)
        row += 1
    for column, heading in enumerate(_HEADINGS, start=1):
        _put(sheet, row, column, heading, _BOLD).fill = PatternFill("solid", fgColor=_GREY)
    sheet.freeze_panes = f"A{row + 1}"
    ordered = sorted(findings, key=lambda held: (held.waived is not None, -held.level.rank))
    for place, found in enumerate(ordered[:_MOST_LISTED], start=row + 1):
        _list(sheet, place, found, titles, fills)
    if len(ordered) > _MOST_LISTED:
        _put(sheet, row + _MOST_LISTED + 1, 1, f"and {len(ordered) - _MOST_LISTED:,} more: see the report")
    if not ordered:
        _put(sheet, row + 1, 1, "Nothing was found.")
    for_print(sheet)


def for_print(sheet: Worksheet) -> None:
    """Have a sheet printed on pages that are wide enough, each of which says what it is."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddHeader is not None:
        sheet.oddHeader.center.text = NOT_FOR_RELEASE


def _list(sheet: Worksheet, row: int, found: Finding, titles: Mapping[str, str], fills: Mapping[Level, str]) -> None:
    level = _put(sheet, row, 1, "WAIVED" if found.waived else found.level.value.upper(), _BOLD)
    level.fill = PatternFill("solid", fgColor=fills[found.level])
    first = found.place.cell.partition(":")[0]
    _put(sheet, row, 2, found.place.sheet)
    where = _put(sheet, row, 3, found.place.cell)
    if first and found.place.sheet in titles:
        quoted = titles[found.place.sheet].replace("'", "''")
        where.hyperlink = Hyperlink(ref=where.coordinate, location=f"'{quoted}'!{first}")
        where.font = Font(name=_FACE, underline="single", color="FF1D4ED8")
    if found.place.cell:
        _put(sheet, row, 4, found.cells).alignment = Alignment(horizontal="center", vertical="top")
    doubt = ", could not be determined" if found.undetermined else ""
    proof = f". {found.proof.words}" if found.proof else ""
    _put(sheet, row, 5, f"{found.message}{doubt}{proof}", wrap=True)
    told = f"waived by {found.waived.by}: {found.waived.reason}" if found.waived else (found.remedies or ("",))[0]
    _put(sheet, row, 6, told, wrap=True)
    _put(sheet, row, 7, f"{found.code} {found.rule}")


def _put(sheet: Worksheet, row: int, column: int, value: str | int, font: Font | None = None, *, wrap: bool = False) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  only the first row is merged, after it was written
    set_value(cell, ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    cell.font = font or Font(name=_FACE)
    if wrap:
        # Not every program works out heights of its own when it opens a file.
        lines = -(-len(str(value)) // _SIGNS)
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or _LINE, _LINE * lines)
    return cell
