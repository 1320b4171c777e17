"""What the checks of dominance share: which cells they are about, and how an answer is told where not everything is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outcheck.checks.base import Hit, Undetermined, chosen
from outcheck.checks.unproven_dominance import examines as may_be_dominated
from outcheck.checks.unproven_dominance.spread import largest_share, shows_contributions
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.evidence import MAGNITUDES
from outcheck.model.table import Table
from outcheck.sdc.dominance import Contributions, Distance

NO_EVIDENCE = "nothing says who contributes: a finished table cannot show it, so name evidence in outcheck.yaml"

SHOW_CONTRIBUTIONS = (
    "add the total and the sums of the largest contributions to the side file, or make it with `outcheck evidence`",
)

_PERCENT = 100.0

REMEDIES = (
    "merge the category with a neighbour, here and in every other table that shows it",
    "suppress the cell, and enough others that no total gives it back",
    "show a median or a rounded mean over more contributors, if that answers the question",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A rule that a cell may offend. ``words`` say what offends, ``distance`` is how far known contributions are from offending.

    ``surely`` says, from upper bounds of the shares of the largest few, which cells cannot offend.
    """

    words: str
    distance: Callable[[Contributions], Distance]
    surely: Callable[[Callable[[int], FloatArray]], BoolArray]


def examines(table: Table) -> BoolArray:
    """Every sum and mean of which somebody could have most, and every other of which the evidence shows contributions."""
    wanted = may_be_dominated(table)
    if table.evidence is not None:
        wanted |= table.is_number & table.where(*MAGNITUDES) & shows_contributions(table)
    return wanted


def dominated(table: Table, cells: Indices, questions: Sequence[Question]) -> Iterator[Hit]:
    """Cells that offend one of the rules, then those of which it cannot be told.

    Where contributions are negative, shares are of absolute values, and a person decides. A cell without evidence of its
    contributions is no finding of its own: that the table lacks it is asked by unproven-dominance.
    """
    evidence = table.evidence
    shown = shows_contributions(table)[cells]
    if evidence is not None:
        known = Contributions(evidence.total[cells], evidence.tops[cells], evidence.contributors[cells])
        signed = shown & (evidence.negatives[cells] > 0)
        left = shown & ~signed
        told = [(question.words, question.distance(known)) for question in questions]
        for words, distance in told:
            yield from _some(cells, left & distance.offends(), words)
            left &= ~distance.offends()
        for words, distance in told:
            unknown = left & ~distance.satisfies()
            yield from _some(cells, unknown, f"the evidence does not tell whether {words}", undetermined=True)
            left &= ~unknown
        yield from _some(cells, signed, _SIGNED, undetermined=True)
    for question in questions:
        if not (shown | question.surely(lambda number: largest_share(table, number)[cells] / _PERCENT)).all():
            raise Undetermined(NO_EVIDENCE)


_SIGNED = "some contributions are negative, so that shares of the total mean little: a person must decide"


def _some(cells: Indices, mask: BoolArray, message: str, *, undetermined: bool = False) -> Iterator[Hit]:
    found = chosen(cells, mask)
    if found.size:
        yield Hit(found, message, undetermined=undetermined, remedies=SHOW_CONTRIBUTIONS if undetermined else ())
