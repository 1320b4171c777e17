"""Columns of a synthetic table: arrays, or codes with their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from samples.microdata.draws import Codes

Array: TypeAlias = npt.NDArray[Any]
Column: TypeAlias = "Array | Worded"
Columns: TypeAlias = Mapping[str, Column]


class Worded:
    """Codes and the words they stand for; a code of -1 is missing."""

    def __init__(self, codes: Codes, words: tuple[str, ...]) -> None:
        self.codes = codes
        self.words = words

    def where(self, mask: npt.NDArray[np.bool_]) -> Worded:
        """The entries where ``mask`` holds."""
        return Worded(self.codes[mask], self.words)


def batch(columns: Columns) -> pa.RecordBatch:
    """Columns as Arrow has them; words are dictionary-coded."""
    return pa.RecordBatch.from_arrays([_array(column) for column in columns.values()], names=list(columns))


def chosen(columns: Columns, mask: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """The rows where ``mask`` holds."""
    return {name: column.where(mask) if isinstance(column, Worded) else column[mask] for name, column in columns.items()}


def _array(column: Column) -> pa.Array:
    if isinstance(column, Worded):
        codes = pa.array(column.codes, mask=column.codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.words))
    return pa.array(column)
