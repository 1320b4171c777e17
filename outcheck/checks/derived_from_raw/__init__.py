"""Percentages, means and totals that only unrounded inputs can give, beside rounded ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.derived_from_raw.inputs import numerators_beside, percentages_of_rounded, sums_beside
from outcheck.checks.policy import MayBeRounded, rounded_counts
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Addition, Table

_DERIVED = ["percentage", "mean", "total"]


class Parameters(MayBeRounded):
    """What derived-from-raw is asked with."""

    of: list[Annotated[str, Field(pattern=r"^(percentage|mean|total)$")]] = Field(
        default=_DERIVED, min_length=1, description="What must follow from the rounded numbers: percentage, mean, total"
    )


def examines(table: Table) -> BoolArray:
    """Percentages and means with a count shown as their base, and totals of counts that no part refutes."""
    based = (table.base >= 0) & (table.is_number & table.where(Statistic.COUNT))[table.base]
    total = np.zeros(len(table), dtype=np.bool_)
    total[table.sums.total[table.sums.addition != Addition.BROKEN]] = True
    derived = table.where(Statistic.PERCENTAGE, Statistic.MEAN) & based
    return table.is_number & (derived | (total & table.where(Statistic.COUNT)))


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """One hit for each measure and kind."""
    rounded = rounded_counts(table, parameters.policy) & table.where(Statistic.COUNT)
    kinds = {
        "percentage": ("no rounded count over its base gives this percentage", _percentages),
        "mean": ("the sum shown over the rounded number does not give this mean", _means),
        "total": ("the rounded parts shown do not give this total exactly", _totals),
    }
    for kind in parameters.of:
        message, fault = kinds[kind]
        raw = chosen(cells, fault(table, rounded, parameters)[cells])
        for measure in np.unique(table.measure[raw]):
            yield Hit(chosen(raw, table.measure[raw] == measure), message, together=True)


def _percentages(table: Table, rounded: BoolArray, parameters: Parameters) -> BoolArray:
    base = table.base.astype(np.intp)
    asked = table.is_number & table.where(Statistic.PERCENTAGE) & (base >= 0) & rounded[base]
    if asked.any():
        asked &= ~numerators_beside(table)
    return percentages_of_rounded(table, np.flatnonzero(asked), parameters.policy)


def _means(table: Table, rounded: BoolArray, parameters: Parameters) -> BoolArray:
    return sums_beside(table, rounded, parameters.policy)


def _totals(table: Table, rounded: BoolArray, _: Parameters) -> BoolArray:
    """Totals that are rounded themselves, and differ from the sum of their rounded parts."""
    sums, found = table.sums, np.zeros(len(table), dtype=np.bool_)
    if len(sums):
        value = np.nan_to_num(table.value)
        off = np.abs(np.add.reduceat(value[sums.parts], sums.start[:-1]) - value[sums.total]) > 0.5  # noqa: PLR2004  whole numbers
        parts = np.logical_and.reduceat(rounded[sums.parts], sums.start[:-1])
        found[sums.total[off & parts & (sums.addition != Addition.BROKEN)]] = True
    return found


CHECK = Check(
    code="OC111",
    name="derived-from-raw",
    asks="Does a percentage, mean or total follow from unrounded numbers, while the numbers shown are rounded?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "compute every percentage, mean and total from the rounded numbers that are shown",
        "show fewer decimals, so that the rounded numbers give the same",
    ),
)
