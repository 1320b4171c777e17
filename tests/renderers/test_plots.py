"""Bars and intervals of the page: lengths add up, nothing that is there vanishes, and bounds stay hidden unless asked for."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderers import reports
from renderers.pieces import EARNINGS

from outcheck.model.deduction import Bounded, Looked, LookedTable
from outcheck.model.places import Place
from outcheck.model.report import Report
from outcheck.renderers.drawings import Drawings
from outcheck.renderers.grouping import gather
from outcheck.renderers.html import render
from outcheck.renderers.plots import HiddenTable, bar_of, hidden_of

SECRETS = ("7001", "7919", "8123")


def looking(*, shown: bool) -> Report:
    """The full report with bounds of hidden cells, which a fault put there where values are hidden."""
    report = reports.full()
    held = tuple(
        Bounded(Place(EARNINGS, "Table 1", cell), lower, upper)
        for cell, lower, upper in (("B7", 7001.0, 7001.0), ("B8", 7001.0, 7919.0), ("B9", 8123.0, math.inf))
    )
    table = LookedTable(report.tables[0].id, 6, 1, 2, 1, held)
    return replace(report, values_shown=shown, looked=(Looked("outsider", 6, 1, 2, 1, (table,)),))


def only(report: Report) -> HiddenTable:
    (view,) = hidden_of(report, Drawings(report, gather(report).groups))
    return view.tables[0]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=4))
def test_a_bar_is_full_and_every_count_has_a_piece_that_can_be_seen(counts: list[int]) -> None:
    bar = bar_of([(str(number), count) for number, count in enumerate(counts)])
    assert [piece.count for piece in bar] == [count for count in counts if count]
    if bar:
        assert sum(piece.length for piece in bar) == pytest.approx(100, abs=0.05)
        assert all(piece.length > 1 for piece in bar)
        assert all(before.start + before.length == pytest.approx(after.start, abs=0.02) for before, after in pairwise(bar))


def test_hidden_cells_are_told_by_how_closely_they_are_known_and_no_bound_is_shown() -> None:
    held = only(looking(shown=False))
    assert [(piece.kind, piece.count) for piece in held.bar] == [("exact", 1), ("narrow", 2), ("unsettled", 1), ("wide", 2)]
    assert held.intervals == ()
    page = render(looking(shown=False))
    assert "1 can be worked out, 2 nearly, 1 not settled, 2 not closely" in page
    assert not any(secret in page or f"{int(secret):,}" in page for secret in SECRETS)


def test_bounds_are_plotted_on_one_scale_where_values_are_shown() -> None:
    held = only(looking(shown=True))
    assert held.scale == "from 0 to 8,123"
    assert [(one.name, one.lower, one.upper, one.open) for one in held.intervals] == [
        ("B7", "7,001", "7,001", False),
        ("B8", "7,001", "7,919", False),
        ("B9", "8,123", "no bound", True),
    ]
    exact, close, _ = held.intervals
    assert (exact.start, exact.length) == (close.start, 0)
    assert exact.start == pytest.approx(100 * 7001 / 8123, abs=0.01)
    assert close.length == pytest.approx(100 * (7919 - 7001) / 8123, abs=0.01)
    assert "Bounds in" in render(looking(shown=True))
