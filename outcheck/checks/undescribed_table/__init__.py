"""Tables of which neither file nor manifest says whom they are about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every number but those of persons' rows, which must not leave however well they are described."""
    return table.is_number & np.full(len(table), not table.rows_of_persons, dtype=np.bool_)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for a table without a title above it and without a population in the manifest."""
    if cells.size and not (table.title.strip() or table.population.strip()):
        yield Hit(cells, "nothing says what the table shows, and about whom", together=True)


CHECK = Check(
    code="OC603",
    name="undescribed-table",
    asks="Does anything say what the table shows, and about whom?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=("give the table a title, or its 'population' in outcheck.yaml",),
)
