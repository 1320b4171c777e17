from __future__ import annotations

import zlib
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from drawn import MARKERS
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.ledger.frozen import freeze, thaw
from outcheck.model.hints import Hints
from outcheck.model.table import Dimension, Marker, Measure, Rounding, Sums, Table
from outcheck.readers import read_release

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".csv", ".xlsx"})


def tables(path: Path) -> list[Table]:
    hints = Hints(markers=MARKERS)
    return [table for file in read_release([path]) for grid in file.grids for table in understand(grid, hints).tables]


def assert_same(held: object, again: object) -> None:
    """Equal in every field, arrays in every entry and kind."""
    assert type(held) is type(again) or isinstance(held, int | float)
    if isinstance(held, np.ndarray):
        assert held.dtype == np.asarray(again).dtype
        np.testing.assert_array_equal(held, np.asarray(again))
    elif isinstance(held, Table | Dimension | Measure | Marker | Rounding | Sums):
        for field in fields(held):
            assert_same(getattr(held, field.name), getattr(again, field.name))
    elif isinstance(held, tuple):
        assert isinstance(again, tuple)
        assert len(held) == len(again)
        for one, other in zip(held, again, strict=True):
            assert_same(one, other)
    else:
        assert held == again


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_table_of_the_corpus_comes_back_whole(path: Path) -> None:
    for table in tables(path):
        frozen = freeze(table)
        again = thaw(frozen)
        assert_same(table, again)
        assert freeze(again) == frozen


FROZEN = freeze(tables(CORPUS.parent.parent / "samples" / "leo-clear" / "release")[0])


@settings(deadline=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_damaged_bytes_are_refused_or_at_least_no_crash_of_another_kind(at: int, bit: int) -> None:
    data = bytearray(FROZEN)
    data[at % len(data)] ^= 1 << bit
    try:
        thaw(bytes(data))
    except (ValueError, KeyError, TypeError, zlib.error):
        return
