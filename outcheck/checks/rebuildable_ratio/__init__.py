"""Odds ratios and risk ratios from which, with the numbers beside them, a small count can be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck
from outcheck.checks.rebuildable_ratio.margins import Beside, Margins
from outcheck.checks.rebuildable_ratio.names import confidence, is_crude, kind_of
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table
from outcheck.sdc.two_by_two import Range, Shown, Verdict, smallest_by_limits, verdict


class Parameters(CheckParameters):
    """What rebuildable-ratio is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may be told by a ratio and the numbers beside it")


def examines(table: Table) -> BoolArray:
    """Every odds ratio and risk ratio that may be of one 2x2 table: not adjusted, nor a term of a model of several."""
    asked = np.zeros(len(table), dtype=np.bool_)
    ratios = np.flatnonzero(table.is_number & table.where(Statistic.RATIO))
    ratios = ratios[[kind_of(_name(table, int(cell)), table.title) is not None for cell in ratios]] if ratios.size else ratios
    if not ratios.size:
        return asked
    beside = Beside(table)
    in_column = np.bincount(table.column[ratios], minlength=int(table.column.max()) + 1)
    for cell in ratios.tolist():
        alone = in_column[table.column[cell]] == 1 or is_crude(f"{_name(table, cell)} {table.title}")
        asked[cell] = not beside.is_reference(cell) and (alone or beside.margins(cell).own)
    return asked


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Ratios that pin a small count, then those of which it cannot be told, by reason."""
    beside = Beside(table)
    told: dict[str, list[int]] = {}
    for cell in cells.tolist():
        told.setdefault(_answer(table, beside, cell, parameters.minimum), []).append(cell)
    pinned = told.pop(_PINNED, [])
    if pinned:
        message = f"with the numbers beside it, it tells a count below {parameters.minimum} of the table it was made from"
        yield Hit(np.array(pinned, dtype=np.intp), message)
    for reason in (_NO_MARGINS, _NO_GROUPS, _NO_TABLE, _TOO_MANY, _UNREAD):
        if reason in told:
            yield Hit(np.array(told[reason], dtype=np.intp), reason, remedies=_SHOW, together=True, undetermined=True)


def _answer(table: Table, beside: Beside, cell: int, minimum: int) -> str:
    """The reason of an answer that is not clear; empty for one that is."""
    shown, margins = _shown(table, beside, cell), beside.margins(cell)
    if smallest_by_limits(shown) >= minimum:
        return ""
    if margins.known.says_nothing():
        return _NO_MARGINS
    left_open = _UNREAD if not margins.all_read else "" if margins.known.divides() else _NO_GROUPS
    return {Verdict.PINNED: _PINNED, Verdict.OPEN: left_open, Verdict.NONE: _NO_TABLE}.get(
        _tried(shown, margins, minimum), _TOO_MANY
    )


def _tried(shown: Shown, margins: Margins, minimum: int) -> Verdict:
    """The verdict on a ratio with its limits; where no table has both, on the ratio alone: not all limits are computed alike."""
    found = verdict(shown, margins.known, minimum)
    return verdict(Shown(shown.kind, shown.ratio), margins.known, minimum) if found is Verdict.NONE else found


def _shown(table: Table, beside: Beside, cell: int) -> Shown:
    def around(each: int) -> Range:
        return float(table.value[each] - beside.half[each]), float(table.value[each] + beside.half[each])

    kind = kind_of(_name(table, cell), table.title)
    assert kind is not None  # noqa: S101  examined
    limits = beside.limits(cell)
    if limits is None:
        return Shown(kind, around(cell))
    level = confidence(" ".join(_name(table, each) for each in limits))
    return Shown(kind, around(cell), around(limits[0]), around(limits[1]), NormalDist().inv_cdf(0.5 + level / 2))


def _name(table: Table, cell: int) -> str:
    return " ".join((table.measures[table.measure[cell]].name, *(label for _, label in table.labels(cell))))


_PINNED = "pinned"
_NO_MARGINS = "nothing beside it shows the numbers it was made from: whether they follow from it cannot be told"
_NO_GROUPS = "only how many there are in all stands beside it: with the sizes of its groups it may tell a small count"
_NO_TABLE = "no counts with the numbers beside it give it: it may be adjusted, or the numbers are read wrongly"
_TOO_MANY = "too little is known beside it to try all tables that it can be made from"
_UNREAD = "it leaves the counts open, but what a number beside it counts is not known"
_SHOW = (
    "show the four counts behind it, if each may leave, or say in its heading that it is adjusted",
    "give the ratio with fewer decimals",
)

CHECK = Check(
    code="OC409",
    name="rebuildable-ratio",
    asks="Do an odds ratio or risk ratio and the numbers beside it tell a small count of the table behind it?",
    risk=Risk.AUXILIARY_INFORMATION,
    statbarn=Statbarn.CALCULATED_RATIOS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the ratio and its confidence interval out where a count behind it is small",
        "give the ratio with fewer decimals, and the group sizes rounded",
        "merge the group with a neighbour and compute the ratio again",
    ),
    repair=Repair.HIDE,
)
