from __future__ import annotations

import struct
from pathlib import Path

import pytest
from books import open_document

from outcheck.readers import read_release
from outcheck.readers.biff import OldSheet, read_records
from outcheck.readers.compound import stream_of
from outcheck.readers.refusal import Refusal


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


BEGIN, END = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A, b"")


def sheet_of(*cells: bytes) -> OldSheet:
    """The one sheet of a stream of records with these in it."""
    start = len(BEGIN) + len(record(0x85, bytes(8))) + len(END)
    stream = BEGIN + record(0x85, struct.pack("<IBB", start, 1, 0) + b"\x00\x00") + END + BEGIN + b"".join(cells) + END
    (sheet,) = read_records(stream).sheets
    return sheet


def formula(result: bytes, flags: int = 0) -> bytes:
    return record(0x06, struct.pack("<HHH", 4, 1, 0) + result + struct.pack("<H", flags) + bytes(4))


@pytest.mark.parametrize(
    ("result", "errors", "values"),
    [
        (struct.pack("<d", 2.5), [], 1),
        (b"\x02\x00\x17\x00\x00\x00\xff\xff", [(4, 1, "#REF!")], 0),
        (b"\x02\x00\x99\x00\x00\x00\xff\xff", [(4, 1, "#N/A")], 0),
        (b"\x01\x00\x01\x00\x00\x00\xff\xff", [], 1),
        (b"\x03\x00\x00\x00\x00\x00\xff\xff", [], 0),
    ],
)
def test_a_formula_counts_with_its_stored_result(result: bytes, errors: list[object], values: int) -> None:
    sheet = sheet_of(formula(result))
    assert (sheet.errors, len(sheet.values), sheet.uncomputed) == (errors, values, [])


def test_a_formula_that_is_computed_on_opening_has_no_result() -> None:
    assert sheet_of(formula(bytes(8), flags=2)).uncomputed == ["B5"]


def test_a_text_that_a_formula_shows_but_the_file_does_not_hold_is_missed() -> None:
    text = formula(b"\x00\x00\x00\x00\x00\x00\xff\xff")
    assert sheet_of(text).texts_due == 1
    assert sheet_of(text, record(0x207, b"\x00\x00\x00")).texts_due == 0


def test_charts_inside_a_sheet_are_not_its_cells() -> None:
    number = record(0x203, struct.pack("<HHHd", 0, 0, 0, 5.0))
    assert len(sheet_of(number, BEGIN, number, number, END).values) == 1


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        (BEGIN + record(0x2F, b"") + END, "it is protected by a password"),
        (record(0x809, struct.pack("<HH", 0x500, 5)) + END, "it is of an Excel older than 97, which this version does not read"),
        (BEGIN, "its records are damaged or cut short"),
        (BEGIN + record(0x85, b"\x00") + END, "its records are damaged or cut short"),
        (BEGIN + struct.pack("<HH", 0x203, 500), "its records are damaged or cut short"),
        (b"", "its records are damaged or cut short"),
    ],
)
def test_records_that_cannot_be_read_are_refused(stream: bytes, what: str) -> None:
    with pytest.raises(Refusal, match=what):
        read_records(stream)


def test_a_chain_of_sectors_that_leads_in_a_circle_is_refused() -> None:
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    with pytest.raises(Refusal, match="damaged or cut short"):
        stream_of(bytes(header) + bytes(512), ("Workbook",))


def test_an_open_document_called_xls_is_unread(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(open_document({"S": ""}))
    (file,) = read_release([tmp_path / "a.xls"])
    assert [unread.what for unread in file.unread] == ["its name ends in .xls, but its content is of the kind ods"]
