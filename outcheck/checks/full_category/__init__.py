"""Counts as large as the total of their row or column, and percentages that say everybody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.full_category.lines import full_counts, totals_of_shares
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_EVERYBODY = 100.0


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every count and percentage that is a number."""
    return table.is_number & table.where(*_COUNTS, Statistic.PERCENTAGE)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """Full counts with the totals that show it, then percentages that say everybody."""
    full, total = full_counts(table)
    found = chosen(cells, full[cells])
    if found.size:
        yield Hit(found, "count holds all of its group", related=total[found])
    everybody = table.where(Statistic.PERCENTAGE)[cells] & np.isclose(table.value[cells], _EVERYBODY, rtol=1e-12)
    found = chosen(cells, everybody)
    if found.size:
        yield from _percentages(table, found)


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
)
