"""Tidy tables that leave out the rows of zeros while they mark low counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices, IntArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Meaning, Shape, Table

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
    free: list[IntArray] = []
    for held in table.dimensions:
        code = _numbered(held.codes[cells])
        if code.max() + 1 < _SEVERAL or any(_settles(other, code) for other in free):
            continue
        free = [other for other in free if not _settles(code, other)] + [code]
    whole, key = 1, np.zeros(len(cells), dtype=np.intp)
    for code in free:
        size = int(code.max()) + 1
        whole, key = whole * size, key * size + code
        if whole > len(cells):
            return True
    seen = np.zeros(whole, dtype=np.bool_)
    seen[key] = True
    return len(free) >= _SEVERAL and not seen.all()


def _numbered(codes: IntArray) -> IntArray:
    """Codes numbered through from 0, without those that no cell has; that a dimension does not apply is one of them."""
    seen = np.zeros(int(codes.max()) + 2, dtype=np.bool_)
    seen[codes + 1] = True
    number = np.cumsum(seen, dtype=np.int32) - 1
    return np.asarray(number[codes + 1], dtype=np.int32)


def _settles(one: IntArray, other: IntArray) -> bool:
    """Whether each category of one dimension stands with a single category of the other, as a district with its region."""
    some = np.zeros(int(one.max()) + 1, dtype=np.int32)
    some[one] = other
    return bool((some[one] == other).all())


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
