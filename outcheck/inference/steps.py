"""Running totals: counts up to each month or age, of which each less the one before is a count itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.frames import Axis
from outcheck.model.statistics import Statistic

RUNNING = re.compile(r"\b(cumulat\w*|cumul|cum|running|to date|so far)\b", re.IGNORECASE)
_FEWEST = 3
Step = tuple[int, int]
"""Positions in a block of a count, and of the one before it."""


def is_running(block: Block) -> bool:
    """Whether a block says that its counts are running totals, and none is smaller than the one before it."""
    said = f"{block.held.name} {block.table.title}".replace("_", " ")
    return block.statistic is Statistic.COUNT and RUNNING.search(said) is not None


def steps(block: Block) -> Iterator[tuple[Axis, list[Step]]]:
    """Per axis along which the counts of a block never fall, each count with the one before it."""
    for axis in block.frame.axes:
        found = [*_along(block, axis)]
        rising = all(block.high[later] >= block.low[earlier] for later, earlier in found if block.shown[[later, earlier]].all())
        if found and rising:
            yield axis, found


def _along(block: Block, axis: Axis) -> Iterator[Step]:
    """Each count of a block with the one before it along an axis, as rows and columns follow each other."""
    codes = axis.kept[block.cells]
    mine = np.flatnonzero((codes >= 0) & block.alone)
    rest = block.key[mine] - axis.prints[codes[mine]]
    order = np.lexsort((block.table.column[block.cells[mine]], block.table.row[block.cells[mine]]))
    lines: dict[int, list[int]] = defaultdict(list)
    for at in order.tolist():
        lines[int(rest[at])].append(int(mine[at]))
    for line in lines.values():
        if len(line) >= _FEWEST:
            yield from zip(line[1:], line[:-1], strict=True)
