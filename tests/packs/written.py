"""Pack files and manifests as tests write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcheck.model.rule import Pack, Rule
from outcheck.packs import Manifest, PackError, load_manifest, load_packs

HEAD = "pack: mine\nversion: 1\ntitle: Mine\nsource: {title: A page, status: verified}\n"
"""Four lines that every pack begins with; what a test adds begins in line 5."""

RULE = "rules:\n  low: {check: low-count, with: {minimum: 10}, level: review}\n"


def write(text: str | bytes, name: str = "mine.yaml") -> Path:
    """Write a file below the working directory."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def pack_of(text: str | bytes, name: str = "mine.yaml") -> Pack:
    """Pack of a file with that text."""
    write(text, name)
    (pack,) = load_packs([name])
    return pack


def rules_of(pack: Pack) -> dict[str, Rule]:
    """Rules of a pack by id."""
    return {rule.id: rule for rule in pack.rules}


def pack_error(text: str | bytes, name: str = "mine.yaml") -> str:
    """What loading a pack with that text says is wrong."""
    with pytest.raises(PackError) as raised:
        pack_of(text, name)
    return one_line(raised.value)


def manifest_of(text: str | bytes) -> Manifest:
    """Manifest of a file with that text."""
    return load_manifest(write(text, "outcheck.yaml"))


def manifest_error(text: str | bytes) -> str:
    """What loading a manifest with that text says is wrong."""
    with pytest.raises(PackError) as raised:
        manifest_of(text)
    return one_line(raised.value)


def one_line(error: PackError) -> str:
    """Message of an error, which is one line."""
    message = str(error)
    assert message.isprintable()
    return message
