"""Reads delimited text into columns of a grid; every cell stays text."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
import pandas as pd
from pandas.errors import EmptyDataError, ParserError, ParserWarning

from outcheck.model.arrays import RawArray
from outcheck.readers.delimiters import Delimiter
from outcheck.readers.limits import Limits
from outcheck.readers.refusal import Refusal


def read_delimited(text: bytes, delimiter: Delimiter, limits: Limits) -> tuple[RawArray, ...]:
    """Columns of a delimited UTF-8 text: record n is row n, missing fields are ``""``.

    pandas reads fast where no record is wider than the delimiter's sample says. All else goes to the csv module, which also
    vouches for the quotes wherever a record spans lines: an open quote must not swallow the records behind it unseen.
    """
    lines = _lines(text)
    if lines * delimiter.width > limits.cells:
        raise _too_large(limits)
    try:
        columns = _with_pandas(text, delimiter)
    except (EmptyDataError, ParserError, ParserWarning):
        return _with_csv_module(text, delimiter, limits)
    height = len(columns[0])
    if height != lines and height != sum(1 for _ in _records(text, delimiter)):
        return _with_csv_module(text, delimiter, limits)
    return columns


def _lines(text: bytes) -> int:
    """Number of lines, however they end."""
    ends = text.count(b"\n")
    if b"\r" in text:
        ends += text.count(b"\r") - text.count(b"\r\n")
    return ends + (not text.endswith((b"\n", b"\r")))


def _with_pandas(text: bytes, delimiter: Delimiter) -> tuple[RawArray, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ParserWarning)  # pandas warns where it would drop fields
        frame = pd.read_csv(
            io.BytesIO(text),
            sep=delimiter.character,
            header=None,
            names=list(range(delimiter.width)),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding="utf-8",
            engine="c",
        )
    return tuple(frame[name].to_numpy() for name in frame.columns)


def _with_csv_module(text: bytes, delimiter: Delimiter, limits: Limits) -> tuple[RawArray, ...]:
    records = list(_records(text, delimiter))
    if len(records) * max(map(len, records)) > limits.cells:
        raise _too_large(limits)
    columns = zip_longest(*records, fillvalue="") if any(records) else [("",) * len(records)]
    return tuple(np.fromiter(column, dtype=object, count=len(records)) for column in columns)


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
