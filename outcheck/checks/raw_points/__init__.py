"""Residuals, fitted values and other numbers that stand for one record each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices, IntArray, SmallArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_RESIDUALS = re.compile(r"\b(residuals?|resids?|rstandard|rstudent|leverage|cooks? ?d\w*|dfbetas?|dffits|mahalanobis)\b")
_FITTED = re.compile(r"\b(fitted|y ?hat|predicted( values?)?|predictions?|jitter(ed)?|observed values?)\b")
_SUMMARIES = (
    Statistic.STANDARD_ERROR,
    Statistic.STANDARD_DEVIATION,
    Statistic.DEGREES_OF_FREEDOM,
    Statistic.SUM,
    Statistic.MEAN,
    Statistic.MODEL_SIZE,
    Statistic.TEST_STATISTIC,
)
_FEWEST_POINTS = 5


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every number of a measure called residual, fitted value or the like, of which there are several."""
    return table.is_number & (_named(table, _RESIDUALS) | _named(table, _FITTED))


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure: residuals surely stand for records, fitted values perhaps."""
    sure = _named(table, _RESIDUALS)[cells]
    for measure in np.unique(table.measure[cells]):
        mine = table.measure[cells] == measure
        residuals, fitted = chosen(cells, mine & sure), chosen(cells, mine & ~sure)
        if residuals.size:
            yield Hit(residuals, "each of these numbers stands for one record", together=True)
        if fitted.size:
            yield Hit(fitted, "each of these numbers may stand for one record", together=True, undetermined=True)


def _named(table: Table, pattern: re.Pattern[str]) -> BoolArray:
    """Cells of several under one such heading: that of their measure or, where that is not known, a category."""
    found = np.zeros(len(table), dtype=np.bool_)
    summary = table.where(*_SUMMARIES)
    unsure = table.of_measures([not measure.sure for measure in table.measures])
    headings: list[tuple[IntArray | SmallArray, tuple[str, ...], BoolArray]] = [
        (table.measure, tuple(measure.name for measure in table.measures), ~summary)
    ]
    headings += [(held.codes, held.labels, unsure & ~summary) for held in table.dimensions]
    for code, names, among in headings:
        told = [pattern.search(re.sub(r"[^a-z0-9]+", " ", name.casefold())) is not None for name in names]
        if any(told):
            mine = np.array([*told, False], dtype=np.bool_)[code] & among & table.is_number
            count = np.bincount(code[mine].astype(np.intp), minlength=len(names) + 1)
            found |= mine & (count[code] >= _FEWEST_POINTS)
    return found


CHECK = Check(
    code="OC408",
    name="raw-points",
    asks="Are residuals, fitted values or points of a scatter shown, one for each record?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "show a summary of the residuals: their standard deviation, or counts in bins",
        "for predictions at chosen values, name the values as categories and show the number of observations",
    ),
)
