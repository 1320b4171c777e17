"""Opens the zip package of a workbook and inflates its parts, within limits."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from outcheck.readers.limits import Limits
from outcheck.readers.refusal import Refusal
from outcheck.readers.tags import count_tags

SAVE_AGAIN = "open it in Excel and save it, or export it again"

_MOST_HELD = 2**27
_PIECE = 2**22
_MOST_DIGITS = 18
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """Parts of an open package by their names in lower case. Those that were inflated are held, as far as they are not many."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    limits: Limits
    held: dict[str, bytes] = field(default_factory=dict)
    counted: dict[str, Mapping[bytes, int]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the package holds a part."""
        return name.casefold() in self.parts

    def tags(self, name: str, xml: bytes) -> Mapping[bytes, int]:
        """Tags of a sheet, whose part and its content are given; they are counted once."""
        if name.casefold() not in self.counted:
            self.counted[name.casefold()] = count_tags(xml)
        return self.counted[name.casefold()]

    def binary(self, name: str, meanwhile: Callable[[bytes], None] | None = None) -> bytes:
        """Inflated part; refuses one that is missing, damaged or too large.

        One that is large is shown to ``meanwhile`` piece by piece, each while the next one is inflated.
        """
        info = self.parts.get(name.casefold())
        if info is None:
            raise Refusal(f"its part {name} is missing", SAVE_AGAIN)
        if name.casefold() in self.held:
            return self.held[name.casefold()]
        size, limits = info.file_size, self.limits
        if size > limits.part_bytes or (size > limits.ratio_from_bytes and size > limits.part_ratio * info.compress_size):
            raise _too_large(name)
        try:
            with self.archive.open(info) as stream:
                content = _in_pieces(stream, meanwhile) if meanwhile and size > _PIECE else stream.read(limits.part_bytes + 1)
        except _BROKEN:
            raise Refusal(f"its part {name} is damaged", SAVE_AGAIN) from None
        if sum(map(len, self.held.values())) + len(content) <= _MOST_HELD:
            self.held[name.casefold()] = content
        return content

    def part(self, name: str, meanwhile: Callable[[bytes], None] | None = None) -> bytes:
        """Inflated part of text; refuses also one that is not in UTF-8."""
        content = self.binary(name, meanwhile)
        # The reader of values takes every part for UTF-8 and would silently find nothing in another encoding.
        if b"\x00" in content or _OTHER_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")) or not _is_utf8(content):
            raise Refusal(f"its part {name} is not in UTF-8", SAVE_AGAIN)
        return content

    def xml(self, name: str) -> Element:
        """Parsed part."""
        return parse(self.part(name), f"its part {name}")


@dataclass(frozen=True)
class Content:
    """Bytes of a file, and the package in them, which is opened once for all who read it."""

    data: bytes
    limits: Limits

    @cached_property
    def package(self) -> Package:
        """Package of a workbook; refuses what ``open_package`` refuses."""
        return open_package(self.data, self.limits)


def open_package(data: bytes, limits: Limits) -> Package:
    """Package of a workbook; refuses two parts of one name, since programs differ in which of them they read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise Refusal("it is damaged or cut short (no whole zip package)", "export it again") from None
    parts = {info.filename.replace("\\", "/").casefold(): info for info in archive.infolist()}
    if len(parts) != len(archive.infolist()):
        raise Refusal("its package holds two parts of the same name", SAVE_AGAIN)
    if sum(info.file_size for info in archive.infolist()) > limits.package_bytes:
        raise Refusal("its parts inflate to more than a table for people needs", "take out what is not needed, or split it")
    return Package(archive, parts, limits)


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):  # a text of all of it may take four times its memory
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _in_pieces(stream: IO[bytes], meanwhile: Callable[[bytes], None]) -> bytes:
    """All that a stream gives. Inflating needs no lock of the interpreter, so that two processors share the work."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        pieces = [stream.read(_PIECE)]
        while pieces[-1]:
            coming = beside.submit(stream.read, _PIECE)
            meanwhile(pieces[-1])
            pieces.append(coming.result())
    return b"".join(pieces)


def parse(xml: bytes, what: str) -> Element:
    """Parsed XML, without the entities and document types that could make it grow."""
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        raise Refusal(f"{what} is damaged", SAVE_AGAIN) from None
    return root


def number_in(text: str, what: str) -> float:
    """Number that a part gives as text; refuses one that is none."""
    try:
        return float(text)
    except ValueError:
        raise Refusal(f"{what} is damaged", SAVE_AGAIN) from None


def whole_in(text: str, what: str) -> int:
    """Number without a sign that counts or numbers something; refuses any other text, and more digits than anything needs."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise Refusal(f"{what} is damaged", SAVE_AGAIN)
    return int(text)


def local_name(element: Element) -> str:
    """Tag without its namespace: workbooks come in two, and with any prefix."""
    return str(element.tag).rpartition("}")[2]


def _too_large(name: str) -> Refusal:
    return Refusal(f"its part {name} inflates to more than a table for people needs", "take out what is not needed, or split it")
