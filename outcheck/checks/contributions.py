"""What the checks of dominance share: which cells they are about, and how an answer is told where not everything is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outcheck.checks.base import Hit, chosen
from outcheck.checks.unproven_dominance.spread import shows_contributions
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.evidence import MAGNITUDES
from outcheck.model.table import Table
from outcheck.sdc.dominance import Contributions, Distance

SHOW_CONTRIBUTIONS = (
    "add the total and the sums of the largest contributions to the side file, or make it with `outcheck evidence`",
)

REMEDIES = (
    "merge the category with a neighbour, here and in every other table that shows it",
    "suppress the cell, and enough others that no total gives it back",
    "show a median or a rounded mean over more contributors, if that answers the question",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A rule that a cell may offend. ``words`` say what offends, ``distance`` how far known contributions are from it."""

    words: str
    distance: Callable[[Contributions], Distance]


def examines(table: Table) -> BoolArray:
    """Every sum, mean and index of which the evidence shows something of its contributions; others are for unproven-dominance."""
    return table.is_number & table.where(*MAGNITUDES) & shows_contributions(table)


def dominated(table: Table, cells: Indices, questions: Sequence[Question]) -> Iterator[Hit]:
    """Cells that offend one of the rules, then those of which the evidence does not tell.

    Where contributions are negative, shares are of absolute values, and a person decides.
    """
    evidence = table.evidence
    if evidence is None:
        return  # no cell is examined
    known = Contributions(evidence.total[cells], evidence.tops[cells], evidence.contributors[cells])
    signed = evidence.negatives[cells] > 0
    left = ~signed
    told = [(question.words, question.distance(known)) for question in questions]
    for words, distance in told:
        yield from _some(cells, left & distance.offends(), words)
        left &= ~distance.offends()
    for words, distance in told:
        unknown = left & ~distance.satisfies()
        yield from _some(cells, unknown, f"the evidence does not tell whether {words}", undetermined=True)
        left &= ~unknown
    yield from _some(cells, signed, _SIGNED, undetermined=True)


_SIGNED = "some contributions are negative, so that shares of the total mean little: a person must decide"


def _some(cells: Indices, mask: BoolArray, message: str, *, undetermined: bool = False) -> Iterator[Hit]:
    found = chosen(cells, mask)
    if found.size:
        yield Hit(found, message, undetermined=undetermined, remedies=SHOW_CONTRIBUTIONS if undetermined else ())
