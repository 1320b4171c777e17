"""Packs named parts into a zip and back. One set of parts has exactly one zip, so nothing can hide in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from outcheck.bundle.errors import BundleError

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16
_MOST_BYTES = 2**31
_MOST_PARTS = 10_000
_NOT_IN_NAMES = frozenset('\\:*?"<>|')
"""Characters that some system gives a meaning of its own in a path."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The zip of some parts: sorted, without dates, not compressed, since compressors differ from build to build."""
    for name in parts:
        if not _plain(name):
            raise BundleError(f"{name!r}: a file of this name cannot be sealed, since not every system can write it; rename it")
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = _UNIX, _MODE
            archive.writestr(info, parts[name])
    return page.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Parts of a zip as ``pack`` makes it. Any other is refused whole: a path that escapes, a bomb, a byte too many."""
    if len(data) > _MOST_BYTES:
        raise BundleError("it has more than 2 GB, so it is no sealed request; look where it comes from")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            # What is not compressed cannot grow, and what claims to be larger than the file is caught before it is read.
            honest = all(info.compress_type == zipfile.ZIP_STORED and info.file_size <= len(data) for info in entries)
            if len(entries) > _MOST_PARTS or not honest or sum(info.file_size for info in entries) > len(data):
                raise _stranger()
            parts = {info.filename: archive.read(info) for info in entries if _plain(info.filename)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _stranger() from error
    if len(parts) != len(entries) or pack(parts) != data:
        raise _stranger()
    return parts


def _stranger() -> BundleError:
    return BundleError("it is not as `outcheck bundle` makes it: damaged, or changed since; ask for it again")


def _plain(name: str) -> bool:
    """Whether a name is a path downwards that every system reads alike."""
    steps = name.split("/")
    fit = all(step not in ("", ".", "..") and step == step.strip() and not step.endswith(".") for step in steps)
    return fit and name.isprintable() and not _NOT_IN_NAMES & set(name) and not PurePosixPath(name).is_absolute()
