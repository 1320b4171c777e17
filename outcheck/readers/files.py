"""Reads one file of a release: digest, true kind, grids, and what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from outcheck.model.grid import Grid
from outcheck.model.release import ReleaseFile, Unread
from outcheck.readers.delimited import read_delimited
from outcheck.readers.delimiters import Delimiter, find_delimiter, is_prose
from outcheck.readers.encodings import as_utf8
from outcheck.readers.excel import read_workbook
from outcheck.readers.inspection import inspect
from outcheck.readers.kinds import ENCRYPTED, MAYBE_TABLES, TEXT_TABLES, UNKNOWN, WORKBOOKS, recognise
from outcheck.readers.limits import Limits
from outcheck.readers.ods import read_open_document
from outcheck.readers.package import Content
from outcheck.readers.packed import GZIP, unpacked
from outcheck.readers.refusal import Refusal, crash_refusal
from outcheck.readers.walk import Found
from outcheck.readers.xls import read_old_workbook
from outcheck.readers.xlsb import read_binary_workbook

_TEXTS = TEXT_TABLES | MAYBE_TABLES
_MACROS_OR_NOT = {"xlsx", "xlsm"}
_READERS: dict[str, Callable[[str, Content], tuple[tuple[Grid, ...], tuple[Unread, ...]]]] = {
    "xlsx": read_workbook,
    "xlsm": read_workbook,
    "xlsb": read_binary_workbook,
    "xls": read_old_workbook,
    "ods": read_open_document,
}
_IN_WORDS = {"txt": "text, not a workbook", UNKNOWN: "no workbook", "zip": "a zip archive"}


def read_file(found: Found, limits: Limits, barred: Refusal | None = None) -> ReleaseFile:
    """One file as it would leave; whatever goes wrong becomes an ``Unread`` of it. One that is barred is not looked into."""
    if found.unread is not None:
        return ReleaseFile(found.name, found.kind, 0, "", unread=(found.unread,), source=found.path)
    suffix = found.path.suffix.lower().lstrip(".")
    file = ReleaseFile(found.name, suffix or UNKNOWN, 0, "", source=found.path)
    try:
        size = found.path.stat().st_size
        if size > limits.file_bytes:
            file = replace(file, bytes=size, sha256=_digest(found.path))
            raise Refusal(f"it has more than {limits.file_bytes:,} bytes", "split it, or take it out of the release")  # noqa: TRY301  one way out
        if barred is not None:
            file = replace(file, bytes=size, sha256=_digest(found.path))
            raise barred  # noqa: TRY301  likewise
        data = found.path.read_bytes()
        file = replace(file, bytes=len(data), sha256=hashlib.sha256(data).hexdigest(), format=recognise(data, suffix))
        packed = _packed_suffix(found.path) if suffix == "gz" else ""
        held = Content(data, limits)
        file = _with_values(file, held, packed, suffix)
        return replace(file, hidden=inspect(file, held))
    except Refusal as refusal:
        return replace(file, unread=(refusal.unread(),))
    except OSError as problem:
        what = "permission to read it is denied" if isinstance(problem, PermissionError) else "it cannot be opened"
        unread = Unread(what, "ask for permission to read it, or take it out of the release")
        return replace(file, format=file.format if file.sha256 else "unreadable", unread=(unread,))
    except Exception as crash:  # noqa: BLE001  one file must not keep the others from being checked
        return replace(file, unread=(crash_refusal(crash).unread(),))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _with_values(file: ReleaseFile, held: Content, packed: str, suffix: str) -> ReleaseFile:
    """The file with its tables; refused as a whole, it is still to be inspected for what it carries beside them."""
    try:
        return _with_packed(file, held, packed) if packed else _with_grids(file, held, suffix)
    except Refusal as refusal:
        return replace(file, unread=(refusal.unread(),))


def _with_grids(file: ReleaseFile, held: Content, suffix: str) -> ReleaseFile:
    """The file with its tables, if it is of a kind that has any; a kind that its name denies is not believed."""
    kind = file.format
    if not held.data:
        if suffix in _TEXTS | WORKBOOKS:
            raise Refusal("it is empty (0 bytes)", "take it out of the release, or export it again")
        return file
    if kind == ENCRYPTED:
        raise Refusal("it is protected by a password", "save it without a password")
    if suffix in _TEXTS and kind in ("csv", "txt"):
        return _with_text(file, held)
    reader = _READERS.get(suffix) if suffix == kind or {suffix, kind} == _MACROS_OR_NOT else None
    if reader is not None:
        grids, unread = reader(file.path, held)
        return replace(file, grids=grids, unread=unread)
    if kind in WORKBOOKS or suffix in _TEXTS | WORKBOOKS:
        truly = _IN_WORDS.get(kind, f"of the kind {kind}")
        ending = f"ends in .{suffix}" if suffix else "has no ending"
        raise Refusal(f"its name {ending}, but its content is {truly}", "export it again, or give it the right ending")
    return file


def _packed_suffix(path: Path) -> str:
    """Suffix of what a name such as ``a.csv.gz`` says is packed, if it is a text that may hold tables."""
    inner = Path(path.stem).suffix.lower().lstrip(".")
    return inner if inner in _TEXTS else ""


def _with_packed(file: ReleaseFile, held: Content, inner: str) -> ReleaseFile:
    """A packed text with its table. Its digest, size and kind stay those of the packing, which is what leaves."""
    if held.data and not held.data.startswith(GZIP):
        raise Refusal("its name ends in .gz, but its content is not packed by gzip", "give it the right ending, or pack it")
    text = unpacked(held.data, held.limits)
    kind = recognise(text, inner)
    return replace(_with_grids(replace(file, format=kind), Content(text, held.limits), inner), format="gz")


def _with_text(file: ReleaseFile, held: Content) -> ReleaseFile:
    text = as_utf8(held.data)
    if file.format == "txt" and is_prose(text):
        return file
    delimiter = find_delimiter(text) or Delimiter(",", 1)
    return replace(file, format="csv", grids=(Grid(file.path, "", read_delimited(text, delimiter, held.limits)),))
