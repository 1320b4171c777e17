"""Records of the parts of an XLSB workbook (BIFF12), and what its book, its styles and its list of texts say."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from outcheck.model.grid import GENERAL
from outcheck.readers.biff import BOLD
from outcheck.readers.ooxml import BUILT_IN, Styles, as_styles
from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal

_MORE, _LOW = 0x80, 0x7F
_LONGEST = 4  # bytes that tell a length
_NO_TEXT = 0xFFFFFFFF
_BOOK, _SHEET, _CALCULATION = 153, 156, 157
_TEXT, _FONT, _FORMAT, _STYLE, _STYLES, _STYLES_END = 19, 43, 44, 47, 617, 618


@dataclass(slots=True)
class BinaryBook:
    """Sheets by state, name of their relation and name; ``computed`` tells that a program that computes has saved it."""

    sheets: list[tuple[int, str, str]] = field(default_factory=list)
    since_1904: bool = False
    computed: bool = False
    recalculates: bool = False


@contextmanager
def damage_refused(what: str) -> Iterator[None]:
    """Turns what goes wrong in records that are cut short or changed into a refusal."""
    try:
        yield
    except (struct.error, IndexError, ValueError):
        raise Refusal(f"{what} is damaged or cut short", SAVE_AGAIN) from None


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record: the number in one or two bytes, the length in up to four, seven bits in each."""
    at, size = 0, len(part)
    while at < size:
        number, length = part[at], part[at + 1]
        at += 2
        if number & _MORE:
            number, length = (number & _LOW) | (length & _LOW) << 7, part[at]
            at += 1
        shift = 7
        while length >> shift & 1:
            if shift == 7 * _LONGEST:
                raise ValueError
            length = length & ((1 << shift) - 1) | part[at] << shift
            at, shift = at + 1, shift + 7
        end = at + length
        if end > size:
            raise IndexError
        yield number, part[at:end]
        at = end


def text_at(content: bytes, at: int) -> str:
    """A text that tells its length before."""
    return _text_and_end(content, at)[0]


def _text_and_end(content: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", content, at)[0]
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(content):
        raise IndexError
    return content[at + 4 : end].decode("utf-16-le"), end


def read_book(part: bytes) -> BinaryBook:
    """What the workbook part says of its sheets, its dates and its formulas."""
    book = BinaryBook()
    with damage_refused("its list of sheets"):
        for number, content in records(part):
            if number == _SHEET:
                state = struct.unpack_from("<I", content)[0]
                relation, after = _text_and_end(content, 8)
                book.sheets.append((state, relation, text_at(content, after)))
            elif number == _BOOK:
                book.since_1904 = bool(content[0] & 1)
            elif number == _CALCULATION:
                book.computed = content[:4] != bytes(4)
                # On opening it computes everything, or what it had not computed when it was saved.
                book.recalculates = bool(struct.unpack_from("<H", content, 24)[0] & 0x11)
    return book


def read_binary_styles(part: bytes) -> Styles:
    """Looks of each cell style."""
    formats: dict[int, str] = {}
    bold: list[bool] = []
    styles: list[tuple[int, int, int]] = []
    of_cells = False
    with damage_refused("its list of styles"):
        for number, content in records(part):
            if number == _FORMAT:
                formats[struct.unpack_from("<H", content)[0]] = text_at(content, 2)
            elif number == _FONT:
                bold.append(struct.unpack_from("<H", content, 4)[0] >= BOLD)
            elif number in (_STYLES, _STYLES_END):
                of_cells = number == _STYLES
            elif number == _STYLE and of_cells:
                styles.append((*struct.unpack_from("<HH", content, 2), content[11]))
    return as_styles(
        [formats.get(key) or BUILT_IN.get(key, GENERAL) for key, _, _ in styles],
        [indent for _, _, indent in styles],
        [font < len(bold) and bold[font] for _, font, _ in styles],
    )


def read_texts(part: bytes) -> list[str]:
    """Texts that cells share."""
    with damage_refused("its list of texts"):
        return [text_at(content, 1) for number, content in records(part) if number == _TEXT]
