"""Sums and means of money and other magnitudes of which nothing shows how much the largest contributors make up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.unproven_dominance.spread import largest_share, shows_contributions
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table
from outcheck.sdc.dominance import Contributions, concentration_distance

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
    """Every sum, and every mean but those of scores, ages and the like, of which nobody can have most."""
    bounded = np.array([_is_bounded(measure.name, table.title) for measure in table.measures], dtype=np.bool_)
    return table.is_number & (table.where(Statistic.SUM) | (table.where(Statistic.MEAN) & ~bounded[table.measure]))


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Totals of so few that dominance is certain; then, one hit for each measure, those of which nothing is known.

    Where evidence shows the largest contributions, it decides instead.
    """
    base = table.base[cells].astype(np.intp)
    counted = (base >= 0) & (table.is_number & table.where(Statistic.COUNT))[base]
    certain = counted & (table.value[base] <= _KNOWS_THE_REST)
    if certain.any():
        yield Hit(cells[certain], "so few contributors that one of them knows the rest", related=base[certain])
    shown = shows_contributions(table)[cells] & ~certain
    if shown.any():
        yield from _by_evidence(table, chosen(cells, shown), parameters)
    spread = np.ones(len(cells), dtype=np.bool_)
    for contributors, percent in parameters.most:
        spread &= largest_share(table, int(contributors))[cells] <= percent
    untold = chosen(cells, ~certain & ~spread & ~shown)
    for measure in np.unique(table.measure[untold]):
        same = chosen(untold, table.measure[untold] == measure)
        yield Hit(same, "nothing shows how much of it the largest contributors make up", together=True, undetermined=True)


def _by_evidence(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Totals whose largest contributors make up too much, then those of which the evidence does not tell."""
    evidence = table.evidence
    assert evidence is not None  # noqa: S101  it shows contributions
    known = Contributions(evidence.total[cells], evidence.tops[cells], evidence.contributors[cells])
    signed = evidence.negatives[cells] > 0
    too_much, enough = np.zeros(len(cells), dtype=np.bool_), ~signed
    for contributors, percent in parameters.most:
        distance = concentration_distance(known, n=int(contributors), share=percent / 100)
        too_much |= ~signed & distance.offends()
        enough &= distance.satisfies()
    for mask, undetermined in ((too_much, False), (~too_much & ~enough, True)):
        found = chosen(cells, mask)
        if found.size:
            message = "the evidence does not tell enough of the largest contributors" if undetermined else _TOO_MUCH
            yield Hit(found, message, undetermined=undetermined, remedies=() if undetermined else _HIDE)


_HIDE = (
    "merge the category with a neighbour, here and in every other table that shows it",
    "suppress the cell, and enough others that no total gives it back",
)
_TOO_MUCH = "its largest contributors make up more of it than may leave"


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
