"""Most common values of groups in which nearly everybody has the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.telling_mode.shares import at_most, named_as_mode, shown_shares
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """What telling-mode is asked with."""

    percent: float = Field(
        default=90, ge=50, le=99, description="Largest share of a group, in per cent, that its most common value may have"
    )


def examines(table: Table) -> BoolArray:
    """Every mode that is a number, and every number of a row whose mode is one of its labels."""
    return table.is_number & named_as_mode(table)


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Modes that nearly everybody has, with the number that says so; then those of which the table shows no share."""
    share, by = shown_shares(table)
    above = chosen(cells, share[cells] > parameters.percent)
    telling = chosen(above, table.where(Statistic.MODE)[above] | (by[above] == above))  # where it is a label, the share
    if telling.size:
        explaining = np.where(by[telling] == telling, -1, by[telling])
        yield Hit(telling, "nearly everybody of the group has its most common value", related=explaining)
    untold = chosen(cells, np.isnan(share[cells]) & ~(at_most(table)[cells] <= parameters.percent))
    if untold.size:
        message = "nothing shows how many of the group do not have its most common value"
        yield Hit(untold, message, remedies=_SHOW, together=True, undetermined=True)


_SHOW = (
    "show beside it the number of the group and the number, or share, that has the most common value",
    "show the whole distribution instead, with enough units in each category",
)

CHECK = Check(
    code="OC407",
    name="telling-mode",
    asks="Does the most common value of a group say what nearly everybody in it is?",
    risk=Risk.CLASS_DISCLOSURE,
    statbarn=Statbarn.MODE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "leave the most common value of this group out, and every other number that says how many have it",
        "merge the group with a neighbour, here and in every other table that shows it",
    ),
    repair=Repair.HIDE,
)
