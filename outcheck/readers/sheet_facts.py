"""What the XML of a sheet says beside the values, read element by element: slow, and right for any markup."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.arrays import Indices
from outcheck.model.places import Area, address, column_number
from outcheck.readers.ooxml import is_true
from outcheck.readers.package import SAVE_AGAIN, local_name, number_in, whole_in
from outcheck.readers.refusal import Refusal

_REFERENCE = re.compile(r"([A-Za-z]+)([1-9][0-9]*)")
_MOST_COLUMNS = 2**14
_ENTITY_IN_CELL_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s[^<>]*&")


Spans: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """Positions of cells, 0-based, and the style of each where it was asked for."""

    rows: Indices
    columns: Indices
    styles: Indices


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the values alone do not tell.

    ``stored`` counts values, ``uncomputed`` are addresses of formulas without one, ``errors`` row, column and text of cells that
    show an error, ``styled`` the cells in one of the styles that were asked for. ``hidden_rows`` and ``hidden_columns`` are
    spans (first, last), 0-based, of what is hidden or has no height or width; they may reach beyond the cells in use.
    """

    stored: int
    formulas: int
    uncomputed: tuple[str, ...]
    errors: tuple[tuple[int, int, str], ...]
    styled: Cells
    merged: tuple[Area, ...]
    hidden_rows: Spans = ()
    hidden_columns: Spans = ()


@dataclass(frozen=True, slots=True)
class WholeSheet:
    """Facts with the number of rows and columns up to the last stored value, and the cells whose value must not be lost."""

    facts: SheetFacts
    height: int
    width: int
    values: Cells


@dataclass(slots=True)
class _Tally:
    """What has been seen so far."""

    stored: int = 0
    formulas: int = 0
    height: int = 0
    width: int = 0
    uncomputed: list[str] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    styled: list[tuple[int, int, int]] = field(default_factory=list)
    values: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """What stands in a sheet beside its cells: merged ranges, hidden rows, and what sets the widths of columns."""

    merged: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[Element] = field(default_factory=list)

    def note(self, name: str, element: Element) -> None:
        """Keep an element that is neither row nor cell, if it matters."""
        if name == "mergeCell":
            self.merged.append(element.get("ref", ""))
        elif name in ("col", "sheetFormatPr"):
            self.columns.append(element)

    def note_row(self, name: str, row: int, element: Element) -> None:
        """Keep the number of a hidden row."""
        if name == "row" and is_hidden(element.attrib, "ht"):
            self.rows.append(row)


def read_whole(xml: bytes, special_styles: frozenset[int]) -> WholeSheet:
    """Facts of a sheet from its parsed XML; ``special_styles`` are those whose cells are listed."""
    if _ENTITY_IN_CELL_TAG.search(xml):
        raise Refusal("its cells are written in a way that no spreadsheet program uses", SAVE_AGAIN)
    tally, frame = _Tally(), _Frame()
    try:
        for row, column, cell in _cells(xml, frame):
            _count(tally, row, column, cell, special_styles)
    except (ParseError, DefusedXmlException, ValueError):
        raise Refusal("its XML is damaged", SAVE_AGAIN) from None
    facts = SheetFacts(
        stored=tally.stored,
        formulas=tally.formulas,
        uncomputed=tuple(tally.uncomputed),
        errors=tuple(tally.errors),
        styled=as_cells(tally.styled),
        merged=merged_areas(frame.merged),
        hidden_rows=spans((row, row) for row in frame.rows),
        hidden_columns=hidden_columns(frame.columns),
    )
    return WholeSheet(facts, tally.height, tally.width, as_cells(tally.values))


def merged_areas(references: Iterable[str]) -> tuple[Area, ...]:
    """Merged ranges, sorted."""
    try:
        return tuple(sorted(Area.parse(reference) for reference in references))
    except ValueError:
        raise Refusal("one of its merged ranges is damaged", SAVE_AGAIN) from None


def is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or too small to be seen."""
    of_what = "the height of one of its rows" if size == "ht" else "the width of one of its columns"
    said = number_in(attributes.get(size, "1"), of_what)
    return is_true(attributes.get("hidden")) or not said > 0


def hidden_columns(elements: Iterable[Element]) -> Spans:
    """Hidden columns by the ``col`` elements of a sheet; ``sheetFormatPr`` sets the width of those without one."""
    said: list[tuple[int, int]] = []
    hidden: list[tuple[int, int]] = []
    default_hidden = False
    try:
        for element in elements:
            if local_name(element) == "sheetFormatPr":
                default_hidden |= float(element.get("defaultColWidth", "1")) <= 0
            elif local_name(element) == "col":
                span = (int(element.get("min", "")) - 1, int(element.get("max", "")) - 1)
                said.append(span)
                if is_hidden(element.attrib, "width"):
                    hidden.append(span)
    except ValueError:
        raise Refusal("the widths of its columns are damaged", SAVE_AGAIN) from None
    return spans((*hidden, *between(spans(said))) if default_hidden else hidden)


def between(taken: Spans) -> Iterator[tuple[int, int]]:
    """Columns of a sheet in none of these spans."""
    start = 0
    for first, last in (*taken, (_MOST_COLUMNS, _MOST_COLUMNS)):
        if start < first:
            yield start, first - 1
        start = last + 1


def spans(pieces: Iterable[tuple[int, int]]) -> Spans:
    """The same numbers in as few spans as possible, sorted."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(pieces):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif first <= last:
            joined.append((first, last))
    return tuple(joined)


def as_cells(triples: list[tuple[int, int, int]]) -> Cells:
    """Cells of row, column and style."""
    rows, columns, styles = np.array(triples, dtype=np.intp).reshape(-1, 3).T
    return Cells(rows, columns, styles)


def _cells(xml: bytes, frame: _Frame) -> Iterator[tuple[int, int, Element]]:
    """Each cell with its row and column. One without an address follows the one before, as in the reader of values."""
    row = column = sheets = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        name = local_name(element)
        if event == "start":
            sheets += name == "sheetData"
            if sheets > 1:
                raise Refusal("it holds two tables of cells where one belongs", SAVE_AGAIN)
            if name == "row" and "r" in element.attrib:
                row = whole_in(element.attrib["r"], "the number of one of its rows") - 1
            frame.note_row(name, row, element)
        elif name == "c" and sheets:
            if "r" in element.attrib:
                row_of_cell, column = _position(element.attrib["r"])
            else:
                row_of_cell = row
            yield row_of_cell, column, element
            column += 1
            element.clear()
        elif name == "row":
            row, column = row + 1, 0
            element.clear()
        else:
            frame.note(name, element)


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Refusal("one of its cells has no proper address", SAVE_AGAIN)
    return int(match[2]) - 1, column_number(match[1])


def _count(tally: _Tally, row: int, column: int, cell: Element, special_styles: frozenset[int]) -> None:
    kind, style = cell.get("t", "n"), whole_in(cell.get("s", "0"), "the style of one of its cells")
    parts = {local_name(part): part for part in cell}
    text = "".join(parts["v"].itertext()) if "v" in parts else ""
    inline = "".join(parts["is"].itertext()) if "is" in parts else ""
    if style in special_styles:
        tally.styled.append((row, column, style))
    if "f" in parts:
        tally.formulas += 1
        if not text and not ("v" in parts and kind == "str"):
            tally.uncomputed.append(address(row, column))
    if text or inline or kind == "e":
        tally.height, tally.width = max(tally.height, row + 1), max(tally.width, column + 1)
    tally.stored += bool(text) + ("is" in parts)
    if kind == "e" and text:
        tally.errors.append((row, column, text))
    elif kind != "s" and (text.strip() or inline.strip()):  # a shared string may be the empty one
        tally.values.append((row, column, style))
    if text and inline and kind != "inlineStr":
        raise Refusal(f"the cell {address(row, column)} holds two values", SAVE_AGAIN)
