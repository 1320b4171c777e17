"""Tidy tables that leave out the rows of zeros while they mark low counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Dimension, Meaning, Shape, Table

_SEVERAL = 2


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every hidden count of a tidy table."""
    tidy = np.full(len(table), table.shape is Shape.TIDY, dtype=np.bool_)
    return tidy & table.where(Statistic.COUNT) & table.means(Meaning.SUPPRESSED)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure that shows no zero and has no row for some combinations of categories."""
    for measure in np.unique(table.measure[cells]):
        mine = np.flatnonzero(table.measure == measure)
        if not (table.value[mine] == 0).any() and _has_holes(table, mine):
            same = chosen(cells, table.measure[cells] == measure)
            yield Hit(same, "combinations without a row must be zeros, so the marker says that it hides somebody", together=True)


def _has_holes(table: Table, cells: Indices) -> bool:
    """Whether some combination of categories has no cell; a dimension that another one settles does not count."""
    free: list[Dimension] = []
    for held in table.dimensions:
        if len(np.unique(held.codes[cells])) < _SEVERAL or any(_settles(other, held, cells) for other in free):
            continue
        free = [other for other in free if not _settles(held, other, cells)] + [held]
    key, whole = np.zeros(len(cells), dtype=np.int64), 1
    for held in free:
        key = np.unique(key * (len(held.labels) + 1) + held.codes[cells] + 1, return_inverse=True)[1]
        whole *= len(np.unique(held.codes[cells]))
    return len(free) >= _SEVERAL and len(np.unique(key)) < whole


def _settles(one: Dimension, other: Dimension, cells: Indices) -> bool:
    """Whether each category of one dimension stands with a single category of the other, as a district with its region."""
    pairs = np.unique(np.stack([one.codes[cells], other.codes[cells]]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1])


CHECK = Check(
    code="OC110",
    name="absent-zero",
    asks="Are rows of zeros left out while low counts are marked, so that what is not there is told?",
    risk=Risk.CLASS_DISCLOSURE,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "give every combination of categories a row, and hide zeros by the same marker as low counts",
        "say in a waiver why the combinations cannot exist",
    ),
)
