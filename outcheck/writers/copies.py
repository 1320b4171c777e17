"""A clean copy of one file: a workbook rebuilt from what it shows, or a text written safely."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import PurePosixPath

from outcheck.checks.csv_injection import would_run
from outcheck.model.grid import Visibility
from outcheck.model.release import ReleaseFile
from outcheck.writers.shown import ShownCells, shown_cells
from outcheck.writers.workbooks import rebuilt

_WORKBOOKS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})
_TEXTS = frozenset({"csv", "gz"})


class CleanError(Exception):
    """A file cannot be cleaned; the message says why, without anything from the file."""


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A new file: its name relative to the release, its bytes, and what its sheets must show when it is read again."""

    path: str
    data: bytes
    shows: tuple[tuple[str, ShownCells], ...]


def clean_copy(file: ReleaseFile, data: bytes) -> CleanCopy:
    """Copy of a file that carries nothing but what it shows; raises CleanError for one that cannot be copied so."""
    if file.unread:
        raise CleanError(f"it could not be read in full: {file.unread[0].what}")
    shown = [grid for grid in file.grids if grid.visibility is Visibility.VISIBLE]
    if not shown or not (file.format in _WORKBOOKS or file.format in _TEXTS):
        raise CleanError("it shows no table that could be copied")
    path = PurePosixPath(file.path)
    if file.format in _WORKBOOKS:
        made, shows = rebuilt(shown, data, file.format)
        return CleanCopy(path.with_suffix(".xlsx").as_posix(), made, shows)
    cells = shown_cells(shown[0])
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    safe = tuple(tuple(_safe(value) for value in line) for line in cells.values)
    cells = ShownCells(cells.rows, cells.columns, safe, cells.replaced)
    return CleanCopy(plain.with_suffix(".csv").as_posix(), _csv(cells), (("", cells),))


def _safe(value: object) -> str:
    """A text that no spreadsheet program runs."""
    text = "" if value is None else str(value)
    return f"'{text.lstrip()}" if would_run(text) else text


def _csv(cells: ShownCells) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(cells.values)
    return stream.getvalue().encode()
