"""Tables left by a ratio, against every table tried one by one in exact arithmetic."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from itertools import product
from math import exp, log, sqrt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcheck.sdc.two_by_two import MOST, Kind, Known, Range, Shown, Verdict, smallest_by_limits, verdict

Cells = tuple[int, int, int, int]
CELL = st.integers(0, 7)
TABLES = st.tuples(CELL, CELL, CELL, CELL)
MARGINS = [held.name for held in fields(Known)]
Z = 1.959963984540054


def ratio(kind: Kind, cells: Cells) -> Fraction | None:
    a, b, c, d = cells
    if kind is Kind.ODDS:
        return Fraction(a * d, b * c) if b * c else None
    return Fraction(a * (c + d), (a + b) * c) if (a + b) * c else None


def limits(kind: Kind, cells: Cells) -> tuple[float, float] | None:
    a, b, c, d = cells
    if min(a, c) == 0 or (kind is Kind.ODDS and min(b, d) == 0):
        return None
    shown = float(ratio(kind, cells) or 0)
    spread = 1 / a + 1 / b + 1 / c + 1 / d if kind is Kind.ODDS else max(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d), 0)
    return exp(log(shown) - Z * sqrt(spread)), exp(log(shown) + Z * sqrt(spread))


def around(number: float | Fraction, decimals: int) -> Range:
    unit = 10.0**-decimals
    middle = round(float(number) / unit) * unit
    return middle - unit / 2, middle + unit / 2


def margins(cells: Cells) -> dict[str, int]:
    a, b, c, d = cells
    return dict(zip(MARGINS, (a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d), strict=True))


def by_hand(shown: Shown, known: Known, minimum: int, most: int) -> Verdict:
    """Try all tables up to ``most`` in each cell."""
    left = []
    counts = range(most + 1)
    for cells in product(counts, counts, counts, counts):
        told = ratio(shown.kind, cells)
        if told is None or not min(cells[0] + cells[1], cells[2] + cells[3]):
            continue
        if not all(getattr(known, name)[0] <= value <= getattr(known, name)[1] for name, value in margins(cells).items()):
            continue
        if not shown.ratio[0] - 1e-12 <= float(told) <= shown.ratio[1] + 1e-12:
            continue
        if shown.lower is not None and shown.upper is not None:
            ends = limits(shown.kind, cells)
            if ends is None or not all(
                low - 1e-9 <= end <= high + 1e-9 for end, (low, high) in zip(ends, (shown.lower, shown.upper), strict=True)
            ):
                continue
        left.append(cells)
    if not left:
        return Verdict.NONE
    return Verdict.PINNED if any(max(column) < minimum for column in zip(*left, strict=True)) else Verdict.OPEN


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(Kind), st.integers(0, 3), st.sets(st.sampled_from(MARGINS)), st.integers(0, 2), st.data())
def test_what_is_left_is_what_is_left_when_every_table_is_tried(
    cells: Cells, kind: Kind, decimals: int, told: set[str], blur: int, data: st.DataObject
) -> None:
    value = ratio(kind, cells)
    assume(value is not None)
    assert value is not None
    ends = limits(kind, cells) if data.draw(st.booleans()) else None
    shown = Shown(kind, around(value, decimals), *((around(end, decimals) for end in ends) if ends else (None, None)))
    most = 8 + blur
    known = {
        name: (max(number - blur, 0), number + blur) if name in told else (0, most if name in "abcd" else MOST)
        for name, number in margins(cells).items()
    }
    minimum = data.draw(st.integers(1, 8))
    answer = verdict(shown, Known(**known), minimum)
    assert answer is by_hand(shown, Known(**known), minimum, most)
    assert answer is not Verdict.NONE


@given(st.tuples(*[st.integers(1, 500)] * 4), st.integers(1, 3))
def test_limits_alone_never_promise_more_than_the_smallest_cell(cells: Cells, decimals: int) -> None:
    value, ends = ratio(Kind.ODDS, cells), limits(Kind.ODDS, cells)
    assert value is not None
    assert ends is not None
    shown = Shown(Kind.ODDS, around(value, decimals), around(ends[0], decimals), around(ends[1], decimals))
    assert smallest_by_limits(shown) <= min(cells) * (1 + 1e-9)


def test_group_sizes_and_limits_give_a_small_cell_away() -> None:
    shown = Shown(Kind.ODDS, around(13.44, 2), around(6.25, 2), around(28.92, 2))
    assert verdict(shown, Known(exposed=(130, 130), unexposed=(120, 120)), 10) is Verdict.PINNED


def test_without_margins_there_is_no_end_to_the_tables() -> None:
    assert verdict(Shown(Kind.ODDS, (1.45, 1.55)), Known(), 10) is Verdict.UNDECIDED


def test_a_million_persons_leave_every_cell_open_at_once() -> None:
    shown = Shown(Kind.ODDS, around(1.52, 2), around(1.41, 2), around(1.64, 2))
    assert verdict(shown, Known(exposed=(400_000, 400_000), unexposed=(600_000, 600_000)), 10) is Verdict.OPEN
