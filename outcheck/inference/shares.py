"""Finds what a percentage is a percentage of, and what a mean is the mean of, by trying it on the numbers that are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.frames import Frame, Keys
from outcheck.inference.links import PERHAPS
from outcheck.inference.pools import Pool, several
from outcheck.inference.statements import Statements
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import half_unit
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

_CHANCE = 2e-3
"""Probability of a coincidence below which a percentage is taken for that of two measures: one printed row with a decimal."""

_CLOSE = 1e-9
_MOST_BLOCKS = 60


@dataclass(frozen=True, slots=True)
class Proportion:
    """One printed percentage or mean: ``part`` lies between ``low`` and ``high`` times ``base``, both unknowns.

    ``witness`` is the table and the cell that it is printed in. ``play`` is how much further the part may be off, where a
    percentage was computed from rounded numbers and not from the true ones.
    """

    part: int
    base: int
    low: float
    high: float
    witness: tuple[int, int]
    mean: bool
    play: float = 0.0


@dataclass(frozen=True, slots=True)
class _Column:
    """The printed numbers of one measure, and per cell where a block has its part and its base, -1 for nowhere."""

    cells: Indices
    low: FloatArray
    high: FloatArray
    part: Indices
    base: Indices


def find_proportions(
    tables: Sequence[Table], blocks: Sequence[Block], statements: Statements, wanted: BoolArray | None = None
) -> Iterator[Proportion]:
    """Every printed percentage and mean of which the part or the base is wanted: without ``wanted``, is not known exactly."""
    asked = ~statements.printed | (statements.lower < statements.upper) if wanted is None else wanted
    pool = Pool(statements)
    for place in sorted({block.place for block in blocks}):
        table = tables[place]
        frame = next(block.frame for block in blocks if block.place == place)
        for measure, held in enumerate(table.measures):
            if held.statistic in (Statistic.PERCENTAGE, Statistic.MEAN):
                yield from _of_measure(place, measure, frame, blocks, pool, asked)


def _of_measure(
    place: int, measure: int, frame: Frame, blocks: Sequence[Block], pool: Pool, asked: BoolArray
) -> Iterator[Proportion]:
    table = next(block.table for block in blocks if block.place == place)
    mean = table.statistics[measure] is Statistic.MEAN
    cells = np.flatnonzero((table.measure == measure) & table.is_number)
    if not cells.size:
        return
    scale = 1.0 if mean else table.measures[measure].whole
    half = half_unit(table)[cells]
    value = table.value[cells]
    low, high = (value - half) / scale, (value + half) / scale
    if not mean:
        low = np.where(value >= 0, np.maximum(low, 0.0), low)
    best: tuple[float, _Column] | None = None
    for part, base in _candidates(place, frame.keys(cells), blocks, pool, mean=mean):
        column = _Column(cells, low, high, part, base)
        chance = _tested(column, pool)
        if chance < _CHANCE and (best is None or chance < best[0]):
            best = chance, column
    if best is not None:
        held = best[1]
        play = np.zeros(len(cells)) if mean else play_of(held.low, held.high, held.part, held.base, pool)
        yield from _asked(held, asked, place, play, mean=mean)


def _candidates(place: int, keys: Keys, blocks: Sequence[Block], pool: Pool, *, mean: bool) -> Iterator[tuple[Indices, Indices]]:
    """Unknowns that may be part and base of each cell: two measures about the same, or a measure and its own total."""
    here = [block for block in blocks if block.place == place]
    away = [block for block in blocks if block.place != place and block.frame.variables & here[0].frame.variables]
    for part in [block for block in here + away if (block.statistic is Statistic.SUM) is mean][:_MOST_BLOCKS]:
        found = pool.at(part, keys)
        if (found < 0).all():
            continue
        for base in here:
            if base is not part and base.statistic is not Statistic.SUM:
                yield found, pool.at(base, keys)
        for axes in () if mean else several(part.frame.axes):
            yield found, pool.total(part, axes, keys)


def _tested(column: _Column, pool: Pool) -> float:
    """Probability that the printed numbers fit by chance; 1 where one of them does not."""
    known = (column.part >= 0) & (column.base >= 0)
    known[known] &= pool.printed[column.part[known]] & pool.printed[column.base[known]]
    if not known.any():
        return 1.0
    part, base = column.part[known], column.base[known]
    lower, upper = pool.lower, pool.upper
    low, high = column.low[known], column.high[known]
    fits: BoolArray = (upper[part] >= low * lower[base] - _CLOSE * (1 + lower[base])) & (
        lower[part] <= high * upper[base] + _CLOSE * (1 + upper[base])
    )
    if not fits.all():
        return 1.0
    size = np.maximum(upper[base], 1.0)
    room = (high - low) * size + (upper - lower)[part] + (upper - lower)[base]
    whole = np.maximum(np.abs((low + high) / 2) * size, 1.0) if column.high.max() > 1 else size
    says = (part != base) & (upper[part] > 0)
    return float(np.exp(np.log(np.clip(room / whole, 1e-9, 1.0))[says].sum()))


def play_of(low: FloatArray, high: FloatArray, part: Indices, base: Indices, pool: Pool) -> FloatArray:
    """How far each part may be from ``low`` to ``high`` times its base since both are rounded, if that is what they came from.

    So it is where what is printed gives every percentage, or the same hidden base by all of them, which the true numbers behind
    it hardly would. Else 0. ``part`` and ``base`` are unknowns, -1 for none.
    """
    both = (part >= 0) & (base >= 0) & (part != base)
    rounded = np.flatnonzero(
        both & pool.printed[part] & (pool.lower[part] > 0) & (pool.upper[part] > pool.lower[part]) & (low > 0)
    )
    if not rounded.size:
        return np.zeros(len(part))
    rounded = rounded[np.argsort(base[rounded], kind="stable")]
    bases, first = np.unique(base[rounded], return_index=True)
    width, middle = (pool.upper - pool.lower)[part], (pool.lower + pool.upper)[part] / 2
    least, most = middle[rounded] / high[rounded], middle[rounded] / low[rounded]
    told, printed = (pool.lower + pool.upper)[bases] / 2, pool.printed[bases]
    lowest = np.maximum(np.maximum.reduceat(least, first), np.where(printed, told, -np.inf))
    highest = np.minimum(np.minimum.reduceat(most, first), np.where(printed, told, np.inf))
    if (lowest > highest * (1 + _CLOSE)).any():
        return np.zeros(len(part))
    room = np.log(np.clip((most - least) / most / (width[rounded] / middle[rounded]), _CLOSE, 1.0))
    most_exact = np.minimum.reduceat(room, first)[~printed]  # it says what a hidden base is, the others agree
    chance = float(np.exp(room.sum() - most_exact.sum()))
    if chance > PERHAPS:
        return np.zeros(len(part))
    several = np.array([len(pool.members(number)) if number >= 0 else 0 for number in base.tolist()])
    return np.where(both, float(width[rounded].max()) / 2 * (1 + high * several), 0.0)


def _asked(column: _Column, asked: BoolArray, place: int, play: FloatArray, *, mean: bool) -> Iterator[Proportion]:
    both = (column.part >= 0) & (column.base >= 0)
    for number in np.flatnonzero(both).tolist():
        part, base = int(column.part[number]), int(column.base[number])
        if part != base and (asked[part] or asked[base]):
            witness = (place, int(column.cells[number]))
            yield Proportion(
                part, base, float(column.low[number]), float(column.high[number]), witness, mean, float(play[number])
            )
