"""What pictures carry beside what they show: remarks, places, cameras, and bytes after their end."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Key words that programs which draw write about themselves.
_OF_PROGRAMS = (b"Software\x00", b"Creation Time\x00", b"date:", b"ImageMagick")
_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_REMARKS = "a picture carries remarks of its own, such as who made it or where"
_AFTER = "a picture is followed by bytes that are no part of it"


def inspect_picture(content: bytes, found: Findings, part: str) -> None:
    """Note the remarks of one PNG or JPEG picture and what follows its end. Other kinds carry none that we know."""
    chunks = list(_png_chunks(content)) if content.startswith(_PNG) else list(_jpeg_segments(content))
    for name, body in chunks:
        if name in _TEXTS and not body.startswith(_OF_PROGRAMS):
            found.add(HiddenKind.PROPERTIES, _REMARKS, part=part)
        elif name == b"rest" and body.strip(b"\x00\r\n "):
            found.add(HiddenKind.TRAILING, _AFTER, part=part)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Chunks by name; ``rest`` is what follows the last."""
    at = len(_PNG)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        yield name, content[at + 8 : at + 8 + length]
        at += 12 + length
        if name == b"IEND":
            yield b"rest", content[at:]
            return


def _jpeg_segments(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Segments with remarks, under the names that PNG has for them; ``rest`` is what follows the picture."""
    at = 2
    while content.startswith(_JPEG) and at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  begins a marker
        marker, length = struct.unpack_from(">xBH", content, at)
        body = content[at + 4 : at + 2 + length]
        if marker == 0xFE or (marker in (0xE1, 0xED) and body):  # noqa: PLR2004  a comment; EXIF, XMP or IPTC
            yield b"tEXt", body
        if marker == 0xDA:  # noqa: PLR2004  the picture itself begins
            end = content.rfind(b"\xff\xd9")
            if end >= 0:
                yield b"rest", content[end + 2 :]
            return
        at += 2 + length
