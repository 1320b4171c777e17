"""Recognises what a file truly is: by its bytes first, by its suffix second."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

TEXT_TABLES = frozenset({"csv", "tsv", "tab"})
MAYBE_TABLES = frozenset({"txt", "log"})
WORKBOOKS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})
ENCRYPTED = "encrypted"
UNKNOWN = "unknown"

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPOUND_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"\xff\xd8\xff", ("jpg", "jpeg")),
    (b"GIF8", ("gif",)),
    (b"%PDF-", ("pdf",)),
    (b"II*\x00", ("tif", "tiff")),
    (b"MM\x00*", ("tif", "tiff")),
    (b"7z\xbc\xaf\x27\x1c", ("7z",)),
    (b"PAR1", ("parquet",)),
    (b"SQLite format 3\x00", ("sqlite", "sqlite3", "db")),
)
# Also begin with signatures of their own, but older or other programs use the same suffixes for other content.
_FREE_SIGNATURES = (
    (b"\x1f\x8b", ("gz", "rds", "rdata")),
    (b"<stata_dta>", ("dta",)),
    (b"$FL2", ("sav",)),
)
_OPEN_DOCUMENTS = ((b"opendocument.spreadsheet", "ods"), (b"opendocument.text", "odt"), (b"opendocument.presentation", "odp"))
_OFFICE_PARTS = (("xl/workbook.bin", "xlsb"), ("word/", "docx"), ("ppt/", "pptx"))
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, RuntimeError, OSError, EOFError)
_HEAD = 2**20
_SIGNED = frozenset(name for _, names in _SIGNATURES for name in names)


def recognise(data: bytes, suffix: str) -> str:
    """Kind of a file in lower case.

    A suffix counts only where the bytes do not speak: a ``.png`` that is no picture is unknown, an ``.xlsx`` without a package is
    text or unknown. ``encrypted`` is an office document behind a password, ``txt`` a text that may yet turn out to be a table.
    """
    named = suffix.lower().lstrip(".")
    named = named if re.fullmatch(r"[a-z0-9_+-]{1,12}", named) else UNKNOWN
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data, named)
    if data.startswith(_COMPOUND):
        return next((kind for name, kind in _COMPOUND_STREAMS if name.encode("utf-16-le") in data), "ole")
    for signature, names in (*_SIGNATURES, *_FREE_SIGNATURES):
        if data.startswith(signature):
            return named if named in names else names[0]
    return _unsigned_kind(data, named)


def _unsigned_kind(data: bytes, named: str) -> str:
    """Kind of a file whose first bytes say nothing."""
    if named in TEXT_TABLES:
        return "csv"
    if named in MAYBE_TABLES or (named in WORKBOOKS and data and b"\x00" not in data):
        return "txt"
    if named in _SIGNED or (named in WORKBOOKS and data):
        return UNKNOWN
    return named


def _zip_kind(data: bytes, named: str) -> str:
    """Kind of a zip package by its parts. One that cannot be opened keeps a workbook's suffix, whose reader then says so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").casefold() for name in package.namelist()}
            if "xl/workbook.xml" in names:
                return (
                    "xlsm"
                    if "xl/vbaproject.bin" in names or b"macroEnabled.main" in _head(package, "[Content_Types].xml")
                    else "xlsx"
                )
            media = _head(package, "mimetype") if "mimetype" in names else b""
    except _UNREADABLE:
        return named if named in WORKBOOKS else "zip"
    by_media = next((kind for word, kind in _OPEN_DOCUMENTS if word in media), "")
    by_parts = next((kind for part, kind in _OFFICE_PARTS if any(name.startswith(part) for name in names)), "")
    return by_media or by_parts or (named if named in WORKBOOKS else "zip")


def _head(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        return stream.read(_HEAD)
