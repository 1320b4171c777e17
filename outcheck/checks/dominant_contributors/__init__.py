"""Sums and means that one or a few contributors make up nearly alone: the (n, k) rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck
from outcheck.checks.contributions import REMEDIES, Question, dominated, examines
from outcheck.model.arrays import Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table
from outcheck.sdc.dominance import concentration_distance

_PERCENT = 100.0
_Number = Annotated[int, Field(ge=1, le=20)]
_Share = Annotated[float, Field(ge=1, le=_PERCENT)]


class Parameters(CheckParameters):
    """What dominant-contributors is asked with."""

    shares: list[tuple[_Number, _Share]] = Field(
        min_length=1,
        description="Pairs of a number of contributors and the largest share of the total, in percent, that so many may make up",
    )


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Cells whose largest contributors make up more than may leave."""
    yield from dominated(table, cells, questions(parameters))


def questions(parameters: Parameters) -> list[Question]:
    """The (n, k) rules that are asked."""
    return [_question(n, share / _PERCENT) for n, share in parameters.shares]


def _question(n: int, share: float) -> Question:
    return Question(_words(n), partial(concentration_distance, n=n, share=share))


def _words(n: int) -> str:
    who = "its largest contributor makes" if n == 1 else f"its {n} largest contributors make"
    return f"{who} up more of it than may leave"


CHECK = Check(
    code="OC201",
    name="dominant-contributors",
    asks="Do one or a few contributors make up most of a sum or mean?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.LINEAR_AGGREGATIONS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=REMEDIES,
    repair=Repair.HIDE,
)
