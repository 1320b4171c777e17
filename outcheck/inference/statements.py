"""Numbers the unknowns of a release: equal statements, wherever they stand, are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from outcheck.inference.blocks import NEVER_NEGATIVE, Block
from outcheck.inference.priors import true_values, within_range
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.rule import Attacker
from outcheck.model.table import Table

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Conflict:
    """Cells, by table and cell, that say the same and print different numbers."""

    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """The unknowns behind the additive cells of a release.

    ``of_cell`` has, per table, the unknown of each cell, -1 for none. ``table`` and ``cell`` list where unknown ``u`` stands,
    from ``start[u]`` to ``start[u + 1]``, numbers before gaps and exact ones first. ``lower`` and ``upper`` are what is
    printed, or what a marker and the attacker's knowledge leave open; ``printed`` says that a number is printed somewhere.
    ``likely`` marks unknowns of tables whose link is only likely. ``by_key`` finds an unknown by its population and key.
    ``products`` are unknowns of no cell: a mean, which is where they stand, times its base, given here by table and cell.
    """

    of_cell: tuple[Indices, ...]
    table: Indices
    cell: Indices
    start: Indices
    lower: FloatArray
    upper: FloatArray
    printed: BoolArray
    integral: BoolArray
    likely: BoolArray
    by_key: dict[tuple[int, int], int]
    conflicts: tuple[Conflict, ...]
    products: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lower)

    def places(self, unknown: int) -> list[tuple[int, int]]:
        """Tables and cells where an unknown stands."""
        held = slice(int(self.start[unknown]), int(self.start[unknown + 1]))
        return list(zip(self.table[held].tolist(), self.cell[held].tolist(), strict=True))

    def in_words(self, tables: Sequence[Table]) -> BoolArray:
        """Unknowns that are printed in words alone, as a size in a title: they stand behind the last cell of their table."""
        lengths = np.array([len(table) for table in tables], dtype=np.intp)
        first = self.start[:-1]
        return np.asarray(self.cell[first] >= lengths[self.table[first]])


@dataclass(frozen=True, slots=True)
class _Entries:
    """Every cell of every block, one entry each."""

    table: Indices
    cell: Indices
    block: Indices
    code: np.ndarray[tuple[int], np.dtype[np.uint64]]
    low: FloatArray
    high: FloatArray
    shown: BoolArray


def state(
    tables: Sequence[Table], blocks: Sequence[Block], universes: tuple[Indices, BoolArray], attacker: Attacker
) -> Statements:
    """Number the unknowns of blocks, of which the universes tell what population each is of, and whether only likely."""
    group, likely = universes
    entries = _entries(blocks, group)
    numbers, conflicts = _numbered(entries)
    count = int(numbers.max(initial=-1)) + 1
    order = np.lexsort((np.arange(len(numbers)), entries.high - entries.low, ~entries.shown, numbers))
    lower, upper = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(lower, numbers, entries.low)
    np.minimum.at(upper, numbers, entries.high)
    printed = np.zeros(count, dtype=np.bool_)
    printed[numbers[entries.shown]] = True
    integral, doubtful = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    whole = np.array([block.is_whole for block in blocks], dtype=np.bool_)
    integral[numbers] = whole[entries.block]
    doubtful[numbers] = likely[entries.block]
    lower[~printed], upper[~printed] = _with_prior(lower[~printed], upper[~printed], integral[~printed], attacker)
    of_cell = tuple(np.full(len(table), -1, dtype=np.intp) for table in tables)
    for place in np.unique(entries.table).tolist():
        mine = entries.table == place
        of_cell[place][entries.cell[mine]] = numbers[mine]
    if attacker.range is not None:
        behind = np.where(printed, np.nan, true_values(tables, of_cell, count))
        lower, upper = within_range((lower, upper), (behind, behind), integral, attacker)
    start = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.intp)
    return Statements(
        of_cell, entries.table[order], entries.cell[order], start, lower, np.maximum(upper, lower), printed, integral,
        doubtful, _by_key(blocks, group, of_cell), conflicts,
    )  # fmt: skip


def if_hidden(statements: Statements, blocks: Sequence[Block], attacker: Attacker) -> tuple[FloatArray, FloatArray]:
    """Bounds of every unknown, shape (unknowns,), if markers that say nothing of size stood in place of all its numbers."""
    lower, upper = np.full(len(statements), -np.inf), np.full(len(statements), np.inf)
    for block in blocks:
        mine = statements.of_cell[block.place][block.cells]
        low, high = _open(block, np.arange(len(block.cells)))
        np.maximum.at(lower, mine, low)
        np.minimum.at(upper, mine, high)
    aside = statements.printed & np.isinf(lower) & np.isinf(upper) & (lower < 0)
    aside &= ~np.isin(np.arange(len(statements)), np.concatenate([np.empty(0, dtype=np.intp), *statements.of_cell]))
    lower, upper = np.where(aside, statements.lower, lower), np.where(aside, statements.upper, upper)
    lower, upper = _with_prior(lower, np.maximum(upper, lower), statements.integral, attacker)
    if attacker.range is not None:
        hidden = ~statements.printed  # it keeps what the evidence behind it told
        known = np.where(hidden, np.nan, statements.lower), np.where(hidden, np.nan, statements.upper)
        lower, upper = within_range((lower, upper), known, statements.integral, attacker)
        lower = np.where(hidden, np.maximum(lower, statements.lower), lower)
        upper = np.where(hidden, np.minimum(upper, statements.upper), upper)
    return lower, np.maximum(upper, lower)


def _with_prior(lower: FloatArray, upper: FloatArray, whole: BoolArray, attacker: Attacker) -> tuple[FloatArray, FloatArray]:
    """Bounds of hidden unknowns with what the attacker knows beforehand."""
    if attacker.cap is not None:
        upper = np.maximum(np.minimum(upper, attacker.cap), lower)
    if attacker.zeros == "known":
        lower = np.where(whole, np.minimum(np.maximum(lower, 1.0), upper), lower)
    return lower, upper


def _entries(blocks: Sequence[Block], group: Indices) -> _Entries:
    """Entries of all blocks; a cell that is not alone in its block gets a code of its own, which no other has."""
    pieces = []
    for block in blocks:
        low, high = block.low.copy(), block.high.copy()
        gaps = np.flatnonzero(~block.shown)
        low[gaps], high[gaps] = _open(block, gaps)
        code = block.key + np.full(len(block.key), group[block.number] + 1, dtype=np.uint64) * _SPREAD
        twice = np.flatnonzero(~block.alone)
        code[twice] = (block.cells[twice].astype(np.uint64) + np.uint64((block.number + 1) << 32)) * _SPREAD
        place = np.full(len(block.cells), block.place, dtype=np.intp)
        number = np.full(len(block.cells), block.number, dtype=np.intp)
        pieces.append((place, block.cells, number, code, low, high, block.shown))
    if not pieces:
        none = np.zeros(0, dtype=np.intp)
        return _Entries(none, none, none, none.astype(np.uint64), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_))
    return _Entries(*(np.concatenate(parts) for parts in zip(*pieces, strict=True)))


def _open(block: Block, gaps: Indices) -> tuple[FloatArray, FloatArray]:
    """Bounds of cells without a number: what the marker says, else that counts, and what is nowhere negative, are not."""
    below = block.low[block.shown] + block.high[block.shown] < 0  # what is shown as 0 may be a little less, rounded, and is none
    signed = block.statistic not in NEVER_NEGATIVE and bool(below.any())
    low = np.full(len(gaps), -np.inf if signed else 0.0)
    high = np.full(len(gaps), np.inf)
    marker = block.table.marker[block.cells[gaps]]
    for code, held in enumerate(block.table.markers):
        if held.admits is not None:
            low[marker == code], high[marker == code] = held.admits
    return low, high


def _numbered(entries: _Entries) -> tuple[Indices, tuple[Conflict, ...]]:
    """Number of the unknown of each entry, by first appearance; entries that contradict each other are unknowns apart."""
    _, first, inverse = np.unique(entries.code, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    numbers = rank[inverse]
    count = len(first)
    lower, upper = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(lower, numbers, entries.low)
    np.minimum.at(upper, numbers, entries.high)
    torn = np.flatnonzero(lower > upper + _CLOSE * (1 + np.abs(upper)))
    conflicts = []
    for unknown in torn.tolist():
        mine = np.flatnonzero(numbers == unknown)
        conflicts.append(Conflict(tuple(zip(entries.table[mine].tolist(), entries.cell[mine].tolist(), strict=True))))
        numbers[mine[1:]] = count + np.arange(len(mine) - 1)
        count += len(mine) - 1
    return numbers, tuple(conflicts)


def _by_key(blocks: Sequence[Block], group: Indices, of_cell: Sequence[Indices]) -> dict[tuple[int, int], int]:
    """Unknown of each key of populations that several blocks share; where cells contradict each other, that of the first."""
    shared = np.flatnonzero(np.bincount(group, minlength=1) > 1) if len(blocks) else np.zeros(0, dtype=np.intp)
    found: dict[tuple[int, int], int] = {}
    for block in blocks:
        if group[block.number] not in shared:
            continue
        for key, cell in zip(block.key[block.alone].tolist(), block.cells[block.alone].tolist(), strict=True):
            found.setdefault((int(group[block.number]), key), int(of_cell[block.place][cell]))
    return found
