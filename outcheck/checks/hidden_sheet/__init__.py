"""Sheets that the program which opens a workbook does not show."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import NoParameters, carried
from outcheck.model.grid import Visibility
from outcheck.model.inspection import HiddenKind
from outcheck.model.release import ReleaseFile
from outcheck.model.statistics import Risk, Statbarn

_SAYS = {
    Visibility.HIDDEN: "this sheet is hidden",
    Visibility.VERY_HIDDEN: "this sheet is hidden so that no menu brings it back",
}


def find(file: ReleaseFile, _: NoParameters) -> Iterator[Note]:
    """One note for each hidden sheet, empty ones too: that it is empty is for whoever hid it to say."""
    for grid in file.grids:
        if grid.visibility in _SAYS:
            yield Note(_SAYS[grid.visibility], sheet=grid.sheet)
    yield from carried(file, HiddenKind.SHEET)


CHECK = Check(
    code="OC502",
    name="hidden-sheet",
    asks="Does the workbook hold a sheet that is not shown?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=FileCheck(find),
    remedies=(
        "copy the sheets that are to leave into a new workbook, as values; deleting the hidden sheet is not always enough",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
