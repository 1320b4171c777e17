"""Counts as large as the total of their row or column, and percentages that say everybody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.blurred import blurred
from outcheck.checks.full_category.lines import full_counts, totals_of_shares
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.precision import in_per_cent
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_EVERYBODY = 100.0


class Parameters(CheckParameters):
    """What full-category is asked with."""

    percent: float = Field(
        default=_EVERYBODY,
        ge=50,
        le=_EVERYBODY,
        description="Largest share of its row or column that a cell may hold, below all of it",
    )


def examines(table: Table) -> BoolArray:
    """Every count and percentage that is a number."""
    return table.is_number & table.where(*_COUNTS, Statistic.PERCENTAGE)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Full counts with the totals that show it, then percentages that say everybody; then those that say nearly so."""
    full, total = full_counts(table)
    found = chosen(cells, full[cells])
    found = chosen(found, ~blurred(table)[found]) if found.size else found
    if found.size:
        yield Hit(found, "count holds all of its group", related=total[found])
    value = in_per_cent(table)[cells] * table.value[cells]
    everybody = table.where(Statistic.PERCENTAGE)[cells] & np.isclose(value, _EVERYBODY, rtol=1e-12)
    found = chosen(cells, everybody)
    if found.size:
        yield from _percentages(table, found)
    if parameters.percent < _EVERYBODY:
        yield from _nearly(table, chosen(cells, ~full[cells] & ~everybody), parameters.percent)


def _nearly(table: Table, cells: Indices, percent: float) -> Iterator[Hit]:
    """Counts and percentages above the share that a cell may hold."""
    full, total = full_counts(table, percent / _EVERYBODY)
    found = chosen(cells, full[cells])
    if found.size:
        yield Hit(found, "count holds nearly all of its group", related=total[found])
    value = in_per_cent(table)[cells] * table.value[cells]
    shares = chosen(cells, table.where(Statistic.PERCENTAGE)[cells] & (value > percent) & (value < _EVERYBODY))
    if shares.size:
        yield Hit(shares, "percentage says that nearly the whole group is in the category")


def _percentages(table: Table, cells: Indices) -> Iterator[Hit]:
    """Percentages that say everybody; a total that its parts add up to says nothing new and is left out."""
    surely, perhaps = totals_of_shares(table)
    said = chosen(cells, ~surely[cells] & ~perhaps[cells])
    if said.size:
        yield Hit(said, "percentage says that the whole group is in the category")
    untold = chosen(cells, perhaps[cells] & ~surely[cells])
    if untold.size:
        message = "percentage says the whole group, or is the total of shares: gaps beside it hide which"
        yield Hit(untold, message, undetermined=True)


CHECK = Check(
    code="OC103",
    name="full-category",
    asks="Does one cell hold everybody of its row's or column's group?",
    risk=Risk.CLASS_DISCLOSURE,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "say in a waiver why everybody must be in this category, if that is so",
        "merge the category or the group with a neighbour, here and in every other table that shows it",
        "suppress the cell and enough others of its row and column that no total gives it back",
    ),
    repair=Repair.HIDE,
)
