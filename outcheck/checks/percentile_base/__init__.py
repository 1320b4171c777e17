"""Medians and other quantiles with too few units on one side."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.percentile_base.names import share_in
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_FLOAT_SLACK = 1e-9


class Parameters(CheckParameters):
    """What percentile-base is asked with."""

    minimum: int = Field(ge=1, description="Fewest units that must lie on each side of a quantile")


def examines(table: Table) -> BoolArray:
    """Every median and other quantile with an unweighted count shown as its base."""
    based = (table.base >= 0) & (table.is_number & table.where(Statistic.COUNT, Statistic.MODEL_SIZE))[table.base]
    return table.is_number & table.where(Statistic.MEDIAN, Statistic.QUANTILE) & based


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Quantiles with too few beyond them, then those of which nothing says which they are."""
    minimum = parameters.minimum
    base = table.base[cells].astype(np.intp)
    share = _share(table, cells)
    smaller_side = np.minimum(share, 1 - share)
    units = np.floor(table.value[base] * smaller_side + _FLOAT_SLACK)
    few = units < minimum
    if few.any():
        yield Hit(cells[few], f"fewer than {minimum} units on one side of it", related=base[few])
    untold = chosen(cells, np.isnan(smaller_side))
    for measure in np.unique(table.measure[untold]):
        same = chosen(untold, table.measure[untold] == measure)
        yield Hit(same, "nothing says which quantile this is", together=True, undetermined=True)


def _share(table: Table, cells: Indices) -> FloatArray:
    """Share of units below each of some quantiles, from the name of its measure or else a label; NaN where nothing says it."""
    named = [0.5 if held.statistic is Statistic.MEDIAN else share_in(held.name) for held in table.measures]
    share = np.array(named, dtype=np.float64)[table.measure[cells]]
    if np.isnan(share).any():
        for dimension in table.dimensions:
            told = np.array([*(share_in(label) for label in dimension.labels), np.nan])
            share = np.where(np.isnan(share), told[dimension.codes[cells]], share)
    return share


CHECK = Check(
    code="OC402",
    name="percentile-base",
    asks="Do enough units lie on each side of a median or other quantile?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.POSITION,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "merge the group with a neighbour and compute the quantile again",
        "show a quantile nearer to the middle, such as a quartile in place of a decile",
        "suppress the quantile; rounding it hides the one value it is, if the service accepts that",
    ),
    repair=Repair.HIDE,
)
