"""Sums and means from which the second largest contributor can tell the largest too closely: the p% and pq rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Self

from pydantic import Field, model_validator

from outcheck.checks.base import Check, Hit, Repair, TableCheck
from outcheck.checks.contributions import REMEDIES, Question, dominated, examines
from outcheck.model.arrays import Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table
from outcheck.sdc.dominance import prior_posterior_distance

_PERCENT = 100.0


class Parameters(CheckParameters):
    """What p-percent is asked with."""

    p: float = Field(ge=0.1, le=_PERCENT, description="To within what percentage nobody may tell the largest contribution")
    q: float = Field(
        default=_PERCENT, ge=0.1, le=_PERCENT, description="To within what percentage each contribution is known beforehand"
    )
    coalition: int = Field(default=1, ge=1, le=10, description="How many contributors may pool what they know")

    @model_validator(mode="after")
    def _is_not_known_better_beforehand(self) -> Self:
        if self.q < self.p:
            raise ValueError("'q' must be at least 'p': else everybody knows enough before anything is released")
        return self


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Cells whose largest contribution can be told too closely."""
    yield from dominated(table, cells, questions(parameters))


def questions(parameters: Parameters) -> list[Question]:
    """The pq rule that is asked."""
    others = parameters.coalition
    who = "its second largest contributor" if others == 1 else f"a coalition of {others} contributors"
    p, q = parameters.p / _PERCENT, parameters.q / _PERCENT
    distance = partial(prior_posterior_distance, p=p, q=q, coalition=others)
    return [Question(f"{who} can work out the largest too closely", distance)]


CHECK = Check(
    code="OC202",
    name="p-percent",
    asks="Can one contributor to a sum or mean work out another's contribution too closely?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.LINEAR_AGGREGATIONS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=REMEDIES,
    repair=Repair.HIDE,
)
