"""Sums whose parts and total stand in different tables, or in different rows of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.inference.blocks import Block, Margin, pieces_of
from outcheck.inference.links import PERHAPS, Confidence, Link, shared_numbers
from outcheck.inference.relations import Kind, Relations, one_row, sum_rows
from outcheck.inference.statements import Statements
from outcheck.model.arrays import Indices


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Cells of one table that do not add up to what another table, of the same people, gives for all of them."""

    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Sums across tables, and those that do not add up."""

    relations: tuple[Relations, ...]
    mismatches: tuple[Mismatch, ...]


def cross_sums(links: Sequence[Link], statements: Statements, groups: Indices) -> Crossed:
    """Sums of cells of one table that a linked table gives as one number.

    They are believed where at least one of them is printed in full on both sides and adds up, or the manifest says so.
    """
    rows: list[Relations] = []
    wrong: list[Mismatch] = []
    seen: set[tuple[int, frozenset[int], int]] = set()
    for link in links:
        margins = link.margins
        tested = link.shared.one, link.shared.other
        for block, mine, at, other, yours in (
            (link.one, margins[0], tested[0], link.other, margins[1]),
            (link.other, margins[1], tested[1], link.one, margins[0]),
        ):
            sums = np.flatnonzero(mine.cell < 0)
            right = int((link.shared.agree & (mine.cell[at] < 0)).sum())
            if not sums.size or not (right or link.confidence is Confidence.DECLARED):
                continue
            wrong += _mismatches(block, mine, at[~link.shared.agree], other, yours)
            broken = set(mine.key[at[~link.shared.agree]].tolist())
            rows += _crossed(block, mine, sums, broken, statements, int(groups[block.number]), seen, link.variables)
            rows += _both_summed(block, mine, other, yours, broken, statements)
    return Crossed(tuple(rows), tuple(wrong))


def _crossed(  # noqa: PLR0913, PLR0917  one call
    block: Block,
    margin: Margin,
    sums: Indices,
    broken: set[int],
    statements: Statements,
    group: int,
    seen: set[tuple[int, frozenset[int], int]],
    variables: frozenset[int],
) -> Iterator[Relations]:
    for number in sums.tolist():
        key = int(margin.key[number])
        total = statements.by_key.get((group, key), -1)
        if total < 0 or key in broken or (block.number, variables, key) in seen:
            continue
        seen.add((block.number, variables, key))
        parts = block.unknowns(statements.of_cell, margin.parts(number))
        if total not in parts:
            yield sum_rows(block.place, parts, np.array([len(parts)]), np.array([total]))


def _both_summed(
    one: Block, mine: Margin, other: Block, yours: Margin, broken: set[int], statements: Statements
) -> Iterator[Relations]:
    """Rows for keys that neither block has a cell of: what the one adds up to, the other does too."""
    if one.number > other.number:
        return
    left, right = np.flatnonzero(mine.cell < 0), np.flatnonzero(yours.cell < 0)
    keys, at_left, at_right = np.intersect1d(mine.key[left], yours.key[right], assume_unique=True, return_indices=True)
    for key, number, opposite in zip(keys.tolist(), left[at_left].tolist(), right[at_right].tolist(), strict=True):
        if key in broken:
            continue
        parts = one.unknowns(statements.of_cell, mine.parts(number))
        against = other.unknowns(statements.of_cell, yours.parts(opposite))
        unknown = np.concatenate([parts, against])
        weight = np.concatenate([np.ones(len(parts)), -np.ones(len(against))])
        yield one_row(unknown, weight, (0.0, 0.0), Kind.SUM, (one.place, -1))


def nested_sums(blocks: Sequence[Block], statements: Statements) -> Iterator[Relations]:
    """Sums within a table over categories that nest by rows, such as the authorities of a region, if all full ones add up."""
    for block in blocks:
        finer = frozenset().union(*(axis.finer for axis in block.frame.axes))
        for variable in sorted(finer):
            printed, *sums = pieces_of(block, block.frame.variables - {variable})
            for piece in sums:
                shared = shared_numbers(piece, printed)
                if shared.agree.any() and shared.agree.all() and shared.chance < PERHAPS:
                    yield from _nested(block, piece, printed, statements)


def _nested(block: Block, sums: Margin, printed: Margin, statements: Statements) -> Iterator[Relations]:
    of_cell = statements.of_cell[block.place]
    totals = dict(zip(printed.key.tolist(), printed.cell.tolist(), strict=True))
    for number, key in enumerate(sums.key.tolist()):
        if key in totals:
            parts = of_cell[block.cells[sums.parts(number)]]
            yield sum_rows(block.place, parts, np.array([len(parts)]), of_cell[block.cells[[totals[key]]]])


def _mismatches(block: Block, mine: Margin, at: Indices, other: Block, yours: Margin) -> Iterator[Mismatch]:
    """Sums that differ from what the linked table prints."""
    for number in at.tolist():
        if mine.cell[number] >= 0:
            continue
        opposite = int(np.searchsorted(yours.key, mine.key[number]))
        if yours.cell[opposite] >= 0:
            total = other.where(yours.cell[[opposite]])[0]
            yield Mismatch(total, block.where(mine.parts(number)))
