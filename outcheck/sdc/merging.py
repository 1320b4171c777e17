"""Merges categories until none is small, losing as little as possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices

_FEWEST = 2
_ALL = 12
"""Most categories of which every selection is tried; of more, those of fewer than ``_TRIED``, then ever more of the cheapest."""

_TRIED = 3
_ROOM = 5_000_000
"""Most numbers that are added up at once."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a merge takes away: cells, and the sum of the numbers in categories that are no longer shown by themselves."""

    cells: int
    value: float

    def __add__(self, other: Loss) -> Loss:
        return Loss(self.cells + other.cells, self.value + other.value)

    def __lt__(self, other: Loss) -> bool:
        return (self.cells, self.value) < (other.cells, other.value)


@dataclass(frozen=True, slots=True)
class Merge:
    """Which categories are shown as one.

    Parameters
    ----------
    group : intp, shape (k,)
        A number for each category, the same for those merged, by first appearance; -1 where only a category above is shown.
    loss : Loss
    is_least : bool
        Whether no merge of its kind loses less. False where there were too many to try.
    """

    group: Indices
    loss: Loss
    is_least: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """Which counts are too small to be shown.

    Parameters
    ----------
    minimum : float or float64, shape (c,)
        Smallest count that may be shown, of all columns or of each: those of persons and of employers stand side by side.
    zeros : bool or bool, shape (c,)
        Whether 0 is too small, too, in all columns or in each.
    """

    minimum: float | FloatArray
    zeros: bool | BoolArray = False

    def is_small(self, counts: FloatArray) -> BoolArray:
        """Which of the counts, shape (..., c), are too small; one that is not known is."""
        return np.asarray(~(counts >= self.minimum) & (self.zeros | (counts != 0)))

    def fits(self, counts: FloatArray) -> BoolArray:
        """Which rows of counts, shape (..., c), have no small one."""
        return np.asarray(~self.is_small(counts).any(axis=-1))


def adjacent(counts: FloatArray, need: Need) -> Merge | None:
    """Runs of neighbouring categories, as age bands are, without small counts.

    ``f(j) = min over i < j of f(i) + loss(i..j)`` over runs ``i..j`` without small counts: every partition into runs is weighed.

    Parameters
    ----------
    counts : float64, shape (k, c)
        Categories in their order by whatever else they are counted by. NaN where not known. None below 0.
    need : Need

    Returns
    -------
    Merge or None
        None where even all together are small.
    """
    k, columns = _shape(counts)
    sums = np.concatenate([np.zeros((1, columns)), np.cumsum(counts, axis=0)])
    weight = np.concatenate([[0.0], np.cumsum(np.nan_to_num(counts).sum(axis=1))])
    cells, value, last = np.full(k + 1, np.inf), np.full(k + 1, np.inf), np.zeros(k + 1, dtype=np.intp)
    cells[0] = value[0] = 0.0
    for end in range(1, k + 1):
        length = end - np.arange(end)
        fits = need.fits(sums[end] - sums[:end])
        lost = np.where(fits, cells[:end] + (length - 1) * columns, np.inf)
        merged = value[:end] + np.where(length > 1, weight[end] - weight[:end], 0.0)
        last[end] = np.lexsort((np.arange(end), merged, lost))[0]
        cells[end], value[end] = lost[last[end]], merged[last[end]]
    if not np.isfinite(cells[k]):
        return None
    cuts = [k]
    while cuts[-1]:
        cuts.append(int(last[cuts[-1]]))
    group = np.repeat(np.arange(len(cuts) - 1), np.diff(cuts[::-1]))
    return Merge(group, Loss(int(cells[k]), float(value[k])))


def into_other(counts: FloatArray, need: Need) -> Merge | None:
    """All small categories, and as few more as it takes, shown as one: at least two of them, and not small itself.

    Parameters
    ----------
    counts : float64, shape (k, c)
        Categories in any order by whatever else they are counted by. NaN where not known. None below 0.
    need : Need

    Returns
    -------
    Merge or None
        None where even all together are small.
    """
    _, columns = _shape(counts)
    own = [Loss(columns, value) for value in np.nan_to_num(counts).sum(axis=1).tolist()]
    chosen, is_least = _together(counts, own, need)
    return None if chosen is None else _merge(counts, [chosen], [], is_least=is_least)


def under_parents(counts: FloatArray, parents: Indices, need: Need) -> Merge | None:
    """Categories that nest: under each, what it holds is shown whole, with an Other, or not at all, whichever loses least.

    Parameters
    ----------
    counts : float64, shape (k, c)
        All categories, those above too, by whatever else they are counted by. NaN where not known. None below 0.
    parents : intp, shape (k,)
        The category above each, -1 for none.
    need : Need

    Returns
    -------
    Merge or None
        None where those that nothing is above are small even together.

    Raises
    ------
    ValueError
        If a category lies under itself.
    """
    k, _ = _shape(counts)
    tree = _Tree(counts, parents, need)
    if len(tree.held(-1)) < k:
        raise ValueError("some categories lie under themselves")
    return tree.merge()


@dataclass(frozen=True, slots=True)
class _Under:
    """What is done with all that a category holds: which are shown as one, and which no longer."""

    loss: Loss = Loss(0, 0.0)
    others: tuple[tuple[int, ...], ...] = ()
    dropped: tuple[int, ...] = ()


class _Tree:
    """Works from the leaves up: what the best is under each category, once that category is shown."""

    def __init__(self, counts: FloatArray, parents: Indices, need: Need) -> None:
        self._counts, self._need = counts, need
        self._own = [Loss(counts.shape[1], value) for value in np.nan_to_num(counts).sum(axis=1).tolist()]
        self._children: list[list[int]] = [[] for _ in range(len(counts) + 1)]
        for code, parent in enumerate(parents.tolist()):
            self._children[parent].append(code)
        self._is_least = True

    def merge(self) -> Merge | None:
        """The best for those that nothing is above: they cannot be dropped, as nothing else would show them."""
        found = self._shown(self._children[-1])
        return None if found is None else _merge(self._counts, found.others, found.dropped, is_least=self._is_least)

    def held(self, code: int) -> tuple[int, ...]:
        """All categories under one; under -1, all there are."""
        return tuple(one for child in self._children[code] for one in (child, *self.held(child)))

    def _best(self, code: int) -> _Under:
        """Under a category that is shown: its children shown, or all dropped, as an Other of them all would say no more."""
        held = self.held(code)
        none = _Under(_total(self._own[one] for one in held), (), held)
        shown = self._shown(self._children[code])
        if shown is None or tuple(self._children[code]) in shown.others or none.loss < shown.loss:
            return none
        return shown

    def _shown(self, children: list[int]) -> _Under | None:
        """Children shown, the small ones in an Other with as few more as it takes; None where even all together are small."""
        best = [self._best(code) for code in children]
        drop = [_total(self._own[one] for one in (code, *self.held(code))) for code in children]
        extra = [Loss(one.cells - other.loss.cells, one.value - other.loss.value) for one, other in zip(drop, best, strict=True)]
        chosen, is_least = _together(self._counts[children], extra, self._need)
        if chosen is None:
            return None
        self._is_least &= is_least
        other = tuple(children[place] for place in chosen)
        kept = [under for place, under in enumerate(best) if place not in chosen]
        return _Under(
            _total(
                [*(under.loss for under in kept), *(drop[place] for place in chosen)], regained=bool(chosen) * self._own[0].cells
            ),
            (*(group for under in kept for group in under.others), *([other] if other else [])),
            (*(one for under in kept for one in under.dropped), *(one for code in other for one in self.held(code))),
        )


def _total(losses: Iterable[Loss], regained: int = 0) -> Loss:
    held = list(losses)
    return Loss(sum(loss.cells for loss in held) - regained, sum(loss.value for loss in held))


def _together(counts: FloatArray, extra: Sequence[Loss], need: Need) -> tuple[list[int] | None, bool]:
    """Places of the small ones and of those that cost least to put with them until none is small, and whether it is the least.

    No place where none is small; None where all together are small. To add one that is not small never makes a column small.
    """
    fits = need.fits(counts)
    small, free = np.flatnonzero(~fits), np.flatnonzero(fits)
    if not small.size:
        return [], True
    cells = np.array([extra[place].cells for place in free.tolist()], dtype=np.float64)
    value = np.array([extra[place].value for place in free.tolist()])
    best: tuple[float, float] | None = None
    chosen = free[:0]
    for several in _selections(len(free), counts.shape[1], np.lexsort((value, cells))):
        if best is not None and len(free) > _ALL:
            break
        fitting = several[need.fits(counts[small].sum(axis=0) + counts[free[several]].sum(axis=1))]
        if not len(fitting) or len(small) + several.shape[1] < _FEWEST:
            continue
        cost = cells[fitting].sum(axis=1), value[fitting].sum(axis=1)
        first = np.lexsort((cost[1], cost[0]))[0]
        if best is None or (cost[0][first], cost[1][first]) < best:
            best, chosen = (float(cost[0][first]), float(cost[1][first])), free[fitting[first]]
    if best is None:
        return None, True
    is_least = len(free) <= _ALL or len(chosen) == 0 or (len(chosen) < _TRIED and bool(np.all(cells == cells[0])))
    return sorted([*small.tolist(), *chosen.tolist()]), is_least


def _selections(count: int, columns: int, cheapest: Indices) -> Iterator[Indices]:
    """Selections of some places, smaller ones first, a row each: of few places all there are, of many what is worth its room."""
    for size in range(count + 1 if count <= _ALL else _TRIED):
        if count > _ALL and comb(count, size) * max(size, 1) * columns > _ROOM:
            break
        yield np.array(list(combinations(range(count), size)), dtype=np.intp).reshape(comb(count, size), size)
    for size in range(1, count + 1 if count > _ALL else 0):
        yield cheapest[None, :size]


def _merge(counts: FloatArray, others: Iterable[Sequence[int]], dropped: Iterable[int], *, is_least: bool) -> Merge:
    """Numbers the groups, and adds up what is lost."""
    k, columns = counts.shape
    name = np.arange(k)
    for other in others:
        name[list(other)] = min(other, default=-1)
    name[list(dropped)] = -1
    shown = name >= 0
    first, group = np.unique(name[shown], return_inverse=True)
    found = np.full(k, -1, dtype=np.intp)
    found[shown] = group
    alone = shown & (np.bincount(name[shown], minlength=k)[name] == 1)
    return Merge(found, Loss(int((k - len(first)) * columns), float(np.nan_to_num(counts)[~alone].sum())), is_least)


def _shape(counts: FloatArray) -> tuple[int, int]:
    if counts.ndim != 2 or np.any(counts < 0):  # noqa: PLR2004  categories by columns
        raise ValueError("needs a matrix of counts, categories by columns, none below 0")
    return counts.shape[0], counts.shape[1]
