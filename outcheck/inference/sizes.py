"""Sizes in words as totals: ``N = 860`` over a table, in a heading or a note, is what its cells come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.known import USUALLY_BELOW
from outcheck.inference.relations import Relations, sum_rows
from outcheck.inference.statements import Statements
from outcheck.model.arrays import Indices
from outcheck.model.statistics import Statistic
from outcheck.model.table import Reach, Stated, Table


@dataclass(frozen=True, slots=True)
class _Said:
    """A size, by its table and place among the sizes of that, and the unknowns that would come to it.

    ``fits`` says whether they do, None where one of them is hidden.
    """

    place: int
    number: int
    parts: Indices
    fits: bool | None


def with_sizes(
    tables: Sequence[Table], blocks: Sequence[Block], statements: Statements, *, thorough: bool
) -> tuple[Statements, tuple[Relations, ...]]:
    """Statements with an unknown for each size in words that tells something hidden, or for all, and the sums that they are.

    Sizes are believed where those of the same reach that can be tested are right; where none can be, if they leave no more for
    what is hidden than counts that are too small usually come to.
    """
    found: list[tuple[_Said, bool]] = []
    for block in blocks:
        table = tables[block.place]
        if table.stated and block.statistic is Statistic.COUNT and (thorough or not block.shown.all()):
            for reach in Reach:
                found += _believed(block, reach, statements, thorough=thorough)
    if not found:
        return statements, ()
    told = _extended(statements, tables, [said for said, _ in found])
    rows = [
        sum_rows(said.place, said.parts, np.array([len(said.parts)]), np.array([len(statements) + at]), likely=likely)
        for at, (said, likely) in enumerate(found)
    ]
    return told, tuple(rows)


def _believed(block: Block, reach: Reach, statements: Statements, *, thorough: bool) -> Iterator[tuple[_Said, bool]]:
    """Sizes of one reach that tell something hidden, each with whether that is only likely."""
    sizes = [(number, held) for number, held in enumerate(block.table.stated) if held.reach is reach]
    said = [_said(block, number, held, statements) for number, held in sizes]
    if any(held.fits is False for held in said):
        return
    tested = any(held.fits for held in said)
    for held in said:
        size = float(block.table.stated[held.number].number)
        untold = held.fits is None and (tested or _leaves_little(held.parts, size, statements))
        if untold or (thorough and held.fits):
            yield held, not tested


def _said(block: Block, number: int, held: Stated, statements: Statements) -> _Said:
    mine = np.arange(len(block.cells))
    if held.reach is Reach.COLUMN:
        mine = mine[block.table.column[block.cells] == held.column]
    elif held.reach is Reach.ROW:
        mine = mine[block.table.row[block.cells] == held.row]
    parts = np.unique(statements.of_cell[block.place][block.cells[_parts(block, mine)]])
    hides = parts.size == 0 or not statements.printed[parts].all()
    fits = bool(statements.lower[parts].sum() <= held.number <= statements.upper[parts].sum()) if not hides else None
    return _Said(block.place, number, parts, fits)


def _parts(block: Block, cells: Indices) -> Indices:
    """Of some cells those of which none is part of another: no totals, and no categories inside others."""
    for axis in block.frame.axes:
        codes = axis.kept[block.cells[cells]]
        if len(np.unique(codes[codes >= 0])) > 1:
            cells = cells[(codes >= 0) & axis.root[codes]]
    return cells


def _leaves_little(parts: Indices, size: float, statements: Statements) -> bool:
    """Whether a size is larger than what is shown by no more than hidden counts come to: each is small, or as large as others."""
    if not parts.size:
        return False
    hidden = parts[~statements.printed[parts]]
    shown = parts[statements.printed[parts]]
    usual = max(USUALLY_BELOW - 1, float(statements.upper[shown].max(initial=0.0)))
    most = float(np.minimum(statements.upper[hidden], usual).sum())
    low, high = float(statements.lower[shown].sum()), float(statements.upper[shown].sum())
    return size - low > 0 and size - high <= most


def _extended(statements: Statements, tables: Sequence[Table], said: Sequence[_Said]) -> Statements:
    """Statements with one more unknown for each size, which stands behind the last cell of its table."""
    count = len(said)
    size = np.array([float(tables[held.place].stated[held.number].number) for held in said])
    yes, no = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    return replace(
        statements,
        table=np.append(statements.table, [held.place for held in said]),
        cell=np.append(statements.cell, [len(tables[held.place]) + held.number for held in said]),
        start=np.append(statements.start, statements.start[-1] + 1 + np.arange(count)),
        lower=np.append(statements.lower, size),
        upper=np.append(statements.upper, size),
        printed=np.append(statements.printed, yes),
        integral=np.append(statements.integral, yes),
        likely=np.append(statements.likely, no),
    )
