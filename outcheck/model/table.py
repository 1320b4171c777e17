"""A table: one understood block of a grid, held as columns of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from math import prod

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, SmallArray, at, numbered
from outcheck.model.evidence import Evidence
from outcheck.model.places import Area, address
from outcheck.model.scopes import DataSource
from outcheck.model.statistics import Statistic, Unit

_FEW_RUNS = 1000
_DENSE = 4
_MOST_LINES = 2**31


class Shape(StrEnum):
    """How a table is laid out."""

    TIDY = "tidy"
    CROSSTAB = "crosstab"
    REGRESSION = "regression"
    LIST = "list"
    ROWS = "rows"


class Meaning(StrEnum):
    """Why a cell has no number."""

    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not-applicable"
    NOT_AVAILABLE = "not-available"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Marker:
    """A text that stands where a number would; ``admits`` bounds the hidden value where the marker tells.

    With ``sources`` it has this meaning only in tables made from one of them.
    """

    text: str
    meaning: Meaning
    admits: tuple[float, float] | None = None
    sources: tuple[DataSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One variable that cells are broken down by.

    ``codes`` has one entry per cell: an index into ``labels``, or -1 where the dimension does not apply.
    ``total`` is the code of the category that stands for all others together, or -1.
    ``parents`` has, per label, the code of the category it is part of, or -1; it is empty where categories do not nest.
    """

    name: str
    labels: tuple[str, ...]
    codes: IntArray
    total: int = -1
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which base numbers were rounded, as far as the numbers show. ``exceptions`` counts those that are no multiple.

    ``adds_up`` says that every sum of them holds: they were rounded so that it does, or totals are the sums of what was rounded.
    """

    base: float
    exceptions: int = 0
    adds_up: bool = False


PARTS_OF_ONE = "parts of 1"
"""What percentages are measured in that are written between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a set of cells say: a name as the file has it, a statistic, and how we know.

    An unsure measure was not named by the file; what is found on it needs a person's eye. ``measured_in`` is ``£``, ``%``
    or another unit the file writes, ``parts of 1`` for shares between 0 and 1, empty for numbers of ``unit``.
    """

    name: str
    statistic: Statistic
    unit: Unit | None = None
    sure: bool = True
    why: str = ""
    measured_in: str = ""
    rounding: Rounding | None = None

    @property
    def whole(self) -> float:
        """What a percentage of everybody is: 1 where shares are written between 0 and 1, else 100."""
        return 1.0 if self.measured_in == PARTS_OF_ONE else 100.0


class Addition(IntEnum):
    """What became of adding up the parts of a sum."""

    CONFIRMED = 0
    UNTESTED = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True)
class Sums:
    """Which cells are the sum of which: sum ``i`` is cell ``total[i]``, its parts ``parts[start[i]:start[i + 1]]``.

    ``addition`` says, per sum, whether the parts add up within rounding; a sum with a gap in it is untested.
    """

    total: Indices
    start: Indices
    parts: Indices
    addition: SmallArray

    def __len__(self) -> int:
        return len(self.total)

    def parts_of(self, number: int) -> Indices:
        """Cells that sum ``number`` adds up."""
        return self.parts[self.start[number] : self.start[number + 1]]


class Reach(StrEnum):
    """What of a table a size in words is about."""

    TABLE = "table"
    ROW = "row"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Stated:
    """A size that words give, such as a title with ``N = 4,213``: where they stand, and whether of all, one row or one column."""

    row: int
    column: int
    number: int
    reach: Reach


def no_sums() -> Sums:
    """Sums of a table in which nothing adds up."""
    nothing = np.zeros(0, dtype=np.intp)
    return Sums(nothing, np.zeros(1, dtype=np.intp), nothing, np.zeros(0, dtype=np.int16))


@dataclass(frozen=True)
class Table:
    """One understood block.

    All arrays have one entry per number or gap, in the order of columns, then rows; a cell that holds several numbers, such as
    ``12 (4.5%)``, has as many entries at one place. ``value`` is NaN where there is no number, and
    ``marker`` then points into ``markers`` (-1 where there is a number). ``decimals`` counts the decimals written or stored;
    percentages are in percent, so 0.458 shown as 45.8% has value 45.8 and one decimal. ``row`` and ``column`` are 0-based grid
    positions. ``base`` is the index of the cell that a percentage, mean or other statistic is based on, -1 where none is shown.
    ``structural`` are headings and categories whose smallest and largest values are set by design, as the manifest says.
    ``evidence`` is what the manifest's side file says behind the cells, None where it names none. ``stated`` are sizes in words.
    ``marked`` are numbers that the file says add up what is shown and leave out what is hidden, None for none; `inference`
    proves it.
    """

    file: str
    sheet: str
    area: Area
    body: Area
    shape: Shape
    title: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    markers: tuple[Marker, ...]
    value: FloatArray
    decimals: SmallArray
    marker: SmallArray
    row: IntArray
    column: IntArray
    measure: SmallArray
    base: IntArray
    source: tuple[str, ...] = ()
    population: str = ""
    structural: tuple[str, ...] = ()
    sums: Sums = field(default_factory=no_sums)
    evidence: Evidence | None = None
    stated: tuple[Stated, ...] = ()
    marked: BoolArray | None = None

    def __len__(self) -> int:
        return len(self.value)

    @property
    def id(self) -> str:
        """Stable name of the table in a release: file, sheet, range."""
        return "!".join(part for part in (self.file, self.sheet, str(self.area)) if part)

    @cached_property
    def is_number(self) -> BoolArray:
        """Which cells hold a number."""
        return self.marker < 0

    @cached_property
    def statistics(self) -> tuple[Statistic, ...]:
        """Statistic of each measure."""
        return tuple(measure.statistic for measure in self.measures)

    def where(self, *statistics: Statistic) -> BoolArray:
        """Which cells belong to a measure of one of these statistics, number or gap."""
        return self.of_measures([statistic in statistics for statistic in self.statistics])

    def of_measures(self, said: Sequence[bool]) -> BoolArray:
        """What is said of each measure, said of its cells."""
        first, length = self._runs
        wanted = np.array(said, dtype=np.bool_)
        return np.repeat(wanted[self.measure[first]], length) if len(first) < _FEW_RUNS else wanted[self.measure]

    @cached_property
    def _runs(self) -> tuple[Indices, Indices]:
        """First cells and lengths of the runs of cells of one measure."""
        first = np.flatnonzero(np.diff(self.measure, prepend=np.int16(-1)))
        return first, np.diff(first, append=len(self.measure))

    def means(self, *meanings: Meaning) -> BoolArray:
        """Which cells are gaps with one of these meanings."""
        wanted = np.array([marker.meaning in meanings for marker in self.markers] + [False], dtype=np.bool_)
        return wanted[self.marker] if wanted.any() else np.zeros(len(self), dtype=np.bool_)

    def cell(self, index: int) -> str:
        """A1 address of a cell; behind the last one follow the sizes in words."""
        if index >= len(self):
            said = self.stated[index - len(self)]
            return address(said.row, said.column)
        return address(int(self.row[index]), int(self.column[index]))

    def labels(self, index: int) -> tuple[tuple[str, str], ...]:
        """Dimension names and categories of a cell."""
        return tuple(
            (dimension.name, dimension.labels[dimension.codes[index]])
            for dimension in self.dimensions
            if dimension.codes[index] >= 0
        )

    @cached_property
    def rows_of_persons(self) -> bool:
        """Whether the table looks like one row per person, so that even its labels are confidential."""
        return self.shape is Shape.ROWS


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of one measure set along one dimension, grouped so that everything else is equal.

    ``group`` numbers the line of each cell of ``cells``; ``is_total`` marks the cell that stands for the whole line.
    """

    cells: Indices
    group: IntArray | Indices
    is_total: BoolArray
    count: int


def lines_along(table: Table, dimension: int, cells: Indices) -> Lines:
    """Group ``cells``, which ascend, into lines: cells that differ only in their category of one dimension.

    Cells to which the dimension does not apply are left out.
    """
    along = at(table.dimensions[dimension].codes, cells)
    if (along < 0).any():
        cells, along = cells[along >= 0], along[along >= 0]
    others = [held for place, held in enumerate(table.dimensions) if place != dimension and len(held.labels) > 1]
    most = len(table.measures) * prod(len(held.labels) + 1 for held in others)
    measure = at(table.measure, cells)
    key = measure.astype(np.int32) if most < _MOST_LINES else measure.astype(np.int64)
    span = len(table.measures)
    for held in others:
        codes = at(held.codes, cells)
        applies_not = int(codes.min(initial=0) < 0)
        key *= len(held.labels) + applies_not
        key += codes
        key += applies_not
        span *= len(held.labels) + applies_not
        if span > _MOST_LINES:
            key, span = numbered(key)
    if span > _DENSE * len(cells) + 1024:
        key, span = numbered(key)
    return Lines(cells, key, along == table.dimensions[dimension].total, span)
