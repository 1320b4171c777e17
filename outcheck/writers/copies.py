"""A clean copy of one file: a workbook rebuilt from what it shows, or a text written safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from outcheck.checks.csv_injection import would_run
from outcheck.model.grid import Visibility
from outcheck.model.otherwise import Otherwise
from outcheck.model.places import Place
from outcheck.model.refused import Refused
from outcheck.model.release import ReleaseFile, Unread
from outcheck.writers.changes import NO_CHANGES, SheetChanges, shown_changed
from outcheck.writers.otherwise import differing, lacks
from outcheck.writers.shown import ShownCells
from outcheck.writers.texts import edited
from outcheck.writers.workbooks import rebuilt

_WORKBOOKS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})
_TEXTS = frozenset({"csv", "gz"})


class CleanError(Refused):
    """A file cannot be cleaned; the message says why, without anything from the file."""


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A new file: its name relative to the release, that of its source, its bytes, and what its sheets must show.

    ``otherwise`` is what it has otherwise than its source beside what was asked for.
    """

    path: str
    source: str
    data: bytes
    shows: tuple[tuple[str, ShownCells], ...]
    otherwise: tuple[Otherwise, ...] = ()


def clean_copy(file: ReleaseFile, data: bytes, changes: Mapping[str, SheetChanges] | None = None) -> CleanCopy:
    """Copy of a file that carries nothing but what it shows; raises CleanError for one that cannot be copied so.

    With ``changes``, by sheet, it shows those instead, and a text is otherwise written as it was.
    """
    if file.unread:
        raise CleanError(f"{_where(file.unread[0])} could not be read in full: {file.unread[0].what}; {file.unread[0].todo}")
    shown = [grid for grid in file.grids if grid.visibility is Visibility.VISIBLE]
    if not shown or not (file.format in _WORKBOOKS or file.format in _TEXTS):
        raise CleanError("it shows no table that could be copied")
    path = PurePosixPath(file.path)
    if file.format in _WORKBOOKS:
        made, shows = rebuilt(shown, data, file.format, changes)
        held, asked = dict(shows), changes or {}
        new = (other for grid in shown for other in differing(grid, held[grid.sheet], asked.get(grid.sheet, NO_CHANGES)))
        name = path.with_suffix(".xlsx").as_posix()
        return CleanCopy(
            name, file.path, made, shows, (*_unlike(file, name, "since copies of workbooks are XLSX"), *lacks(file, data), *new)
        )
    asked_for = replace((changes or {}).get("", NO_CHANGES), notes=())
    cells = shown_changed(shown[0], asked_for)
    cells = replace(cells, values=tuple(tuple(_safe(value) for value in line) for line in cells.values))
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    others = tuple(differing(shown[0], cells, asked_for))
    same = None if changes is None else edited(shown[0], data, cells)
    if same is not None:
        others = (*_unlike(file, plain.as_posix(), "the text that it packs"), *others)
        return CleanCopy(plain.as_posix(), file.path, same, (("", cells),), others)
    if changes is not None:
        others = (
            Otherwise(
                Place(file.path), "written anew as CSV in UTF-8", "since its fields could not be told apart as they are written"
            ),
            *others,
        )
    return CleanCopy(plain.with_suffix(".csv").as_posix(), file.path, _csv(cells), (("", cells),), others)


def _where(unread: Unread) -> str:
    return f"its sheet {unread.sheet}" if unread.sheet else "it"


def _unlike(file: ReleaseFile, name: str, why: str) -> Iterator[Otherwise]:
    """That a copy has another name than its file, if it has."""
    if name != file.path:
        yield Otherwise(Place(file.path), f"copied as {PurePosixPath(name).name}", why)


def _safe(value: object) -> str:
    """A text that no spreadsheet program runs."""
    text = "" if value is None else str(value)
    return f"'{text.lstrip()}" if would_run(text) else text


def _csv(cells: ShownCells) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(cells.values)
    return stream.getvalue().encode()
