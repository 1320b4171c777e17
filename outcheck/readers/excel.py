"""Reads XLSX and XLSM workbooks into grids: values by calamine, all else by our own look at the XML."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from python_calamine import CalamineSheet, CalamineWorkbook

from outcheck.model.arrays import RawArray
from outcheck.model.grid import Grid
from outcheck.model.places import address
from outcheck.model.release import Unread
from outcheck.model.stored import StoredColumn
from outcheck.readers.looks import Frame, dressed
from outcheck.readers.ooxml import SheetEntry, Workbook, read_structure
from outcheck.readers.package import SAVE_AGAIN, Content, Package, local_name
from outcheck.readers.refusal import Refusal, crash_refusal
from outcheck.readers.sheet_facts import SheetFacts, read_whole
from outcheck.readers.sheet_scan import TailsAhead, plain_tails, refuse_interruptions, scan

_SHARED_STRINGS = "xl/sharedStrings.xml"
_STANDARD_ERROR = 2
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass(frozen=True, slots=True)
class _Source:
    """One workbook, open in the two ways it is read."""

    package: Package
    structure: Workbook
    values: CalamineWorkbook

    @property
    def special_styles(self) -> frozenset[int]:
        return self.structure.styles.special_styles


def read_workbook(file: str, held: Content) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """Grids of all sheets, hidden ones too, and what could not be read of which sheet."""
    package = held.package
    structure = read_structure(package)
    if package.has(_SHARED_STRINGS):
        refuse_interruptions(package.part(_SHARED_STRINGS), "its list of texts")
    with panics_refused():
        values = CalamineWorkbook.from_filelike(io.BytesIO(held.data))
    if values.sheet_names != [sheet.name for sheet in structure.sheets]:
        raise Refusal("its list of sheets cannot be told for certain", SAVE_AGAIN)
    source = _Source(package, structure, values)
    grids: list[Grid] = []
    unread: list[Unread] = []
    for index, entry in enumerate(structure.sheets):
        try:
            if entry.kind == "chartsheet":
                _refuse_false_chart(package, entry)
                continue
            grid, facts = _read_sheet(file, source, index)
            grids.append(grid)
            unread += (refusal.unread(entry.name) for refusal in _untrusted_results(facts, structure))
        except Refusal as refusal:
            unread.append(refusal.unread(entry.name))
        except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
            unread.append(crash_refusal(crash).unread(entry.name))
    return tuple(grids), tuple(unread)


@contextmanager
def panics_refused() -> Iterator[None]:
    """Turns a panic of calamine's Rust, which is no ``Exception``, into a refusal.

    Rust also writes of the panic to standard error, perhaps with a value in it, so nothing gets there meanwhile.
    """
    with _errors_unheard():
        try:
            yield
        except BaseException as crash:
            if type(crash).__name__ != "PanicException":
                raise
            raise crash_refusal(crash) from None


@contextmanager
def _errors_unheard() -> Iterator[None]:
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:  # the process has none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(nowhere)
        os.close(kept)


def _refuse_false_chart(package: Package, entry: SheetEntry) -> None:
    if local_name(package.xml(entry.part)) != "chartsheet":
        raise Refusal("it is called a chart but holds something else", SAVE_AGAIN)


def _read_sheet(file: str, source: _Source, index: int) -> tuple[Grid, SheetFacts]:
    entry = source.structure.sheets[index]
    if entry.kind != "worksheet":
        raise Refusal(
            f"it is a sheet of the kind {entry.kind}, which this version does not read", "move its content to a worksheet"
        )
    ahead = TailsAhead(source.package.limits.cells)
    xml = source.package.part(entry.part, ahead.look)
    refuse_interruptions(xml, "it")
    facts, sheet = _look_and_load(xml, ahead.tails(), source, index)
    block = values_of(sheet)
    place_errors(block, facts.errors)
    frame = Frame(facts.merged, facts.hidden_rows, facts.hidden_columns, entry.visibility)
    grid = dressed((file, entry.name), block, facts.styled, source.structure.styles, frame)
    refuse_no_numbers(grid)
    if _shown(grid) != facts.stored:
        _refuse_lost_values(block, xml)
    return grid, facts


def _look_and_load(xml: bytes, tails: frozenset[bytes] | None, source: _Source, index: int) -> tuple[SheetFacts, CalamineSheet]:
    """Facts and values of a sheet. calamine fills the rectangle up to the last cell, so its size must be known beforehand."""
    special, limits = source.special_styles, source.package.limits
    tails = tails or plain_tails(xml, limits.cells)
    if tails is not None:
        # calamine works without the interpreter's lock, so the scan beside it costs no time where there are two processors.
        with ThreadPoolExecutor(max_workers=1) as beside:
            loading = beside.submit(load, source.values, index)
            tags = source.package.tags(source.structure.sheets[index].part, xml)
            facts = scan(xml, tails, special, tags) or read_whole(xml, special).facts
            _refuse_unknown_errors(facts)
            return facts, loading.result()
    whole = read_whole(xml, special)
    if whole.height * whole.width > limits.cells:
        far = address(whole.height - 1, whole.width - 1)
        raise Refusal(f"its cells reach to {far}, more than {limits.cells:,} cells", "delete what stands far from the tables")
    _refuse_unknown_errors(whole.facts)
    return whole.facts, load(source.values, index)


def load(values: CalamineWorkbook, index: int) -> CalamineSheet:
    """Sheet as the reader of values has it."""
    with panics_refused():
        return values.get_sheet_by_index(index)


def values_of(sheet: CalamineSheet) -> RawArray:
    """Cells from A1 to the last value, row by row."""
    if sheet.start is None or sheet.end is None:
        return np.empty((0, 0), dtype=object)
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    with _no_circles_sought():
        block = np.array(sheet.to_python(skip_empty_area=False), dtype=object)
    if block.shape != (height, width):
        raise Refusal("its rows cannot be counted for certain", SAVE_AGAIN)
    return block


@contextmanager
def _no_circles_sought() -> Iterator[None]:
    """Keep Python from looking for circles of objects: a row has none, and so many rows make it look again and again."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _shown(grid: Grid) -> int:
    """How many cells show something."""
    empty = 0
    for held in grid.columns:
        if isinstance(held, StoredColumn) and "" in held.others:
            empty += int(np.count_nonzero(held.code == held.others.index("")))
    return grid.height * grid.width - empty


def place_errors(block: RawArray, errors: Iterable[tuple[int, int, str]]) -> None:
    """Put the texts of errors where they are shown, which the reader of values leaves empty."""
    for row, column, text in errors:
        if row >= block.shape[0] or column >= block.shape[1]:
            raise Refusal(f"the value of the cell {address(row, column)} cannot be read", SAVE_AGAIN)
        block[row, column] = text


def refuse_no_numbers(grid: Grid) -> None:
    """Refuse a sheet with a number that is none, or has no end."""
    for column, held in enumerate(grid.columns):
        if isinstance(held, StoredColumn) and not np.isfinite(held.numbers).all():
            row = int(np.flatnonzero(held.rows_of((len(held.others) + np.flatnonzero(~np.isfinite(held.numbers))).tolist()))[0])
            raise Refusal(f"the value of the cell {address(row, column)} cannot be read", SAVE_AGAIN)


def _refuse_unknown_errors(facts: SheetFacts) -> None:
    """An error that newer Excel added makes calamine give up on the whole sheet, without saying where."""
    for row, column, text in facts.errors:
        if text not in _ERRORS:
            raise Refusal(
                f"the cell {address(row, column)} shows an error of newer Excel", "correct or delete it, and save again"
            )


def _refuse_lost_values(block: RawArray, xml: bytes) -> None:
    """Compare each stored value with the grid. Counts differ without harm where a stored text is empty."""
    values = read_whole(xml, frozenset()).values
    for row, column in zip(values.rows.tolist(), values.columns.tolist(), strict=True):
        if row >= block.shape[0] or column >= block.shape[1] or block[row, column] in ("", None):
            raise Refusal(f"the value of the cell {address(row, column)} cannot be read", SAVE_AGAIN)


def _untrusted_results(facts: SheetFacts, structure: Workbook) -> Iterator[Refusal]:
    """Formulas whose result a reader will see, but that the file does not hold."""
    todo = "open it in Excel and save it, or paste the results as values"
    if facts.uncomputed:
        count = len(facts.uncomputed)
        yield Refusal(f"{count:,} of its formulas have no stored result, the first in {facts.uncomputed[0]}", todo)
    elif facts.formulas and structure.recalculates:
        yield Refusal(f"the stored results of its {facts.formulas:,} formulas will be computed anew by Excel", todo)
