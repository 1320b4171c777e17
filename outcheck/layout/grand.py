"""Finds totals over several dimensions without those in between: ``All`` below regions by sex, as pandas writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices, at, numbered
from outcheck.model.table import Addition, Sums, Table, no_sums

_MOST_DIMENSIONS = 4
_FEWEST_LABELS = 3
_CLOSE = 1e-9


def grand_sums(table: Table, cells: Indices, found: Sequence[tuple[int, Sums]], half: FloatArray) -> Iterator[Sums]:
    """Sums of all combinations of categories, for cells that stand for all of several dimensions and are a sum along none.

    ``found`` has the sums along each dimension. ``half`` says how far a true number may be from the one shown, per measure and
    decimals. Combinations that do not add up are no sum: what a table leaves out is not known.
    """
    places = [place for place, held in enumerate(table.dimensions) if held.total >= 0 and len(held.labels) >= _FEWEST_LABELS]
    for several in range(2, min(len(places), _MOST_DIMENSIONS) + 1):
        for chosen in combinations(places, several):
            whole = cells[_all_of(table, cells, chosen, totals=True)]
            for place, sums in found:
                if place in chosen and whole.size:
                    whole = whole[~np.isin(whole, sums.total)]
            if whole.size:
                yield _over(table, whole, cells, chosen, half)


def _over(table: Table, whole: Indices, cells: Indices, places: Sequence[int], half: FloatArray) -> Sums:
    """Sums over the categories of some dimensions together, where they add up or a gap keeps that open."""
    part = cells[_all_of(table, cells, places, totals=False)]
    key, count = _keys(table, np.concatenate([whole, part]), places)
    of_key = np.full(count, -1, dtype=np.intp)
    of_key[key[: len(whole)]] = np.arange(len(whole))
    line = of_key[key[len(whole) :]]
    order = np.argsort(line, kind="stable")
    part, line = part[order][line[order] >= 0], line[order][line[order] >= 0]
    size = np.bincount(line, minlength=len(whole))
    whole, part, size = whole[size > 1], part[size[line] > 1], size[size > 1]
    if not whole.size:
        return no_sums()
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.intp)
    shown = table.is_number[part]
    value, reach = np.where(shown, table.value[part], 0.0), half[table.measure[part], table.decimals[part]] * shown
    rest = table.value[whole] - np.add.reduceat(value, start[:-1])
    off = half[table.measure[whole], table.decimals[whole]] + np.add.reduceat(reach, start[:-1])
    slack = off + _CLOSE * np.add.reduceat(np.abs(value), start[:-1])
    gap = ~table.is_number[whole] | np.logical_or.reduceat(~shown, start[:-1])
    fits = ~gap & (np.abs(rest) <= slack)
    measure, measures = table.measure[whole], len(table.measures)
    refuted = np.bincount(measure[~gap & ~fits], minlength=measures) > np.bincount(measure[fits], minlength=measures)
    kept = fits | (gap & ~(rest < -slack) & ~refuted[measure])
    if not kept.any():
        return no_sums()
    start = np.concatenate([[0], np.cumsum(size[kept])]).astype(np.intp)
    addition = np.where(fits, Addition.CONFIRMED, Addition.UNTESTED).astype(np.int16)
    return Sums(whole[kept], start, part[np.repeat(kept, size)], addition[kept])


def _all_of(table: Table, cells: Indices, places: Sequence[int], *, totals: bool) -> BoolArray:
    """Which cells stand for all of every one of some dimensions, or else in a category of each that is part of no other."""
    wanted = np.ones(len(cells), dtype=np.bool_)
    for place in places:
        held = table.dimensions[place]
        codes = at(held.codes, cells)
        if totals:
            wanted &= codes == held.total
            continue
        root = np.ones(len(held.labels), dtype=np.bool_)
        if held.parents:
            root = np.array(held.parents) < 0
        root[held.total] = False
        wanted &= (codes >= 0) & root[codes]
    return wanted


def _keys(table: Table, cells: Indices, places: Sequence[int]) -> tuple[Indices, int]:
    """Number of what is the same about cells: their measure, and their categories in all other dimensions."""
    key, count = numbered(at(table.measure, cells))
    for place, held in enumerate(table.dimensions):
        if place not in places and len(held.labels) > 1:
            key, count = numbered(key * (len(held.labels) + 1) + at(held.codes, cells) + 1)
    return key, count
