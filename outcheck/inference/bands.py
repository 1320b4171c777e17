"""Bands of one table that are made of bands of another: 16 to 24 there, 16 to 18 and 19 to 24 here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.inference.blocks import Block, Margin
from outcheck.inference.links import Link
from outcheck.inference.relations import Kind, Relations, one_row
from outcheck.inference.statements import Statements
from outcheck.model.arrays import Indices
from outcheck.model.labels import interval

_CLOSE = 1e-9
_MOST_BANDS = 200
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Bands:
    """What a block says of each band of a variable: by what else its cells are about, then by band, a number of a margin."""

    block: Block
    margin: Margin
    by_rest: Mapping[int, Mapping[Span, int]]

    def unknowns(self, rest: int, span: Span, statements: Statements) -> Indices:
        """Unknowns that come to a band together."""
        number = self.by_rest[rest][span]
        held = self.margin
        cells = held.parts(number) if held.cell[number] < 0 else held.cell[[number]]
        return self.block.unknowns(statements.of_cell, cells)


def band_sums(links: Sequence[Link], statements: Statements) -> Iterator[Relations]:
    """Bands of a table as sums of bands of a linked one, if those that are printed in full add up."""
    for link in links:
        for variable in sorted(link.one.frame.variables & link.other.frame.variables):
            common = (link.one.frame.variables & link.other.frame.variables) | {variable}
            one, other = (_bands(block, variable, common) for block in (link.one, link.other))
            if one is not None and other is not None:
                yield from _covered(one, other, statements)
                yield from _covered(other, one, statements)


def _bands(block: Block, variable: int, common: frozenset[int]) -> _Bands | None:
    """Bands of a block; None where the variable has none."""
    axis = next(axis for axis in block.frame.axes if axis.variable == variable)
    if axis.dimension < 0:
        return None
    spans = [interval(label) for label in block.table.dimensions[axis.dimension].labels]
    if not 0 < sum(span is not None for span in spans) <= _MOST_BANDS:
        return None
    margin = block.margin(common)
    by_rest: dict[int, dict[Span, int]] = defaultdict(dict)
    for number, key in enumerate(margin.key.tolist()):
        first = margin.cell[number] if margin.cell[number] >= 0 else margin.members[margin.start[number]]
        code = int(axis.full[block.cells[first]])
        span = spans[code] if code >= 0 else None
        if span is not None:
            rest = (key - int(axis.prints[code])) % 2**64
            by_rest[rest].setdefault(span, number)
    return _Bands(block, margin, by_rest)


def _covered(whole: _Bands, parts: _Bands, statements: Statements) -> Iterator[Relations]:
    rows = []
    for rest in sorted(whole.by_rest.keys() & parts.by_rest.keys()):
        for span in sorted(whole.by_rest[rest]):
            if cover := _cover(span, parts.by_rest[rest]):
                total = whole.unknowns(rest, span, statements)
                rows.append((total, np.concatenate([parts.unknowns(rest, part, statements) for part in cover])))
    if not all(_may_be(total, mine, statements) for total, mine in rows):
        return
    for total, mine in rows:
        unknown = np.concatenate([mine, total])
        if not statements.printed[unknown].all():
            weight = np.concatenate([np.ones(len(mine)), -np.ones(len(total))])
            yield one_row(unknown, weight, (0.0, 0.0), Kind.SUM, (parts.block.place, -1))


def _cover(span: Span, parts: Mapping[Span, int]) -> list[Span]:
    """Bands that follow each other from one end of a band to the other, the longest first; none where there are none."""
    found: list[Span] = []
    start = span[0]
    while start <= span[1]:
        fitting = [part for part in parts if part[0] == start and part[1] <= span[1] and part != span]
        if not fitting:
            return []
        found.append(max(fitting))
        start = found[-1][1] + 1
    return found


def _may_be(total: Indices, parts: Indices, statements: Statements) -> bool:
    """Whether parts can come to a total, as far as what is known of them goes."""
    low, high = statements.lower, statements.upper
    slack = _CLOSE * (1 + abs(float(low[total].sum())))
    return bool(low[parts].sum() <= high[total].sum() + slack and high[parts].sum() >= low[total].sum() - slack)
