"""The rounding policy as parameters of a check, and the counts that follow it."""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table
from outcheck.sdc.rounding import Method, Policy

COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.MODEL_SIZE)

_Tier = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
_HALVES = {"up": False, "even": True, "either": None}
_RANDOM_BASE = 3.0
_CLOSE = 1e-9
_DEEPEST = 10
"""Totals of totals of totals: no table nests deeper."""


class MayBeRounded(CheckParameters):
    """How numbers were rounded, to one ``base`` or to bases by size in ``tiers``; neither leaves it to the numbers to show."""

    rounding: str = Field(
        default="nearest",
        pattern=r"^(nearest|random|midpoint)$",
        description="nearest multiple; random: one of the two multiples beside; midpoint: middle of a group, 1 to 6 as 3",
    )
    base: int | None = Field(default=None, ge=2, description="What numbers must be multiples of")
    tiers: list[_Tier] | None = Field(
        default=None,
        min_length=1,
        description="From which number on which base, such as [[0, 5], [100, 10]]",
    )
    digits: int | None = Field(default=None, ge=1, description="Most significant figures a number may have")
    halves: str = Field(
        default="either", pattern=r"^(up|even|either)$", description="Where halves go: up, to the even multiple, or either"
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.base is not None and self.tiers is not None:
            raise ValueError("needs either 'base' or 'tiers', not both; remove one")
        if self.rounding == Method.MIDPOINT and (self.tiers is not None or self.digits is not None):
            raise ValueError("midpoint rounding has one base and no digits; remove 'tiers' and 'digits'")
        starts = [start for start, _ in self.tiers or ()]
        if starts and (starts[0] != 0 or starts != sorted(set(starts)) or any(base < 1 for _, base in self.tiers or ())):
            raise ValueError("'tiers' must begin at 0, ascend, and have bases of at least one; put them in order")
        return self

    @property
    def policy(self) -> Policy | None:
        """The policy that the parameters describe; None where they leave it to the numbers."""
        tiers = self.tiers or ([[0, self.base]] if self.base else [])
        pairs = tuple((float(start), float(base)) for start, base in tiers)
        return Policy(Method(self.rounding), pairs, self.digits, _HALVES[self.halves]) if pairs else None


class MustBeRounded(MayBeRounded):
    """How numbers must have been rounded."""

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if self.base is None and self.tiers is None:
            raise ValueError("needs 'base' or 'tiers'; give one")
        return self


def rounded_counts(table: Table, policy: Policy | None) -> BoolArray:
    """Which counts are numbers that rounding can give; without a policy, that the rounding of their measure can give."""
    counts = table.is_number & table.where(*COUNTS)
    fits = np.zeros(len(table), dtype=np.bool_)
    for number, measure in enumerate(table.measures):
        mine = np.flatnonzero(counts & (table.measure == number))
        applied = policy or (nearest(measure.rounding.base) if measure.rounding else None)
        if applied is not None and mine.size:
            fits[mine] = applied.fits(table.value[mine])
    return _with_sums(table, fits)


def nearest(base: float) -> Policy:
    """Rounding to the nearest multiple, as layout finds it; multiples of 3 are taken for random rounding."""
    return Policy(Method.RANDOM if base == _RANDOM_BASE else Method.NEAREST, ((0.0, base),))


def _with_sums(table: Table, fits: BoolArray) -> BoolArray:
    """Besides, totals that are exactly the sum of numbers that fit: they were computed from rounded numbers."""
    sums = table.sums
    if not len(sums):
        return fits
    added = np.add.reduceat(np.nan_to_num(table.value)[sums.parts], sums.start[:-1])
    exact = table.is_number[sums.total] & (
        np.abs(added - np.nan_to_num(table.value)[sums.total]) <= _CLOSE * np.maximum(1, added)
    )
    for _ in range(_DEEPEST):
        made = exact & np.logical_and.reduceat(fits[sums.parts], sums.start[:-1]) & ~fits[sums.total]
        if not made.any():
            break
        fits[sums.total[made]] = True
    return fits
