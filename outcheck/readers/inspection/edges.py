"""Bytes of a zip package that belong to no part: before it, between parts, after it, and its remark."""

from __future__ import annotations

import struct
import zipfile

from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.package import Package

_HEADER = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_END_SIZE = 22
_DESCRIPTORS = (0, 12, 16, 20, 24)
_OUTSIDE = "there are bytes in the file that belong to no part of its package"
_REMARK = "its package carries a remark"


def inspect_edges(data: bytes, package: Package, found: Findings) -> None:
    """Note bytes that no part accounts for. Parts may be padded by an extra field, which belongs to them."""
    if package.archive.comment.strip(b"\x00"):
        found.add(HiddenKind.TRAILING, _REMARK)
    end = data.rfind(_END)
    if end < 0 or end + _END_SIZE + len(package.archive.comment) < len(data):
        found.add(HiddenKind.TRAILING, _OUTSIDE)
        return
    at = 0
    for info in sorted(package.archive.infolist(), key=lambda info: info.header_offset):
        if info.comment:
            found.add(HiddenKind.TRAILING, _REMARK)
        if info.header_offset - at not in _DESCRIPTORS or (at == 0 and info.header_offset):
            found.add(HiddenKind.TRAILING, _OUTSIDE)
            return
        at = _end_of(data, info)
    if package.archive.start_dir - at not in _DESCRIPTORS:
        found.add(HiddenKind.TRAILING, _OUTSIDE)


def _end_of(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where the packed bytes of a part end; a descriptor may follow."""
    fields = _HEADER.unpack_from(data, info.header_offset)
    return info.header_offset + _HEADER.size + int(fields[9]) + int(fields[10]) + info.compress_size
