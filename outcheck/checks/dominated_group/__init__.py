"""Hidden sums that are known together, and of which one contributor or a few make up nearly all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Repair
from outcheck.checks.contributions import SHOW_CONTRIBUTIONS, Question
from outcheck.checks.dominant_contributors import Parameters as Shares
from outcheck.checks.dominant_contributors import questions as of_shares
from outcheck.checks.hidden import is_asked
from outcheck.checks.p_percent import Parameters as Percent
from outcheck.checks.p_percent import questions as of_percent
from outcheck.checks.unproven_dominance.spread import shows_contributions
from outcheck.inference.deductions import Deductions
from outcheck.inference.groups import Group
from outcheck.model.arrays import BoolArray
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Meaning, Table
from outcheck.sdc.dominance import Contributions
from outcheck.sdc.unions import together

_AS_GOOD_AS_KNOWN = 0.005
"""Width of the interval of a sum, as a share of it, below which it counts as known: rounding blurs more."""


class Parameters(CheckParameters):
    """What dominated-group is asked with: at least one of the two."""

    shares: list[tuple[int, float]] = Field(
        default=[],
        min_length=0,
        max_length=20,
        description="As of dominant-contributors: numbers of contributors and the largest share they may make up",
    )
    p: float | None = Field(default=None, ge=0.1, le=100, description="As of p-percent; not asked where left out")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.shares and self.p is None:
            raise ValueError("give 'shares', 'p' or both: else nothing is asked")
        if any(n < 1 or not 1 <= share <= 100 for n, share in self.shares):  # noqa: PLR2004  per cent
            raise ValueError("'shares' are pairs of a number of contributors, at least 1, and a share from 1 to 100 percent")
        return self


def examines(table: Table) -> BoolArray:
    """Every hidden sum of which evidence shows something of its contributions."""
    hidden = table.means(Meaning.SUPPRESSED, Meaning.UNEXPLAINED)
    return hidden & table.where(Statistic.SUM) & shows_contributions(table)


def find(deductions: Deductions, asked: Sequence[BoolArray], parameters: Parameters) -> Iterator[ReleaseHit]:
    """Groups that offend a rule; then those of which the evidence does not tell."""
    asks = of_shares(Shares(shares=parameters.shares)) if parameters.shares else []
    asks += of_percent(Percent(p=parameters.p)) if parameters.p is not None else []
    for group in deductions.groups_of_sums:
        if not any(is_asked(asked, cell) for cell in group.cells) or not _is_known(group):
            continue
        answer = _answer(deductions.tables[group.cells[0][0]], group, asks)
        if answer is not None:
            message, undetermined = answer
            doubtful = deductions.rests_on_likely(group.cells[0], group.proof)
            remedies = SHOW_CONTRIBUTIONS if undetermined else ()
            yield ReleaseHit(group.cells, message, group.proof, (), remedies, doubtful, undetermined)


def _is_known(group: Group) -> bool:
    middle = abs(group.lower + group.upper) / 2
    return bool(np.isfinite(middle)) and group.upper - group.lower <= _AS_GOOD_AS_KNOWN * middle


def _answer(table: Table, group: Group, asks: Sequence[Question]) -> tuple[str, bool] | None:
    """What offends, and whether that is undetermined; None where every rule is kept, or no evidence speaks of the table."""
    held = table.evidence
    if held is None:
        return None
    cells = np.array([cell for _, cell in group.cells], dtype=np.intp)
    whose = "hidden, and known together"
    if np.any(held.negatives[cells] > 0):
        return f"{whose}: some contributions are negative, so that shares mean little: a person must decide", True
    known = together(Contributions(held.total[cells], held.tops[cells], held.contributors[cells]))
    told = [(ask.words, ask.distance(known)) for ask in asks]
    for words, distance in told:
        if distance.offends()[0]:
            return f"{whose}: {words}", False
    for words, distance in told:
        if not distance.satisfies()[0]:
            return f"{whose}: the evidence does not tell whether {words}", True
    return None


CHECK = Check(
    code="OC312",
    name="dominated-group",
    asks="Do hidden sums come to a known sum together that one or a few contributors make up?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.LINEAR_AGGREGATIONS,
    parameters=Parameters,
    question=ReleaseCheck(examines, find),
    remedies=(
        "hide another number in the same row or column, to which others contribute most",
        "merge the hidden categories with a neighbour, here and in every other table that shows them",
    ),
    repair=Repair.PROTECT,
)
