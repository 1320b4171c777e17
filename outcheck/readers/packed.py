"""Unpacks a text that gzip packed, within limits."""

from __future__ import annotations

import gzip
import io
import zlib

from outcheck.readers.limits import Limits
from outcheck.readers.refusal import Refusal

GZIP = b"\x1f\x8b"


def unpacked(data: bytes, limits: Limits) -> bytes:
    """Text of a gzip file, all members of it; refuses one that is damaged, cut short, or grows beyond the limits."""
    most = limits.part_bytes
    if limits.part_ratio * len(data) < most:
        most = max(limits.ratio_from_bytes, limits.part_ratio * len(data))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            text = stream.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise Refusal("its gzip packing is damaged or cut short", "pack it again, or leave it unpacked") from None
    if len(text) > most:
        raise Refusal("it unpacks to more than a table for people needs", "split it, or leave it unpacked")
    if not text:
        raise Refusal("there is nothing in its gzip packing", "take it out of the release, or export it again")
    return text
