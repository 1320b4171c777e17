"""Counts of zero, and percentages and rates shown as zero."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.blurred import blurred
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_SHARES = (Statistic.PERCENTAGE, Statistic.RATE)


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every count, percentage and rate that is a number."""
    return table.is_number & table.where(*_COUNTS, *_SHARES)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """Cells that show zero, counts apart from percentages and rates; a count that was rounded to it does not say nobody."""
    zero = chosen(cells, table.value[cells] == 0)
    zero = chosen(zero, ~blurred(table)[zero]) if zero.size else zero
    counted = table.where(*_COUNTS)[zero]
    for found, message in ((zero[counted], "count of zero"), (zero[~counted], "percentage or rate shown as zero")):
        if found.size:
            yield Hit(found, message)


CHECK = Check(
    code="OC102",
    name="zero-count",
    asks="Does a cell say that nobody in its group is in the category?",
    risk=Risk.CLASS_DISCLOSURE,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "say in a waiver why nobody can be in this category, if that is so (a structural zero)",
        "merge the category with a neighbour, here and in every other table that shows it",
        "suppress the cell with the same marker as low counts, and enough others that no total gives it back",
    ),
    repair=Repair.HIDE,
)
