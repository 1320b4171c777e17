"""What the data say each released number is, between which two values, and which released numbers are not recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from outcheck.checks.mismatched_evidence import room, said
from outcheck.checks.percentile_base.names import share_in
from outcheck.evidence.aggregates import Key
from outcheck.evidence.groups import Cell, collapsed_key, wholes
from outcheck.evidence.microdata import Asked, Computed
from outcheck.evidence.recomputed import Values
from outcheck.model.arrays import FloatArray, Indices
from outcheck.model.hints import Microdata
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic
from outcheck.model.table import Measure, Table

_S = Statistic
_OF_VALUES = (_S.MEAN, _S.MEDIAN, _S.QUANTILE, _S.MINIMUM, _S.MAXIMUM, _S.STANDARD_DEVIATION)
_WHOLE = 100.0
_ENDS = {_S.MEDIAN: 0.5, _S.MINIMUM: 0.0, _S.MAXIMUM: 1.0}


def asked_of(table: Table, microdata: Microdata, measures: Sequence[str]) -> Asked:
    """What must be computed besides counts and contributions, for the measures that the evidence is about."""
    about = [held for held in table.measures if _is_asked(held, measures)]
    values = bool(microdata.value) and any(held.statistic in (*_OF_VALUES, _S.PERCENTAGE) for held in about)
    shares = {share for held in about if (share := _share(held)) is not None} if values else set()
    return Asked(values, tuple(sorted(shares)), any(held.statistic is _S.PERCENTAGE for held in about))


def between(table: Table, computed: Computed, measures: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Least and most that each number is by the data, shape (n,); NaN where it is not recomputed.

    Counts, sums and, with weights, means are what the table's evidence says. A percentage is recomputed as the share, among the
    rows of one or of all dimensions, that more than half of its measure fit; else as the mean of a value of noughts and ones.
    """
    low = said(table)
    high = low.copy()
    found: dict[Cell, int] = {}
    of_entry = [found.setdefault(cell, len(found)) if cell else -1 for cell in _cells(table, computed)]
    cells, entry = tuple(found), np.array(of_entry, dtype=np.intp)
    for number, held in enumerate(table.measures):
        mine = np.flatnonzero((table.measure == number) & table.is_number & (entry >= 0))
        if not mine.size or not _is_asked(held, measures):
            continue
        if held.statistic is _S.PERCENTAGE:
            ends = _percentages(table, mine, cells, entry[mine], computed)
        elif computed.values and held.statistic in _OF_VALUES and not (computed.weighted and "unweighted" in plain(held.name)):
            ends = _of_values(held, cells, entry[mine], computed)
        else:
            continue
        told = ~np.isnan(ends[0])
        low[mine[told]], high[mine[told]] = ends[0][told], ends[1][told]
    return low, high


def _cells(table: Table, computed: Computed) -> Iterator[Cell | None]:
    """The group of each entry of a table."""
    known = {cell.codes: cell for cell in computed.facts}
    if not computed.groupings:
        only = known.get(())
        yield from (only for _ in range(len(table)))
        return
    for codes in np.column_stack([held.dimension.codes for held in computed.groupings]).tolist():
        yield known.get(tuple(codes))


def _is_asked(held: Measure, measures: Sequence[str]) -> bool:
    return not measures or plain(held.name) in {plain(name) for name in measures}


def _share(held: Measure) -> float | None:
    """Of a quantile, the share of units below it; None for another statistic, and for a quantile of which no word tells it."""
    if held.statistic is _S.QUANTILE:
        share = share_in(held.name)
        return None if np.isnan(share) or "iq" in held.name.casefold() or "inter" in held.name.casefold() else share
    return _ENDS.get(held.statistic)


def _of_values(held: Measure, cells: tuple[Cell, ...], entry: Indices, computed: Computed) -> tuple[FloatArray, FloatArray]:
    share = _share(held)

    def ends(values: Values) -> tuple[float, float]:
        if held.statistic is _S.MEAN:
            return values.mean, values.mean
        if held.statistic is _S.STANDARD_DEVIATION:
            return values.deviation
        return values.quantiles.get(share, (np.nan, np.nan)) if share is not None else (np.nan, np.nan)

    told = [ends(computed.values[cell]) if cell in computed.values else (np.nan, np.nan) for cell in cells]
    low, high = np.array(told, dtype=np.float64).T
    return low[entry], high[entry]


def _percentages(
    table: Table, mine: Indices, cells: tuple[Cell, ...], entry: Indices, computed: Computed
) -> tuple[FloatArray, FloatArray]:
    """Each way of computing a percentage is tried: as nothing says of what it is, the one that most numbers fit is taken."""
    _, most = room(table)
    whole = table.measures[table.measure[mine[0]]].whole
    best, fitting = np.full(len(mine), np.nan), len(mine) // 2
    for way in _ways(computed):
        told = np.array([way(cell) for cell in cells])[entry] * whole / _WHOLE
        fits = int((np.abs(told - table.value[mine]) <= most[mine] + 1e-9).sum())
        if fits > fitting:
            best, fitting = told, fits
    return best, best


def _ways(computed: Computed) -> Iterator[Callable[[Cell], float]]:
    for collapsed in wholes(len(computed.groupings)):
        for counts in (computed.counted, computed.weighted):
            yield partial(_share_of, counts=counts, collapsed=collapsed)
    if computed.values:
        yield lambda cell: _WHOLE * computed.values[cell].mean if cell in computed.values else np.nan


def _share_of(cell: Cell, counts: Mapping[Key, float], collapsed: tuple[int, ...]) -> float:
    """Share, in per cent, of a group in the one it is part of when nothing tells apart the categories of some dimensions."""
    whole = counts.get(collapsed_key(cell, collapsed), 0.0)
    return _WHOLE * counts.get((cell.levels, cell.key), 0.0) / whole if whole else np.nan
