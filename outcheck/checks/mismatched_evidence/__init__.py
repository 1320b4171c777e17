"""Released numbers that the evidence behind them contradicts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.layout.rounding import find_rounding
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.evidence import Entity, Evidence
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic, Unit
from outcheck.model.table import Measure, Table

_RELATIVE = 1e-9
"""Share of a number by which two computations of it may differ."""

_MOST_ZEROS = 6
"""Most zeros at the end of a sum or mean that may come from rounding it."""

_BODIES = {
    Unit.EMPLOYER: (Entity.EMPLOYERS, Entity.ENTITIES),
    Unit.PROVIDER: (Entity.PROVIDERS, Entity.SCHOOLS, Entity.ENTITIES),
    Unit.HOUSEHOLD: (Entity.HOUSEHOLDS, Entity.ENTITIES),
}


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every count, sum and mean that is a number and that the evidence says, too."""
    return table.is_number & ~np.isnan(said(table))


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """Numbers that differ by more than any rounding explains, then those that only a rounding nobody told of explains."""
    told = said(table)
    wrong, odd = differing(table, cells, told, told)
    if wrong.any():
        yield Hit(chosen(cells, wrong), "the evidence behind it says another number")
    if odd.any():
        message = "the evidence behind it says another number, unless it was rounded in a way that the table does not show"
        yield Hit(chosen(cells, odd), message, undetermined=True)


def differing(table: Table, cells: Indices, low: FloatArray, high: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Which of some cells are farther from ``low`` to ``high`` than any rounding explains, and which than the shown one does."""
    apart = np.maximum(np.maximum(low[cells] - table.value[cells], table.value[cells] - high[cells]), 0)
    nearest, most = room(table)
    noise = _RELATIVE * np.abs(table.value[cells])
    wrong = apart > most[cells] + noise
    return wrong, ~wrong & (apart > nearest[cells] + noise)


def said(table: Table) -> FloatArray:
    """What the evidence says the number of each cell is; NaN where it does not."""
    said = np.full(len(table), np.nan)
    evidence = table.evidence
    if evidence is None:
        return said
    counted = np.where(np.isnan(evidence.valued), evidence.n, evidence.valued)
    weight = np.where(evidence.valued < evidence.n, np.nan, evidence.weighted_n)  # that of all, not of those with a value
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = evidence.sum / np.where(np.isnan(evidence.weighted_n), counted, weight)
    for number, measure in enumerate(table.measures):
        facts = _facts(evidence, measure, np.where(np.isfinite(mean), mean, np.nan))
        if facts is not None:
            said = np.where(table.measure == number, facts, said)
    return said


def _facts(evidence: Evidence, measure: Measure, mean: FloatArray) -> FloatArray | None:
    match measure.statistic:
        case Statistic.COUNT if measure.unit in _BODIES:
            counted = (evidence.number_of(kind) for kind in _BODIES[measure.unit])
            return next((count for count in counted if count is not None), None)
        case Statistic.COUNT:
            return evidence.n
        case Statistic.WEIGHTED_COUNT:
            return evidence.weighted_n
        case Statistic.SUM:
            return evidence.sum
        case Statistic.MEAN:
            return mean
        case _:
            return None


def room(table: Table) -> tuple[FloatArray, FloatArray]:
    """How far the rounding that the table proves can move each number, and how far any that fits the number can."""
    unit = np.float_power(10.0, -table.decimals.astype(np.float64))
    unit[table.where(Statistic.COUNT) & (table.decimals == 0)] = 0  # a count is whole without being rounded
    nearest, most = unit / 2, unit
    for number, measure in enumerate(table.measures):
        cells = table.measure == number
        rounding = measure.rounding or find_rounding(table.value[cells])
        base = rounding.base if rounding else 0.0
        nearest = np.where(cells, np.maximum(nearest, base / 2), nearest)
        most = np.where(cells, np.maximum(most, base), most)
    for base in np.float_power(10.0, np.arange(1, _MOST_ZEROS + 1)):
        ends_so = ~table.where(Statistic.COUNT) & (table.value % base == 0)
        most = np.where(ends_so, np.maximum(most, base / 2), most)
    return nearest, most


CHECK = Check(
    code="OC205",
    name="mismatched-evidence",
    asks="Does the evidence behind a cell say another number than the cell?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "make the side file again from the data that the table was made from",
        "make the table again, if the evidence is right",
        "correct the labels of the side file, if it speaks of another cell",
    ),
)
