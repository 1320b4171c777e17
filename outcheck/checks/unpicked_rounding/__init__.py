"""Rounded counts whose true number can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table


class Parameters(CheckParameters):
    """What unpicked-rounding is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def examines(table: Table) -> BoolArray:
    """Every count of a measure that is rounded."""
    rounded = np.array([held.rounding is not None for held in table.measures], dtype=np.bool_)
    return table.is_number & table.where(Statistic.COUNT) & rounded[table.measure]


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Rounded counts that have one possible true number."""
    for cell, proof in deductions.unpicked():
        if not asked[cell[0]][cell[1]]:
            continue
        small = deductions.interval(cell)[1] < parameters.minimum
        message = "rounded, and its true number can be worked out"
        said = f"{message} to be below {parameters.minimum}" if small else message
        yield ReleaseHit((cell,), said, proof, doubtful=not small or deductions.rests_on_likely(cell, proof))


CHECK = Check(
    code="OC310",
    name="unpicked-rounding",
    asks="Can the true number behind a rounded count be worked out?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=ReleaseCheck(examines, find),
    remedies=(
        "round every count to the same base, in all tables, totals too",
        "compute totals from the rounded numbers",
    ),
)
