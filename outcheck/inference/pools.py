"""Unknowns by what they are about, and sums of unknowns where no cell shows a total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.frames import Axis, Keys
from outcheck.inference.statements import Statements
from outcheck.model.arrays import BoolArray, FloatArray, Indices

_MOST_AXES = 4


class Pool:
    """The unknowns of a release, and sums of some of them behind those: each has a number, its bounds, and its members."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._sums: list[tuple[int, ...]] = []
        self._known: dict[tuple[int, ...], int] = {}
        self._populations: dict[int, int] = {}
        self._above: dict[tuple[int, ...], dict[int, int]] = {}
        self._bounds: tuple[FloatArray, FloatArray, BoolArray] = statements.lower, statements.upper, statements.printed

    @property
    def lower(self) -> FloatArray:
        """Smallest value of each."""
        return self._all()[0]

    @property
    def upper(self) -> FloatArray:
        """Largest value of each."""
        return self._all()[1]

    @property
    def printed(self) -> BoolArray:
        """Which are printed, in all their members."""
        return self._all()[2]

    def members(self, number: int) -> tuple[int, ...]:
        """Unknowns that a number stands for."""
        count = len(self._statements)
        return (number,) if number < count else self._sums[number - count]

    def at(self, block: Block, keys: Keys) -> Indices:
        """Unknown of a block for each key, -1 where it has none."""
        alone = np.flatnonzero(block.alone)
        order = alone[np.argsort(block.key[alone], kind="stable")]
        found = np.full(len(keys), -1, dtype=np.intp)
        if not order.size:
            return found
        known = block.key[order]
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        hit = known[place] == keys
        found[hit] = self._statements.of_cell[block.place][block.cells[order[place[hit]]]]
        return found

    def total(self, block: Block, axes: Sequence[Axis], keys: Keys) -> Indices:
        """Unknown of a block's total along some axes for each key, its own or that of another table; -1 where none shows it."""
        less = np.zeros(len(block.cells), dtype=np.uint64)
        for axis in axes:
            less += axis.prints[axis.kept[block.cells]]
        own = np.flatnonzero((less > 0) & block.alone)
        away = block.key[own] - less[own]
        totals = self.at(block, away)
        if (totals < 0).any() and (population := self._population(block)) >= 0:
            elsewhere = [self._statements.by_key.get((population, key), -1) for key in away.tolist()]
            totals = np.where(totals < 0, elsewhere, totals)
        by_key = dict(zip(block.key[own].tolist(), totals.tolist(), strict=True))
        return np.array([by_key.get(key, -1) for key in keys.tolist()], dtype=np.intp)

    def _population(self, block: Block) -> int:
        """Number of the population that a block shares with others, -1 where it is alone."""
        if block.number not in self._populations:
            first = np.flatnonzero(block.alone)[:1]
            unknown = self._statements.of_cell[block.place][block.cells[first]].tolist()
            said = [*zip(block.key[first].tolist(), unknown, strict=True)]
            found = [population for (population, key), number in self._statements.by_key.items() if (key, number) in said]
            self._populations[block.number] = found[0] if found else -1
        return self._populations[block.number]

    def above(self, block: Block, axes: Sequence[Axis], keys: Keys) -> Indices:
        """A block's own total along some axes for each key, else the sum of their categories; -1 where it has no such key."""
        name = (block.number, *(axis.variable for axis in axes))
        if name not in self._above:
            self._above[name] = self._totals(block, axes)
        totals = self._above[name]
        return np.array([totals.get(key, -1) for key in keys.tolist()], dtype=np.intp)

    def _totals(self, block: Block, axes: Sequence[Axis]) -> dict[int, int]:
        """By key, the number of what all categories of some axes come to."""
        codes = [axis.kept[block.cells] for axis in axes]
        own = np.flatnonzero(np.logical_and.reduce([held >= 0 for held in codes]) & block.alone)
        rest = block.key[own].copy()
        roots = np.ones(len(own), dtype=np.bool_)
        for axis, held in zip(axes, codes, strict=True):
            rest -= axis.prints[held[own]]
            roots &= axis.root[held[own]]
        printed = self.at(block, rest)
        unknown = self._statements.of_cell[block.place][block.cells[own]]
        parts: dict[int, list[int]] = defaultdict(list)
        for key, number, root in zip(rest.tolist(), unknown.tolist(), roots.tolist(), strict=True):
            if root:
                parts[key].append(number)
        size = max((len(held) for held in parts.values()), default=0)
        return {
            key: total if total >= 0 else self._sum(tuple(parts[away])) if len(parts[away]) == size > 1 else -1
            for key, away, total in zip(block.key[own].tolist(), rest.tolist(), printed.tolist(), strict=True)
        }

    def _sum(self, members: tuple[int, ...]) -> int:
        if members not in self._known:
            self._known[members] = len(self._statements) + len(self._sums)
            self._sums.append(members)
        return self._known[members]

    def _all(self) -> tuple[FloatArray, FloatArray, BoolArray]:
        statements, have = self._statements, len(self._bounds[0]) - len(self._statements)
        if have < len(self._sums):
            new = [np.array(members) for members in self._sums[have:]]
            self._bounds = (
                np.append(self._bounds[0], [statements.lower[held].sum() for held in new]),
                np.append(self._bounds[1], [statements.upper[held].sum() for held in new]),
                np.append(self._bounds[2], [bool(statements.printed[held].all()) for held in new]),
            )
        return self._bounds


def several(axes: Sequence[Axis]) -> Iterator[Sequence[Axis]]:
    """Every choice of some axes, or of one only where there are many: a percentage is of one's row, or of everybody."""
    for number in range(1, len(axes) + 1 if len(axes) <= _MOST_AXES else 2):
        yield from combinations(axes, number)
