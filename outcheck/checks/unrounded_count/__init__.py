"""Counts that the rounding policy cannot give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.policy import COUNTS, MustBeRounded, rounded_counts
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table

_MOSTLY = 0.5


class Parameters(MustBeRounded):
    """What unrounded-count is asked with."""


def examines(table: Table) -> BoolArray:
    """Every count that is a number, weighted or not, and the size of every model."""
    return table.is_number & table.where(*COUNTS)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Measures that were not rounded as one hit each, and single counts that were forgotten."""
    fits = rounded_counts(table, parameters.policy)
    raw = chosen(cells, ~fits[cells])
    counted = examines(table)
    for measure in np.unique(table.measure[raw]):
        mine = counted & (table.measure == measure)
        found = chosen(raw, table.measure[raw] == measure)
        if np.count_nonzero(fits & mine) < _MOSTLY * np.count_nonzero(mine):
            yield Hit(found, "these counts are not rounded as the policy asks", together=True)
        else:
            yield Hit(found, "not rounded as the policy asks, unlike the counts around it")


CHECK = Check(
    code="OC106",
    name="unrounded-count",
    asks="Is a count a number that the rounding policy cannot give?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "round every count as the policy says, then compute totals, percentages and means from the rounded counts",
        "say in outcheck.yaml what the column holds, if these are no counts",
    ),
)
