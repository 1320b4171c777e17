"""Tables that show one category of another: only those who completed, or the North, as numbers or their names tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from outcheck.inference.blocks import Block, Margin, pairs
from outcheck.inference.frames import Axis
from outcheck.inference.links import CHANCE, PERHAPS, Shared, shared_numbers
from outcheck.inference.spelling import spellings, spelt
from outcheck.model.arrays import FloatArray

_FEWEST = 2
_TELLING = 3.0
"""Smaller numbers agree by chance too often to be worth a comparison by category."""

_SHORTEST = 3
_MOST_WORDS = 5


def with_slices(blocks: Sequence[Block], *, thorough: bool = False) -> tuple[Block, ...]:
    """The blocks, of which those that agree with one category of another are about that category from now on.

    Only pairs are compared of which one hides a number, or is going to, where ``thorough``.
    """
    found = list(blocks)
    for one, other in pairs(blocks):
        if not thorough and one.shown.all() and other.shown.all():
            continue
        for whole, part in ((one, other), (other, one)):
            if found[part.number] is part and (axis := _slice(whole, part)) is not None:
                found[part.number] = part.within(axis)
    return tuple(found)


def with_named(blocks: Sequence[Block], *, thorough: bool = False) -> tuple[Block, ...]:
    """The blocks, of which those that file, sheet or title call by a category of another are about that, if any hides a number.

    ``thorough`` asks as if one did.
    """
    found = list(blocks)
    if not thorough and all(block.shown.all() for block in blocks):
        return tuple(found)
    said = [_names(block) for block in blocks]
    for one, other in pairs(blocks):
        for whole, part in ((one, found[other.number]), (other, found[one.number])):
            if (axis := _named(whole, part, said[part.number])) is not None:
                found[part.number] = part.within(axis)
    return tuple(found)


def _slice(whole: Block, part: Block) -> Axis | None:
    """The axis of one category that a block lacks, as numbers tell; None where they do not, or tell two."""
    more, both = whole.frame.variables - part.frame.variables, whole.frame.variables & part.frame.variables
    if not both or not more:
        return None
    everybody = shared_numbers(whole.margin(both), part.margin(both))
    if _agree(everybody, 1):
        return None
    tried = [
        (axis, code, shared) for axis in whole.frame.axes if axis.variable in more for code, shared in _shares(whole, part, axis)
    ]
    fitting = [(axis, code) for axis, code, shared in tried if _agree(shared, len(tried))]
    return _one_category(part, *fitting[0]) if len(fitting) == 1 else None


def _named(whole: Block, part: Block, said: frozenset[str]) -> Axis | None:
    """The axis of the one category that a block's names tell, where no number denies it, or shows that it is about everybody."""
    both = part.frame.variables & whole.frame.variables
    for axis in whole.frame.axes:
        if axis.dimension < 0 or axis.variable in both:
            continue
        labels = spellings(whole.table.dimensions[axis.dimension].labels)
        codes = [code for code in np.unique(axis.full[axis.full >= 0]).tolist() if labels[code] in said]
        if len(codes) != 1 or len(labels[codes[0]]) < _SHORTEST or any(labels[codes[0]] in held.labels for held in part.fixed):
            continue
        mine = part.margin(both)
        everybody = shared_numbers(whole.margin(both), mine)
        if everybody.agreeing and everybody.agree.all() and everybody.chance < PERHAPS:
            continue
        named = replace(mine, key=mine.key + axis.prints[codes[0]])
        if shared_numbers(whole.margin(both | {axis.variable}), named).agree.all():
            return _one_category(part, axis, codes[0])
    return None


def _names(block: Block) -> frozenset[str]:
    """What file, sheet, title and heading call a block: their words, and runs of words, as labels are spelt."""
    table = block.table
    found = set()
    for text in (PurePosixPath(table.file).stem, table.sheet, table.title.partition(" by ")[0], block.held.name):
        words = re.findall(r"[\w+&-]+", text.replace("_", " "))
        runs = (
            (first, last) for first in range(len(words)) for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1)
        )
        found |= {spelt(" ".join(words[first:last])) for first, last in runs}
    return frozenset(found)


def _one_category(part: Block, axis: Axis, code: int) -> Axis:
    """An axis of one category only. It is no root: it is never all of them, so that nothing is summed over this axis."""
    nowhere = np.zeros(len(part.table), dtype=np.int32)
    no = np.zeros(1, dtype=np.bool_)
    return Axis(axis.variable, -1, nowhere, nowhere, axis.prints[[code, -1]], no, labels=axis.labels[code : code + 1])


def _shares(whole: Block, part: Block, axis: Axis) -> Iterator[tuple[int, Shared]]:
    """What a block shares with each category of another along an axis."""
    both = whole.frame.variables & part.frame.variables
    mine, yours = part.margin(both), whole.margin(both | {axis.variable})
    if len(np.intersect1d(_telling(mine), _telling(yours))) < _FEWEST:
        return
    for code in np.unique(axis.full[axis.full >= 0]).tolist():
        yield code, shared_numbers(yours, replace(mine, key=mine.key + axis.prints[code]))


def _agree(shared: Shared, tries: int) -> bool:
    """Whether all numbers agree, and would hardly do so by chance in any of so many tries."""
    return shared.agreeing >= _FEWEST and shared.agreeing == len(shared.key) and shared.chance * tries < CHANCE


def _telling(margin: Margin) -> FloatArray:
    """Numbers printed in full that hardly agree by chance."""
    middle = (margin.low + margin.high)[margin.known] / 2
    return np.unique(middle[middle >= _TELLING])
