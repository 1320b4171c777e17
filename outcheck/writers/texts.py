"""Rewrites single fields of a delimited text and leaves every other byte as it is."""

from __future__ import annotations

import codecs
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outcheck.model.grid import Grid
from outcheck.writers.shown import ShownCells

_GZIP = b"\x1f\x8b"
_ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")
_DELIMITERS = ",;\t|"
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as it stands between two delimiters, and what it says."""

    raw: str
    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut into records of fields; ``ends`` are their line ends, ``head`` what stands before the first."""

    head: bytes
    encoding: str
    delimiter: str
    records: list[list[_Field]]
    ends: list[str]


def edited(grid: Grid, data: bytes, cells: ShownCells) -> bytes | None:
    """The bytes of a file with other values in some of its fields; None where it cannot be cut as the reader did.

    Records and fields that ``cells`` does not show go; what it says as the file does stays as it is written there.
    """
    data = _unpacked(data)
    held = _cut_as_read(grid, data)
    if held is None:
        return None
    parts = []
    for row, line in zip(cells.rows, cells.values, strict=True):
        said = ("" if value is None else str(value) for value in line)
        record = [held.records[row][column] for column in cells.columns if column < len(held.records[row])]
        fields = [_written(field, new, held.delimiter) for field, new in zip(record, said, strict=False)]
        parts.append(held.delimiter.join(fields) + held.ends[row])
    return held.head + "".join(parts).encode(held.encoding)


def _unpacked(data: bytes) -> bytes:
    """What a gzip file holds; it was read whole before, within the limits of the reader."""
    return gzip.GzipFile(fileobj=io.BytesIO(data)).read() if data.startswith(_GZIP) else data


def _cut_as_read(grid: Grid, data: bytes) -> _Text | None:
    """The text cut so that its fields are those of the grid: the first encoding and delimiter for which they are."""
    columns = [list(column) for column in grid.columns]
    for head, encoding, text in _decoded(data):
        declared = _SEPARATOR_LINE.match(text)
        for delimiter in declared[1] if declared else _DELIMITERS:
            held = _Text(head, encoding, delimiter, *_cut(text, delimiter))
            if _is(held, columns, grid.height):
                return held
    return None


def _decoded(data: bytes) -> Iterator[tuple[bytes, str, str]]:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            yield mark, encoding, data.removeprefix(mark).decode(encoding)
            return
    for encoding in _ENCODINGS:
        try:
            yield b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _cut(text: str, delimiter: str) -> tuple[list[list[_Field]], list[str]]:
    sign = re.escape(delimiter)
    field = re.compile(rf'("(?:[^"]|"")*"|[^"{sign}\r\n][^{sign}\r\n]*|)({sign}|\r\n|\n|\r|\Z)')
    records: list[list[_Field]] = [[]]
    ends: list[str] = []
    at = 0
    while at < len(text) or records[-1]:
        found = field.match(text, at)
        if found is None:
            break
        raw, end = found[1], found[2]
        records[-1].append(_Field(raw, raw[1:-1].replace('""', '"') if raw.startswith('"') else raw))
        at = found.end()
        if end != delimiter:
            ends.append(end)
            records.append([])
    return records[:-1], ends


def _is(held: _Text, columns: Sequence[Sequence[object]], height: int) -> bool:
    """Whether a cut text has the fields of a grid; fields that a short record lacks are empty there."""
    if len(held.records) != height:
        return False
    return all(
        (record[number].text if number < len(record) else "") == (column[row] or "")
        for row, record in enumerate(held.records)
        for number, column in enumerate(columns)
    )


def _written(field: _Field, new: str, delimiter: str) -> str:
    if new == field.text:
        return field.raw
    if field.raw.startswith('"') or new.startswith('"') or any(sign in new for sign in (delimiter, "\n", "\r")):
        return '"' + new.replace('"', '""') + '"'
    return new
