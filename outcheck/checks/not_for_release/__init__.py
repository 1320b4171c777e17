"""Copies for the checker that say of themselves that they must not leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import NoParameters, carried
from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.marks import NOT_FOR_RELEASE
from outcheck.model.release import ReleaseFile
from outcheck.model.statistics import Risk, Statbarn

_NAME = re.compile(r"(not|do[ _-]?n[o']?t)[ _.-]?(for[ _.-]?)?release", re.IGNORECASE)


def find(file: ReleaseFile, _: NoParameters) -> Iterator[Note]:
    """One note for each way in which a file says it: by its properties, by its first cell, by its name."""
    yield from carried(file, HiddenKind.WITHHELD)
    for grid in file.grids:
        if _says_so(grid):
            yield Note("the sheet says that it is not for release", sheet=grid.sheet, area="A1")
    if _NAME.search(file.path.rpartition("/")[2]):
        yield Note("its name says that it is not for release")


def _says_so(grid: Grid) -> bool:
    first = grid.columns[0][0] if grid.height else None
    return isinstance(first, str) and first.strip().casefold().startswith(NOT_FOR_RELEASE.casefold())


CHECK = Check(
    code="OC530",
    name="not-for-release",
    asks="Does a file say of itself that it must not leave?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=FileCheck(find),
    remedies=("take it out of the release; the file that it was made from is the one that may leave",),
)
