"""Tables that show one category of another without saying so: only those who completed, beside all by outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from outcheck.inference.blocks import Block, Margin, pairs
from outcheck.inference.frames import Axis
from outcheck.inference.links import CHANCE, Shared, shared_numbers
from outcheck.model.arrays import FloatArray

_FEWEST = 2
_TELLING = 3.0
"""Smaller numbers agree by chance too often to be worth a comparison by category."""


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
    if len(fitting) != 1:
        return None
    axis, code = fitting[0]
    nowhere = np.zeros(len(part.table), dtype=np.int32)
    # No root: one category is never all of them, so that nothing is summed over this axis.
    return Axis(axis.variable, -1, nowhere, nowhere, axis.prints[[code, -1]], np.zeros(1, dtype=np.bool_))


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
