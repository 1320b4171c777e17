"""Herfindahl indices and shares of the largest that give a dominant contributor away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_HERFINDAHL = re.compile(r"\b(herfindahl|hhi)\b", re.IGNORECASE)
_LARGEST = re.compile(r"\b(?:top|largest|biggest) (\d{1,2})\b(?! ?%)|\bcr ?(\d{1,2})\b", re.IGNORECASE)
_ONE = r"(?:contributor|employer|firm|company|business|enterprise|provider|supplier|producer|bank)"
_OF_LARGEST = re.compile(
    rf"\b(?:top|largest|biggest) {_ONE}(?:'?s)?\b.*\bshare\b|\bshare\b.*\b(?:of|by) (?:the )?(?:top|largest|biggest) {_ONE}\b",
    re.IGNORECASE,
)
_SHARES = (Statistic.PERCENTAGE, Statistic.RATIO, Statistic.INDEX, Statistic.RATE)
_POINTS = 10_000.0
_WHOLE = 100.0


class Parameters(CheckParameters):
    """What concentration is asked with."""

    largest: float = Field(ge=1, le=100, description="Largest share of a total, in per cent, that one contributor may have")


def examines(table: Table) -> BoolArray:
    """Every Herfindahl index, and every share of the largest few."""
    return table.is_number & ~np.isnan(_contributors(table))


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Numbers that prove a share above the limit, then those that leave it open."""
    least, most = _share_of_one(table)
    above = chosen(cells, least[cells] > parameters.largest)
    if above.size:
        yield Hit(above, "one contributor has more than the largest share that may leave")
    untold = chosen(cells, (least[cells] <= parameters.largest) & (most[cells] > parameters.largest))
    if untold.size:
        yield Hit(untold, "one contributor may have more than the largest share that may leave", undetermined=True)


def _contributors(table: Table) -> FloatArray:
    """Of how many largest each cell is the share; 0 for a Herfindahl index, NaN for anything else."""
    told = []
    for measure in table.measures:
        name = measure.name.replace("_", " ")
        largest = _LARGEST.search(name)
        if _HERFINDAHL.search(name):
            told.append(0.0)
        elif largest and (measure.statistic in _SHARES or largest[2]):
            told.append(float(largest[1] or largest[2]))
        elif _OF_LARGEST.search(name) and measure.statistic in _SHARES:
            told.append(1.0)
        else:
            told.append(np.nan)
    return np.array(told)[table.measure]


def _share_of_one(table: Table) -> tuple[FloatArray, FloatArray]:
    """Least and most, in per cent, that the largest contributor can have.

    A sum of squared shares lies between the square of the largest share and that share itself. The share of the ``k`` largest is
    at least the largest share and at most ``k`` times it.
    """
    contributors = _contributors(table)
    half = 0.5 * np.float_power(10.0, -table.decimals.astype(np.float64))
    least, most = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for measure in np.unique(table.measure[~np.isnan(contributors)]):
        mine = (table.measure == measure) & table.is_number
        value = table.value[mine]
        low, high = np.maximum(value - half[mine], 0), value + half[mine]
        if contributors[mine][:1] == 0:
            scale = _POINTS if (value > 1 + half[mine]).any() else 1.0
            least[mine], most[mine] = _WHOLE * low / scale, _WHOLE * np.sqrt(np.minimum(high / scale, 1))
        else:
            held = table.measures[measure]
            per_cent = held.statistic is Statistic.PERCENTAGE and held.whole == _WHOLE
            scale = 1.0 if per_cent or (value > 1 + half[mine]).any() else _WHOLE
            least[mine], most[mine] = scale * low / contributors[mine], np.minimum(scale * high, _WHOLE)
    return least, most


CHECK = Check(
    code="OC406",
    name="concentration",
    asks="Does a measure of concentration say, or leave open, that one contributor has too large a share?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.LINEAR_AGGREGATIONS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the measure out where one contributor has that much",
        "give the checker the largest share, if the measure leaves it open",
        "show the share of more contributors together",
    ),
    repair=Repair.HIDE,
)
