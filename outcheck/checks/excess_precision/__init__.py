"""Statistics with more digits than a rounding policy leaves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.policy import COUNTS
from outcheck.layout.words import sums_money
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import is_multiple
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Measure, Table

_NOT_ASKED = (*COUNTS, Statistic.DEGREES_OF_FREEDOM, Statistic.UNKNOWN)
_CURRENCIES = ("£", "$", "€")
_CLOSE = 1e-9
_MOSTLY = 0.5


class Parameters(CheckParameters):
    """What excess-precision is asked with."""

    base: float | None = Field(default=None, gt=0, ge=1e-6, description="What numbers must be multiples of, such as 100 for £100")
    decimals: int | None = Field(default=None, ge=0, le=12, description="Most decimals that a number may be shown with")
    figures: int | None = Field(default=None, ge=1, le=15, description="Most significant figures that a number may have")
    of: str = Field(default="all", pattern="^(all|money)$", description="Which statistics: all, or amounts of money alone")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.base is None and self.decimals is None and self.figures is None:
            raise ValueError("needs 'base', 'decimals' or 'figures'; give one")
        return self


def examines(table: Table) -> BoolArray:
    """Every number of a known statistic but counts, which unrounded-count asks about, and degrees of freedom."""
    return table.is_number & ~table.where(*_NOT_ASKED)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Measures that were not rounded as one hit each, and single numbers that were forgotten."""
    asked = table.of_measures([parameters.of == "all" or _is_money(held, table) for held in table.measures]) & examines(table)
    long = _has_more(table.value, table.decimals.astype(np.float64), parameters)
    found = chosen(cells, (asked & long)[cells])
    for measure in np.unique(table.measure[found]):
        same = chosen(found, table.measure[found] == measure)
        mine = asked & (table.measure == measure)
        if np.count_nonzero(mine & ~long) < _MOSTLY * np.count_nonzero(mine):
            yield Hit(same, "shown more exactly than the policy allows", together=True)
        else:
            yield Hit(same, "shown more exactly than the policy allows, unlike the numbers around it")


def _has_more(value: FloatArray, decimals: FloatArray, parameters: Parameters) -> BoolArray:
    """Which numbers have digits that the policy takes away; NaN has none."""
    more = np.zeros(len(value), dtype=np.bool_)
    size = np.abs(np.nan_to_num(value))
    if parameters.base is not None:
        more |= ~is_multiple(size, parameters.base)
    if parameters.decimals is not None:
        more |= decimals > parameters.decimals
    if parameters.figures is not None:
        leading = np.floor(np.log10(np.maximum(size, np.finfo(np.float64).tiny)) + _CLOSE)
        more |= ~is_multiple(size, np.float_power(10.0, leading - parameters.figures + 1))
    return more


def _is_money(measure: Measure, table: Table) -> bool:
    """Whether a measure is of money, by its unit, its name or, where nothing else says what it is of, the title."""
    return (
        measure.measured_in.startswith(_CURRENCIES)
        or sums_money(measure.name)
        or (measure.statistic.value == measure.name.casefold().strip() and sums_money(table.title))
    )


CHECK = Check(
    code="OC410",
    name="excess-precision",
    asks="Is a mean, median, percentage or other statistic shown more exactly than the policy allows?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "round it as the policy says, wherever it is shown",
        "say in outcheck.yaml what the column holds, if it is something else",
    ),
)
