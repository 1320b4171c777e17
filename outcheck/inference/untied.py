"""Tables that left before of which nothing tells whether they count the same people as one that is broken down alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from outcheck.inference.bands import margins
from outcheck.inference.blocks import Block, pairs
from outcheck.inference.links import Links, named_alike, shared_numbers
from outcheck.inference.remainders import fitting
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell
from outcheck.model.arrays import Indices

_MOST_PAIRS = 20_000
_FEWEST = 2


def untied(
    blocks: Sequence[Block], leaving: int, groups: Indices, links: Links, statements: Statements
) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """First cell of each table that was not compared with one that left, alike in names and categories, and what that tells.

    What keeps them from being compared is what one of them hides: no number that both give differs, and too few agree to tell.
    Of tables that a third ties, sums of the one that would be numbers of the other are not believed, as long as none was tested.
    """
    known = {(held.larger.number, held.smaller.number) for held in links.near}
    over: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for held in links.links:
        over[held.one.number][held.other.number] = over[held.other.number][held.one.number] = held.variables
    for number, (one, other) in enumerate(pairs(blocks)):
        if number >= _MOST_PAIRS:
            return
        now, before = sorted((one, other), key=lambda block: block.place)
        if not now.place < leaving <= before.place or _linked(one, other, over[one.number], over[other.number]):
            continue
        if known & {(one.number, other.number), (other.number, one.number)} or not named_alike(one, other):
            continue
        if (one.shown.all() and other.shown.all()) or not _alike(one, other):
            continue
        told = _told(one, other, statements, tied=groups[one.number] == groups[other.number])
        if told is not None:
            yield now.where(np.array([0]))[0], told or before.where(np.array([0]))


def _linked(one: Block, other: Block, mine: Mapping[int, frozenset[int]], yours: Mapping[int, frozenset[int]]) -> bool:
    """Whether two blocks were compared over all that both say, or each with a third; by what each was compared with, and over."""
    both = one.frame.variables & other.frame.variables
    compared = other.number in mine and both <= mine[other.number]
    return compared or any(both <= mine[third] & yours[third] for third in mine.keys() & yours.keys())


def _alike(one: Block, other: Block) -> bool:
    """Whether what one of both breaks down, the other does too, by the same categories."""
    mine, yours = one.frame.variables, other.frame.variables
    if not mine or not (mine <= yours or yours <= mine):
        return False
    left, right = margins(one, other, mine & yours)
    return len(np.intersect1d(left.key, right.key)) >= _FEWEST and bool(
        np.isin(left.key, right.key).all() or np.isin(right.key, left.key).all()
    )


def _told(one: Block, other: Block, statements: Statements, *, tied: bool) -> tuple[Cell, ...] | None:
    """Hidden cells of which the other gives the number, if both count the same people; of tables that are tied, by a sum.

    None where numbers deny it, or nothing is given that way.
    """
    both = one.frame.variables & other.frame.variables
    left, right = margins(one, other, both)
    if not shared_numbers(left, right).agree.all():
        return None
    most = np.concatenate([fitting(one, left, right, statements).most, fitting(other, right, left, statements).most])
    _, at_left, at_right = np.intersect1d(left.key, right.key, assume_unique=True, return_indices=True)
    told = left.known[at_left] ^ right.known[at_right]
    if tied:
        told &= (left.cell[at_left] < 0) | (right.cell[at_right] < 0)
    if not told.any() or (most < 0).any():
        return None
    sides = ((one, left, at_left[told]), (other, right, at_right[told]))
    return tuple(
        cell for block, margin, at in sides for cell in block.where(margin.cell[at][~margin.known[at] & (margin.cell[at] >= 0)])
    )
