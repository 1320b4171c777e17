"""Small worlds of people nobody sees, and tables about them of which the making knows what every number says."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Labels = Mapping[str, tuple[str, ...]]
"""By variable, the categories that a cell is about; a variable that is missing is not broken down."""

AREAS: Mapping[str, tuple[str, ...]] = {
    "North": ("Leeds", "York", "Hull"),
    "South": ("Dover", "Ryde", "Hove"),
    "East": ("Ely", "Diss", "Bury"),
}
SEXES = ("Female", "Male")
SECTORS = ("Care", "Retail", "Transport", "Energy")
TOTAL = "Total"
COUNTS = ("Learners", "Firms")
SHARE, MEAN, WEIGHTED, AMOUNT = "% of all", "Mean pay (£)", "Weighted learners", "Sum of sales (£)"
_DECIMALS = {SHARE: 1, MEAN: 0, WEIGHTED: 1, AMOUNT: 0}


@dataclass(frozen=True)
class Said:
    """A number in a file: ``low * base <= part <= high * base`` of what there is, with ``base`` 1 where there is none.

    ``part`` and ``base`` weigh what each smallest group has: its people, then their amounts, then their weights.
    """

    text: str
    labels: Labels
    measure: str
    part: Vector
    base: Vector | None
    low: float
    high: float

    @property
    def counts(self) -> bool:
        """Whether it is a whole number of people."""
        return self.measure in COUNTS


Rows = list[list[str | Said]]


@dataclass(frozen=True)
class World:
    """Contributions of every person in each smallest group, and the group's weight; shape (areas, sexes, sectors)."""

    areas: tuple[tuple[str, str], ...]
    sectors: tuple[str, ...]
    contributions: tuple[Vector, ...]
    weights: Vector

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many areas, sexes and sectors."""
        return len(self.areas), len(SEXES), len(self.sectors)

    @property
    def truth(self) -> Vector:
        """People, amounts and weights of every smallest group."""
        people = [float(len(held)) for held in self.contributions]
        amounts = [float(held.sum()) for held in self.contributions]
        return np.concatenate([people, amounts, self.weights])

    def categories(self, variable: str) -> tuple[str, ...]:
        """Categories of a variable, in order."""
        names = {"Region": [region for region, _ in self.areas], "Area": [area for _, area in self.areas]}
        names |= {"Sex": [*SEXES], "Sector": [*self.sectors]}
        return tuple(dict.fromkeys(names[variable]))

    def mask(self, labels: Labels) -> Vector:
        """Which smallest groups a cell is about, as ones."""
        found = np.ones(self.shape)
        for variable, wanted in labels.items():
            axis = ("Area", "Sex", "Sector").index("Area" if variable == "Region" else variable)
            known = [area[variable == "Area"] for area in self.areas] if axis == 0 else self.categories(variable)
            along = [1, 1, 1]
            along[axis] = -1
            found = found * np.isin(known, wanted).astype(float).reshape(along)
        return found.reshape(-1)

    def says(self, labels: Labels, measure: str, *, base: int = 0, first: str = "") -> Said:
        """What a cell says; counts are rounded to ``base``, percentages are of all in the cell's category of ``first``."""
        mask, nothing = self.mask(labels), np.zeros(int(np.prod(self.shape)))
        people, amounts = np.concatenate([mask, nothing, nothing]), np.concatenate([nothing, mask, nothing])
        if measure in COUNTS:
            value = float(people @ self.truth)
            shown = base * np.floor(value / base + 0.5) if base else value
            return Said(f"{shown:.0f}", labels, measure, people, None, shown - base / 2, shown + base / 2)
        parts = {AMOUNT: amounts, MEAN: amounts, SHARE: people, WEIGHTED: np.concatenate([nothing, nothing, mask])}
        part, of, times = parts[measure], None, 1
        if measure == SHARE:
            whole = self.mask({variable: held for variable, held in labels.items() if variable == first})
            of, times = np.concatenate([whole, nothing, nothing]), 100
        elif measure == MEAN:
            of = people
        below = 1.0 if of is None else float(of @ self.truth)
        if below == 0:
            return Said("[z]", labels, measure, part, of, -np.inf, np.inf)
        decimals = _DECIMALS[measure]
        value = times * float(part @ self.truth) / below
        half = 0.5 * 10.0**-decimals + 1e-9 * (1 + value)
        shown = round(value, decimals)
        return Said(f"{value:.{decimals}f}", labels, measure, part, of, (shown - half) / times, (shown + half) / times)


@dataclass(frozen=True)
class Table:
    """How a table shows a world. A crosstab has its first variable down and its second across; others are tidy.

    ``nested`` lists areas below their region. ``only`` is about one category of a variable that the table does not break down.
    """

    title: str
    variables: tuple[str, ...]
    measures: tuple[str, ...] = ("Learners",)
    crosstab: bool = False
    nested: bool = False
    totals: bool = True
    base: int = 0
    only: tuple[tuple[str, str], ...] = ()

    def rows(self, world: World) -> Rows:
        """Every cell, with a title above where there is one."""
        found: Rows = [[self.title]] if self.title else []
        if self.crosstab:
            down, across = self.variables
            labels = self._labels(world, across)
            found.append([down, *labels])
            for label in self._labels(world, down):
                found.append([label, *(self._says(world, {down: label, across: other}, self.measures[0]) for other in labels)])
            return found
        found.append([*self.variables, *self.measures])
        for key in itertools.product(*(self._labels(world, variable) for variable in self.variables)):
            found.append([*key, *self._of(world, key)])
        return found

    def _of(self, world: World, key: Sequence[str]) -> list[Said]:
        return [self._says(world, dict(zip(self.variables, key, strict=True)), measure) for measure in self.measures]

    def _labels(self, world: World, variable: str) -> list[str]:
        total = [TOTAL] if self.totals else []
        if self.nested and variable == "Region":
            below = [
                [region, *(f"  {area}" for held, area in world.areas if held == region)] for region in world.categories("Region")
            ]
            return [*itertools.chain(*below), *total]
        return [*world.categories(variable), *total]

    def _says(self, world: World, cell: Mapping[str, str], measure: str) -> Said:
        labels = {variable: (held,) for variable, held in self.only}
        for variable, label in cell.items():
            if label != TOTAL:
                labels["Area" if label.startswith(" ") else variable] = (label.strip(),)
        return world.says(labels, measure, base=self.base, first=self.variables[0])


def hidden(rows: Rows, which: npt.NDArray[np.bool_], marker: str) -> Rows:
    """The same table with a marker in place of some of its numbers, counted in reading order."""
    number = itertools.count()
    return [
        [replace(cell, text=marker) if isinstance(cell, Said) and which[next(number)] else cell for cell in row] for row in rows
    ]


def numbers(rows: Rows) -> list[Said]:
    """Every number of a table in reading order."""
    return [cell for row in rows for cell in row if isinstance(cell, Said)]
