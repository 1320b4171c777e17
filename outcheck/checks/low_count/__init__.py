"""Counts that are above zero and below the minimum."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """What low-count is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def examines(table: Table) -> BoolArray:
    """Every count that is a number, weighted or not, and the size of every model."""
    return table.is_number & table.where(Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.MODEL_SIZE)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Every count strictly between zero and the minimum."""
    value = table.value[cells]
    low = chosen(cells, (value > 0) & (value < parameters.minimum))
    if low.size:
        yield Hit(low, f"count below {parameters.minimum}")


CHECK = Check(
    code="OC101",
    name="low-count",
    asks="Is a count above zero, but smaller than the smallest that may leave?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "merge the category with a neighbour, here and in every other table that shows it",
        "round all counts to one base that is not smaller than the minimum",
        "suppress the count, and enough others that no total gives it back",
    ),
    repair=Repair.HIDE,
)
