"""Text of a file as UTF-8, whatever it was written in."""

from __future__ import annotations

import codecs

from outcheck.readers.refusal import Refusal

_SAMPLE = 4096


def as_utf8(data: bytes) -> bytes:
    """Text as UTF-8 without byte order mark; bytes that are so already are not copied.

    UTF-16 is known by its mark or by every second byte being NUL. What is not UTF-8 must be cp1252, Excel's in Western Europe.
    """
    text = _utf8(data)
    if (nul := text.find(b"\x00")) >= 0:
        line = text.count(b"\n", 0, nul) + 1
        raise Refusal(f"there is a NUL byte in line {line}, so this is not plain text", "export the table again as CSV")
    if not text:
        raise Refusal("the file holds no text", "take it out of the release, or export it again")
    return text


def _utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16").encode()
    head = data[: _SAMPLE - _SAMPLE % 2]
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if min(even, odd) == 0 and max(even, odd) > len(head) // 4:
            return _decoded(data, "utf-16-le" if odd else "utf-16-be").encode()
    text = data
    while text.startswith(codecs.BOM_UTF8):  # programs that join files leave more than one
        text = text.removeprefix(codecs.BOM_UTF8)
    if not text.isascii():
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            return _decoded(text, "cp1252").encode()
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("its text is neither UTF-8, UTF-16 nor Windows (cp1252)", 'export the table again as "CSV UTF-8"') from None
