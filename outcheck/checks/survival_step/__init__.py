"""Steps of a survival curve that few events make."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.survival_step.steps import events_of_steps
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_SURVIVAL = re.compile(r"\b(surviv\w*|surv|kaplan|cumulative (incidence|hazard)|s t)\b")
_SURE = re.compile(r"\b(surviv\w*|surv|kaplan)\b")


class Parameters(CheckParameters):
    """What survival-step is asked with."""

    minimum: int = Field(ge=1, description="Fewest events that a step of the curve may stand for")


def examines(table: Table) -> BoolArray:
    """Every survival and cumulative incidence."""
    named = [
        measure.statistic in (Statistic.RATE, Statistic.PERCENTAGE)
        and _SURVIVAL.search(re.sub(r"[^a-z0-9]+", " ", measure.name.casefold())) is not None
        for measure in table.measures
    ]
    return table.is_number & np.array(named, dtype=np.bool_)[table.measure]


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Steps of fewer events than the minimum, then, one hit for each measure, those whose events nothing tells."""
    survival = [_SURE.search(measure.name.casefold()) is not None for measure in table.measures]
    events = events_of_steps(table, np.flatnonzero(examines(table) & np.array(survival, dtype=np.bool_)[table.measure]))
    few = chosen(cells, (events[cells] > 0) & (events[cells] < parameters.minimum))
    if few.size:
        yield Hit(few, f"the step before it stands for fewer than {parameters.minimum} events")
    untold = chosen(cells, np.isnan(events[cells]))
    for measure in np.unique(table.measure[untold]):
        same = chosen(untold, table.measure[untold] == measure)
        yield Hit(same, "nothing tells how many events its steps stand for", together=True, undetermined=True)


CHECK = Check(
    code="OC405",
    name="survival-step",
    asks="Does a step of a survival curve stand for too few events?",
    risk=Risk.IMPLICIT_TABLES,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "show the curve at fewer points in time, so that enough events lie between them",
        "show the number at risk beside each point, so that steps can be counted",
    ),
    repair=Repair.HIDE,
)
