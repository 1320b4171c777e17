"""Opens the zip package of a workbook and inflates its parts, within limits."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from outcheck.readers.limits import Limits
from outcheck.readers.refusal import Refusal

SAVE_AGAIN = "open it in Excel and save it, or export it again"

_MOST_HELD = 2**27
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """Parts of an open package by their names in lower case. Those that were inflated are held, as far as they are not many."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    limits: Limits
    held: dict[str, bytes] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the package holds a part."""
        return name.casefold() in self.parts

    def binary(self, name: str) -> bytes:
        """Inflated part; refuses one that is missing, damaged or too large."""
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
                content = stream.read(limits.part_bytes + 1)
        except _BROKEN:
            raise Refusal(f"its part {name} is damaged", SAVE_AGAIN) from None
        if sum(map(len, self.held.values())) + len(content) <= _MOST_HELD:
            self.held[name.casefold()] = content
        return content

    def part(self, name: str) -> bytes:
        """Inflated part of text; refuses also one that is not in UTF-8."""
        content = self.binary(name)
        # The reader of values takes every part for UTF-8 and would silently find nothing in another encoding.
        if b"\x00" in content or _OTHER_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")):
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


def parse(xml: bytes, what: str) -> Element:
    """Parsed XML, without the entities and document types that could make it grow."""
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        raise Refusal(f"{what} is damaged", SAVE_AGAIN) from None
    return root


def local_name(element: Element) -> str:
    """Tag without its namespace: workbooks come in two, and with any prefix."""
    return str(element.tag).rpartition("}")[2]


def _too_large(name: str) -> Refusal:
    return Refusal(f"its part {name} inflates to more than a table for people needs", "take out what is not needed, or split it")
