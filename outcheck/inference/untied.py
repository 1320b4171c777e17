"""Tables that left before of which nothing tells whether they count the same people as one that is broken down alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.inference.bands import margins
from outcheck.inference.blocks import Block, pairs
from outcheck.inference.links import Near, named_alike, shared_numbers
from outcheck.inference.remainders import fitting
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell
from outcheck.model.arrays import Indices

_MOST_PAIRS = 20_000
_FEWEST = 2


def untied(
    blocks: Sequence[Block], leaving: int, groups: Indices, near: Sequence[Near], statements: Statements
) -> Iterator[tuple[Cell, Cell]]:
    """First cells of a table of the release and of one that left before: alike in names and categories, and not compared.

    What keeps them from being compared is what one of them hides: no number that both give differs, and too few agree to tell.
    """
    known = {(held.larger.number, held.smaller.number) for held in near}
    for number, (one, other) in enumerate(pairs(blocks)):
        if number >= _MOST_PAIRS:
            return
        now, before = sorted((one, other), key=lambda block: block.place)
        if not now.place < leaving <= before.place or groups[one.number] == groups[other.number]:
            continue
        if known & {(one.number, other.number), (other.number, one.number)} or not named_alike(one, other):
            continue
        if not (one.shown.all() and other.shown.all()) and _alike(one, other) and _is_open(one, other, statements):
            yield now.where(np.array([0]))[0], before.where(np.array([0]))[0]


def _alike(one: Block, other: Block) -> bool:
    """Whether what one of both breaks down, the other does too, by the same categories."""
    mine, yours = one.frame.variables, other.frame.variables
    if not mine or not (mine <= yours or yours <= mine):
        return False
    left, right = margins(one, other, mine & yours)
    return len(np.intersect1d(left.key, right.key)) >= _FEWEST and bool(
        np.isin(left.key, right.key).all() or np.isin(right.key, left.key).all()
    )


def _is_open(one: Block, other: Block, statements: Statements) -> bool:
    """Whether what one hides may make up what the other shows beside it, in some line, and no number denies it."""
    both = one.frame.variables & other.frame.variables
    left, right = margins(one, other, both)
    if not shared_numbers(left, right).agree.all():
        return False
    most = np.concatenate([fitting(one, left, right, statements).most, fitting(other, right, left, statements).most])
    return bool(most.size) and bool((most >= 0).all())
