"""An annotated copy of one file: its sheets as they are, with colours and comments on what was found. Not for release."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import PurePosixPath

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.finding import Finding
from outcheck.model.grid import Grid
from outcheck.model.marks import NOT_FOR_RELEASE
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import Level
from outcheck.writers.copies import CleanCopy, CleanError
from outcheck.writers.cover import Cover, for_print, write_cover
from outcheck.writers.looks import Looks, old_workbook
from outcheck.writers.workbooks import plain_package, set_value

FILLS = {Level.BLOCK: "FFF4A6A0", Level.REVIEW: "FFFBDD8B", Level.NOTE: "FFBBD9F2"}
MOST_CELLS = 500_000
_MOST_COLOURED = 100_000
_MOST_COMMENTS = 2_000
_LONGEST = 32_767
_WIDEST = 42
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE = 31


@dataclass(slots=True)
class _Marked:
    """What is said of one cell: the gravest level, and a line a finding."""

    level: Level
    lines: list[str]


def annotated_copy(file: ReleaseFile, data: bytes, findings: Sequence[Finding], cover: Cover) -> CleanCopy:
    """Copy of a file as a workbook; raises CleanError for one without a table, or too large to be looked at so.

    Rows and columns stay where they are, hidden ones and hidden sheets are shown, and texts stay texts. The same bytes each time.
    """
    if not file.grids:
        raise CleanError("it holds no table that could be annotated")
    if sum(grid.height * grid.width for grid in file.grids) > MOST_CELLS:
        raise CleanError(f"it has more than {MOST_CELLS:,} cells; the report names the places")
    book, old = Workbook(), old_workbook(data, file.format)
    first = book.worksheets[0]
    first.title = NOT_FOR_RELEASE
    titles = _titles(file.grids)
    write_cover(first, cover, findings, titles, FILLS)
    for grid in file.grids:
        sheet = old[grid.sheet] if old is not None and grid.sheet in old.sheetnames else None
        new = book.create_sheet(titles[grid.sheet])
        _copy_cells(new, grid, Looks(grid, sheet if isinstance(sheet, Worksheet) else None))
        for_print(new)
        _mark(new, grid, [found for found in findings if found.place.sheet == grid.sheet])
    book.properties.title = f"{NOT_FOR_RELEASE}: annotated copy"
    book.properties.category = NOT_FOR_RELEASE
    stream = io.BytesIO()
    book.save(stream)
    return CleanCopy(annotated_name(file.path), file.path, plain_package(stream.getvalue()), ())


def annotated_name(path: str) -> str:
    """Name of the copy; the whole name of the original is in it, so that a CSV and a workbook of one name stay apart."""
    own = PurePosixPath(path)
    return own.with_name(f"{own.name}-{NOT_FOR_RELEASE.lower().replace(' ', '-')}.xlsx").as_posix()


def _titles(grids: Sequence[Grid]) -> dict[str, str]:
    """Names of the new sheets by those of the old, which another kind of workbook may allow more of."""
    taken = {NOT_FOR_RELEASE.casefold()}
    titles: dict[str, str] = {}
    for grid in grids:
        wanted = _NOT_IN_TITLES.sub("_", grid.sheet).strip("'")[:_LONGEST_TITLE] or "Data"
        title, number = wanted, 1
        while title.casefold() in taken:
            number += 1
            title = f"{wanted[: _LONGEST_TITLE - 5]} ({number})"
        taken.add(title.casefold())
        titles[grid.sheet] = title
    return titles


def _copy_cells(sheet: Worksheet, grid: Grid, looks: Looks) -> None:
    widest = [0] * grid.width
    for column, values in enumerate(grid.columns):
        for row, value in enumerate(values):
            cell = sheet.cell(row + 1, column + 1)
            if not isinstance(cell, Cell):
                continue
            looks.apply(cell, row, column)
            if value is None or value == "":
                continue
            set_value(cell, _writable(value))
            widest[column] = max(widest[column], len(str(value)) if isinstance(value, str) else 10)
            if looks.old is None and isinstance(value, str) and _is_number(value):
                cell.alignment = Alignment(horizontal="right")
    for column, width in enumerate(widest):
        old = looks.old.column_dimensions.get(get_column_letter(column + 1)) if looks.old is not None else None
        sheet.column_dimensions[get_column_letter(column + 1)].width = (
            old.width if old is not None and old.width else min(width, _WIDEST) + 2
        )
    for area in grid.merged:
        sheet.merge_cells(str(area))


def _writable(value: object) -> str | int | float | bool:
    """A value as a workbook can hold it: characters that XML refuses are shown by their code, and nothing is cut off silently."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if not isinstance(value, str):
        return value  # type: ignore[return-value]  # dates and times are written as they are
    text = ILLEGAL_CHARACTERS_RE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 20]} … (cut off here)"


def _is_number(text: str) -> bool:
    return text.strip().replace(",", "").replace(".", "", 1).removesuffix("%").lstrip("-").isdigit()


def _mark(sheet: Worksheet, grid: Grid, findings: Sequence[Finding]) -> None:
    """Colour the cells of findings and say what was found, the gravest first, on the first cell of each range."""
    anchors = {
        (row, column): (area.top, area.left)
        for area in grid.merged
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    marked: dict[tuple[int, int], _Marked] = {}
    for found in sorted(findings, key=lambda held: -held.level.rank):
        for area in _areas(found):
            for row in range(area.top, min(area.bottom, grid.height - 1) + 1):
                for column in range(area.left, min(area.right, grid.width - 1) + 1):
                    place = anchors.get((row, column), (row, column))
                    if place not in marked and len(marked) >= _MOST_COLOURED:
                        return
                    held = marked.setdefault(place, _Marked(found.level, []))
                    if (row, column) == (area.top, area.left):
                        held.lines.append(_line(found))
    said = 0
    for (row, column), held in sorted(marked.items()):
        cell = sheet.cell(row + 1, column + 1)
        if not isinstance(cell, Cell):
            continue
        cell.fill = PatternFill("solid", fgColor=FILLS[held.level])
        if held.lines and said < _MOST_COMMENTS:
            said += 1
            text = "\n".join(dict.fromkeys(held.lines))
            cell.comment = Comment(text, "outcheck", height=40 + 22 * (len(text) // 38 + text.count("\n")), width=320)


def _areas(found: Finding) -> list[Area]:
    """Ranges of its own sheet that a finding is about."""
    own = found.place
    places = (own, *(found.related if found.cells > 1 else ()))
    return [Area.parse(place.cell) for place in places if place.cell and (place.file, place.sheet) == (own.file, own.sheet)]


def _line(found: Finding) -> str:
    waived = f" Waived by {found.waived.by} until {found.waived.until.isoformat()}." if found.waived else ""
    proof = f" {found.proof.words}." if found.proof else ""
    todo = f" To do: {found.remedies[0]}." if found.remedies and not found.waived else ""
    text = f"{found.level.value.upper()} {found.code} {found.rule}: {found.message}.{proof}{waived}{todo}"
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)
