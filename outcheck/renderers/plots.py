"""Small plots of the page, as lengths in per cent: what became of numbers, and how closely hidden cells are bounded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from outcheck.model.deduction import Bounded, LookedTable
from outcheck.model.report import Numbers, Report, TableReport
from outcheck.renderers.drawings import Drawings
from outcheck.renderers.wording import hidden_cells, place_name

_LEAST = 1.5
"""Per cent of a bar that a part has at least, so that one cell among a million is seen."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar; ``start`` and ``length`` are per cent of it."""

    kind: str
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which numbers a hidden cell lies, in words and as a piece of a scale; ``open`` where nothing bounds it above."""

    name: str
    target: str
    labels: str
    lower: str
    upper: str
    start: float
    length: float
    open: bool


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """The hidden cells of one table: how many are known how well, and the bounds of the narrowest where they may be shown."""

    name: str
    cells: int
    bar: tuple[Segment, ...]
    scale: str
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class HiddenView:
    """What one attacker learns of the hidden cells: in a sentence, and table by table."""

    said: str
    tables: tuple[HiddenTable, ...]


def bar_of(parts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """A bar of counts; every count that is not zero has a piece."""
    held = [(kind, count) for kind, count in parts if count]
    total = sum(count for _, count in held)
    lengths = [max(100 * count / total, _LEAST) for _, count in held]
    segments, start = [], 0.0
    for (kind, count), length in zip(held, lengths, strict=True):
        share = 100 * length / sum(lengths)
        segments.append(Segment(kind, count, round(start, 2), round(share, 2)))
        start += share
    return tuple(segments)


def numbers_bar(numbers: Numbers) -> tuple[Segment, ...]:
    """What became of numbers."""
    return bar_of((("checked", numbers.checked), ("labels", numbers.labels), ("lost", numbers.unexplained)))


def hidden_of(report: Report, drawings: Drawings) -> tuple[HiddenView, ...]:
    """How tightly the hidden cells of a report are bounded."""
    tables = {table.id: table for table in report.tables}
    return tuple(
        HiddenView(hidden_cells(looked), tuple(_hidden(held, tables.get(held.table), report, drawings) for held in looked.tables))
        for looked in report.looked
    )


def _hidden(held: LookedTable, table: TableReport | None, report: Report, drawings: Drawings) -> HiddenTable:
    wide = held.cells - held.exact - held.narrow - held.undetermined
    bar = bar_of((("exact", held.exact), ("narrow", held.narrow), ("unsettled", held.undetermined), ("wide", wide)))
    bounds = held.bounds if report.values_shown else ()
    ends = [side for bounded in bounds for side in (bounded.lower, bounded.upper) if math.isfinite(side)]
    low, high = min([0.0, *ends]), max([1.0, *ends])
    name = place_name(table.file, table.sheet, table.range) if table else held.table
    intervals = tuple(_interval(bounded, low, high, drawings) for bounded in bounds)
    return HiddenTable(name, held.cells, bar, f"from {_written(low)} to {_written(high)}", intervals)


def _interval(bounded: Bounded, low: float, high: float, drawings: Drawings) -> Interval:
    lower, upper = max(bounded.lower, low), min(bounded.upper, high)
    place = bounded.place
    start = 100 * (lower - low) / (high - low)
    return Interval(
        name=place.cell,
        target=drawings.id_at(place, place.cell),
        labels="; ".join(dict.fromkeys(label for label in drawings.labels_at(place) if label)),
        lower=_written(bounded.lower),
        upper=_written(bounded.upper),
        start=round(start, 2),
        length=round(100 * (upper - lower) / (high - low), 2),
        open=math.isinf(bounded.upper),
    )


def _written(side: float) -> str:
    if math.isinf(side):
        return "no bound"
    return f"{side:,.0f}" if float(side).is_integer() else f"{side:,.4g}"
