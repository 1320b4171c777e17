"""Blocks: the cells of one table that one additive measure fills, with what is printed of each and what each is about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from outcheck.inference.frames import Axis, Frame, Keys, frame_of
from outcheck.inference.variables import Aliases, Variables
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import ADDITIVE, half_widths
from outcheck.model.statistics import Statistic
from outcheck.model.table import Meaning, Measure, Reach, Shape, Table

NEVER_NEGATIVE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_CLOSE = 1e-9


@dataclass(frozen=True)
class Margin:
    """What a block says about the categories of some variables only, each key once.

    ``low`` and ``high`` bound the number; ``known`` says that both come from printed numbers. Where ``cell`` is not -1, it is a
    cell of its own (a position in the block); else it is the sum of ``members[start[i]:start[i + 1]]``.
    """

    key: Keys
    low: FloatArray
    high: FloatArray
    known: BoolArray
    cell: Indices
    start: Indices
    members: Indices

    @cached_property
    def signature(self) -> bytes:
        """The same for two margins that print the same numbers for the same keys."""
        known = self.known
        return hashlib.sha256(b"".join(part[known].tobytes() for part in (self.key, self.low, self.high))).digest()

    def parts(self, number: int) -> Indices:
        """Positions in the block of the cells that a number is the sum of."""
        return self.members[self.start[number] : self.start[number + 1]]


class Reading:
    """A table with what its blocks share, worked out when first asked for."""

    def __init__(self, place: int, table: Table, variables: Variables) -> None:
        self.place = place
        self.table = table
        self.variables = variables

    @cached_property
    def frame(self) -> Frame:
        """What its cells are broken down by."""
        return frame_of(self.table, self.variables)

    @cached_property
    def half(self) -> FloatArray:
        """How far each cell's true number may be from the one shown."""
        return half_widths(self.table)


class Block:
    """One additive measure of one table. Arrays have one entry per cell; cells that are not applicable are left out.

    ``fixed`` are axes of which the table shows one category only, without naming them.
    Everything is worked out when first asked for: a release that hides nothing asks for little.
    """

    def __init__(self, number: int, reading: Reading, measure: int, within: tuple[Axis, ...] = ()) -> None:
        self.number = number
        self.measure = measure
        self.reading = reading
        self.fixed = within
        self._margins: dict[frozenset[int], Margin] = {}

    @property
    def place(self) -> int:
        """Place of its table in the release."""
        return self.reading.place

    @property
    def table(self) -> Table:
        """Its table."""
        return self.reading.table

    @property
    def frame(self) -> Frame:
        """The frame of its table, with axes of which it shows one category only."""
        return Frame((*self.reading.frame.axes, *self.fixed)) if self.fixed else self.reading.frame

    @property
    def plain(self) -> Block:
        """The same block, broken down by no more than its table says."""
        return Block(self.number, self.reading, self.measure) if self.fixed else self

    def within(self, axis: Axis) -> Block:
        """The same block, known to be about one category of a variable that its table does not name."""
        return Block(self.number, self.reading, self.measure, (*self.fixed, axis))

    @property
    def held(self) -> Measure:
        """Its measure."""
        return self.table.measures[self.measure]

    @property
    def statistic(self) -> Statistic:
        """Its statistic."""
        return self.held.statistic

    @cached_property
    def places(self) -> Indices:
        """Place in the release of the table that each cell stands in."""
        return np.full(len(self.cells), self.place, dtype=np.intp)

    @cached_property
    def stands_in(self) -> frozenset[int]:
        """Places in the release of all tables that its cells stand in."""
        return frozenset((self.place, *np.unique(self.places).tolist()))

    @property
    def at(self) -> Indices:
        """Each cell in its table."""
        return self.cells

    def where(self, numbers: Indices) -> tuple[tuple[int, int], ...]:
        """Table and cell of some of its cells, by their numbers in the block."""
        return tuple(zip(self.places[numbers].tolist(), self.at[numbers].tolist(), strict=True))

    def unknowns(self, of_cell: Sequence[Indices], numbers: Indices) -> Indices:
        """Unknowns of some of its cells, by their numbers in the block."""
        places, at = self.places[numbers], self.at[numbers]
        found = np.full(len(at), -1, dtype=np.intp)
        for place in np.unique(places).tolist():
            mine = places == place
            found[mine] = of_cell[place][at[mine]]
        return found

    @cached_property
    def cells(self) -> Indices:
        """Its cells in the table."""
        return np.flatnonzero((self.table.measure == self.measure) & ~self.table.means(Meaning.NOT_APPLICABLE))

    @cached_property
    def key(self) -> Keys:
        """What each cell is about."""
        return self.frame.keys(self.cells)

    @cached_property
    def alone(self) -> BoolArray:
        """Which cells are the only ones of the block about what they are about."""
        return _alone(self.key)

    @cached_property
    def shown(self) -> BoolArray:
        """Which cells hold a number."""
        return np.asarray(self.table.is_number[self.cells])

    @cached_property
    def is_whole(self) -> bool:
        """Whether it counts something whole."""
        return self.statistic is Statistic.COUNT and not (self.table.decimals[self.cells][self.shown] > 0).any()

    @property
    def low(self) -> FloatArray:
        """Smallest true number of each cell, NaN where none is shown."""
        return self._bounds[0]

    @property
    def high(self) -> FloatArray:
        """Largest true number of each cell, NaN where none is shown."""
        return self._bounds[1]

    @cached_property
    def _bounds(self) -> tuple[FloatArray, FloatArray]:
        value, half = self.table.value[self.cells], self.reading.half[self.cells]
        low, high = value - half, value + half
        if self.statistic in NEVER_NEGATIVE:
            low = np.where(value >= 0, np.maximum(low, 0.0), low)
        return (np.ceil(low - _CLOSE), np.floor(high + _CLOSE)) if self.is_whole else (low, high)

    def margin(self, variables: frozenset[int]) -> Margin:
        """What the block says about the categories of these variables, all others together."""
        if variables not in self._margins:
            found = first_of_each(pieces_of(self, variables))
            self._margins[variables] = found if variables else self._with_size(found)
        return self._margins[variables]

    def _with_size(self, held: Margin) -> Margin:
        """What a block says of everybody, by the one size that words give where its cells do not tell."""
        sizes = {said.number for said in self.table.stated if said.reach is Reach.TABLE}
        counts = sum(measure.statistic is Statistic.COUNT for measure in self.table.measures)
        if len(held.key) != 1 or held.known[0] or held.cell[0] >= 0 or len(sizes) != 1 or counts != 1:
            return held
        members = held.parts(0)
        size = np.array([float(min(sizes))])
        if self.low[members[self.shown[members]]].sum() > size[0]:
            return held
        return replace(held, low=size, high=size, known=np.ones(1, dtype=np.bool_))


def readings_of(tables: Sequence[Table], same: Aliases | None = None) -> tuple[Reading, ...]:
    """A reading of every table of a release, in their order. Rows of persons are no table."""
    variables = Variables(same=same or Aliases())
    return tuple(Reading(place, table, variables) for place, table in enumerate(tables) if table.shape is not Shape.ROWS)


def blocks_of(readings: Sequence[Reading]) -> tuple[Block, ...]:
    """Every block of a release, in the order of its tables."""
    blocks: list[Block] = []
    for reading in readings:
        additive = [measure for measure, held in enumerate(reading.table.measures) if held.statistic in ADDITIVE]
        blocks += [Block(len(blocks) + at, reading, measure) for at, measure in enumerate(additive)]
    return tuple(blocks)


def _alone(key: Keys) -> BoolArray:
    _, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    alone: BoolArray = count[inverse] == 1
    return alone


def pieces_of(block: Block, variables: frozenset[int]) -> list[Margin]:
    """Cells that stand for all categories of the other axes, then sums over the categories of some of those, kind by kind."""
    inside = [axis for axis in block.frame.axes if axis.variable in variables]
    outside = [axis for axis in block.frame.axes if axis.variable not in variables]
    key = _keys(block, inside, variables)
    usable = np.ones(len(block.cells), dtype=np.bool_)
    pattern = np.zeros(len(block.cells), dtype=np.int64)
    for bit, axis in enumerate(outside):
        codes = axis.kept[block.cells]
        pattern |= (codes >= 0).astype(np.int64) << bit
        usable &= (codes < 0) | axis.root[codes]
    printed = np.flatnonzero((pattern == 0) & block.alone)
    pieces = [_printed(block, printed, key[printed])]
    nested = any(axis.finer - variables for axis in inside)
    for held in np.unique(pattern[pattern > 0]).tolist():
        cells = np.flatnonzero(usable & (pattern == held))
        pieces.append(_sums(block, cells, key[cells], nested=nested))
    return pieces


def _keys(block: Block, axes: Sequence[Axis], variables: frozenset[int]) -> Keys:
    """Keys over some variables: a coarse category counts where the finer one that tells it is not among them."""
    key = np.zeros(len(block.cells), dtype=np.uint64)
    for axis in axes:
        codes = axis.kept if axis.finer & variables else axis.full
        key += axis.prints[codes[block.cells]]
    return key


def _printed(block: Block, cells: Indices, key: Keys) -> Margin:
    alone = _alone(key)
    cells, key = cells[alone], key[alone]
    start = np.zeros(len(cells) + 1, dtype=np.intp)
    nothing = np.zeros(0, dtype=np.intp)
    return Margin(key, block.low[cells], block.high[cells], block.shown[cells], cells, start, nothing)


def _sums(block: Block, cells: Indices, key: Keys, *, nested: bool) -> Margin:
    """Sums over groups of cells. A group that lacks categories which others have is no sum, unless categories nest."""
    order = np.argsort(key, kind="stable")
    cells, key = cells[order], key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, dtype=np.intp)
    size = np.diff(np.append(first, len(key)))
    whole = np.logical_and.reduceat(block.alone[cells], first) if len(first) else np.zeros(0, dtype=np.bool_)
    if not nested and len(size):
        whole &= size == size.max()
    kept = np.repeat(whole, size)
    cells, keys, size = cells[kept], key[first][whole], size[whole]
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.intp)
    if not len(keys):
        nothing = np.zeros(0)
        return Margin(keys, nothing, nothing, nothing.astype(np.bool_), nothing.astype(np.intp), start, cells)
    begin = start[:-1]
    low, high = np.add.reduceat(block.low[cells], begin), np.add.reduceat(block.high[cells], begin)
    known = np.logical_and.reduceat(block.shown[cells], begin)
    return Margin(keys, low, high, known, np.full(len(keys), -1, dtype=np.intp), start, cells)


def first_of_each(pieces: Sequence[Margin]) -> Margin:
    """One margin of several; of numbers with one key the first that is known counts, else the first."""
    key = np.concatenate([piece.key for piece in pieces])
    known = np.concatenate([piece.known for piece in pieces])
    order = np.lexsort((np.arange(len(key)), ~known, key))
    first = order[np.concatenate([[True], key[order][1:] != key[order][:-1]])] if len(key) else order
    sizes = np.concatenate([np.diff(piece.start) for piece in pieces])
    members = np.concatenate([piece.members for piece in pieces])
    offset = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    start = np.concatenate([[0], np.cumsum(sizes[first])]).astype(np.intp)
    taken = [members[offset[number] : offset[number + 1]] for number in first.tolist()]
    return Margin(
        key[first],
        np.concatenate([piece.low for piece in pieces])[first],
        np.concatenate([piece.high for piece in pieces])[first],
        known[first],
        np.concatenate([piece.cell for piece in pieces])[first],
        start,
        np.concatenate(taken) if taken else np.zeros(0, dtype=np.intp),
    )


def pairs(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Pairs of blocks that may be about the same people: one statistic, no different unit or source, two tables."""
    for number, one in enumerate(blocks):
        for other in blocks[number + 1 :]:
            if not _of_one_table(one, other) and _comparable(one, other):
                yield one, other


def _of_one_table(one: Block, other: Block) -> bool:
    """Whether two blocks share a table."""
    return not one.stands_in.isdisjoint(other.stands_in)


def _comparable(one: Block, other: Block) -> bool:
    units = {held.held.unit for held in (one, other)} - {None}
    sources = [{source.casefold() for source in held.table.source} for held in (one, other)]
    apart = bool(sources[0]) and bool(sources[1]) and not sources[0] & sources[1]
    return one.statistic is other.statistic and len(units) < 2 and not apart  # noqa: PLR2004  two units
