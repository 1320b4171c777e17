"""Reads XLSB workbooks into grids, values and structure from the records of the package.

calamine is not asked: it passes over records that leave out the column, and gives dates stored as whole numbers for numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.model.grid import Grid, Visibility
from outcheck.model.places import address
from outcheck.model.release import Unread
from outcheck.readers.biff import VISIBILITY
from outcheck.readers.biff12 import BinaryBook, damage_refused, read_binary_styles, read_book, read_texts, records
from outcheck.readers.biff12_sheet import BinarySheet, read_binary_sheet
from outcheck.readers.limits import Limits
from outcheck.readers.looks import Frame, dressed
from outcheck.readers.moments import as_moment, shows_moments
from outcheck.readers.ooxml import NO_STYLES, SheetEntry, Styles, distinct, listed, relations_of
from outcheck.readers.package import SAVE_AGAIN, Content, Package
from outcheck.readers.refusal import Refusal, crash_refusal
from outcheck.readers.sheet_facts import as_cells, between, spans

_WORKBOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_BEGIN_CELLS = 145


def read_binary_workbook(file: str, held: Content) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """Grids of all sheets, hidden ones too, and what could not be read of which sheet."""
    package = held.package
    book = read_book(package.binary(_WORKBOOK))
    related = relations_of(package, _RELATIONS)
    entries = distinct(
        [
            SheetEntry(name, *listed(related, relation), VISIBILITY.get(state, Visibility.HIDDEN))
            for state, relation, name in book.sheets
        ]
    )
    parts = {relation.kind: relation.part for relation in related.values()}
    styles = read_binary_styles(package.binary(parts["styles"])) if "styles" in parts else NO_STYLES
    texts = read_texts(package.binary(parts["sharedStrings"])) if "sharedStrings" in parts else []
    grids: list[Grid] = []
    unread: list[Unread] = []
    for entry in entries:
        try:
            if entry.kind == "chartsheet":
                _refuse_false_chart(package, entry)
                continue
            sheet = _sheet(package, entry, texts)
            grids.append(_grid(file, entry, sheet, styles, book, held.limits))
            unread += (refusal.unread(entry.name) for refusal in _untrusted_results(sheet, book))
        except Refusal as refusal:
            unread.append(refusal.unread(entry.name))
        except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
            unread.append(crash_refusal(crash).unread(entry.name))
    return tuple(grids), tuple(unread)


def _refuse_false_chart(package: Package, entry: SheetEntry) -> None:
    with damage_refused("it"):
        if any(number == _BEGIN_CELLS for number, _ in records(package.binary(entry.part))):
            raise Refusal("it is called a chart but holds cells", SAVE_AGAIN)


def _sheet(package: Package, entry: SheetEntry, texts: Sequence[str]) -> BinarySheet:
    if entry.kind != "worksheet":
        raise Refusal(
            f"it is a sheet of the kind {entry.kind}, which this version does not read", "move its content to a worksheet"
        )
    return read_binary_sheet(package.binary(entry.part), texts)


def _untrusted_results(sheet: BinarySheet, book: BinaryBook) -> Iterator[Refusal]:
    """Formulas whose result a reader will see, but that the file may not hold."""
    todo = "open it in Excel and save it, or paste the results as values"
    if sheet.formulas and book.recalculates:
        yield Refusal(f"the stored results of its {sheet.formulas:,} formulas will be computed anew by Excel", todo)
    elif sheet.formulas and not book.computed:
        what = f"its {sheet.formulas:,} formulas, the first in {sheet.first}, were saved by a program that computes nothing"
        yield Refusal(what, todo)


def _grid(file: str, entry: SheetEntry, sheet: BinarySheet, styles: Styles, book: BinaryBook, limits: Limits) -> Grid:
    height = max((row + 1 for row, _, _, _ in sheet.cells), default=0)
    width = max((column + 1 for _, column, _, _ in sheet.cells), default=0)
    if height * width > limits.cells:
        far = address(height - 1, width - 1)
        raise Refusal(f"its cells reach to {far}, more than {limits.cells:,} cells", "delete what stands far from the tables")
    named = [styles.texts[code] for code in styles.formats.tolist()]
    moments = {style: text for style, text in enumerate(named) if shows_moments(text)}
    block = np.full((height, width), "", dtype=object, order="F")
    for row, column, style, value in sheet.cells:
        if style in moments and isinstance(value, float):
            block[row, column] = as_moment(value, moments[style], since_1904=book.since_1904)
        else:
            block[row, column] = value
    styled = as_cells([cell[:3] for cell in sheet.cells])
    untold = between(spans(sheet.told_columns)) if sheet.default_hidden else ()
    frame = Frame(sheet.merged, spans(sheet.rows), spans((*sheet.columns, *untold)), entry.visibility)
    return dressed((file, entry.name), block, styled, styles, frame)
