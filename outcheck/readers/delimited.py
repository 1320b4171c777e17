"""Reads delimited text into columns of a grid; every cell stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest

from outcheck.model.texts import TextColumn, Texts
from outcheck.readers.delimiters import Delimiter
from outcheck.readers.fields import cut
from outcheck.readers.limits import Limits
from outcheck.readers.refusal import Refusal


def read_delimited(text: bytes, delimiter: Delimiter, limits: Limits) -> tuple[TextColumn, ...]:
    """Columns of a delimited UTF-8 text: record n is row n, missing fields are ``""``.

    Where quotation marks or line ends are not as they should be, the csv module reads: an open quote must not swallow the
    records behind it unseen.
    """
    if len(text) > 2 * limits.cells and text.count(delimiter.character.encode()) + text.count(b"\n") > limits.cells:
        raise _too_large(limits)  # before places of so many fields fill the memory
    fields = cut(text, delimiter.character)
    if fields is None:
        return _with_csv_module(text, delimiter, limits)
    width = max(fields.width, delimiter.width)
    if fields.height * width > limits.cells:
        raise _too_large(limits)
    with ThreadPoolExecutor() as pool:  # columns owe each other nothing, and most of the work leaves Python's lock
        columns = list(pool.map(fields.column, range(width)))
    whole = tuple(column for column in columns if column is not None)
    return whole if len(whole) == width else _with_csv_module(text, delimiter, limits)


def _with_csv_module(text: bytes, delimiter: Delimiter, limits: Limits) -> tuple[TextColumn, ...]:
    records = list(_records(text, delimiter))
    if len(records) * max(map(len, records)) > limits.cells:
        raise _too_large(limits)
    columns = zip_longest(*records, fillvalue="") if any(records) else [("",) * len(records)]
    return tuple(TextColumn.of(Texts.of(column)) for column in columns)


def _records(text: bytes, delimiter: Delimiter) -> Iterator[list[str]]:
    """Records as the csv module reads them; refuses quotes that do not close where a field ends."""
    reader = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter.character, strict=True)
    first_line = 1
    try:
        for record in reader:
            yield record
            first_line = reader.line_num + 1
    except csv.Error:
        raise Refusal(
            f"the quotation marks of the record that begins in line {first_line} do not close properly",
            'write each field that holds a quotation mark as "…" with every mark in it doubled',
        ) from None


def _too_large(limits: Limits) -> Refusal:
    return Refusal(f"its rows and columns span more than {limits.cells:,} cells", "split the table, or export it again")
