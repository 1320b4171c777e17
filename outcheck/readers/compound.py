"""Takes one stream out of an OLE compound file, the package of XLS workbooks."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from outcheck.readers.package import SAVE_AGAIN
from outcheck.readers.refusal import Refusal

_LAST = 0xFFFFFFFA  # sectors have lower numbers than this
_ENTRY = 128
_KIND = 66  # where an entry of the directory says what it is; 0 is a deleted one


def stream_of(data: bytes, names: Sequence[str]) -> bytes:
    """Content of the first of these streams that the file holds."""
    try:
        return _stream(data, names)
    except (struct.error, IndexError, ValueError):
        raise Refusal("its OLE package is damaged or cut short", SAVE_AGAIN) from None


def streams_of(data: bytes) -> tuple[str, ...]:
    """Names of all streams and storages that the file holds, deleted ones left out."""
    try:
        directory = _directory(data)
    except (struct.error, IndexError, ValueError):
        raise Refusal("its OLE package is damaged or cut short", SAVE_AGAIN) from None
    entries = range(0, len(directory) - _ENTRY + 1, _ENTRY)
    return tuple(_name(directory, at) for at in entries if directory[at + _KIND])


def _directory(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _numbers(b"".join(_sector(data, number, size) for number in _fat_sectors(data, size)))
    return _chained(data, struct.unpack_from("<I", data, 48)[0], fat, size)


def _stream(data: bytes, names: Sequence[str]) -> bytes:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:  # noqa: PLR2004  the two sizes of sectors there are, and that of small ones
        raise ValueError
    size = 1 << shift
    first_directory, _, cutoff, first_mini_fat = struct.unpack_from("<IIII", data, 48)
    fat = _numbers(b"".join(_sector(data, number, size) for number in _fat_sectors(data, size)))
    directory = _chained(data, first_directory, fat, size)
    entries = {_name(directory, at): at for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)}
    at = next((entries[name] for name in names if name in entries), -1)
    if at < 0:
        raise ValueError
    start, length = struct.unpack_from("<II", directory, at + 116)
    if length < cutoff:
        root = struct.unpack_from("<I", directory, 116)[0]
        mini_fat = _numbers(_chained(data, first_mini_fat, fat, size))
        small = _chained(data, root, fat, size)
        content = b"".join(small[number << mini_shift : (number + 1) << mini_shift] for number in _chain(start, mini_fat))
    else:
        content = _chained(data, start, fat, size)
    if len(content) < length:
        raise ValueError
    return content[:length]


def _name(directory: bytes, at: int) -> str:
    length = struct.unpack_from("<H", directory, at + 64)[0]
    return directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")


def _fat_sectors(data: bytes, size: int) -> Iterator[int]:
    """Sectors that hold the table of sectors: 109 are in the header, more in a chain of sectors."""
    yield from (number for number in struct.unpack_from("<109I", data, 76) if number < _LAST)
    following, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while following < _LAST:
        if following in seen:
            raise ValueError
        seen.add(following)
        *numbers, following = _numbers(_sector(data, following, size))
        yield from (number for number in numbers if number < _LAST)


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if start >= _LAST:
            return
        yield start
        start = table[start]
    raise ValueError


def _chained(data: bytes, start: int, fat: Sequence[int], size: int) -> bytes:
    return b"".join(_sector(data, number, size) for number in _chain(start, fat))
