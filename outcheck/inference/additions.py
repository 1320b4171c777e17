"""Measures and tables that add up, as their numbers show: with and without a degree make all, women and men make all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.links import CHANCE, PERHAPS
from outcheck.inference.relations import Relations, sum_rows
from outcheck.inference.spelling import normal
from outcheck.inference.statements import Statements
from outcheck.model.arrays import BoolArray, FloatArray, Indices

_MOST_BLOCKS = 60
"""Blocks of which every pair is tried with every third; of more, only what stands in one table, or has one name, is."""

_MOST_TRIED = 64
"""Numbers of a block that are tried before all are."""

_CLOSE = 1e-9
_PAIR = 2
_NOT = re.compile(r"\b(not|no|non|without|with)\b ?")


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Blocks that are broken down by the same: one row per block, one column per key that at least two of them have.

    ``low`` and ``high`` are NaN where a block prints nothing; ``unknown`` is -1 where it has no cell.
    """

    blocks: tuple[Block, ...]
    low: FloatArray
    high: FloatArray
    unknown: Indices

    def columns(self, chosen: Indices) -> _Aligned:
        """Some of the columns."""
        return _Aligned(self.blocks, self.low[:, chosen], self.high[:, chosen], self.unknown[:, chosen])


def additions(blocks: Sequence[Block], statements: Statements, *, thorough: bool) -> Iterator[Relations]:
    """Sums of blocks that another block is, where one of their numbers is printed nowhere, or ``thorough``."""
    alike: dict[tuple[object, ...], list[Block]] = defaultdict(list)
    for block in (held.plain for held in blocks):
        if block.frame.axes:
            alike[block.statistic, block.frame.variables].append(block)
    for held in alike.values():
        if len(held) > _PAIR and (thorough or not all(block.shown.all() for block in held)):
            yield from _among(_aligned(held, statements), statements, thorough=thorough)


def _aligned(blocks: Sequence[Block], statements: Statements) -> _Aligned:
    keys = [block.key[block.alone] for block in blocks]
    every, times = np.unique(np.concatenate(keys), return_counts=True)
    every = every[times > 1]
    shape = len(blocks), len(every)
    low, high, unknown = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, -1, dtype=np.intp)
    for row, block in enumerate(blocks):
        alone = np.flatnonzero(block.alone)
        _, at, mine = np.intersect1d(every, block.key[alone], assume_unique=True, return_indices=True)
        cells = alone[mine]
        unknown[row, at] = statements.of_cell[block.place][block.cells[cells]]
        low[row, at], high[row, at] = block.low[cells], block.high[cells]
    return _Aligned(tuple(blocks), low, high, unknown)


def _among(held: _Aligned, statements: Statements, *, thorough: bool) -> Iterator[Relations]:
    """Rows of every sum of blocks that holds wherever all its numbers are printed."""
    most = np.argsort(-np.count_nonzero(~np.isnan(held.low), axis=0), kind="stable")[:_MOST_TRIED]
    sample = held.columns(np.sort(most))
    for parts, tries in _candidates(held.blocks):
        others = np.setdiff1d(np.arange(len(held.blocks)), parts)
        for total in others[_fits(sample, parts, others)].tolist():
            chance = _chance(held, parts, total) * tries
            if chance < PERHAPS:
                yield from _rows(held, parts, total, statements, thorough=thorough, likely=chance >= CHANCE)
    for parts, total in _complements(held):
        yield from _rows(held, parts, total, statements, thorough=thorough, likely=True)


def _complements(held: _Aligned) -> Iterator[tuple[Indices, int]]:
    """Those in work, those not in work, and all, of one table, where no number denies it: names alone make that likely."""
    names = [normal(block.held.name) for block in held.blocks]
    for one, other in combinations(range(len(names)), _PAIR):
        mine = [at for at, block in enumerate(held.blocks) if block.place == held.blocks[one].place]
        if other not in mine or _NOT.sub("", names[one]) != _NOT.sub("", names[other]) or names[one] == names[other]:
            continue
        parts = np.array([one, other])
        low = np.nan_to_num(np.stack([held.low[parts].max(axis=0), held.low[parts].sum(axis=0)])).max(axis=0)
        whole = [at for at in mine if at not in (one, other) and not (held.high[at] < low).any()]
        if len(whole) == 1 and not _apart(held, parts, np.array(whole))[0]:
            yield parts, whole[0]


def _candidates(blocks: Sequence[Block]) -> Iterator[tuple[Indices, int]]:
    """Sets of blocks that may be the parts of another, with how many such questions are asked beside them."""
    count = len(blocks)
    by_table: dict[int, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        by_table[block.place].append(number)
        by_name[normal(block.held.name)].append(number)
    for pair in combinations(range(count), _PAIR):
        inside = by_table[blocks[pair[0]].place]
        if pair[1] in inside:
            yield np.array(pair), len(inside) ** 2
        elif count <= _MOST_BLOCKS:
            yield np.array(pair), count**2
    for inside in by_table.values():
        for first, last in combinations(range(len(inside) + 1), 2):
            if last - first > _PAIR:
                yield np.array(inside[first:last]), len(inside) ** 2
    for named in by_name.values():
        if len(named) > _PAIR + 1 and len({blocks[number].place for number in named}) == len(named):
            yield from ((np.array([*named[:at], *named[at + 1 :]]), len(named)) for at in range(len(named)))


def _fits(held: _Aligned, parts: Indices, others: Indices) -> BoolArray:
    """Which of other blocks may be the sum of some: it is, wherever all is printed, and that is somewhere."""
    told = ~np.isnan(held.low[parts].sum(axis=0)) & ~np.isnan(held.low[others])
    return np.asarray(told.any(axis=1) & ~_apart(held, parts, others))


def _apart(held: _Aligned, parts: Indices, others: Indices) -> BoolArray:
    """Which of other blocks print something else than the sum of some, where all of them print a number."""
    low, high = held.low[parts].sum(axis=0), held.high[parts].sum(axis=0)
    slack = _CLOSE * (1 + np.abs(high))
    with np.errstate(invalid="ignore"):
        return np.asarray(((low > held.high[others] + slack) | (held.low[others] > high + slack)).any(axis=1))


def _chance(held: _Aligned, parts: Indices, total: int) -> float:
    """Probability that the blocks add up by chance; 1 where they do not. What only one part makes says nothing."""
    if not _fits(held, parts, np.array([total]))[0]:
        return 1.0
    low, high = held.low[parts].sum(axis=0), held.high[parts].sum(axis=0)
    several = np.count_nonzero(held.high[parts] > 0, axis=0) > 1
    told = np.flatnonzero(~np.isnan(low) & ~np.isnan(held.low[total]) & several)
    room = np.maximum((high - low + held.high[total] - held.low[total])[told], 1.0)
    middle = np.abs(held.low[total] + held.high[total])[told] / 2
    once = np.unique(middle, return_index=True)[1]
    return float(np.exp(np.log(np.minimum(room / np.maximum(middle, room), 1.0))[once].sum()))


def _rows(
    held: _Aligned, parts: Indices, total: int, statements: Statements, *, thorough: bool, likely: bool
) -> Iterator[Relations]:
    """A row for each key of which all blocks have a cell, and one of them hides it."""
    unknown = held.unknown[[*parts.tolist(), total]]
    whole = (unknown >= 0).all(axis=0)
    wanted = np.flatnonzero(whole if thorough else whole & ~statements.printed[unknown].all(axis=0))
    hides = np.flatnonzero(~statements.printed[unknown[:, wanted]].all(axis=1))
    home = held.blocks[[*parts.tolist(), total][int(hides[0])] if hides.size else total].place
    for column in wanted.tolist():
        if len(np.unique(unknown[:, column])) == len(unknown):
            yield sum_rows(home, unknown[:-1, column], np.array([len(parts)]), unknown[[-1], column], likely=likely)
