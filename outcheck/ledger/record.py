"""What the ledger records: who let what leave, when and why, in bytes that a digest can vouch for."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

_PATHS = re.compile(rb'"path":("(?:[^"\\]|\\.)*")')
FIRST = "0" * 64
"""What the first entry of a chain follows."""


@dataclass(frozen=True, slots=True)
class Left:
    """A file that left: path in its release, digest, and the digests of its tables as the ledger keeps them."""

    path: str
    sha256: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """One release that left. ``verdict`` and ``packs`` say what outcheck thought of it; ``when`` is in UTC."""

    who: str
    when: datetime
    why: str
    verdict: str
    packs: tuple[str, ...]
    files: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an entry was added: its number and the digest of the chain up to it, to be kept elsewhere."""

    number: int
    digest: str


def written(number: int, departure: Departure) -> bytes:
    """The entry in canonical bytes: the same departure gives the same ones."""
    document = {
        "number": number,
        "who": departure.who,
        "when": departure.when.isoformat(),
        "why": departure.why,
        "verdict": departure.verdict,
        "packs": list(departure.packs),
        "files": [{"path": file.path, "sha256": file.sha256, "tables": list(file.tables)} for file in departure.files],
    }
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def read(content: bytes) -> tuple[int, Departure]:
    """Number and departure of written bytes; raises ValueError, KeyError or TypeError where they are damaged."""
    held = json.loads(content)
    files = tuple(Left(file["path"], file["sha256"], tuple(file["tables"])) for file in held["files"])
    when = datetime.fromisoformat(held["when"])
    return held["number"], Departure(held["who"], when, held["why"], held["verdict"], tuple(held["packs"]), files)


def paths_in(content: bytes) -> set[str]:
    """Paths of the files of written bytes, found without reading the rest: a large ledger is searched for a few."""
    return {json.loads(text) for text in _PATHS.findall(content)}


def chained(previous: str, content: bytes) -> str:
    """Digest of an entry that follows another."""
    return hashlib.sha256(previous.encode("ascii") + content).hexdigest()
