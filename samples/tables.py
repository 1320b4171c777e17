"""Tables as a researcher lays them out, remembering what every number is and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from samples.population import Flags

SUPPRESSED = "[c]"
NOT_APPLICABLE = "[z]"

Shown: TypeAlias = int | float | str
Facts: TypeAlias = dict[tuple[str, ...], tuple[Shown, ...]]
Statistic: TypeAlias = Callable[[pd.DataFrame], Shown]


class Kind(StrEnum):
    """What a measure is."""

    COUNT = "count"
    PERCENT = "percent"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    NAMELESS = "nameless"


@dataclass(frozen=True, slots=True)
class Measure:
    """A heading, what its numbers are, and their decimals."""

    heading: str
    kind: Kind
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Dimension:
    """A variable to break down by. ``total`` is its label for everybody, empty where no such row or column is shown.

    ``codes`` gives each label a published code, to stand in a column of its own under ``code_heading``.
    """

    heading: str
    column: str
    labels: tuple[str, ...]
    total: str = ""
    code_heading: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[str, ...]:
        """Labels in the order of the table, the total last."""
        return (*self.labels, self.total) if self.total else self.labels


@dataclass(frozen=True, slots=True)
class Figure:
    """One released number or marker: where it stands (0-based), one category per dimension, and what it is."""

    row: int
    column: int
    labels: tuple[str, ...]
    measure: Measure
    shown: Shown

    @property
    def cell(self) -> str:
        """A1 address; no sample is wider than 26 columns."""
        return f"{chr(65 + self.column)}{self.row + 1}"

    @property
    def number(self) -> float | None:
        """The number, None where a marker stands."""
        return None if isinstance(self.shown, str) else self.shown


@dataclass(frozen=True, slots=True)
class Sheet:
    """One laid-out table. ``stubs`` columns of labels stand left of the numbers; an empty title or note is a blank line."""

    name: str
    title: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    body: tuple[tuple[Shown, ...], ...]
    notes: tuple[str, ...]
    stubs: int
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    figures: tuple[Figure, ...]

    @property
    def width(self) -> int:
        """Number of columns of the table."""
        return len(self.header[0])


def tabulate(people: pd.DataFrame, dimensions: Sequence[Dimension], statistics: Sequence[Statistic]) -> Facts:
    """Compute the statistics of every group that has anybody in it, totals included."""
    masks = {
        (dimension.column, label): np.ones(len(people), dtype=np.bool_)
        if label == dimension.total
        else members(people, dimension, label)
        for dimension in dimensions
        for label in dimension.shown
    }
    facts: Facts = {}
    for labels in product(*(dimension.shown for dimension in dimensions)):
        chosen = np.logical_and.reduce(
            [masks[dimension.column, label] for dimension, label in zip(dimensions, labels, strict=True)]
        )
        if chosen.any():
            group = people[chosen]
            facts[labels] = tuple(statistic(group) for statistic in statistics)
    return facts


def members(people: pd.DataFrame, dimension: Dimension, label: str) -> Flags:
    """Mark who is in one category."""
    return people[dimension.column].eq(label).to_numpy()


def tidy(
    dimensions: Sequence[Dimension], measures: Sequence[Measure], facts: Facts, name: str = "", title: tuple[str, ...] = ()
) -> Sheet:
    """Lay out one row per group: its labels, then its measures."""
    heading: list[str] = []
    for dimension in dimensions:
        heading += [dimension.code_heading, dimension.heading] if dimension.codes else [dimension.heading]
    stubs = len(heading)
    body: list[tuple[Shown, ...]] = []
    figures: list[Figure] = []
    for labels, values in facts.items():
        stub: list[str] = []
        for dimension, label in zip(dimensions, labels, strict=True):
            stub += [dimension.codes[label], label] if dimension.codes else [label]
        row = len(title) + 1 + len(body)
        figures += [
            Figure(row, stubs + place, labels, measure, value)
            for place, (measure, value) in enumerate(zip(measures, values, strict=True))
        ]
        body.append((*stub, *values))
    header = (*heading, *(measure.heading for measure in measures))
    return Sheet(name, title, (header,), tuple(body), (), stubs, tuple(dimensions), tuple(measures), tuple(figures))


def crosstab(
    dimensions: tuple[Dimension, Dimension],
    measures: Sequence[Measure],
    facts: Facts,
    name: str,
    texts: tuple[Sequence[str], Sequence[str]],
) -> Sheet:
    """Lay out the first dimension down and the second across; several measures make a second header row.

    ``texts`` are the title lines and the notes.
    """
    down, across = dimensions
    title, notes = tuple(texts[0]), tuple(texts[1])
    places = [(label, measure) for label in across.shown for measure in range(len(measures))]
    if len(measures) == 1:
        header: tuple[tuple[str, ...], ...] = ((down.heading, *across.shown),)
    else:
        groups = ("" if measure else label for label, measure in places)
        header = ((down.heading, *groups), ("", *(measures[measure].heading for _, measure in places)))
    body: list[tuple[Shown, ...]] = []
    figures: list[Figure] = []
    for row_label in down.shown:
        row = len(title) + len(header) + len(body)
        line = [facts[row_label, label][measure] for label, measure in places]
        figures += [
            Figure(row, 1 + place, (row_label, label), measures[measure], line[place])
            for place, (label, measure) in enumerate(places)
        ]
        body.append((row_label, *line))
    return Sheet(name, title, header, tuple(body), notes, 1, dimensions, tuple(measures), tuple(figures))


def text_of(value: Shown, decimals: int) -> str:
    """Write a value as a CSV file holds it."""
    return f"{value:.{decimals}f}" if isinstance(value, float) else str(value)


def percent(part: int, whole: int) -> float:
    """Percentage to one decimal, halves up, computed in whole numbers."""
    return (2000 * part + whole) // (2 * whole) / 10


def nearest_hundred(value: float) -> int:
    """Pounds to the nearest hundred, halves up."""
    return int((value + 50) // 100) * 100


def share(column: str) -> Statistic:
    """Statistic: percentage of a group for whom a column is true."""
    return lambda group: percent(int(group[column].sum()), len(group))


def quantile(level: float) -> Statistic:
    """Statistic: a quantile of earnings, to the nearest hundred pounds."""
    return lambda group: nearest_hundred(float(group["earnings"].quantile(level)))


def mean_pounds(group: pd.DataFrame) -> Shown:
    """Mean of capped earnings to the nearest hundred pounds."""
    return nearest_hundred(int(group["capped"].sum()) / len(group))


def mean_points(group: pd.DataFrame) -> Shown:
    """Mean of key stage 4 points to one decimal, halves up, computed in whole numbers."""
    return (20 * int(group["ks4_points"].sum()) + len(group)) // (2 * len(group)) / 10


def mean_tariff(group: pd.DataFrame) -> Shown:
    """Mean tariff to one decimal, halves up, computed in whole numbers."""
    return (20 * int(group["tariff"].sum()) + len(group)) // (2 * len(group)) / 10
