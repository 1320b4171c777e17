"""What the XML of a sheet says beside the values, scanned as bytes: fast, for markup as spreadsheet programs write it.

Each step makes sure that the markup is as plain as it takes; where it is not, the answer is left to ``sheet_facts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import itemgetter

import numpy as np

from outcheck.model.places import column_number, parse_address
from outcheck.readers.package import SAVE_AGAIN, local_name, parse
from outcheck.readers.refusal import Refusal
from outcheck.readers.sheet_facts import Cells, SheetFacts, Spans, hidden_columns, is_hidden, merged_areas, spans
from outcheck.readers.tags import FORMULA, TEXT, VALUE

_HEAD = 2**16
_PIECE = 2**23
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
_ROW = re.compile(rb'<row r="([1-9][0-9]*)"')
_UNUSUAL_ROW = re.compile(rb"<row\s[^>]*?(?:hidden|ht\s*=\s*[\"'][^1-9])[^>]*>")
_PLAIN_ROW = re.compile(rb'<row r="[1-9][0-9]*"(?: [A-Za-z0-9:]+="[^"&<]*")* ?/?>')
_ATTRIBUTE = re.compile(rb'([A-Za-z0-9:]+)="([^"]*)"')
_ANY_CELL = re.compile(rb"<c[\s/>]")
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_TAIL = re.compile(rb'<c r="[A-Z]+[0-9]+"([^>]*)>')
_PLAIN_TAIL = re.compile(rb'(?: [a-z]+="[A-Za-z0-9]*")* ?/?')
_ODD_STYLE = re.compile(rb' s="(?!(?:0|[1-9][0-9]*)")')
_STYLE = re.compile(rb' s="([0-9]+)"')
_FORMULA = re.compile(rb"<f[ />]")
_RESULT = rb"(?:(<v>[^<])|(<v></v>|<v ?/>)|)"
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f(?:>| [^>]*[^>/]>)[^<]*</f>' + _RESULT)
_SHORT_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f(?: [^>]*)?/>' + _RESULT)
_ERROR_TAG = re.compile(rb'<c r="[^>]* t="e"')
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]* t="e"[^>]*>(?:<f(?: [^>]*)?/>|<f(?:>| [^>]*[^>/]>)[^<]*</f>)?<v>([^<&]+)</v>'
)


def refuse_interruptions(xml: bytes, what: str) -> None:
    """Refuse comments, CDATA, document types and processing instructions: the reader of values stops at them in mid-number."""
    if is_interrupted(xml):
        raise Refusal(f"{what} holds XML comments or the like, which no spreadsheet program writes", SAVE_AGAIN)


def is_interrupted(xml: bytes) -> bool:
    """Whether XML holds comments, CDATA, document types or processing instructions."""
    body = xml.find(b"?>") + 2 if xml.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else 0
    # A search for one byte takes a tenth of a search for two, and most parts have neither byte.
    return any(xml.find(mark[1:], body) >= 0 and xml.find(mark, body) >= 0 for mark in (b"<!", b"<?"))


def plain_tails(xml: bytes, most_cells: int) -> frozenset[bytes] | None:
    """What follows the address in the tags of cells, such as `` s="3" t="n"``; it may list more than there is.

    None where a cell does not state its address first, or where the addresses may not lie in a rectangle of ``most_cells``. The
    rectangle and the tails are guessed from the first cells and the last row, and one search makes sure that no cell differs.
    """
    letters = _farthest(xml)
    row = _ROW.match(xml, max(xml.rfind(b"<row "), 0))
    if not letters or row is None:
        return None
    columns_within, last_column = _up_to(letters, b"A", b"Z")
    rows_within, last_row = _up_to(row[1], b"0", b"9")
    if (column_number(last_column.decode()) + 1) * int(last_row) > most_cells:
        return None
    tails = set(_TAIL.findall(xml, 0, _HEAD))
    return frozenset(tails) if _add_tails(xml, columns_within + rows_within, tails) else None


class TailsAhead:
    """The same of a sheet that comes in pieces. Where it gives None, ``plain_tails`` may still tell.

    Its rectangle is guessed from the first cells alone: as many rows as may be with that many columns.
    """

    def __init__(self, most_cells: int) -> None:
        self._most_cells = most_cells
        self._within = b""
        self._tails: set[bytes] = set()
        self._rest = b""
        self._plain = True

    def look(self, piece: bytes) -> None:
        """Look at the next piece, up to its last tag of a cell, which may be cut."""
        if self._plain:
            xml = self._rest + piece
            end = max(xml.rfind(b"<c"), 0)
            self._rest = xml[end:]
            self._plain = self._is_plain(xml[:end])

    def tails(self) -> frozenset[bytes] | None:
        """What was seen, after the last piece; None also if there was none."""
        whole = self._plain and bool(self._within) and _add_tails(self._rest, self._within, self._tails)
        return frozenset(self._tails) if whole else None

    def _is_plain(self, xml: bytes) -> bool:
        if not self._within:
            letters = _farthest(xml)
            if not letters:
                return _ANY_CELL.search(xml) is None
            columns_within, last_column = _up_to(letters, b"A", b"Z")
            digits = len(str(self._most_cells // (column_number(last_column.decode()) + 1))) - 1
            self._within = columns_within + b"[0-9]{1,%d}" % digits
            self._tails = set(_TAIL.findall(xml, 0, _HEAD))
            if not digits:
                return False
        return _add_tails(xml, self._within, self._tails)


def _farthest(xml: bytes) -> bytes:
    """Letters of the last column that any of the first cells stands in."""
    return max(_LETTERS.findall(xml, 0, _HEAD), key=lambda found: (len(found), found), default=b"")


def _add_tails(xml: bytes, within: bytes, tails: set[bytes]) -> bool:
    """Add the tails that are not known yet, and tell whether every cell states an address ``within`` first."""
    # A search for one byte takes a tenth of a search for two.
    if b":" in xml and b":c" in xml and _PREFIXED_CELL.search(xml):
        return False
    if re.search(rb'<c(?! r="%b"(?:%b)>)[\s/>]' % (within, b"|".join(map(re.escape, sorted(tails)))), xml):
        if re.search(rb'<c(?! r="%b"[ />])[\s/>]' % within, xml):
            return False
        for start, end in _pieces(xml):
            tails.update(_TAIL.findall(xml, start, end))
    return True


def _up_to(last: bytes, lowest: bytes, highest: bytes) -> tuple[bytes, bytes]:
    """Pattern of the names no longer than ``last`` and with no higher first character, and the highest of these names."""
    rest = len(last) - 1
    shorter = rb"[%b-%b]{1,%d}|" % (lowest, highest, rest) if rest else b""
    same = rb"[%b-%b][%b-%b]{%d}" % (lowest, last[:1], lowest, highest, rest)
    return b"(?:%b%b)" % (shorter, same), last[:1] + highest * rest


def scan(xml: bytes, tails: frozenset[bytes], special_styles: frozenset[int], tags: Mapping[bytes, int]) -> SheetFacts | None:
    """Facts of a sheet whose cells have these ``plain_tails``, and its tags; None where its markup is not plain enough."""
    if 0 in special_styles or not all(map(_PLAIN_TAIL.fullmatch, tails)) or any(map(_ODD_STYLE.search, tails)):
        return None
    frame, formulas, errors = _frame(xml), _formulas(xml) if tags[FORMULA] else (0, ()), _errors(xml, tails)
    if frame is None or formulas is None or errors is None:
        return None
    rows = _hidden_rows(xml)
    if rows is None:
        return None
    stored = tags[VALUE] + tags[TEXT]
    if formulas[0]:  # only formulas leave values empty; any other would make the count differ from the grid's, to be looked into
        stored -= xml.count(b"<v></v>")
    used = {int(style[1]) for tail in tails if (style := _STYLE.search(tail))}
    around = list(parse(frame, "its XML").iter())
    return SheetFacts(
        stored=stored,
        formulas=formulas[0],
        uncomputed=formulas[1],
        errors=errors,
        styled=_styled(xml, sorted(used & special_styles)),
        merged=merged_areas(entry.get("ref", "") for entry in around if local_name(entry) == "mergeCell"),
        hidden_rows=rows,
        hidden_columns=hidden_columns(around),
    )


def _pieces(xml: bytes) -> Iterator[tuple[int, int]]:
    """Spans that together cover the XML and cut no cell's tag, so that what is found in one fits in memory."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<c ", start + _PIECE)
        end = len(xml) if end < 0 else end
        yield start, end
        start = end


def _frame(xml: bytes) -> bytes | None:
    """The XML without its cells, which is small; None where the cells do not stand between the usual two tags."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or end < start or xml.find(b"<sheetData", start + 1, end) >= 0:
        return None
    return xml[:start] + xml[end + len(b"</sheetData>") :]


def _hidden_rows(xml: bytes) -> Spans | None:
    """Rows that are hidden or have no height; None where a tag that may say so is not written plainly."""
    rows: list[tuple[int, int]] = []
    for tag in _UNUSUAL_ROW.findall(xml):
        if not _PLAIN_ROW.fullmatch(tag):
            return None
        attributes = {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(tag)}
        if is_hidden(attributes, "ht"):
            rows.append((int(attributes["r"]) - 1,) * 2)
    return spans(rows)


def _formulas(xml: bytes) -> tuple[int, tuple[str, ...]] | None:
    """Number of formulas, and addresses of those without a result; an empty text is a result."""
    count = len(_FORMULA.findall(xml))
    if not count:
        return 0, ()
    found = [*_FORMULA_CELL.finditer(xml), *_SHORT_FORMULA_CELL.finditer(xml)]
    if len(found) != count:
        return None
    found.sort(key=re.Match.start)
    lacking = (cell for cell in found if not cell[3] and not (cell[4] and b' t="str"' in cell[2]))
    return count, tuple(cell[1].decode() for cell in lacking)


def _errors(xml: bytes, tails: frozenset[bytes]) -> tuple[tuple[int, int, str], ...] | None:
    """Row, column and text of cells that show an error."""
    if not any(b' t="e"' in tail for tail in tails):
        return ()
    found = [(*parse_address(cell.decode()), text.decode()) for cell, text in _ERROR_CELL.findall(xml)]
    return tuple(found) if len(found) == len(_ERROR_TAG.findall(xml)) else None


def _styled(xml: bytes, styles: list[int]) -> Cells:
    """Cells in one of ``styles``, in the order of the file."""
    parts = [np.empty((3, 0), dtype=np.intp)]
    if styles:
        numbers = {b"%d" % style: style for style in styles}
        pattern = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*? s="(%b)"' % b"|".join(numbers))
        for start, end in _pieces(xml):
            found = pattern.findall(xml, start, end)
            letters, digits, style = (map(itemgetter(group), found) for group in range(3))
            columns = {name: column_number(name.decode()) for name in set(map(itemgetter(0), found))}
            part = np.empty((3, len(found)), dtype=np.intp)
            part[0] = np.fromiter(map(int, digits), np.intp, len(found)) - 1
            part[1] = np.fromiter(map(columns.__getitem__, letters), np.intp, len(found))
            part[2] = np.fromiter(map(numbers.__getitem__, style), np.intp, len(found))
            parts.append(part)
    return Cells(*np.concatenate(parts, axis=1))
