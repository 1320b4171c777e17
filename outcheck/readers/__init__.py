"""Reads a release: paths to files, bytes to grids. Nothing is written, and one bad file never stops the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from outcheck.model.release import ReleaseFile, Unread
from outcheck.readers.delimited import NotDelimited, read_delimited
from outcheck.readers.excel import read_workbook
from outcheck.readers.kinds import recognise
from outcheck.readers.trouble import Trouble
from outcheck.readers.walk import Found, walk

_UNREADABLE_WORKBOOKS = ("xls", "xlsb", "ods")


def read_release(paths: Sequence[Path], *, ignored: Collection[Path] = ()) -> tuple[ReleaseFile, ...]:
    """Read every file of the given files and folders, sorted by path. What cannot be read is listed with the reason.

    ``ignored`` are files beside the release that do not leave, such as the manifest.
    """
    hidden = {path.resolve() for path in ignored}
    found = sorted(walk(paths, hidden), key=lambda entry: entry.name)
    return tuple(_read(entry) for entry in found)


def _read(found: Found) -> ReleaseFile:
    if found.trouble is not None:
        return ReleaseFile(found.name, found.kind, 0, "", unread=(found.trouble,))
    try:
        data = found.path.read_bytes()
    except OSError as error:
        unread = Unread(f"the file could not be opened ({error.strerror})", "give outcheck the right to read it")
        return ReleaseFile(found.name, "unreadable", 0, "", unread=(unread,))
    digest = hashlib.sha256(data).hexdigest()
    kind = "unknown"
    try:
        kind = recognise(found.path.suffix, data)
        return _grids(ReleaseFile(found.name, kind, len(data), digest), data)
    except Trouble as trouble:
        return ReleaseFile(found.name, trouble.kind or kind, len(data), digest, unread=(Unread(trouble.what, trouble.todo),))
    except Exception as crash:  # noqa: BLE001  one file must not keep the others from being checked
        unread = Unread(f"reading failed ({type(crash).__name__})", "save the file anew, or have a person check it")
        return ReleaseFile(found.name, kind, len(data), digest, unread=(unread,))


def _grids(file: ReleaseFile, data: bytes) -> ReleaseFile:
    path, kind = file.path, file.format
    if kind == "csv":
        return ReleaseFile(path, kind, file.bytes, file.sha256, (read_delimited(path, data),))
    if kind == "txt":
        try:
            return ReleaseFile(path, "csv", file.bytes, file.sha256, (read_delimited(path, data, must_have_delimiter=True),))
        except NotDelimited:
            return file
    if kind in ("xlsx", "xlsm"):
        grids, unread = read_workbook(path, data)
        return ReleaseFile(path, kind, file.bytes, file.sha256, grids, unread)
    if kind in _UNREADABLE_WORKBOOKS:
        raise Trouble(f"this version does not read .{kind} workbooks", "save the file as .xlsx or .csv", kind)
    return file
