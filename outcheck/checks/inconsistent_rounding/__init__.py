"""Counts that were not rounded like the counts around them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.policy import MayBeRounded, nearest
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Measure, Table

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)


class Parameters(MayBeRounded):
    """The policy, where one gives numbers of different size different bases."""


def examines(table: Table) -> BoolArray:
    """Every count of a table in which counts look rounded."""
    looks_rounded = any(measure.rounding is not None and measure.statistic in _COUNTS for measure in table.measures)
    return table.is_number & table.where(*_COUNTS) & looks_rounded


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Exceptions among rounded counts, then whole measures that are not rounded like others of the same unit."""
    for number, measure in enumerate(table.measures):
        mine = chosen(cells, table.measure[cells] == number)
        if not mine.size:
            continue
        if measure.rounding is not None:
            odd = chosen(mine, _unlike(table, mine, measure.rounding.base, parameters))
            if odd.size:
                yield Hit(odd, "not rounded, unlike the counts around it")
            continue
        bases = [other.rounding.base for other in table.measures if other.rounding and _alike(other, measure)]
        if not bases:
            continue
        raw = chosen(mine, _unlike(table, mine, max(bases), parameters))
        if raw.size:
            yield Hit(raw, "not rounded, while other counts of this table are", together=True)


def _unlike(table: Table, cells: Indices, base: float, parameters: Parameters) -> BoolArray:
    """Which are no multiples of the base, nor what the policy may give for a number of their size."""
    policy = parameters.policy
    odd = ~nearest(base).fits(table.value[cells])
    return odd if policy is None else np.asarray(odd & ~policy.fits(table.value[cells]))


def _alike(rounded: Measure, other: Measure) -> bool:
    """Whether both count the same, as far as anybody can tell."""
    return rounded.statistic in _COUNTS and (rounded.unit is None or other.unit is None or rounded.unit is other.unit)


CHECK = Check(
    code="OC107",
    name="inconsistent-rounding",
    asks="Are some counts rounded, and others beside them not?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "round all counts to one base, and compute totals from the rounded counts",
        "say in a waiver why these counts need no rounding",
    ),
)
