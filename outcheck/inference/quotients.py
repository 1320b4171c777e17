"""Finds what rates, ratios, indexes and changes were computed from, and percentages whose base no cell shows, by trying it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.inference.blocks import Block, Reading
from outcheck.inference.frames import Axis, Keys
from outcheck.inference.links import PERHAPS
from outcheck.inference.pools import Pool, several
from outcheck.inference.shares import play_of
from outcheck.inference.statements import Statements
from outcheck.inference.steps import RUNNING
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import half_unit
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

_CHANCE = 1e-3
"""Probability of a coincidence, over all that was tried, below which a number is computed from two others beyond doubt."""

_QUOTIENTS = (Statistic.PERCENTAGE, Statistic.RATE, Statistic.RATIO, Statistic.INDEX)
_SCALES = {Statistic.INDEX: (100.0, 1.0)}
_ANY_SCALE = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
_CHANGE = re.compile(r"\b(change|changes|difference|diff|increase|decrease|growth)\b", re.IGNORECASE)
_MOST_CATEGORIES = 12
_MOST_CELLS = 5_000
_MOST_BLOCKS = 12
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Quotient:
    """One printed number: ``part`` is ``low`` to ``high`` times the sum of ``base``, or for a change so much more than it.

    ``witness`` is the table and cell of the number, which is ``times`` the part over its base, less ``less``; ``times`` is NaN
    for a difference, and for the step of a cumulative percentage. ``likely``: coincidence is not out of the question.
    """

    part: int
    base: tuple[int, ...]
    low: float
    high: float
    witness: tuple[int, int]
    change: bool
    percentage: bool
    likely: bool
    times: float = np.nan
    less: float = 0.0
    play: float = 0.0

    @property
    def surely(self) -> bool:
        """Whether it is known beyond doubt how to compute it again."""
        return not self.likely and (self.change or not np.isnan(self.times))


@dataclass(frozen=True, slots=True)
class _Tried:
    """What the cells of a measure may be computed from: a part and a base for each, -1 for none, and what the cells then say."""

    part: Indices
    base: Indices
    low: FloatArray
    high: FloatArray
    change: bool = False
    times: float = np.nan
    less: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """One measure: where it stands, its numbers, and what each of them is about."""

    reading: Reading
    measure: int
    cells: Indices
    keys: Keys

    @property
    def statistic(self) -> Statistic:
        """Its statistic."""
        return self.reading.table.measures[self.measure].statistic

    @property
    def is_change(self) -> bool:
        """Whether its name says that it is a change."""
        return _CHANGE.search(self.reading.table.measures[self.measure].name) is not None


def find_quotients(
    readings: Sequence[Reading],
    blocks: Sequence[Block],
    statements: Statements,
    told: Collection[tuple[int, int]],
    wanted: BoolArray | None = None,
) -> Iterator[Quotient]:
    """Every printed rate, ratio, index, change, or percentage of a sum, that tells of a wanted unknown: else, of a hidden one.

    ``told`` are cells, by table, of which is known already what they are computed from.
    """
    asked = ~statements.printed if wanted is None else wanted
    if not asked.any():
        return
    pool = Pool(statements)
    tables = {reading.place: reading.table for reading in readings}
    done = {(place, int(tables[place].measure[cell])) for place, cell in told}
    for reading in readings:
        for measure in range(len(reading.table.measures)):
            cells = np.flatnonzero((reading.table.measure == measure) & reading.table.is_number)
            if (reading.place, measure) not in done and _may_be_computed(reading.table, measure, cells):
                yield from _of_measure(_Asked(reading, measure, cells, reading.frame.keys(cells)), blocks, pool, asked)


def _may_be_computed(table: Table, measure: int, cells: Indices) -> bool:
    held = table.measures[measure]
    if not 0 < cells.size <= _MOST_CELLS:
        return False
    fractions = held.statistic is Statistic.COUNT and bool((table.decimals[cells] > 0).any())
    return held.statistic in _QUOTIENTS or fractions or _CHANGE.search(held.name) is not None


def _of_measure(asking: _Asked, blocks: Sequence[Block], pool: Pool, asked: BoolArray) -> Iterator[Quotient]:
    """What the numbers of a measure are computed from, if trying it shows one thing."""
    tried = [*_tries(asking, blocks, pool)]
    chances = [_chance(each, pool) for each in tried]
    if not tried or min(chances) * len(tried) >= PERHAPS:
        return
    least = int(np.argmin(chances))
    best, likely = tried[least], chances[least] * len(tried) >= _CHANCE
    play = np.zeros(len(best.part)) if best.change else play_of(best.low, best.high, best.part, best.base, pool)
    for number in np.flatnonzero((best.part >= 0) & (best.base >= 0)).tolist():
        (part,), base = pool.members(int(best.part[number])), pool.members(int(best.base[number]))
        if base != (part,) and asked[[part, *base]].any():
            witness = asking.reading.place, int(asking.cells[number])
            ends = float(best.low[number]), float(best.high[number])
            percentage = asking.statistic is Statistic.PERCENTAGE and not asking.is_change
            how = best.times, best.less, float(play[number])
            yield Quotient(part, base, *ends, witness, best.change, percentage, likely, *how)


def _tries(asking: _Asked, blocks: Sequence[Block], pool: Pool) -> Iterator[_Tried]:
    """Everything that the cells of a measure may be computed from."""
    table = asking.reading.table
    half = half_unit(table)[asking.cells]
    low, high = table.value[asking.cells] - half, table.value[asking.cells] + half
    for part, base in _pairs(asking, blocks, pool):
        whole = table.measures[asking.measure].whole
        for scale in (whole,) if asking.statistic is Statistic.PERCENTAGE else _SCALES.get(asking.statistic, _ANY_SCALE):
            yield _Tried(part, base, low / scale, high / scale, times=scale)
        if asking.is_change:
            yield _Tried(part, base, low, high, change=True)
            yield _Tried(part, base, 1 + low / 100, 1 + high / 100, times=100.0, less=100.0)
    if RUNNING.search(table.measures[asking.measure].name) and asking.statistic is Statistic.PERCENTAGE:
        yield from _steps(asking, blocks, low / whole, high / whole, pool)


def _steps(asking: _Asked, blocks: Sequence[Block], low: FloatArray, high: FloatArray, pool: Pool) -> Iterator[_Tried]:
    """What a cumulative percentage has beyond the one before it is the percentage of the count beside it."""
    table = asking.reading.table
    every = np.flatnonzero(table.measure == asking.measure)
    every = every[np.lexsort((table.column[every], table.row[every]))]
    at = np.full(len(table), -1, dtype=np.intp)
    at[asking.cells] = np.arange(len(asking.cells))
    for block in blocks:
        for axis in block.frame.axes if block.place == asking.reading.place else ():
            own = pool.at(block, asking.keys)
            own[axis.kept[asking.cells] < 0] = -1
            least, most = low.copy(), high.copy()
            before: dict[int, int] = {}
            rest = asking.reading.frame.keys(every) - axis.prints[axis.kept[every]]
            for key, cell in zip(rest.tolist(), every.tolist(), strict=True):
                mine, earlier = int(at[cell]), int(at[before[key]]) if key in before else None
                if mine >= 0 and earlier is not None and axis.kept[cell] >= 0:
                    own[mine] = -1 if earlier < 0 else own[mine]
                    least[mine], most[mine] = max(low[mine] - high[earlier], 0.0), high[mine] - low[earlier]
                before[key] = cell
            yield _Tried(own, pool.above(block, [axis], asking.keys), least, most)


def _pairs(asking: _Asked, blocks: Sequence[Block], pool: Pool) -> Iterator[tuple[Indices, Indices]]:
    """Parts and bases: two measures about the same, one and its total, two categories of one."""
    place, variables = asking.reading.place, asking.reading.frame.variables
    others = [block for block in blocks if (block.place, block.measure) != (place, asking.measure)]
    near = [block for block in others if block.place == place]
    away = [block for block in others if block.place != place and block.frame.variables & variables]
    for block in (near + away)[:_MOST_BLOCKS]:
        own = pool.at(block, asking.keys)
        if (own >= 0).any():
            yield from ((own, pool.at(base, asking.keys)) for base in others if base is not block and base.place == block.place)
            yield from ((own, pool.above(block, axes, asking.keys)) for axes in several(block.frame.axes))
        if block.place == place:
            for axis in block.frame.axes:
                yield from _shifted(asking, block, axis, own, pool)


def _shifted(asking: _Asked, block: Block, axis: Axis, own: Indices, pool: Pool) -> Iterator[tuple[Indices, Indices]]:
    """Parts and bases that are two categories along an axis: two years side by side, each year and the first, or the last."""
    mine = axis.kept[asking.cells]
    order = block.cells[np.lexsort((block.table.column[block.cells], block.table.row[block.cells]))]
    codes = axis.kept[order]
    codes = codes[codes >= 0]
    codes = codes[np.sort(np.unique(codes, return_index=True)[1])]
    if not 1 < len(codes) <= _MOST_CATEGORIES:
        return
    rest = asking.keys - axis.prints[mine]
    at = [pool.at(block, rest + axis.prints[code]) for code in codes.tolist()]
    if (mine < 0).all():
        yield from ((part, base) for number, part in enumerate(at) for other, base in enumerate(at) if number != other)
        return
    yield from ((own, base) for base in at)
    before = np.full(len(axis.prints), -1)
    before[codes[1:]] = codes[:-1]
    earlier = before[mine]
    yield own, np.where(earlier >= 0, pool.at(block, rest + axis.prints[earlier]), -1)


def _chance(tried: _Tried, pool: Pool) -> float:
    """Probability that the printed numbers fit by chance; 1 where one of them does not."""
    known = (tried.part >= 0) & (tried.base >= 0)
    known[known] &= pool.printed[tried.part[known]] & pool.printed[tried.base[known]]
    together = _chance_of_one_base(tried, pool)
    if not known.any() or together is None:
        return together or 1.0
    part, base = tried.part[known], tried.base[known]
    low, high = tried.low[known], tried.high[known]
    least, most = _ends(tried, low, high, pool.lower[base], pool.upper[base])
    slack = _CLOSE * (1 + np.abs(most))
    fits = (pool.upper[part] >= least - slack) & (pool.lower[part] <= most + slack)
    if not fits.all():
        return 1.0
    room = np.maximum((most - least) + (pool.upper - pool.lower)[part], 0.0 if not tried.change else 1.0)
    middle = (least + most) / 2
    size = np.abs(middle - pool.lower[base]) * 2 if tried.change else np.maximum(np.abs(middle), pool.upper[base])
    says = (part != base) & (pool.upper[part] > 0)
    chances = np.clip(room / np.maximum(size, 1.0), 1e-9, 1.0)[says]
    return float(np.exp(np.log(chances).sum())) * together


def _chance_of_one_base(tried: _Tried, pool: Pool) -> float | None:
    """Probability that parts give one hidden base by chance, each over what is printed of it; None where they do not."""
    asked = (tried.part >= 0) & (tried.base >= 0) & (tried.low > 0)
    asked[asked] &= pool.printed[tried.part[asked]] & ~pool.printed[tried.base[asked]] & (pool.lower[tried.part[asked]] > 0)
    if tried.change or not asked.any():
        return 1.0
    base = tried.base[asked]
    least, most = pool.lower[tried.part[asked]] / tried.high[asked], pool.upper[tried.part[asked]] / tried.low[asked]
    chance = 1.0
    for number in np.unique(base).tolist():
        mine = base == number
        if least[mine].max() > most[mine].min() * (1 + _CLOSE) or most[mine].min() < pool.lower[number]:
            return None
        room = np.sort(np.minimum((most - least)[mine] / most[mine], 1.0))
        chance *= float(np.prod(room[1:]))  # the most exact of them says what the base is, the others agree
    return chance


def _ends(tried: _Tried, low: FloatArray, high: FloatArray, least: FloatArray, most: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ends of what the part is, by what is printed and the ends of the base."""
    if tried.change:
        return least + low, most + high
    ends = np.stack([low * least, low * most, high * least, high * most])
    return ends.min(axis=0), ends.max(axis=0)
