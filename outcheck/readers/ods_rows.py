"""Reads rows of an OpenDocument spreadsheet from their bytes: fast, for markup as spreadsheet programs write it.

A row that is not as plain as this takes it is left to the walk through the parsed XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from outcheck.readers.ods_values import Stored, number_of, value_of
from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal

MOST_ROWS, MOST_COLUMNS = 2**20, 2**14
ROW = b"<table:table-row"
_ROW_END = b"</table:table-row>"
_LONGEST_ROW = 2**22
_CELL = re.compile(rb"<table:table-cell([^<>]*)>(?:<text:p>([^<&\r]*)</text:p></table:table-cell>)?")
_CELL_TAGS = 4  # that of the cell and that of its text, each with its end
_VALUE = b' office:value="'
_ATTRIBUTES = re.compile(rb'(?: [a-z]+:[a-z-]+="[^"<>&\t\r\n]*")*')
_ATTRIBUTE = re.compile(r' ([a-z]+):([a-z-]+)="([^"]*)"')
_OF_A_CELL = frozenset(
    {
        *("style-name", "number-columns-repeated", "content-validation-name", "calcext:value-type"),
        *("value-type", "value", "date-value", "time-value", "boolean-value", "currency"),
    }
)
_OF_A_ROW = frozenset({"style-name", "number-rows-repeated", "default-cell-style-name", "visibility"})


class _Kind(Enum):
    """Where the value of a cell is: in its text, in an attribute of its own, or the same for all cells so written."""

    TEXT = auto()
    NUMBER = auto()
    FIXED = auto()


class _Form(NamedTuple):
    """What the attributes of a cell say, but for its number; ``tags`` is how many it is written with."""

    kind: _Kind
    style: str
    columns: int
    tags: int
    value: Stored


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What a row says beside its cells: how often it counts, its style, that of its cells, and whether it is hidden."""

    rows: int
    style: str
    cell_style: str
    hidden: bool


class PlainRow(NamedTuple):
    """A row up to its last value, with the style that each cell names, None for empty cells; ``end`` is where it ends."""

    end: int
    marks: RowMarks
    values: list[Stored]
    styles: tuple[str | None, ...]


class PlainRows:
    """Remembers what the attributes of rows and cells mean, since most are written alike."""

    def __init__(self) -> None:
        self._forms: dict[bytes, _Form | None] = {}
        self._rows: dict[bytes, RowMarks | None] = {}
        self._nested = False

    def read(self, content: bytes, at: int) -> PlainRow | None:
        """The row that begins here, if it is plain. Rows within rows end this for good: to look for their ends takes too long."""
        inside = content.find(b">", at) + 1
        end = content.find(_ROW_END, inside, inside + _LONGEST_ROW)
        marks = self._marks(content[at + len(ROW) : inside - 1])
        if marks is None or self._nested or end < 0:
            self._nested |= end < 0
            return None
        row = content[inside:end]
        cells = self._cells(row)
        if cells is None:
            self._nested |= ROW in row
            return None
        return PlainRow(end + len(_ROW_END), marks, *cells)

    def _cells(self, row: bytes) -> tuple[list[Stored], tuple[str | None, ...]] | None:
        values: list[Stored] = []
        styles: list[str | None] = []
        tags = blanks = 0
        for attributes, shown in _CELL.findall(row):
            head, mark, rest = attributes.partition(_VALUE)
            number, _, tail = rest.partition(b'"')
            form = self._form(head + mark + b'"' + tail if mark else head)
            if form is None:
                return None
            tags += form.tags
            value = _value(form, number, shown)
            if value is None or (value != "" and len(values) + blanks + form.columns > MOST_COLUMNS):
                return None
            if value == "":
                blanks += form.columns
                continue
            values += [""] * blanks + [value] * form.columns
            styles += [None] * blanks + [form.style] * form.columns
            blanks = 0
        return (values, tuple(styles)) if tags == row.count(b"<") else None

    def _form(self, attributes: bytes) -> _Form | None:
        if attributes not in self._forms:
            self._forms[attributes] = _form(attributes)
        return self._forms[attributes]

    def _marks(self, attributes: bytes) -> RowMarks | None:
        if attributes not in self._rows:
            self._rows[attributes] = _row_form(attributes)
        return self._rows[attributes]


def row_marks(marks: dict[str, str]) -> RowMarks:
    """What the attributes of a row say."""
    hidden = marks.get("visibility") in ("collapse", "filter")
    rows = repeated(marks, "number-rows-repeated", MOST_ROWS)
    return RowMarks(rows, marks.get("style-name", ""), marks.get("default-cell-style-name", ""), hidden)


def repeated(marks: dict[str, str], what: str, most: int) -> int:
    """How often an element counts, bounded a little beyond what any program shows."""
    text = marks.get(what)
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal()) or not text.strip("0"):
        raise Refusal("its XML is damaged", SAVE_AGAIN)
    return int(text) if len(text) <= len(str(most)) else 10 * most


def _value(form: _Form, number: bytes, shown: bytes) -> Stored | None:
    """Value of a cell; None where it cannot be told."""
    try:
        if form.kind is _Kind.NUMBER:
            return number_of(number)
        return shown.decode() if form.kind is _Kind.TEXT else form.value
    except ValueError:
        return None


def _attributes(written: bytes, known: frozenset[str]) -> dict[str, str] | None:
    """Attributes by their names; None where any is not plainly written, not known, or written twice."""
    if not _ATTRIBUTES.fullmatch(written):
        return None
    try:
        found = _ATTRIBUTE.findall(written.decode())
    except UnicodeDecodeError:
        return None
    marks = {f"{space}:{name}" if space == "calcext" else name: value for space, name, value in found}
    return marks if len(marks) == len(found) and marks.keys() <= known else None


def _row_form(written: bytes) -> RowMarks | None:
    marks = _attributes(written, _OF_A_ROW)
    try:
        return row_marks(marks) if marks is not None else None
    except Refusal:
        return None


def _form(written: bytes) -> _Form | None:
    marks = _attributes(written.removesuffix(b"/"), _OF_A_CELL)
    if marks is None:
        return None
    tags = 1 if written.endswith(b"/") else _CELL_TAGS
    kind = marks.get("value-type", "")
    if marks.get("calcext:value-type", kind) != kind:
        return None
    try:
        place = (marks.get("style-name", ""), repeated(marks, "number-columns-repeated", MOST_COLUMNS), tags)
        if kind in ("", "string"):
            return _Form(_Kind.TEXT, *place, "")
        if kind in ("float", "percentage", "currency"):
            return _Form(_Kind.NUMBER, *place, "") if "value" in marks else None
        return _Form(_Kind.FIXED, *place, value_of(marks, "", ""))
    except Refusal:
        return None
