"""What the records of an XLS workbook (BIFF8) say beside the values."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from outcheck.model.grid import Visibility
from outcheck.model.places import Area, address
from outcheck.readers.biff_texts import text_lengths
from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _FONT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0x31, 0xE0
_NUMBER, _RK, _MULRK, _LABELSST, _LABEL, _RSTRING, _BOOLERR, _FORMULA = 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205, 0x06
_STRING, _ROW, _COLINFO, _MERGED = 0x207, 0x208, 0x7D, 0xE5
_TEXTS, _CONTINUE, _ENGINE, _UNCALCULATED = 0xFC, 0x3C, 0x1C1, 0x5E
_ALWAYS, _ON_OPENING, _EMPTY_TEXT = 1, 2, 3
_BIFF8 = 0x600
BOLD = 600
_MISSING_FONT = 4  # fonts are numbered without a fourth one
VISIBILITY = {0: Visibility.VISIBLE, 1: Visibility.HIDDEN, 2: Visibility.VERY_HIDDEN}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class OldSheet:
    """A sheet; ``kind`` 0 is a worksheet, 2 a chart. Cells are row, column and style; ``values`` must not be empty.

    ``texts_due`` counts formulas whose result is a text, less the texts that stand in records of their own. ``uncomputed`` are
    formulas to be computed on opening, ``unsure`` those that are so where no program that computes has saved the workbook.
    ``due`` tells that results were pending. ``shared`` cells have the number of a text for their style.
    """

    start: int
    visibility: Visibility
    kind: int
    values: list[tuple[int, int, int]] = field(default_factory=list)
    styled: list[tuple[int, int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    shared: list[tuple[int, int, int]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    formulas: int = 0
    due: bool = False
    merged: list[Area] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    texts_due: int = 0


@dataclass(slots=True)
class OldWorkbook:
    """Sheets in their order; of each cell style its font, the number of its format and its indentation.

    ``computed`` tells that a program that computes has saved it, ``texts`` are the records of the texts that cells share.
    """

    sheets: list[OldSheet] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    fonts: list[bool] = field(default_factory=list)
    styles: list[tuple[int, int, int]] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    computed: bool = False

    def is_bold(self, font: int) -> bool:
        """Whether a font is bold, by the number that styles give it."""
        place = font - (font > _MISSING_FONT)
        return place < len(self.fonts) and self.fonts[place]


def read_records(stream: bytes) -> OldWorkbook:
    """Structure of a workbook stream; refuses a password, an older BIFF, and what is cut short."""
    book = OldWorkbook()
    try:
        before = 0
        for number, record in _records(stream, 0):
            _note_global(book, number, record)
            before = before if number == _CONTINUE else number
            if before == _TEXTS:
                book.texts.append(record)
        lengths = text_lengths(book.texts) if book.texts else []
        for sheet in book.sheets:
            for number, record in _records(stream, sheet.start):
                _note_cell(sheet, number, record)
            sheet.values += [cell for cell in sheet.shared if lengths[cell[2]]]
            sheet.uncomputed += sheet.unsure if not book.computed else []
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Refusal("its records are damaged or cut short", SAVE_AGAIN) from None
    return book


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream without those of the charts inside it."""
    number, length = struct.unpack_from("<HH", stream, at)
    if number != _BOF or struct.unpack_from("<H", stream, at + 4)[0] != _BIFF8:
        raise Refusal("it is of an Excel older than 97, which this version does not read", "save it as .xlsx")
    depth = 0
    while True:
        number, length = struct.unpack_from("<HH", stream, at)
        depth += (number == _BOF) - (number == _EOF)
        if depth == 0:
            return
        if len(stream) < at + 4 + length:
            raise IndexError
        if depth == 1:
            yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _note_global(book: OldWorkbook, number: int, record: bytes) -> None:
    if number == _FILEPASS:
        raise Refusal("it is protected by a password", "save it without a password")
    if number == _BOUNDSHEET:
        start, state, kind = struct.unpack_from("<IBB", record)
        book.sheets.append(OldSheet(start, VISIBILITY.get(state & 3, Visibility.HIDDEN), kind))
    elif number == _FORMAT:
        key, length, wide = struct.unpack_from("<HHB", record)
        text = record[5 : 5 + (length << (wide & 1))]
        book.formats[key] = text.decode("utf-16-le" if wide & 1 else "latin-1")
    elif number == _FONT:
        book.fonts.append(struct.unpack_from("<H", record, 6)[0] >= BOLD)
    elif number == _ENGINE:
        book.computed = record[4:8] != bytes(4)
    elif number == _XF:
        font, key = struct.unpack_from("<HH", record)
        book.styles.append((font, key, record[8] & 15))


def _note_cell(sheet: OldSheet, number: int, record: bytes) -> None:
    if number in (_NUMBER, _RK, _LABEL, _RSTRING, _LABELSST, _BOOLERR, _FORMULA):
        sheet.styled.append(struct.unpack_from("<HHH", record))
        _note_value(sheet, number, record)
    elif number == _MULRK:
        row, first = struct.unpack_from("<HH", record)
        for place in range((len(record) - 6) // 6):
            cell = (row, first + place, struct.unpack_from("<H", record, 4 + 6 * place)[0])
            sheet.values.append(cell)
            sheet.styled.append(cell)
    elif number == _STRING:
        sheet.texts_due -= 1
        if record[:2] != bytes(2) and sheet.styled:
            sheet.values.append(sheet.styled[-1])
    else:
        _note_frame(sheet, number, record)


def _note_value(sheet: OldSheet, number: int, record: bytes) -> None:
    cell = row, column, _ = sheet.styled[-1]
    if number == _FORMULA:
        _note_formula(sheet, row, column, record)
    elif number == _LABELSST:
        sheet.shared.append((row, column, struct.unpack_from("<I", record, 6)[0]))
    elif number == _BOOLERR and record[7]:
        sheet.errors.append((row, column, ERRORS.get(record[6], "#N/A")))
    elif number not in (_LABEL, _RSTRING) or record[6:8] != bytes(2):
        sheet.values.append(cell)


def _note_frame(sheet: OldSheet, number: int, record: bytes) -> None:
    if number == _UNCALCULATED:
        sheet.due = True
    elif number == _ROW:
        row, height, flags = struct.unpack_from("<H4xH4xH", record)
        if flags & 0x20 or not height & 0x7FFF:
            sheet.rows.append((row, row))
    elif number == _COLINFO:
        first, last, width, _, flags = struct.unpack_from("<HHHHH", record)
        if flags & 1 or not width:
            sheet.columns.append((first, last))
    elif number == _MERGED:
        for place in range(struct.unpack_from("<H", record)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * place)
            sheet.merged.append(Area(top, left, bottom, right))


def _note_formula(sheet: OldSheet, row: int, column: int, record: bytes) -> None:
    """A result that is no number says of what kind it is; one that is computed on opening is none.

    Results that change by themselves, such as those of NOW, are as they were saved. Programs that compute nothing leave the
    empty text.
    """
    flags = struct.unpack_from("<H", record, 14)[0]
    special = record[12:14] == b"\xff\xff"
    sheet.formulas += 1
    sheet.texts_due += special and record[6] == 0
    if flags & _ON_OPENING:
        sheet.uncomputed.append(address(row, column))
    elif flags & _ALWAYS or (special and record[6] == _EMPTY_TEXT):
        sheet.unsure.append(address(row, column))
    if special and record[6] == 2:  # noqa: PLR2004  0 is a text, 1 a truth, 2 an error, 3 the empty text
        sheet.errors.append((row, column, ERRORS.get(record[8], "#N/A")))
    elif not special or record[6] == 1:
        sheet.values.append((row, column, 0))
