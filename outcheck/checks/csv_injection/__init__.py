"""Cells of a text file that a spreadsheet program would run as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import NoParameters, note_of_cells, rows_where
from outcheck.model.release import ReleaseFile
from outcheck.model.statistics import Risk, Statbarn

_TEXT_FORMATS = frozenset({"csv", "gz"})
# Programs take a cell that begins so for a formula, after any tab or line end that was put before it to get past a look.
_STARTS = b"=+-@\t\r\n "
_FORMULA = re.compile(
    r"""^[\t\r\n ]*(?:
        =\s*(?!"[^"]*"\s*$)[^\s=]                        # = before anything but one text, as Stata writes it for Excel
        | @[A-Za-z_.]\w*\s*\(                            # an old way to begin a function
        | [+-][^|!]*\|[^!]*!                             # a command of another program: cmd|' /C calc'!A0
        | [+-][^a-z]*(?:HYPERLINK|WEBSERVICE|IMPORT(?:XML|DATA|RANGE|FEED|HTML)|IMAGE|RTD|DDE|CALL|REGISTER|EXEC)\s*\(
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def find(file: ReleaseFile, _: NoParameters) -> Iterator[Note]:
    """One note for the cells of a text file that would run. In a workbook a text stays a text, and formulas have a check."""
    for grid in file.grids if file.format in _TEXT_FORMATS else ():
        cells = ((number, rows_where(column, would_run, first=_STARTS)) for number, column in enumerate(grid.columns))
        note = note_of_cells(grid, "a spreadsheet program would run these texts as formulas", cells)
        if note is not None:
            yield note


def would_run(text: str) -> bool:
    """Whether a spreadsheet program takes a text for a formula that does something."""
    return _FORMULA.match(text) is not None


CHECK = Check(
    code="OC519",
    name="csv-injection",
    asks="Would a spreadsheet program run a text of this file as a formula?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=FileCheck(find),
    remedies=(
        "write the text without the sign that it begins with, or put an apostrophe before it",
        "write the file anew, with such texts made harmless: outcheck clean",
    ),
)
