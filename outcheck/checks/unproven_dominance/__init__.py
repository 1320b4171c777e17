"""Sums and means of money and other magnitudes of which nothing shows how much the largest contributors make up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.bodies import kinds_behind
from outcheck.checks.unproven_dominance.spread import largest_share, shows_contributions
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_BOUNDED = re.compile(
    r"\b(ages?|scores?|tariff|points?|grades?|marks?|attendance|absences?|gpa|rank|percent\w*|proportion|share|probability"
    r"|likelihood|rating|satisfaction|level|years of (age|schooling|education))\b",
    re.IGNORECASE,
)
_KNOWS_THE_REST = 2


class Parameters(CheckParameters):
    """What unproven-dominance is asked with."""

    most: list[Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=2, max_length=2)]] = Field(
        min_length=1, description="How many largest contributors may make up how many per cent of a total: [[1, 50], [2, 85]]"
    )


def examines(table: Table) -> BoolArray:
    """Every sum, and every mean but those of scores, ages and the like, of which nobody can have most.

    Those whose contributions the evidence shows are asked about by dominant-contributors and p-percent instead.
    """
    bounded = np.array([_is_bounded(measure.name, table.title) for measure in table.measures], dtype=np.bool_)
    added = table.where(Statistic.SUM) | (table.where(Statistic.MEAN) & ~bounded[table.measure])
    return table.is_number & added & ~shows_contributions(table)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Totals of so few that dominance is certain; then, one hit for each measure, those of which nothing is known."""
    base = table.base[cells].astype(np.intp)
    counted = (base >= 0) & (table.is_number & table.where(Statistic.COUNT))[base]
    certain = counted & (table.value[base] <= _KNOWS_THE_REST)
    if certain.any():
        yield Hit(cells[certain], "so few contributors that one of them knows the rest", related=base[certain])
    spread = np.ones(len(cells), dtype=np.bool_)
    for contributors, percent in parameters.most:
        spread &= largest_share(table, int(contributors))[cells] <= percent
    untold = chosen(cells, ~certain & ~spread)
    behind = " or ".join(kind.value for kind in kinds_behind(table))
    message = "nothing shows how much of it the largest contributors make up"
    message += f", nor how many {behind} stand behind it" if behind else ""
    for measure in np.unique(table.measure[untold]):
        same = chosen(untold, table.measure[untold] == measure)
        yield Hit(same, message, together=True, undetermined=True)


def _is_bounded(name: str, title: str) -> bool:
    return _BOUNDED.search((name if re.search(r"\w\s+\w", name) else f"{name} {title}").replace("_", " ")) is not None


CHECK = Check(
    code="OC204",
    name="unproven-dominance",
    asks="Could one or two contributors make up most of a total or mean, without anybody being able to tell?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.LINEAR_AGGREGATIONS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "give the checker the largest and second largest contribution behind each number, as evidence beside the release",
        "show the standard deviation and the unweighted number beside each mean: from a small spread nobody can dominate",
        "show a median in place of the mean",
    ),
    repair=Repair.HIDE,
)
