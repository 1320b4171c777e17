"""Reads delimited text into a grid: any of ``, ; tab |``, in UTF-8, UTF-16 or cp1252. Every cell stays text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

import pandas as pd

from outcheck.model.grid import Grid
from outcheck.readers.trouble import Trouble

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 64 * 1024
_SNIFFED_RECORDS = 100
_LONGEST_FIELD = 1 << 24


class NotDelimited(Exception):  # noqa: N818  it is an answer, not an error
    """The text has no delimiter, so it is no table."""


def read_delimited(path: str, data: bytes, *, must_have_delimiter: bool = False) -> Grid:
    """Read delimited text. Record n is row n, as a spreadsheet would show it; missing fields of short records are empty."""
    plain = _as_utf8(data)
    if b"\x00" in plain:
        raise Trouble("the text holds NUL bytes", "export it again as plain text", "csv")
    delimiter = _sniff(plain[:_HEAD].decode("utf-8", errors="ignore"))
    if delimiter is None and must_have_delimiter:
        raise NotDelimited
    frame = _parse(plain, delimiter or ",")
    return Grid(path, "", tuple(frame[name].to_numpy(dtype=object) for name in frame.columns))


def _as_utf8(data: bytes) -> bytes:
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16").encode()
    if data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        return _decoded(data, "utf-16-le").encode()
    if data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        return _decoded(data, "utf-16-be").encode()
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252").encode()
    return data


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Trouble("the text is in no encoding outcheck knows", "export it again as UTF-8", "csv") from error


def _sniff(head: str) -> str | None:
    """The delimiter that makes the largest table: most records of one width, times their delimiters."""
    first = head.split("\n", 1)[0].strip().casefold()
    if first.startswith("sep=") and first[4:5] in _DELIMITERS:
        return first[4]
    best: tuple[int, int] = (0, 0)
    chosen = None
    for delimiter in _DELIMITERS:
        widths = [len(record) for record, _ in zip(_records(head, delimiter), range(_SNIFFED_RECORDS), strict=False)]
        split = [width for width in widths if width > 1]
        if not split:
            continue
        common = max(set(split), key=lambda width: (split.count(width), width))
        score = (split.count(common) * (common - 1), common)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _parse(data: bytes, delimiter: str) -> pd.DataFrame:
    try:
        return _with_pandas(data, delimiter, None)
    except pd.errors.EmptyDataError as error:
        raise Trouble("the file holds no records", "take it out of the release, or export it again", "csv") from error
    except pd.errors.ParserError as error:
        if "EOF inside string" in str(error):
            raise Trouble("a quotation mark is opened and never closed", "export the file again", "csv") from error
    width = max(len(record) for record in _records(data.decode("utf-8"), delimiter))
    try:
        return _with_pandas(data, delimiter, width)
    except pd.errors.ParserError as error:
        raise Trouble("the records do not form a table", "export the file again", "csv") from error


def _with_pandas(data: bytes, delimiter: str, width: int | None) -> pd.DataFrame:
    names = None if width is None else list(range(width))
    frame = pd.read_csv(
        io.BytesIO(data),
        sep=delimiter,
        header=None,
        names=names,
        dtype=object,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        engine="c",
        encoding="utf-8",
    )
    if not isinstance(frame.index, pd.RangeIndex):
        raise pd.errors.ParserError("records are wider than expected")
    return frame
