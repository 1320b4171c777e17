"""Measures whose numbers cannot all be the same statistic."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_WHOLE = 100.0
_CLOSE = 1e-9
_FRACTIONS = re.compile(r"\b(fpe|fte|full[ -](time|person) equivalent\w*|weighted|average|rate)\b", re.IGNORECASE)
_BEYOND = re.compile(r"\b(change|growth|difference|diff|gap|increase|decrease|ratio|index|points?)\b", re.IGNORECASE)


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every count and percentage whose measure is sure to be one by its name."""
    sure = np.array([measure.sure for measure in table.measures], dtype=np.bool_)[table.measure]
    return table.is_number & sure & table.where(Statistic.COUNT, Statistic.PERCENTAGE)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure: counts that are not whole, percentages that are no shares."""
    value = table.value
    broken = np.abs(value - np.round(value)) > _CLOSE * np.maximum(1, np.abs(value))
    outside = (value < 0) | (value > _WHOLE)
    for number in np.unique(table.measure[cells]):
        measure = table.measures[number]
        mine = chosen(cells, table.measure[cells] == number)
        told = f"{measure.name} {table.title}".replace("_", " ")
        if measure.statistic is Statistic.COUNT and not _FRACTIONS.search(told):
            odd, message = chosen(mine, broken[mine]), "called counts, but not whole: another statistic, or weighted"
        elif measure.statistic is Statistic.PERCENTAGE and not _BEYOND.search(told):
            odd, message = chosen(mine, outside[mine]), "called percentages, but no share of anything: another statistic"
        else:
            continue
        if odd.size:
            yield Hit(odd, message, together=True)


CHECK = Check(
    code="OC604",
    name="mixed-statistics",
    asks="Do the numbers of a column contradict what its heading calls them?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "give each statistic a column or row of its own, with a heading that names it",
        "say in outcheck.yaml what the column holds",
    ),
)
