"""Percentages that, with their base, give away a count below the minimum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.full_category.lines import totals_of_shares
from outcheck.model.arrays import BoolArray, FloatArray, Indices, SmallArray
from outcheck.model.precision import in_per_cent
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_FLOAT_SLACK = 1e-9
"""Added to both ends of a range of counts. Up to six decimals an end lies at least 5e-9 from any whole number it leaves out."""


class Parameters(CheckParameters):
    """What implied-count is asked with."""

    minimum: int = Field(
        ge=1, description="Smallest count that a percentage may give away, in units counted (persons, employers)"
    )
    zeros: str = Field(
        default="ask",
        pattern="^(ask|may-leave)$",
        description="may-leave: a percentage that says nobody, or everybody, is no hit, as a count of zero may leave too",
    )


def examines(table: Table) -> BoolArray:
    """Every percentage with an unweighted count shown as its base."""
    based = (table.base >= 0) & (table.is_number & table.where(Statistic.COUNT))[table.base]
    return table.is_number & table.where(Statistic.PERCENTAGE) & based


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Percentages for which every fitting count, or what it leaves of the base, is below the minimum."""
    minimum = parameters.minimum
    base = table.base[cells].astype(np.intp)
    size = np.rint(table.value[base])
    fewest, most = _fitting(table.value[cells], table.decimals[cells], size, in_per_cent(table)[cells])
    fits = fewest <= most
    whole, _ = totals_of_shares(table)
    none_or_all = (most == 0) | (fewest == size) if parameters.zeros == "may-leave" else np.zeros(len(cells), dtype=np.bool_)
    pinned = fits & ~none_or_all & ~whole[cells] & (np.maximum(fewest, minimum) > np.minimum(most, size - minimum))
    if pinned.any():
        yield Hit(cells[pinned], f"with its base it gives away a group below {minimum}", related=base[pinned])
    strange = chosen(cells, ~fits)
    for measure in np.unique(table.measure[strange]):
        same = chosen(strange, table.measure[strange] == measure)
        yield Hit(
            same,
            "no whole number on its base gives this percentage",
            related=table.base[same].astype(np.intp),
            remedies=("show the base that the percentage was computed on, or name the right statistic in outcheck.yaml",),
            together=True,
            undetermined=True,
        )


def _fitting(share: FloatArray, decimals: SmallArray, size: FloatArray, factor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fewest and most out of ``size`` that round to the share, whichever way halves are; times ``factor`` it is per cent."""
    percentage, half_unit = factor * share, factor * 0.5 * np.float_power(10.0, -decimals.astype(np.float64))
    slack = _FLOAT_SLACK + 1e-15 * size
    fewest = np.ceil(size * (percentage - half_unit) / 100 - slack)
    most = np.floor(size * (percentage + half_unit) / 100 + slack)
    return np.maximum(fewest, 0), np.minimum(most, size)


CHECK = Check(
    code="OC105",
    name="implied-count",
    asks="Does a percentage, with the base shown beside it, give away a low count?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "compute the percentage from rounded counts",
        "show fewer decimals, or a rounded base, until several counts on both sides of the minimum fit",
        "suppress the percentage, and enough others that none gives it back",
    ),
    repair=Repair.HIDE,
)
