"""The models of a table: which estimates were fitted together, on how many observations, as far as the table shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table, lines_along

ESTIMATES = (Statistic.COEFFICIENT, Statistic.RATIO)
_TERMS = re.compile(r"\b(terms?|variables?|parameters?|predictors?|covariates?|regressors?|row label)\b", re.IGNORECASE)
_RESIDUAL = re.compile(r"resid|error|denom|within|\bden\b|df[ _.]?2\b|df[ _.]?r\b", re.IGNORECASE)
_OTHER = re.compile(r"model|numer|between|chi ?2|chi-?sq|wald|hosmer|\bnum\b|df[ _.]?1\b|df[ _.]?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Models:
    """Cells whose base shows the number of observations, with the model that each belongs to.

    ``group`` numbers the model of each of ``cells``; ``observations`` and ``estimates`` have one entry per model.
    """

    cells: Indices
    group: Indices
    observations: FloatArray
    estimates: Indices


def models_of(table: Table, cells: Indices) -> Models:
    """Models of the cells that have a base; estimates are counted over the whole table.

    Cells on one base are one model. Where each row repeats the number of observations, the rows along the terms are one model if
    they all show the same number.
    """
    base = table.base.astype(np.intp)
    based = (base >= 0) & table.is_number[base] & table.where(Statistic.MODEL_SIZE, Statistic.COUNT)[base]
    key = np.where(based, base, -1)
    estimate = np.flatnonzero(based & table.where(*ESTIMATES))
    for dimension in _terms(table):
        lines = lines_along(table, dimension, estimate)
        size = table.value[base[lines.cells]]
        most, least = np.full(lines.count, -np.inf), np.full(lines.count, np.inf)
        np.maximum.at(most, lines.group, size)
        np.minimum.at(least, lines.group, size)
        first = np.full(lines.count, len(table), dtype=np.intp)
        np.minimum.at(first, lines.group, key[lines.cells])
        same = (most == least)[lines.group]
        joined = np.arange(len(table), dtype=np.intp)
        joined[base[lines.cells[same]]] = first[lines.group[same]]
        key = np.where(based, joined[key], -1)
    mine = cells[based[cells]]
    ids, group = np.unique(key[mine], return_inverse=True)
    counted = np.bincount(key[estimate], minlength=len(table)) if len(table) else np.zeros(0, dtype=np.intp)
    return Models(mine, group.astype(np.intp), table.value[ids], counted[ids].astype(np.intp))


def residual_freedom(table: Table) -> tuple[BoolArray, BoolArray]:
    """Which cells are residual degrees of freedom: surely, and perhaps (the table does not say of what)."""
    surely, perhaps = np.zeros(len(table), dtype=np.bool_), np.zeros(len(table), dtype=np.bool_)
    fitted = any(measure.statistic in ESTIMATES for measure in table.measures)
    tested = any(_OTHER.search(text) for text in (table.title, *(measure.name for measure in table.measures)))
    for number, measure in enumerate(table.measures):
        if measure.statistic is not Statistic.DEGREES_OF_FREEDOM:
            continue
        mine = (table.measure == number) & table.is_number
        if _RESIDUAL.search(measure.name) or (fitted and not tested):
            surely |= mine
        elif not tested:
            perhaps |= mine
    return surely, perhaps


def _terms(table: Table) -> list[int]:
    """Dimensions along which the terms of a model stand."""
    several = [number for number, held in enumerate(table.dimensions) if len(held.labels) > 1]
    named = [number for number in several if _TERMS.search(table.dimensions[number].name)]
    return named or (several if len(several) == 1 else [])
