"""Weighted counts without the unweighted number of units behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.places import categories_of
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every weighted count that is a number."""
    return table.is_number & table.where(Statistic.WEIGHTED_COUNT)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure: its counts at whose categories no unweighted count stands; then those where it is hidden."""
    place = categories_of(table)
    counts = table.where(Statistic.COUNT)
    paired, shown = (np.isin(place[cells], place[mask]) for mask in (counts, counts & table.is_number))
    bare = chosen(cells, ~paired)
    for measure in np.unique(table.measure[bare]):
        yield Hit(chosen(bare, table.measure[bare] == measure), "no unweighted count is shown beside it", together=True)
    hidden = chosen(cells, paired & ~shown & ~_is_told(table, cells))
    for measure in np.unique(table.measure[hidden]):
        same = chosen(hidden, table.measure[hidden] == measure)
        yield Hit(same, "the unweighted count beside it is hidden, and may be too small", together=True, undetermined=True)


def _is_told(table: Table, cells: Indices) -> BoolArray:
    """Whether evidence says how many stand behind each cell, so that other checks can tell."""
    if table.evidence is None:
        return np.zeros(len(cells), dtype=np.bool_)
    return ~np.isnan(table.evidence.n[cells])


CHECK = Check(
    code="OC108",
    name="unpaired-weighted-count",
    asks="Is a weighted count shown without the unweighted number behind it?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "show the unweighted number of units beside each weighted count",
        "hide a weighted count together with the unweighted one",
        "say in a waiver where the checker finds the unweighted numbers, if they must not leave",
    ),
)
