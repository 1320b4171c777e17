"""Statistics whose base is below the minimum, hidden, weighted or not shown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_WITHOUT_BASE = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.MODEL_SIZE, Statistic.UNKNOWN)
_BASED = tuple(statistic for statistic in Statistic if statistic not in _WITHOUT_BASE)


class Parameters(CheckParameters):
    """What low-base is asked with."""

    minimum: int = Field(ge=1, description="Smallest unweighted base that may leave, in units counted (persons, employers)")


def examines(table: Table) -> BoolArray:
    """Every number that is not itself a count."""
    return table.is_number & table.where(*_BASED)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Statistics on a base below the minimum, then those whose base does not tell."""
    minimum = parameters.minimum
    base = table.base[cells].astype(np.intp)
    counted = (base >= 0) & table.where(Statistic.COUNT, Statistic.MODEL_SIZE)[base]
    lowest, highest = _bounds(table, base)
    told = _told_by_evidence(table, cells)
    low = (counted & (highest < minimum)) | (told < minimum)
    enough = told >= minimum
    hidden = counted & ~low & ~enough & ~(lowest >= minimum)
    if low.any():
        yield Hit(cells[low], f"based on fewer than {minimum}", related=base[low])
    if hidden.any():
        message = f"its base is hidden and may be below {minimum}"
        yield Hit(cells[hidden], message, related=base[hidden], undetermined=True)
    for measure in np.unique(table.measure[cells]):
        same = (table.measure[cells] == measure) & ~low & ~enough
        bare = chosen(cells, same & (base < 0))
        if bare.size:
            yield Hit(bare, "no base shown beside it", remedies=_SHOW_BASE, together=True, undetermined=True)
        weighted = same & (base >= 0) & ~counted
        if weighted.any():
            message = "its base is weighted, and an unweighted base is needed"
            yield Hit(cells[weighted], message, base[weighted], _SHOW_BASE, together=True, undetermined=True)


def _told_by_evidence(table: Table, cells: Indices) -> FloatArray:
    """Unweighted number that the evidence says each cell is based on; NaN where it does not, or where the table shows a count."""
    if table.evidence is None:
        return np.full(cells.size, np.nan)
    base = table.base[cells].astype(np.intp)
    shown = (base >= 0) & table.where(Statistic.COUNT, Statistic.MODEL_SIZE)[base] & table.is_number[base]
    return np.where(shown, np.nan, table.evidence.n[cells])


def _bounds(table: Table, cells: Indices) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest value a cell can have: its number, or what its marker admits."""
    lowest = table.value[cells]
    highest = lowest.copy()
    gaps = np.flatnonzero(~table.is_number[cells])
    admitted = np.array([marker.admits or (-np.inf, np.inf) for marker in table.markers], dtype=np.float64)
    if gaps.size:
        lowest[gaps], highest[gaps] = admitted[table.marker[cells[gaps]]].T
    return lowest, highest


_SHOW_BASE = ("show the unweighted number behind each statistic in a column or row beside it",)

CHECK = Check(
    code="OC104",
    name="low-base",
    asks="Is a percentage, mean, median or other statistic based on too few?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "suppress the statistic together with its base",
        "merge the group with a neighbour and compute the statistic again",
    ),
    repair=Repair.HIDE,
)
