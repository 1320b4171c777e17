"""Totals that their parts do not add up to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Addition, Table


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every total that the parts shown beside it were added up to."""
    tested = np.zeros(len(table), dtype=np.bool_)
    tested[table.sums.total[table.sums.addition != Addition.UNTESTED]] = True
    return tested & table.is_number


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """Totals with at least one sum that does not add up."""
    broken = np.zeros(len(table), dtype=np.bool_)
    broken[table.sums.total[table.sums.addition == Addition.BROKEN]] = True
    found = chosen(cells, broken[cells])
    if found.size:
        yield Hit(found, "the parts shown do not add up to this total")


CHECK = Check(
    code="OC307",
    name="broken-total",
    asks="Does a total differ from the sum of its parts, so that the difference is itself a count?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "show the category that is missing, or compute the total from the categories shown",
        "compute every total from the rounded numbers, if that is the reason",
        "call the row or column something else, if it is not the total of the others",
    ),
)
