from __future__ import annotations

import struct
from pathlib import Path

import pytest
from books import package, sheet_xml, without_part, zipped

from outcheck.model.release import ReleaseFile
from outcheck.readers import read_release

BOOK = package({"S": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n"


def compound(stream: str) -> bytes:
    """An OLE file as far as a look at its directory goes."""
    return COMPOUND + stream.encode("utf-16-le").ljust(64, b"\x00")


def read(folder: Path, name: str, data: bytes) -> ReleaseFile:
    (folder / name).write_bytes(data)
    (file,) = read_release([folder / name])
    return file


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plot.png", PNG, "png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("photo", b"\xff\xd8\xff\xe0", "jpg"),
        ("letter.docx", zipped({"word/document.xml": "<w/>"}), "docx"),
        ("slides.pptx", zipped({"ppt/presentation.xml": "<p/>"}), "pptx"),
        ("text.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        ("old.doc", compound("WordDocument"), "doc"),
        ("mail.msg", compound("__nameid"), "ole"),
        ("all.zip", zipped({"a.csv": "a,b"}), "zip"),
        ("model.rds", b"\x1f\x8b\x08", "rds"),
        ("data.dta", b"<stata_dta>", "dta"),
        ("plot.gph", b"\x01\x02", "gph"),
        ("code.py", b"x = 1\n", "py"),
        ("page.html", b"<p>1,2</p>", "html"),
        ("plot.svg", b"<svg/>", "svg"),
        ("README", b"text", "unknown"),
        ("__init__.py", b"", "py"),
    ],
)
def test_kinds_that_hold_no_tables_are_named_and_left_to_the_rule_about_file_types(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    file = read(tmp_path, name, data)
    assert (file.format, file.grids, file.unread) == (kind, (), ())


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("table.png", b"region,count\nNorth,5\n", "unknown"),
        ("table.pdf", PNG, "png"),
        ("table.docx", zipped({"data.csv": "a,b"}), "zip"),
        ("table.docx", PNG, "png"),
        ("strange.two words", b"x", "unknown"),
    ],
)
def test_a_suffix_that_the_bytes_deny_is_not_believed(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    assert read(tmp_path, name, data).format == kind


@pytest.mark.parametrize(
    ("name", "data", "kind", "what"),
    [
        ("a.xlsx", b"", "xlsx", "it is empty (0 bytes)"),
        ("a.ods", b"", "ods", "it is empty (0 bytes)"),
        ("a.txt", b"", "txt", "it is empty (0 bytes)"),
        ("a.xlsx", b"a,b\n1,2\n", "txt", "its name ends in .xlsx, but its content is text, not a workbook"),
        ("a.xls", b"<table><tr><td>5</td></tr></table>", "txt", "its name ends in .xls, but its content is text, not a workbook"),
        ("a.xlsx", b"\x00\x01\x02", "unknown", "its name ends in .xlsx, but its content is no workbook"),
        ("a.xlsx", PNG, "png", "its name ends in .xlsx, but its content is of the kind png"),
        ("a.csv", BOOK, "xlsx", "its name ends in .csv, but its content is of the kind xlsx"),
        ("a.txt", compound("Workbook"), "xls", "its name ends in .txt, but its content is of the kind xls"),
        ("a.xls", BOOK, "xlsx", "its name ends in .xls, but its content is of the kind xlsx"),
        ("a.dat", BOOK, "xlsx", "its name ends in .dat, but its content is of the kind xlsx"),
        ("a", BOOK, "xlsx", "its name has no ending, but its content is of the kind xlsx"),
        ("a.xlsx", compound("EncryptedPackage"), "encrypted", "it is protected by a password"),
        ("a.docx", compound("EncryptedPackage"), "encrypted", "it is protected by a password"),
        ("a.xlsx", compound("Workbook"), "xls", "its name ends in .xlsx, but its content is of the kind xls"),
        ("a.xls", compound("Workbook"), "xls", "its OLE package is damaged or cut short"),
        ("a.xlsb", zipped({"xl/workbook.bin": b"x"}), "xlsb", "its list of sheets is damaged or cut short"),
        (
            "a.ods",
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "ods",
            "its part content.xml is missing",
        ),
        ("a.xlsx", BOOK[: len(BOOK) // 2], "xlsx", "it is damaged or cut short (no whole zip package)"),
        ("a.xlsx", BOOK[:-30], "xlsx", "it is damaged or cut short (no whole zip package)"),
        (
            "a.xlsx",
            zipped({"a.csv": "a,b"}),
            "xlsx",
            "it is a zip package without a workbook in it (no xl/workbook.xml)",
        ),
        ("a.xlsx", without_part(BOOK, "xl/_rels/workbook.xml.rels"), "xlsx", "its part xl/_rels/workbook.xml.rels is missing"),
    ],
)
def test_what_is_no_readable_table_is_unread_in_one_clear_line(
    tmp_path: Path, name: str, data: bytes, kind: str, what: str
) -> None:
    file = read(tmp_path, name, data)
    assert (file.format, file.grids) == (kind, ())
    assert [unread.what for unread in file.unread] == [what]
    assert file.unread[0].todo


def test_a_missing_sheet_is_unread_by_name(tmp_path: Path) -> None:
    file = read(tmp_path, "a.xlsx", without_part(BOOK, "xl/worksheets/sheet1.xml"))
    assert [(unread.sheet, unread.what) for unread in file.unread] == [("S", "its part xl/worksheets/sheet1.xml is missing")]


def test_a_part_changed_by_one_byte_is_unread(tmp_path: Path) -> None:
    start = BOOK.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml") + 20
    damaged = BOOK[:start] + bytes([BOOK[start] ^ 0xFF]) + BOOK[start + 1 :]
    file = read(tmp_path, "a.xlsx", damaged)
    assert file.grids == ()
    assert file.unread[0].sheet == "S"


def test_an_encrypted_part_is_unread(tmp_path: Path) -> None:
    entry = BOOK.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", BOOK, entry + 8)[0] | 1
    parts = BOOK.count(b"PK\x01\x02")
    encrypted = bytearray(BOOK)
    for _ in range(parts):
        struct.pack_into("<H", encrypted, entry + 8, flags)
        entry = BOOK.find(b"PK\x01\x02", entry + 1)
    file = read(tmp_path, "a.xlsx", bytes(encrypted))
    assert file.grids == ()
    assert file.unread


def test_two_parts_of_one_name_are_unread(tmp_path: Path) -> None:
    other = package({"S": sheet_xml("")}, {"xl/Worksheets/Sheet1.xml": sheet_xml("")})
    (unread,) = read(tmp_path, "a.xlsx", other).unread
    assert unread.what == "its package holds two parts of the same name"


def test_a_workbook_without_sheets_is_unread(tmp_path: Path) -> None:
    (unread,) = read(tmp_path, "a.xlsx", package({})).unread
    assert unread.what == "it lists no sheets"


def test_two_sheets_of_one_name_are_unread(tmp_path: Path) -> None:
    twins = package({"S": sheet_xml(""), "s": sheet_xml("")})
    (unread,) = read(tmp_path, "a.xlsx", twins).unread
    assert unread.what == "two of its sheets have the same name"


@pytest.mark.parametrize("cut", range(0, 101, 4))
def test_a_workbook_cut_anywhere_or_with_bytes_overwritten_never_stops_the_reading(tmp_path: Path, cut: int) -> None:
    at = len(BOOK) * cut // 100
    for data in (BOOK[:at], BOOK[:at] + b"\xff" * 8 + BOOK[at + 8 :]):
        (tmp_path / "a.csv").write_bytes(b"a,b\n")
        (tmp_path / "b.xlsx").write_bytes(data)
        good, bad = read_release([tmp_path])
        assert good.unread == ()
        assert bad.unread or [list(column) for column in bad.grids[0].columns] == [[1.0]]
