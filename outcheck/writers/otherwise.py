"""What a copy has otherwise than its original, beside what was asked to be changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from outcheck.model.grid import Grid, Visibility
from outcheck.model.inspection import HiddenKind
from outcheck.model.otherwise import LACKING, NOTED, Otherwise
from outcheck.model.places import Area, Place
from outcheck.model.release import ReleaseFile
from outcheck.writers.changes import SheetChanges
from outcheck.writers.shown import ShownCells, Value

_PARTS = {
    "chart": re.compile(r"xl/(?:charts|chartsheets)/(?:chart|sheet)\d*\.xml|Object \d+/content\.xml", re.IGNORECASE),
    "picture": re.compile(r"(?:xl/media|Pictures)/[^/]+", re.IGNORECASE),
}
_PRINTED = "a header or footer"
_CARRIED = {
    HiddenKind.COMMENT: "comments",
    HiddenKind.MACRO: "macros",
    HiddenKind.OBJECT: "embedded objects",
    HiddenKind.PIVOT: "the working of pivot tables",
    HiddenKind.FORMULA: "formulas (their results stay)",
}


def lacks(file: ReleaseFile, data: bytes) -> Iterator[Otherwise]:
    """What a workbook has and a copy of what it shows has not, in words, without a number that could be a count of persons."""
    counted = {name: sum(bool(part.fullmatch(held)) for held in _names(data)) for name, part in _PARTS.items()}
    told = [f"{name}s" if many > 1 else f"a {name}" for name, many in counted.items() if many]
    kinds = {held.kind for held in file.hidden}
    told += [words for kind, words in _CARRIED.items() if kind in kinds]
    if any(held.what.startswith(_PRINTED) for held in file.hidden):
        told.append("the text of headers and footers")
    if any(grid.visibility is not Visibility.VISIBLE for grid in file.grids):
        told.append("hidden sheets")
    yield from (Otherwise(Place(file.path), LACKING, words) for words in told)
    for grid in (grid for grid in file.grids if grid.visibility is Visibility.VISIBLE):
        if grid.hidden:
            yield Otherwise(Place(file.path, grid.sheet), LACKING, f"hidden rows or columns ({_listed(grid.hidden)})")
        if grid.revealed:
            now = f"{_listed(grid.revealed)} no longer hidden"
            yield Otherwise(Place(file.path, grid.sheet), now, "since totals that are shown count what stands there")


def _listed(areas: Sequence[Area]) -> str:
    return ", ".join(map(str, areas))


def _names(data: bytes) -> Sequence[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.namelist()
    except zipfile.BadZipFile:  # an older kind of workbook
        return ()


def differing(grid: Grid, cells: ShownCells, changes: SheetChanges) -> Iterator[Otherwise]:
    """Cells of a sheet that are neither as they were nor as was asked for, in ranges down a column, and the lines below it."""
    for number, column in enumerate(cells.columns):
        held, open_since, said = grid.columns[column], 0, None
        for place, row in enumerate((*cells.rows, grid.height)):
            told = None
            if row < grid.height and (row, column) not in changes.cells:
                told = _told(held[row], cells.values[place][number])
            if told != said or (place and row != cells.rows[place - 1] + 1):
                if said is not None:
                    last = cells.rows[place - 1] if place else row
                    yield Otherwise(Place(grid.file, grid.sheet, str(Area(open_since, column, last, column))), *said)
                open_since, said = row, told
    for row in (row for row in cells.rows[-len(changes.notes) :] if changes.notes and row > grid.height):
        yield Otherwise(Place(grid.file, grid.sheet, str(Area(row, 0, row, 0))), NOTED, "says what a marker means")


def _told(stored: object, shown: Value) -> tuple[str, str] | None:
    """What became of a value and why, None where it stands as it did."""
    if stored == shown or (stored in ("", None) and shown in ("", None)):
        return None
    if shown in ("", None):
        return "nothing", "stored what could not be seen"
    if isinstance(stored, str):
        unseen = isinstance(shown, str) and not shown.startswith("'")
        return "a text", "held signs that nobody sees" if unseen else "would have been run by a spreadsheet program"
    if isinstance(shown, str):
        return "a text", "stored another value than the text that it shows"
    return "a number", "was stored with more digits than it shows"
