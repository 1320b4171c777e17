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
    files: Iterable[ReleaseFile], make: Callable[[ReleaseFile, bytes], CleanCopy], *, done: str = "copied"
) -> tuple[tuple[CleanCopy, ...], LeftOut]:
    """What ``make`` makes of every file, and those it refuses. Raises CleanError where it refuses all.

    One whose copy would have the name of another copy is left out; ``done`` is the word for what is made of them.
    """
    copies: dict[str, CleanCopy] = {}
    left_out: list[tuple[str, str]] = []
    for file in files:
        try:
            made = make(file, original_bytes(file))
            other = copies.setdefault(made.path.casefold(), made)
            if other is not made:
                raise CleanError(f"its copy would have the name of that of {other.source}; rename one of them")  # noqa: TRY301  one way out
        except CleanError as error:
            left_out.append((file.path, str(error)))
    if not copies:
        why = f": {left_out[0][0]}: {left_out[0][1]}" if left_out else ""
        raise CleanError(f"no file could be {done}{why}")
    return tuple(copies.values()), tuple(left_out)


def original_bytes(file: ReleaseFile) -> bytes:
    """The bytes of a file of a release; refused if it could not be read then, or is no longer the one that was read."""
    if file.source is None or not file.sha256:
        raise CleanError(f"it could not be read{f': {file.unread[0].what}' if file.unread else ''}")
    return bytes_again(file.source, file.sha256)


def bytes_again(source: Path, sha256: str) -> bytes:
    """A file again; refused if it is no longer the one that was read."""
    data = source.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CleanError("it was changed while it was read")
    return data
