"""Means times their bases: sums that no cell shows, and that add up as their bases do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from outcheck.inference.relations import Relations, believed, proportions, sum_rows
from outcheck.inference.shares import Proportion
from outcheck.inference.spelling import normal
from outcheck.inference.statements import Statements
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.precision import half_unit
from outcheck.model.statistics import Statistic
from outcheck.model.table import Meaning, Table

_CLOSE = 1e-9


def with_products(tables: Sequence[Table], statements: Statements) -> tuple[Statements, tuple[Relations, ...]]:
    """Statements with an unknown for each mean times its base, where that can tell a hidden base, and the relations of these."""
    relations: list[Relations] = []
    every: dict[str, list[_Products]] = defaultdict(list)
    for place, table in enumerate(tables):
        for measure, held in enumerate(table.measures):
            if held.statistic is Statistic.MEAN:
                cells = np.flatnonzero((table.measure == measure) & (table.base >= 0) & ~table.means(Meaning.NOT_APPLICABLE))
                first = len(statements)
                statements, found = _of_mean(place, table, cells, statements)
                relations += found
                every[normal(held.name)].append(_products(table, first, statements))
    for alike in every.values():
        for one, other in combinations(alike, 2):
            relations += _the_same(one, other)
    return statements, tuple(relations)


@dataclass(frozen=True, slots=True)
class _Products:
    """Unknowns for the means of one measure times their bases, and by the unknown of each base: which it is, and the mean."""

    place: int
    of_base: dict[int, tuple[int, float, float]]


def _products(table: Table, first: int, statements: Statements) -> _Products:
    new = range(first, len(statements))
    half, held = half_unit(table), {}
    for number in new:
        place, base = statements.products[number]
        cell = int(statements.cell[statements.start[number]])
        shown = bool(table.is_number[cell])
        ends = (table.value[cell] - half[cell], table.value[cell] + half[cell]) if shown else (np.nan, np.nan)
        held[int(statements.of_cell[place][base])] = number, float(ends[0]), float(ends[1])
    return _Products(statements.products[first][0] if new else -1, held)


def _the_same(one: _Products, other: _Products) -> Iterator[Relations]:
    """Rows for means of one name that two tables give of the same people, if all that both print agree, and any are."""
    common = sorted(one.of_base.keys() & other.of_base.keys())
    pairs = [(one.of_base[base], other.of_base[base]) for base in common]
    apart = [max(mine[1], yours[1]) - min(mine[2], yours[2]) for mine, yours in pairs]
    told = [gap for gap in apart if not np.isnan(gap)]
    if one.place != other.place and told and max(told) <= _CLOSE:
        for (mine, *_), (yours, *_) in pairs:
            yield sum_rows(one.place, np.array([mine]), np.array([1]), np.array([yours]))


def _of_mean(place: int, table: Table, cells: Indices, statements: Statements) -> tuple[Statements, Iterator[Relations]]:
    """Unknowns and relations of one measure; nothing where its bases are known exactly, or its means do not add up."""
    base = table.base[cells].astype(np.intp)
    of_base = statements.of_cell[place][base]
    cells, base, of_base = cells[of_base >= 0], base[of_base >= 0], of_base[of_base >= 0]
    sums = _sums_of(table, base)
    if (statements.lower[of_base] == statements.upper[of_base]).all() or not sums.size:
        return statements, iter(())
    mean_at = np.full(len(table), -1, dtype=np.intp)
    mean_at[base] = cells
    if not _add_up(table, statements, place, sums, mean_at):
        return statements, iter(())
    product = np.full(len(table), -1, dtype=np.intp)
    product[base] = len(statements) + np.arange(len(cells))
    told = _extended(statements, place, table, cells, base, of_base)
    return told, _relations(place, table, sums, product, _proportions(place, table, cells, base, of_base, product))


def _sums_of(table: Table, base: Indices) -> Indices:
    """Believed sums of which the total and every part is a base."""
    if not len(table.sums):
        return np.zeros(0, dtype=np.intp)
    inside = np.zeros(len(table), dtype=np.bool_)
    inside[base] = True
    whole = np.logical_and.reduceat(inside[table.sums.parts], table.sums.start[:-1])
    return np.flatnonzero(believed(table) & whole & inside[table.sums.total])


def _add_up(table: Table, statements: Statements, place: int, sums: Indices, mean_at: Indices) -> bool:
    """Whether means times bases add up in at least one sum that is printed in full, and in all such."""
    half = half_unit(table)
    fits: list[bool] = []
    for number in sums.tolist():
        parts, total = table.sums.parts_of(number), int(table.sums.total[number])
        bases = np.append(parts, total)
        means, unknown = mean_at[bases], statements.of_cell[place][bases]
        if not (statements.printed[unknown].all() and table.is_number[means].all()):
            continue
        ends = [
            (table.value[means] + sign * half[means]) * (statements.lower if sign < 0 else statements.upper)[unknown]
            for sign in (-1, 1)
        ]
        low, high = np.minimum(*ends), np.maximum(*ends)
        fits.append(bool(low[:-1].sum() <= high[-1] + _CLOSE and low[-1] <= high[:-1].sum() + _CLOSE))
    return bool(fits) and all(fits)


def _extended(statements: Statements, place: int, table: Table, cells: Indices, base: Indices, of_base: Indices) -> Statements:
    """Statements with one more unknown for each mean, which stands where the mean does."""
    count, first = len(cells), len(statements)
    signed = bool((table.value[cells][table.is_number[cells]] < 0).any())
    nothing: BoolArray = np.zeros(count, dtype=np.bool_)
    return replace(
        statements,
        table=np.append(statements.table, np.full(count, place, dtype=np.intp)),
        cell=np.append(statements.cell, cells),
        start=np.append(statements.start, statements.start[-1] + 1 + np.arange(count)),
        lower=np.append(statements.lower, np.full(count, -np.inf if signed else 0.0)),
        upper=np.append(statements.upper, np.full(count, np.inf)),
        printed=np.append(statements.printed, nothing),
        integral=np.append(statements.integral, nothing),
        likely=np.append(statements.likely, statements.likely[of_base]),
        products=statements.products | {first + at: (place, int(cell)) for at, cell in enumerate(base)},
    )


def _proportions(
    place: int, table: Table, cells: Indices, base: Indices, of_base: Indices, product: Indices
) -> Iterator[Proportion]:
    half = half_unit(table)
    for cell, at, count in zip(cells.tolist(), base.tolist(), of_base.tolist(), strict=True):
        if table.is_number[cell]:
            low, high = float(table.value[cell] - half[cell]), float(table.value[cell] + half[cell])
            yield Proportion(int(product[at]), count, low, high, (place, cell), mean=True)


def _relations(place: int, table: Table, sums: Indices, product: Indices, found: Iterator[Proportion]) -> Iterator[Relations]:
    for number in sums.tolist():
        parts = product[table.sums.parts_of(number)]
        yield sum_rows(place, parts, np.array([len(parts)]), product[table.sums.total[[number]]])
    yield from proportions([*found])
