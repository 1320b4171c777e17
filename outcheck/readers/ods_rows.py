"""Reads rows of an OpenDocument spreadsheet from their bytes: fast, for markup as spreadsheet programs write it.

A row that is not as plain as this takes it is left to the walk through the parsed XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from outcheck.readers.ods_values import Stored, number_of, value_of
from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal
from outcheck.readers.sheet_scan import is_interrupted

MOST_ROWS, MOST_COLUMNS = 2**20, 2**14
ROW = b"<table:table-row"
_ROW_END = b"</table:table-row>"
_LONGEST_ROW = 2**22
_CELL = re.compile(rb"<table:table-cell([^<>]*)>")
_SHOWN = rb"[^<&\r]*"
_TEXT_AND_END = b"<text:p>%b</text:p></table:table-cell>" % _SHOWN
# What is learned of how rows are written is bounded, so that rows made to differ cost no more than the walk through them.
_MOST_WAYS, _MOST_TEMPLATES, _MOST_LESSONS, _WIDEST = 6, 16, 2_000, 500
_NUMBERS = ("float", "percentage", "currency")
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


class _Form(NamedTuple):
    """A way in which cells are written: ``pattern`` has one group, of which ``value_of`` makes the value.

    ``tags`` is how many tags there are, ``columns`` how often the cell counts.
    """

    pattern: bytes
    value_of: Callable[[bytes], Stored]
    style: str
    columns: int
    tags: int


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What a row says beside its cells: how often it counts, its style, that of its cells, and whether it is hidden."""

    rows: int
    style: str
    cell_style: str
    hidden: bool


Cells: TypeAlias = tuple[list[Stored], tuple[str | None, ...]]


class PlainRow(NamedTuple):
    """A row up to its last value, with the style that each cell names, None for empty cells; ``end`` is where it ends."""

    end: int
    marks: RowMarks
    values: list[Stored]
    styles: tuple[str | None, ...]


class _Template:
    """Reads rows of one number of cells, each cell in one of the ways in which it has been seen written at its place."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.styles = frozenset[str]()
        self._seen: list[dict[bytes, _Form]] = [{} for _ in range(width)]
        self._forms: list[_Form] = []
        self._pattern = re.compile(b"")

    def learn(self, forms: Sequence[_Form]) -> None:
        """Note how the cells of another row are written."""
        known = sum(map(len, self._seen))
        for seen, form in zip(self._seen, forms, strict=True):
            if len(seen) < _MOST_WAYS:
                seen[form.pattern] = form
        if sum(map(len, self._seen)) == known:
            return
        self._forms = [form for seen in self._seen for form in seen.values()]
        self.styles = frozenset(form.style for form in self._forms)
        self._pattern = re.compile(b"".join(b"(?:%b)" % b"|".join(seen) for seen in self._seen))

    def read(self, row: bytes, wanted: frozenset[str] | None) -> Cells | None:
        """Values and styles of a row; None where a cell is written in another way, or its value cannot be told.

        Nothing is told of a row none of whose cells can have one of the styles that are ``wanted``, if any are named.
        """
        match = self._pattern.fullmatch(row)
        if match is None:
            return None
        if wanted is not None and wanted.isdisjoint(self.styles):
            return [], ()
        values: list[Stored] = []
        styles: list[str | None] = []
        blanks = 0
        try:
            for found, form in zip(match.groups(), self._forms, strict=True):
                if found is None:
                    continue
                value = form.value_of(found)
                if value == "":
                    blanks += form.columns
                    continue
                if len(values) + blanks + form.columns > MOST_COLUMNS:
                    return None
                if blanks:
                    values += [""] * blanks
                    styles += [None] * blanks
                    blanks = 0
                if form.columns == 1:
                    values.append(value)
                    styles.append(form.style)
                else:
                    values += [value] * form.columns
                    styles += [form.style] * form.columns
        except ValueError:
            return None
        return values, tuple(styles)


class PlainRows:
    """Remembers what the attributes of rows and cells mean, since most are written alike."""

    def __init__(self, wanted: frozenset[str] | None = None) -> None:
        self._wanted = wanted
        self._forms: dict[bytes, _Form | None] = {}
        self._rows: dict[bytes, RowMarks | None] = {}
        self._templates: list[_Template] = []
        self._lessons = 0
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

    def _cells(self, row: bytes) -> Cells | None:
        for place, template in enumerate(self._templates):
            cells = template.read(row, self._wanted)
            if cells is not None:
                if place:
                    self._templates.insert(0, self._templates.pop(place))
                return cells
        forms = self._forms_of(row) if self._lessons < _MOST_LESSONS else None
        if forms is None or len(forms) > _WIDEST:
            return None
        self._lessons += 1
        template = next((held for held in self._templates if held.width == len(forms)), _Template(len(forms)))
        template.learn(forms)
        self._templates = [template, *(held for held in self._templates if held is not template)][:_MOST_TEMPLATES]
        return template.read(row, self._wanted)

    def _forms_of(self, row: bytes) -> list[_Form] | None:
        """How each cell of a row is written; None where anything else stands between them."""
        found: list[_Form] = []
        tags = 0
        for attributes in _CELL.findall(row):
            head, mark, rest = attributes.partition(_VALUE)
            form = self._form(head + mark + b'"' + rest.partition(b'"')[2] if mark else head)
            if form is None:
                return None
            tags += form.tags
            found.append(form)
        return found if tags == row.count(b"<") else None

    def _form(self, attributes: bytes) -> _Form | None:
        if attributes not in self._forms:
            self._forms[attributes] = _form(attributes)
        return self._forms[attributes]

    def _marks(self, attributes: bytes) -> RowMarks | None:
        if attributes not in self._rows:
            self._rows[attributes] = _row_form(attributes)
        return self._rows[attributes]


class WithoutPlainRows:
    """Content as a parser reads it: piece by piece, without the plain rows, which are given away where ``takes`` says so.

    The parser asks for a piece when all before has been seen, so that whoever walks through it stands where the piece begins.
    Comments and the like could hold what looks like rows; with them the parser gets the whole. Where styles are ``wanted``,
    rows without them are given away empty.
    """

    def __init__(
        self,
        content: bytes,
        takes: Callable[[], bool],
        give: Callable[[PlainRow], None],
        wanted: frozenset[str] | None = None,
    ) -> None:
        self._content = content
        self._takes = takes
        self._give = give
        self._at = 0
        self._plain = None if is_interrupted(content) else PlainRows(wanted)

    def read(self, _size: int = -1, /) -> bytes:
        """Next piece, which ends before a row."""
        while self._plain and self._takes() and self._content.startswith(ROW, self._at):
            row = self._plain.read(self._content, self._at)
            if row is None:
                break
            self._give(row)
            self._at = row.end
        start = self._at
        end = self._content.find(ROW, start + 1) if self._plain else -1
        self._at = end if end >= 0 else len(self._content)
        return self._content[start : self._at]


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
    """The way that these attributes stand for, which leave out the number of a cell."""
    closed = written.endswith(b"/")
    marks = _attributes(written.removesuffix(b"/"), _OF_A_CELL)
    kind = marks.get("value-type", "") if marks is not None else ""
    if marks is None or marks.get("calcext:value-type", kind) != kind or (kind in _NUMBERS) != ("value" in marks):
        return None
    try:
        place = (
            marks.get("style-name", ""),
            repeated(marks, "number-columns-repeated", MOST_COLUMNS),
            1 if closed else _CELL_TAGS,
        )
        fixed = "" if kind in ("", "string", *_NUMBERS) else value_of(marks, "", "")
    except Refusal:
        return None
    begin = b"<table:table-cell" + re.escape(written) + b">"
    end = b"" if closed else _TEXT_AND_END
    if kind in _NUMBERS:
        return _Form(begin.replace(re.escape(_VALUE), re.escape(_VALUE) + rb"([^\"<>&]*)") + end, number_of, *place)
    if kind in ("", "string") and not closed:
        return _Form(begin + end.replace(_SHOWN, b"(%b)" % _SHOWN), bytes.decode, *place)
    return _Form(begin + b"()" + end, lambda _: fixed, *place)
