"""Cells whose content is there but cannot be seen, or shows as something else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import NoParameters, carried, note_of_cells
from outcheck.model.arrays import BoolArray
from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.number_formats import NumberFormat, number_format
from outcheck.model.release import ReleaseFile
from outcheck.model.statistics import Risk, Statbarn

_MASKED = "a number format shows nothing, or a text, in place of what these cells hold"


def find(file: ReleaseFile, _: NoParameters) -> Iterator[Note]:
    """Notes of cells that a number format masks, and of what inspection says of colours and conditional formats."""
    for grid in file.grids:
        note = note_of_cells(grid, _MASKED, _masked(grid))
        if note is not None:
            yield note
    yield from carried(file, HiddenKind.TEXT)


def _masked(grid: Grid) -> Iterator[tuple[int, BoolArray]]:
    """Columns with the rows whose number or text is not what the format shows. Few formats can do that."""
    able = {code: form for code, text in enumerate(grid.number_formats) if _can_mask(form := number_format(text))}
    for column, codes in enumerate(grid.formats):
        if codes is None or not able:
            continue
        rows = np.zeros(grid.height, dtype=np.bool_)
        for row in np.flatnonzero(np.isin(codes, list(able))).tolist():
            rows[row] = _is_masked(able[int(codes[row])], grid.columns[column][row])
        if rows.any():
            yield column, rows


def _can_mask(form: NumberFormat) -> bool:
    return not form.shows_text or any(section.text is not None for section in form.sections[:3])


def _is_masked(form: NumberFormat, value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and not form.shows_text
    return isinstance(value, int | float) and not isinstance(value, bool) and form.text_of(value) is not None


CHECK = Check(
    code="OC504",
    name="hidden-text",
    asks="Does a cell hold something that it does not show?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=FileCheck(find),
    remedies=(
        "delete what is not to be seen, or write in the cell itself what it shows",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
