"""Numbers that hold more digits than their format shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Note
from outcheck.checks.carried import NoParameters, asks_each_grid, note_of_cells
from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.grid import Grid
from outcheck.model.number_formats import NumberFormat, number_format
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.texts import TextColumn

# What floating point leaves of a number that was rounded: a share of the last digit shown, and of the whole.
_NOISE = 1e-6
_RELATIVE_NOISE = 1e-11


def find(grid: Grid) -> Iterator[Note]:
    """One note for the cells of a sheet that show fewer digits than they hold."""
    note = note_of_cells(grid, "these numbers hold more digits than they show", _finer(grid))
    if note is not None:
        yield note


def _finer(grid: Grid) -> Iterator[tuple[int, BoolArray]]:
    """Columns with the rows whose number would change if it were rounded to what is shown."""
    forms = {code: number_format(text) for code, text in enumerate(grid.number_formats)}
    able = [code for code, form in forms.items() if any(section.decimals is not None for section in form.sections[:3])]
    for column, codes in enumerate(grid.formats):
        values = grid.columns[column]
        if codes is None or isinstance(values, TextColumn):
            continue
        rows = np.zeros(grid.height, dtype=np.bool_)
        for code in set(np.unique(codes).tolist()) & set(able):
            where = np.flatnonzero((codes == code) & values.is_number)
            rows[where] = _changed(values.numbers[values.code[where] - len(values.others)], forms[code])
        if rows.any():
            yield column, rows


def _changed(numbers: FloatArray, form: NumberFormat) -> BoolArray:
    """Whether each number is one that its format cuts short."""
    places = [section.decimals + section.shift for section in form.sections[:3] if section.decimals is not None]
    if len({section.decimals for section in form.sections[:3]}) == 1:
        scaled = numbers * 10.0 ** places[0]
        changed: BoolArray = np.abs(scaled - np.rint(scaled)) > _NOISE + _RELATIVE_NOISE * np.abs(scaled)
        return changed
    # Sections differ, so each number has to be asked.
    return np.fromiter((_differs(number, form) for number in numbers.tolist()), np.bool_, len(numbers))


def _differs(number: float, form: NumberFormat) -> bool:
    section = form.section(number)
    unit = 0.0 if section.decimals is None else 10.0 ** -(section.decimals + section.shift)
    return abs(form.rounded(number) - number) > _NOISE * unit + _RELATIVE_NOISE * abs(number)


CHECK = Check(
    code="OC505",
    name="hidden-precision",
    asks="Does a number hold more digits than it shows?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_each_grid(find),
    remedies=(
        "round the numbers themselves, not only how they are shown",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
