"""Tables that nothing printed in full links, of which the one hides about as much as a total in the other leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.inference.bands import margins
from outcheck.inference.blocks import Block, Margin, pairs
from outcheck.inference.known import USUALLY_BELOW
from outcheck.inference.links import CHANCE, named_alike, shared_numbers
from outcheck.inference.relations import Kind, Relations, one_row
from outcheck.inference.spelling import normal
from outcheck.inference.statements import Statements
from outcheck.model.arrays import FloatArray, Indices
from outcheck.model.statistics import Statistic

_CHANCE = 0.02
"""Probability of a coincidence below which such tables are taken to speak of the same people; a person decides."""

_CHANCE_ALIKE = 0.1
"""The same where all categories of the one are categories of the other: such tables mostly do."""

_MOST_GAPS = 4
_MOST_PAIRS = 20_000
_HALF = 0.5
_SEVERAL, _TWICE = 2, 2.0


@dataclass(frozen=True, slots=True)
class Rest:
    """What totals leave for the hidden parts of sums: a sum and a total by their places in two margins, and both ends.

    ``usual`` is what the hidden parts come to at most if none is twice as large as the largest that is shown of its sum.
    """

    sums: Indices
    totals: Indices
    least: FloatArray
    most: FloatArray
    size: FloatArray
    usual: FloatArray


def remainders(blocks: Sequence[Block], groups: Indices, statements: Statements) -> Iterator[Relations]:
    """Sums with hidden parts that a number of another table is a little larger than, as the sum of all parts would be.

    Of tables that are linked already, whatever such sums leave open is what is hidden in them, as far as numbers make likely.
    """
    for number, (one, other) in enumerate(pairs(blocks)):
        if number >= _MOST_PAIRS:
            return
        linked = groups[one.number] == groups[other.number]
        if one.statistic is not Statistic.COUNT or not (linked or named_alike(one, other)):
            continue
        both = one.frame.variables & other.frame.variables
        for block, whole in ((one, other), (other, one)):
            if not block.shown.all():
                for variables in (both, *(both - {variable} for variable in sorted(both))):
                    yield from _between(block, whole, variables, statements, linked=linked)


def _between(
    block: Block, whole: Block, variables: frozenset[int], statements: Statements, *, linked: bool
) -> Iterator[Relations]:
    mine = block.margin(variables)
    if ((mine.cell >= 0) | mine.known).all():
        return
    mine, yours = margins(block, whole, variables)
    rest = fitting(block, mine, yours, statements)
    if not rest.sums.size:
        return
    shared = shared_numbers(mine, yours)
    if not shared.agree.all():
        return
    few = (rest.most >= 1) & (rest.least <= _hidden(block, mine, rest.sums, statements)[1])
    alike = bool(np.isin(mine.key, yours.key).all() or np.isin(yours.key, mine.key).all())
    named = normal(block.held.name) == normal(whole.held.name) and variables == block.frame.variables & whole.frame.variables
    usual = rest.sums.size >= _SEVERAL and bool(((rest.least >= 1) & (rest.most <= rest.usual)).all())
    same = alike and named and bool(variables) and usual
    if (rest.most < 0).any() or (few.mean() < _HALF and not (linked or same)):
        return
    room = np.minimum((_hidden(block, mine, rest.sums, statements)[1] + 1) / rest.size, 1.0)
    chance = float(np.exp(np.log(room[few]).sum())) * shared.chance
    if chance < (_CHANCE_ALIKE if alike else _CHANCE) or linked or same:
        for sums, total in zip(rest.sums.tolist(), rest.totals.tolist(), strict=True):
            yield _row((block, mine, sums), (whole, yours, total), statements, likely=chance >= CHANCE)


def fitting(block: Block, mine: Margin, yours: Margin, statements: Statements) -> Rest:
    """Sums of which few parts are hidden, beside a number of the other margin about the same."""
    open_, known = np.flatnonzero((mine.cell < 0) & ~mine.known), np.flatnonzero(yours.known)
    _, at_mine, at_yours = np.intersect1d(mine.key[open_], yours.key[known], assume_unique=True, return_indices=True)
    sums, totals = open_[at_mine], known[at_yours]
    gaps, _ = _hidden(block, mine, sums, statements)
    kept = (gaps > 0) & (gaps <= _MOST_GAPS)
    sums, totals = sums[kept], totals[kept]
    printed = [_printed(block, mine, number, statements) for number in sums.tolist()]
    low = np.array([float(statements.lower[unknown].sum()) for unknown in printed])
    high = np.array([float(statements.upper[unknown].sum()) for unknown in printed])
    size = np.maximum(yours.high[totals], 1.0)
    largest = [float(statements.upper[unknown].max(initial=0.0)) for unknown in printed]
    usual = _TWICE * np.array(largest) * gaps[kept]
    return Rest(sums, totals, yours.low[totals] - high, yours.high[totals] - low, size, usual)


def _printed(block: Block, margin: Margin, number: int, statements: Statements) -> Indices:
    unknown = block.unknowns(statements.of_cell, margin.parts(number))
    return unknown[statements.printed[unknown]]


def _hidden(block: Block, margin: Margin, sums: Indices, statements: Statements) -> tuple[FloatArray, FloatArray]:
    """How many parts of each sum are printed nowhere, and what they come to at most if they are hidden for being small."""
    gaps, most = np.zeros(len(sums)), np.zeros(len(sums))
    for place, number in enumerate(sums.tolist()):
        unknown = block.unknowns(statements.of_cell, margin.parts(number))
        hidden = unknown[~statements.printed[unknown]]
        gaps[place] = len(hidden)
        most[place] = np.minimum(statements.upper[hidden], USUALLY_BELOW - 1).sum()
    return gaps, most


def _row(
    parts: tuple[Block, Margin, int], whole: tuple[Block, Margin, int], statements: Statements, *, likely: bool
) -> Relations:
    """A row that says both come to the same."""
    block, margin, number = parts
    mine = block.unknowns(statements.of_cell, margin.parts(number))
    block, margin, number = whole
    cells = margin.parts(number) if margin.cell[number] < 0 else margin.cell[[number]]
    yours = block.unknowns(statements.of_cell, cells)
    unknown = np.concatenate([mine, yours])
    weight = np.concatenate([np.ones(len(mine)), -np.ones(len(yours))])
    return one_row(unknown, weight, (0.0, 0.0), Kind.SUM, (parts[0].place, -1), likely=likely)
