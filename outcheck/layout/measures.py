"""Names the measures of a table: which statistic each cell is, of whom, and how we know."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from outcheck.layout.axes import Axes
from outcheck.layout.blocks import Block
from outcheck.layout.words import statistic_in, unit_in
from outcheck.model.arrays import BoolArray, FloatArray, SmallArray
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Measure


@dataclass(frozen=True, slots=True)
class Told:
    """What the manifest says of this table. ``statistics`` is keyed by case-folded name."""

    statistics: dict[str, Statistic] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    unit: Unit | None = None
    source: tuple[str, ...] = ()
    population: str = ""


def name_measures(
    axes: Axes, block: Block, numbers: tuple[FloatArray, SmallArray, BoolArray], told: Told
) -> tuple[SmallArray, tuple[Measure, ...]]:
    """Measure of every cell, and the measures. ``numbers`` are value, decimals and percent sign of every cell."""
    rows, columns = len(block.rows), len(block.measures)
    level = axes.row_statistics or axes.column_statistics
    if level is None:
        return np.zeros(rows * columns, dtype=np.int16), (_measure(block.title, block.title, numbers, told),)
    codes = np.tile(level.codes, columns) if axes.row_statistics else np.repeat(level.codes, rows)
    measures = []
    for code, label in enumerate(level.labels):
        mine = codes == code
        its = (numbers[0][mine], numbers[1][mine], numbers[2][mine])
        measures.append(_measure(label, block.title, its, told))
    return codes.astype(np.int16), tuple(measures)


def _measure(name: str, context: str, numbers: tuple[FloatArray, SmallArray, BoolArray], told: Told) -> Measure:
    value, decimals, percent = numbers
    unit = told.unit or unit_in(name) or unit_in(context)
    said = told.statistics.get(name.casefold())
    if said is not None:
        return Measure(name, said, unit, why="said in the manifest")
    shown = ~np.isnan(value)
    if shown.any() and percent[shown].all():
        return Measure(name, Statistic.PERCENTAGE, unit, why="every number is shown with a percent sign")
    named = statistic_in(name)
    why = "named so"
    if named is None and name != context and _plain_category(name):
        named, why = statistic_in(context), "named so in the title"
    whole = bool(shown.any() and not decimals[shown].any() and (value[shown] >= 0).all())
    if named is Statistic.COUNT and shown.any() and (value[shown] < 0).any():
        return Measure(name, Statistic.UNKNOWN, unit, sure=False, why="called a count, but some numbers are negative")
    if named is not None:
        return Measure(name, named, unit, why=why)
    if whole:
        return Measure(name, Statistic.COUNT, unit, sure=False, why="nothing names the statistic; whole numbers could be counts")
    return Measure(name, Statistic.UNKNOWN, unit, sure=False, why="nothing names the statistic")


def _plain_category(name: str) -> bool:
    """Whether a heading may be a category under a title that names the statistic, rather than a variable's own name."""
    return bool(name) and "_" not in name
