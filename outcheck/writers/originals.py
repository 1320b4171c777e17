"""The bytes of a file that was checked, for a copy of it or beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from outcheck.model.release import ReleaseFile
from outcheck.writers.copies import CleanCopy, CleanError

LeftOut: TypeAlias = tuple[tuple[str, str], ...]
"""Files that were not copied, each with the reason."""


def copies_of(
    path: Path, files: Iterable[ReleaseFile], make: Callable[[ReleaseFile, bytes], CleanCopy], *, done: str = "copied"
) -> tuple[tuple[CleanCopy, ...], LeftOut]:
    """What ``make`` makes of every file of a file or folder, and those it refuses. Raises CleanError where it refuses all.

    ``done`` is the word for what is made of them.
    """
    base = path if path.is_dir() else path.parent
    copies: list[CleanCopy] = []
    left_out: list[tuple[str, str]] = []
    for file in files:
        try:
            copies.append(make(file, original_bytes(file.path, file.sha256, base)))
        except CleanError as error:
            left_out.append((file.path, str(error)))
    if not copies:
        why = f": {left_out[0][0]}: {left_out[0][1]}" if left_out else ""
        raise CleanError(f"{path}: no file could be {done}{why}")
    return tuple(copies), tuple(left_out)


def original_bytes(path: str, sha256: str, base: Path) -> bytes:
    """The file again; refused if it is no longer the one that was read, or could not be read then."""
    if not sha256:
        raise CleanError("it could not be read")
    data = (base / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CleanError("it was changed while it was read")
    return data
