"""What published numbers say of each other: sums within and across tables, percentages of bases, means times counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outcheck.inference.quotients import Quotient
from outcheck.inference.shares import Proportion
from outcheck.inference.statements import Statements
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.precision import half_widths
from outcheck.model.table import Addition, Table

_SLACK = 1e-9


class Kind(StrEnum):
    """What relates unknowns."""

    SUM = "sum"
    SHARE = "share"
    MEAN = "mean"
    RATE = "rate"
    CHANGE = "change"
    PART = "part"


_KINDS = (Kind.SUM, Kind.SHARE, Kind.MEAN, Kind.RATE, Kind.CHANGE, Kind.PART)


@dataclass(frozen=True, slots=True)
class Relations:
    """Rows of a system, each ``at_least <= weight @ unknown <= at_most`` over ``start[i]:start[i + 1]``.

    ``table`` is the table in whose terms a row is told; ``witness`` the cell there that a share or mean is printed in, whose
    first unknown is the part and the others the base; -1 for a sum, of which the unknown with a negative weight is the total, and
    for a part, which has negative weights and is no more than the others.
    Rows that are ``likely`` hold as far as numbers make likely.
    """

    start: Indices
    unknown: Indices
    weight: FloatArray
    at_least: FloatArray
    at_most: FloatArray
    kind: IntArray
    table: Indices
    witness: Indices
    likely: BoolArray

    def __len__(self) -> int:
        return len(self.at_least)

    def row(self, number: int) -> slice:
        """Where the terms of a row stand."""
        return slice(int(self.start[number]), int(self.start[number + 1]))

    def kind_of(self, number: int) -> Kind:
        """What a row is."""
        return _KINDS[int(self.kind[number])]

    def only(self, chosen: Indices) -> Relations:
        """Some of the rows."""
        size = np.diff(self.start)[chosen]
        start = np.concatenate([[0], np.cumsum(size)]).astype(np.intp)
        at = np.repeat(self.start[:-1][chosen] - start[:-1], size) + np.arange(int(start[-1]))
        unknown, weight = self.unknown[at], self.weight[at]
        bounds = self.at_least[chosen], self.at_most[chosen]
        kind, table, witness = self.kind[chosen], self.table[chosen], self.witness[chosen]
        return Relations(start, unknown, weight, *bounds, kind, table, witness, self.likely[chosen])


def joined(pieces: Sequence[Relations]) -> Relations:
    """All rows of several, each once."""
    sizes = np.concatenate([np.zeros(0, dtype=np.intp), *(np.diff(piece.start) for piece in pieces)])
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)

    def all_of(name: str, kind: type) -> np.ndarray:
        return np.concatenate([np.zeros(0, dtype=kind), *(getattr(piece, name) for piece in pieces)])

    everything = Relations(
        start,
        all_of("unknown", np.intp),
        all_of("weight", np.float64),
        all_of("at_least", np.float64),
        all_of("at_most", np.float64),
        all_of("kind", np.int32),
        all_of("table", np.intp),
        all_of("witness", np.intp),
        all_of("likely", np.bool_),
    )
    return everything.only(_distinct(everything))


def _distinct(rows: Relations) -> Indices:
    """First of each set of equal rows."""
    if not len(rows):
        return np.zeros(0, dtype=np.intp)
    random = np.random.default_rng(5)
    names = random.integers(0, 2**63, int(rows.unknown.max(initial=0)) + 1, dtype=np.uint64)
    terms = names[rows.unknown] * rows.weight.view(np.uint64)
    code = np.add.reduceat(terms, rows.start[:-1]) + rows.at_most.view(np.uint64) + rows.at_least.view(np.uint64)
    return np.sort(np.unique(code, return_index=True)[1])


def table_sums(tables: Sequence[Table], statements: Statements) -> Iterator[Relations]:
    """Sums that the layout found, also where a gap kept them from being tested, unless the measure's sums seldom add up."""
    for place, table in enumerate(tables):
        of_cell, sums = statements.of_cell[place], table.sums
        if not len(sums) or (of_cell < 0).all():
            continue
        size = np.diff(sums.start)
        inside = np.logical_and.reduceat(of_cell[sums.parts] >= 0, sums.start[:-1]) & (of_cell[sums.total] >= 0)
        kept = np.flatnonzero(inside & believed(table))
        at = np.repeat(sums.start[:-1][kept], size[kept]) + _steps(size[kept])
        parts = of_cell[sums.parts[at]]
        yield sum_rows(place, parts, size[kept], of_cell[sums.total[kept]])


def believed(table: Table) -> BoolArray:
    """Which sums hold: those that add up, and those that a gap hides, of measures in which few fail to.

    That a measure is rounded may be seen from other tables after its sums were tried: they are tried again.
    """
    sums = table.sums
    gap = ~table.is_number[sums.total] | np.logical_or.reduceat(~table.is_number[sums.parts], sums.start[:-1])
    measure, count = table.measure[sums.total], len(table.measures)
    holds = (sums.addition == Addition.CONFIRMED) | (~gap & _within_rounding(table))
    right = np.bincount(measure[holds], minlength=count)
    wrong = np.bincount(measure[~holds & ~gap], minlength=count)
    trusted = (wrong <= right)[measure]
    return np.asarray(holds | ((sums.addition == Addition.UNTESTED) & gap & trusted))


def _within_rounding(table: Table) -> BoolArray:
    """Which sums of a rounded measure miss their total by no more than its rounding leaves open."""
    sums = table.sums
    rounded = np.array([held.rounding is not None for held in table.measures], dtype=np.bool_)[table.measure[sums.total]]
    if not rounded.any():
        return rounded
    half, value = half_widths(table), np.nan_to_num(table.value)
    off = np.add.reduceat(value[sums.parts], sums.start[:-1]) - value[sums.total]
    play = np.add.reduceat(half[sums.parts], sums.start[:-1]) + half[sums.total]
    return np.asarray(rounded & (np.abs(off) <= play))


def _steps(size: Indices) -> Indices:
    """0, 1, 2 … within each group of a size."""
    ends = np.cumsum(size)
    steps: Indices = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - size, size)
    return steps


def sum_rows(place: int, parts: Indices, size: Indices, total: Indices, *, likely: bool = False) -> Relations:
    """Rows that say parts less total is nothing; ``parts`` one group after the other."""
    count = len(total)
    start = np.concatenate([[0], np.cumsum(size + 1)]).astype(np.intp)
    unknown = np.insert(parts, np.cumsum(size), total)
    weight = np.ones(len(unknown))
    weight[start[1:] - 1] = -1.0
    nothing = np.zeros(count)
    where = np.full(count, place, dtype=np.intp)
    none, doubt = np.full(count, -1, np.intp), np.full(count, likely, np.bool_)
    return Relations(start, unknown, weight, nothing, nothing.copy(), np.zeros(count, np.int32), where, none, doubt)


def one_row(
    unknown: Indices,
    weight: FloatArray,
    bounds: tuple[float, float],
    kind: Kind,
    witness: tuple[int, int],
    *,
    likely: bool = False,
) -> Relations:
    """A single row."""
    return Relations(
        np.array([0, len(unknown)], dtype=np.intp),
        unknown,
        weight,
        np.array([bounds[0]]),
        np.array([bounds[1]]),
        np.array([_KINDS.index(kind)], dtype=np.int32),
        np.array([witness[0]], dtype=np.intp),
        np.array([witness[1]], dtype=np.intp),
        np.array([likely], dtype=np.bool_),
    )


def proportions(found: Sequence[Proportion]) -> Iterator[Relations]:
    """Two rows for each percentage or mean: what is told lies between the two products of its rounding and its base."""
    for held in found:
        kind = Kind.MEAN if held.mean else Kind.SHARE
        pair = np.array([held.part, held.base], dtype=np.intp)
        slack = _SLACK * (1 + abs(held.high))
        yield one_row(pair, np.array([1.0, -held.low + slack]), (-held.play, np.inf), kind, held.witness)
        yield one_row(pair, np.array([1.0, -held.high - slack]), (-np.inf, held.play), kind, held.witness)


def quotients(found: Sequence[Quotient]) -> Iterator[Relations]:
    """Two rows for each rate, ratio or percentage, of whose base several unknowns are the sum, and one for each change."""
    for held in found:
        slack = _SLACK * (1 + abs(held.high))
        if held.change:
            yield _quotient(held, 1.0, (held.low - slack, held.high + slack), Kind.CHANGE)
            continue
        kind = Kind.SHARE if held.percentage else Kind.RATE
        yield _quotient(held, held.low - slack, (-held.play, np.inf), kind)
        yield _quotient(held, held.high + slack, (-np.inf, held.play), kind)


def _quotient(held: Quotient, times: float, bounds: tuple[float, float], kind: Kind) -> Relations:
    """The part less so many times the base, of which it may be one."""
    base = [unknown for unknown in held.base if unknown != held.part]
    weight = np.array([1.0 - times * (held.part in held.base), *[-times] * len(base)])
    return one_row(np.array([held.part, *base], dtype=np.intp), weight, bounds, kind, held.witness, likely=held.likely)


def told_better(statements: Statements, rows: Relations) -> Indices:
    """Rounded counts that some relation by itself tells at least twice as exactly as their rounding does."""
    loose = statements.printed & statements.integral & (statements.lower < statements.upper)
    if not loose.any() or not len(rows):
        return np.zeros(0, dtype=np.intp)
    told = np.unique(rows.unknown[np.repeat(_tight(statements, rows), np.diff(rows.start))])
    return np.asarray(told[loose[told]], dtype=np.intp)


def _tight(statements: Statements, rows: Relations) -> BoolArray:
    """Rows that leave less room than half the widest interval in them."""
    first = rows.start[:-1]
    lower, upper = statements.lower[rows.unknown], statements.upper[rows.unknown]
    ends = np.minimum(rows.weight * lower, rows.weight * upper), np.maximum(rows.weight * lower, rows.weight * upper)
    least, most = np.add.reduceat(ends[0], first), np.add.reduceat(ends[1], first)
    with np.errstate(invalid="ignore"):
        width = np.maximum.reduceat(np.abs(rows.weight) * (upper - lower), first)
        room = np.minimum(rows.at_most - least, most - rows.at_least)
        return np.asarray((width > 0) & np.isfinite(width) & (room <= width / 2 + _SLACK) & (room >= -_SLACK))
