"""The bytes of a file that was checked, for a copy of it or beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from outcheck.writers.copies import CleanError


def original_bytes(path: str, sha256: str, base: Path) -> bytes:
    """The file again; refused if it is no longer the one that was read, or could not be read then."""
    if not sha256:
        raise CleanError("it could not be read")
    data = (base / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CleanError("it was changed while it was read")
    return data
