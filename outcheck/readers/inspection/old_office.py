"""Inspects XLS workbooks, as far as their records can be told without following them all."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.readers.compound import stream_of, streams_of
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.refusal import Refusal

_BOF, _BOUNDSHEET, _FORMULA, _NOTE, _OBJ, _SUPBOOK, _CRN, _DV = 0x809, 0x85, 0x06, 0x1C, 0x5D, 0x1AE, 0x5A, 0x1BE
_NAME, _WRITEACCESS, _DCONN, _HLINK = 0x18, 0x5C, 0x876, 0x1B8
_PARTLY = "colours, conditional formats, names, lists and charts of this kind of workbook were examined only in part"
_FILE_LINK = bytes.fromhex("0303000000000000c000000000000046")
_LIST, _IN_TEXT = 3, 0x80
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01
_NAME_HIDDEN, _NAME_BUILT_IN = 0x01, 0x20
_COMMENT_OBJECT, _DROP_DOWN, _CHART_OBJECT, _PICTURE_OBJECT = 0x19, 0x14, 0x05, 0x08
_CONTROLS = frozenset({0x07, 0x0B, 0x0C, 0x10, 0x11, 0x12, 0x13})
_STREAMS = {
    "_VBA_PROJECT_CUR": (HiddenKind.MACRO, "a project of macros is attached"),
    "_SX_DB_CUR": (HiddenKind.PIVOT, "a pivot table keeps the records that it was made from"),
    "Ctls": (HiddenKind.OBJECT, "a control can run or hold what its sheet does not show"),
    "Revision Log": (HiddenKind.LEFTOVER, "a log of changes keeps earlier values"),
    "User Names": (HiddenKind.LEFTOVER, "a list of the users who shared the workbook"),
    "MsoDataStore": (HiddenKind.XML, "data of other programs is attached as XML"),
    "XML": (HiddenKind.XML, "data of other programs is attached as XML"),
    "_xmlsignatures": (HiddenKind.PROPERTIES, "a digital signature names who signed"),
    "_signatures": (HiddenKind.PROPERTIES, "a digital signature names who signed"),
}
_PROPERTIES = {
    "\x05SummaryInformation": {
        2: "the document has a title, subject, remarks or keywords of its own",
        3: "the document has a title, subject, remarks or keywords of its own",
        4: "the document names who wrote or changed it",
        5: "the document has a title, subject, remarks or keywords of its own",
        6: "the document has a title, subject, remarks or keywords of its own",
        7: "the document names an organisation, a template or a place of files",
        8: "the document names who wrote or changed it",
    },
    "\x05DocumentSummaryInformation": {
        2: "the document has a title, subject, remarks or keywords of its own",
        14: "the document names who wrote or changed it",
        15: "the document names an organisation, a template or a place of files",
    },
}
_ORDINARY = frozenset({"Root Entry", "Workbook", "Book", "\x01CompObj", "\x01Ole", *_PROPERTIES})
_TEXT_TYPES = (30, 31)
# What programs write where a person would stand.
_PROGRAMS = (b"", b"Calc", b"openpyxl", b"xlwt")


def inspect_old_office(data: bytes) -> tuple[Hidden, ...]:
    """What an XLS workbook carries beside its values, with what was not examined."""
    found = Findings()
    found.add(HiddenKind.UNEXAMINED, _PARTLY)
    names = streams_of(data)
    inside = any(name in _STREAMS or name.startswith("MBD") for name in names)
    for name in names:
        _note_stream(name, found, inside=inside)
    for name in (name for name in names if name in _PROPERTIES):
        with found.examining("properties"):
            content = stream_of(data, (name,))
            _note_properties(content, _PROPERTIES[name], found)
            if b"MSIP_Label" in content.replace(b"\x00", b""):
                found.add(HiddenKind.LABEL, "a sensitivity label says how the document was classified")
    with found.examining("Workbook"):
        _note_records(stream_of(data, ("Workbook", "Book")), found)
    return found.all()


def _note_stream(name: str, found: Findings, *, inside: bool) -> None:
    """Note a stream or storage by its name. Those within a storage that is noted have names of their own kind."""
    if name in _STREAMS:
        found.add(*_STREAMS[name])
    elif name.startswith("MBD"):
        found.add(HiddenKind.OBJECT, "a whole file or object is embedded")
    elif name not in _ORDINARY and not inside:
        found.add(HiddenKind.UNEXAMINED, "its package holds a stream that outcheck does not know")


def _note_properties(content: bytes, telling: dict[int, str], found: Findings) -> None:
    """Note the texts of the first set of properties (MS-OLEPS 2.21) that tell something."""
    start = struct.unpack_from("<I", content, 44)[0]
    count = struct.unpack_from("<I", content, start + 4)[0]
    for number in range(min(count, 1000)):
        key, offset = struct.unpack_from("<II", content, start + 8 + 8 * number)
        kind, length = struct.unpack_from("<II", content, start + offset)
        text = content[start + offset + 8 : start + offset + 8 + length].strip(b"\x00 ")
        if key in telling and kind in _TEXT_TYPES and text and text not in _PROGRAMS:
            found.add(HiddenKind.PROPERTIES, telling[key])


def _note_records(stream: bytes, found: Findings) -> None:
    sheets: dict[int, str] = {}
    sheet = ""
    try:
        for at, number, record in _records(stream):
            if number == _BOF:
                sheet = sheets.get(at, sheet)
            elif number == _BOUNDSHEET:
                start, name = _listed(record, found)
                sheets[start] = name
            else:
                _note_record(number, record, sheet, found)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Refusal("its records are damaged or cut short", "save it as .xlsx") from None


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, number and content of every record, those of charts inside sheets too."""
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if not number and not length:
            return
        yield at, number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _listed(record: bytes, found: Findings) -> tuple[int, str]:
    start, state, kind, length, wide = struct.unpack_from("<IBBBB", record)
    name = record[8 : 8 + (length << (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1")
    if kind in (1, 6):
        found.add(HiddenKind.MACRO, "a sheet of macros can run programs", sheet=name)
    if kind and state & 3:
        found.add(HiddenKind.SHEET, "a sheet without cells is hidden", sheet=name)
    return start, name


def _note_record(number: int, record: bytes, sheet: str, found: Findings) -> None:  # noqa: C901  one branch a record
    if number == _FORMULA:
        found.add(HiddenKind.FORMULA, "there are formulas, and only values should leave", sheet=sheet)
    elif number == _NOTE:
        found.add(HiddenKind.COMMENT, "there are comments", sheet=sheet)
    elif number == _OBJ:
        _note_object(struct.unpack_from("<H", record, 4)[0], sheet, found)
    elif number == _SUPBOOK and struct.unpack_from("<H", record, 2)[0] not in (_OWN_BOOK, _ADD_INS):
        found.add(HiddenKind.LINK, "another workbook is linked")
    elif number == _CRN:
        found.add(HiddenKind.LINK, "values of another workbook are kept")
    elif number == _DV and record[0] & 15 == _LIST and record[0] & _IN_TEXT:
        found.add(HiddenKind.VALIDATION, "a list of permitted values is kept with the cells", sheet=sheet)
    elif number == _NAME and record[0] & _NAME_HIDDEN and not record[0] & _NAME_BUILT_IN:
        found.add(HiddenKind.NAME, "a defined name is hidden")
    elif number == _WRITEACCESS and record[3:].strip(b" \x00") not in _PROGRAMS:
        found.add(HiddenKind.PROPERTIES, "the document names who wrote or changed it")
    elif number == _DCONN:
        found.add(HiddenKind.CONNECTION, "connections tell where the data came from")
    elif number == _HLINK and _FILE_LINK in record:
        found.add(HiddenKind.LINK, "a hyperlink tells a place of files", sheet=sheet)


def _note_object(kind: int, sheet: str, found: Findings) -> None:
    if kind == _CHART_OBJECT:
        found.add(HiddenKind.UNEXAMINED, "the numbers that a chart keeps were not examined", sheet=sheet)
    elif kind == _PICTURE_OBJECT:
        found.add(HiddenKind.UNEXAMINED, "there is a picture, which only a person can check", sheet=sheet)
    elif kind in _CONTROLS:
        found.add(HiddenKind.OBJECT, "a control can run or hold what its sheet does not show", sheet=sheet)
    elif kind not in (_COMMENT_OBJECT, _DROP_DOWN):
        found.add(HiddenKind.UNEXAMINED, "there is a shape, which only a person can check", sheet=sheet)
