"""The list of what a sealed request holds, which its digests and its signature speak of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from outcheck.bundle.errors import BundleError

SCHEMA = "outcheck/request/1"
RELEASE, EVIDENCE = "release/", "evidence/"
"""Where files lie in the request: those that are to leave, and those that are for the checker and must not."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the request: name in the zip, digest, size in bytes, and whether it is to be released."""

    name: str
    sha256: str
    bytes: int
    leaves: bool


@dataclass(frozen=True, slots=True)
class PackNamed:
    """A pack that the release was checked under."""

    pack: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was sealed, when, by which outcheck, under which rules, and with what verdict."""

    tool_version: str
    sealed: date
    verdict: str
    packs: tuple[PackNamed, ...]
    parts: tuple[Part, ...]

    def written(self) -> bytes:
        """As JSON; the same contents give the same bytes."""
        document = {"schema": SCHEMA, **asdict(self), "sealed": self.sealed.isoformat()}
        return (json.dumps(document, indent=2) + "\n").encode("ascii")


def parts_of(files: Mapping[str, bytes]) -> tuple[Part, ...]:
    """Parts in the order of their names."""
    return tuple(
        Part(name, hashlib.sha256(data).hexdigest(), len(data), name.startswith(RELEASE)) for name, data in sorted(files.items())
    )


def read(data: bytes) -> Contents:
    """Contents from their JSON; raises BundleError for anything else."""
    try:
        held: dict[str, Any] = json.loads(data)
        if held["schema"] != SCHEMA:
            raise BundleError("it was sealed by a newer outcheck; verify it with that one")
        contents = Contents(
            tool_version=held["tool_version"],
            sealed=date.fromisoformat(held["sealed"]),
            verdict=held["verdict"],
            packs=tuple(PackNamed(**pack) for pack in held["packs"]),
            parts=tuple(Part(**part) for part in held["parts"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError("its list of contents cannot be read; ask for it again") from error
    if contents.written() != data:
        raise BundleError("its list of contents is not as outcheck writes it; ask for it again")
    return contents
