"""Recognises what a file truly is: content first, suffix second."""

from __future__ import annotations

import io
import zipfile

from outcheck.readers.trouble import Trouble

_WORKBOOKS = ("xlsx", "xlsm", "xlsb", "xls", "ods")
_TABLES = ("csv", "tsv", "tab")
_TEXTS = ("txt", "log", "md", "out")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def recognise(suffix: str, data: bytes) -> str:
    """Kind of a file, lower case without a dot. Raises Trouble where the name and the bytes contradict each other."""
    named = suffix.lower().lstrip(".")
    if not data:
        raise Trouble("the file is empty", "take it out of the release, or export it again", named)
    if named in _WORKBOOKS:
        return _workbook(named, data)
    if named in _TABLES or named in _TEXTS:
        if data.startswith((b"PK\x03\x04", _OLE)):
            raise Trouble(f"the file is named .{named} but is a workbook or archive", "give it its true suffix", named)
        return "csv" if named in _TABLES else "txt"
    return named or "unknown"


def _workbook(named: str, data: bytes) -> str:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Trouble("the workbook is protected by a password", "save it without a password", named)
        return "xls"
    if not data.startswith(b"PK"):
        raise Trouble(f"the file is named .{named} but is not a workbook", "export it again, or give it its true suffix", named)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Trouble("the workbook is damaged or cut short", "export it again", named) from error
    if named != "ods" and not any(name.startswith("xl/workbook.") for name in names):
        raise Trouble("the file is a zip archive without a workbook in it", "export it again", named)
    return named
