"""Models, tests and measures of spread with too few degrees of freedom."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.models import ESTIMATES, models_of, residual_freedom
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_OF_MODELS = (*ESTIMATES, Statistic.STANDARD_ERROR, Statistic.CONFIDENCE_LIMIT, Statistic.R_SQUARED)
_OF_ANY = (Statistic.TEST_STATISTIC, Statistic.P_VALUE, Statistic.CORRELATION, Statistic.STANDARD_DEVIATION, Statistic.MOMENT)


class Parameters(CheckParameters):
    """What low-degrees-of-freedom is asked with."""

    minimum: int = Field(ge=1, description="Smallest number of degrees of freedom that may leave")


def examines(table: Table) -> BoolArray:
    """Results of models and tests, correlations and measures of spread whose base is shown, and degrees of freedom."""
    base = table.base
    based = (base >= 0) & (table.is_number & table.where(Statistic.MODEL_SIZE, Statistic.COUNT))[base]
    fitted = any(measure.statistic in ESTIMATES for measure in table.measures)
    asked = table.where(*_OF_ANY, *(_OF_MODELS if fitted else ())) & based
    return table.is_number & (asked | table.where(Statistic.DEGREES_OF_FREEDOM))


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Degrees of freedom as shown, then observations less estimates, one hit a model."""
    minimum = parameters.minimum
    surely, perhaps = residual_freedom(table)
    low = table.value[cells] < minimum
    shown = chosen(cells, low & surely[cells])
    if shown.size:
        yield Hit(shown, f"degrees of freedom below {minimum}")
    untold = chosen(cells, low & perhaps[cells])
    if untold.size:
        yield Hit(untold, "low degrees of freedom, and nothing says of what", together=True, undetermined=True)
    models = models_of(table, chosen(cells, ~table.where(Statistic.DEGREES_OF_FREEDOM)[cells]))
    used = np.maximum(models.estimates, 1)[models.group]
    two = table.where(Statistic.CORRELATION) | (table.where(Statistic.MOMENT) & ~_variances(table))
    used = np.where(two[models.cells], np.maximum(used, _OF_TWO), used)
    few = models.observations[models.group] - used < minimum
    for model in np.unique(models.group[few]):
        found = models.cells[few & (models.group == model)]
        yield Hit(found, f"observations less estimates leave fewer than {minimum} degrees of freedom", together=True)


def _variances(table: Table) -> BoolArray:
    """Second moments, which take the mean alone as known."""
    return table.of_measures(["var" in measure.name.casefold() for measure in table.measures])


_OF_TWO = 2
"""A correlation fits a line, and skewness and kurtosis take mean and variance as known: two parameters."""

CHECK = Check(
    code="OC403",
    name="low-degrees-of-freedom",
    asks="Does a model, a test or a measure of spread leave too few degrees of freedom?",
    risk=Risk.LOW_DOF,
    statbarn=Statbarn.COEFFICIENTS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the model out, or fit it on more observations or with fewer terms",
        "show the number of observations and of parameters, if they are read wrongly here",
    ),
    repair=Repair.HIDE,
)
