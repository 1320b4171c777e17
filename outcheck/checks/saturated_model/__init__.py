"""Models that have as many parameters as observations, or that fit perfectly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.checks.models import ESTIMATES, models_of, residual_freedom
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Estimates whose number of observations is shown, measures of fit, and residual degrees of freedom."""
    base = table.base
    based = (base >= 0) & (table.is_number & table.where(Statistic.MODEL_SIZE, Statistic.COUNT))[base]
    surely, _ = residual_freedom(table)
    return table.is_number & ((table.where(*ESTIMATES) & based) | table.where(Statistic.R_SQUARED) | surely)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """Models without residual freedom, one hit each, then fits that look perfect."""
    freedom = chosen(cells, table.where(Statistic.DEGREES_OF_FREEDOM)[cells] & (table.value[cells] <= 0))
    if freedom.size:
        yield Hit(freedom, "no degrees of freedom are left: the model repeats the data")
    models = models_of(table, chosen(cells, table.where(*ESTIMATES)[cells]))
    full = models.observations <= models.estimates
    for model in np.flatnonzero(full):
        yield Hit(
            models.cells[models.group == model], "as many estimates as observations: the model repeats the data", together=True
        )
    fit = chosen(cells, table.where(Statistic.R_SQUARED)[cells])
    half = 0.5 * np.float_power(10.0, -table.decimals[fit].astype(np.float64))
    perfect = chosen(fit, (table.value[fit] + half >= 1) & (table.value[fit] - half <= 1) & (table.decimals[fit] > 0))
    if perfect.size:
        yield Hit(perfect, "the fit is perfect as far as its decimals show", together=True, undetermined=True)


CHECK = Check(
    code="OC404",
    name="saturated-model",
    asks="Does a model have so many parameters that it repeats the data?",
    risk=Risk.LOW_DOF,
    statbarn=Statbarn.COEFFICIENTS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the model out, or fit it with fewer terms",
        "treat its estimates as the table of counts or means that they are, and protect that",
    ),
)
