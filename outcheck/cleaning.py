"""Makes clean copies of a release: read, rebuilt from what is shown, read again and compared, checked again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outcheck.clearance import Request, check, understand_release
from outcheck.model.grid import Grid
from outcheck.model.release import ReleaseFile
from outcheck.model.report import Report
from outcheck.readers import read_release
from outcheck.understanding import of_copies
from outcheck.writers import CleanCopy, CleanError, clean_copy, copies_of, in_new_folder, shown_cells


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was written, what was left out and why, and what a check of the new files says."""

    written: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    report: Report


def clean(path: Path, target: Path, *, packs: tuple[str, ...] = (), config: Path | None = None, today: date) -> Cleaned:
    """Write clean copies of a file or folder into a new folder, and check them. The originals are only read.

    Raises CleanError where nothing can be copied, and PackError as a check does. Nothing is left where it fails.
    """
    request = Request((path,), packs, config)
    understood = understand_release(request)
    files = [file for file in understood.release.files if file.source is not None]
    copies, left_out = copies_of(files, clean_copy)
    with in_new_folder(target, copies) as folder:
        compare(copies, read_release([folder]))
        report = check(of_copies(request, understood, folder, renamed(copies, left_out)), today=today)
    return Cleaned(tuple(sorted(copy.path for copy in copies)), left_out, report)


def renamed(copies: Sequence[CleanCopy], left_out: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    """What copies of files are called that are not called like these, None for files without a copy."""
    return {copy.source: copy.path for copy in copies if copy.source != copy.path} | {name: None for name, _ in left_out}


def compare(copies: Sequence[CleanCopy], files: Sequence[ReleaseFile]) -> None:
    """Raise CleanError unless each copy, read again, shows exactly what it was made to show."""
    read = {file.path: file for file in files}
    for copy in copies:
        file = read.get(copy.path)
        grids = {grid.sheet: grid for grid in file.grids} if file is not None and not file.unread else {}
        for sheet, cells in copy.shows:
            if sheet not in grids or not _same(cells.values, grids[sheet]):
                raise CleanError(f"{copy.path}: its copy would not show the same; nothing was written")


def _same(wanted: Sequence[Sequence[object]], grid: Grid) -> bool:
    held = shown_cells(grid).values
    for row in range(max(len(wanted), len(held))):
        line = wanted[row] if row < len(wanted) else ()
        other = held[row] if row < len(held) else ()
        for column in range(max(len(line), len(other))):
            one = line[column] if column < len(line) else None
            two = other[column] if column < len(other) else None
            if not _equal(one, two):
                return False
    return True


def _equal(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other or (one in ("", None) and other in ("", None)) or str(one).split() == str(other).split()
