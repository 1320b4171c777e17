"""Tables that look like one row per person."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every cell of a table of persons: a row of gaps still says that somebody is there.

    Cells of other tables are left to the checks that know what they mean; being no list of persons makes no number understood.
    """
    return np.full(len(table), table.rows_of_persons, dtype=np.bool_)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for the table: its numbers or, where it has none, its gaps."""
    numbers = chosen(cells, table.is_number[cells])
    if cells.size:
        yield Hit(numbers if numbers.size else cells, "looks like one row per person", together=True)


CHECK = Check(
    code="OC518",
    name="row-level-data",
    asks="Is this a list of persons rather than a table of statistics?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the rows out and release a table of statistics made from them",
        "describe the columns in outcheck.yaml, if each row is a published place or group",
    ),
)
