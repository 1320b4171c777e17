"""What the checks of dominance share: which cells they are about, and how an answer is told where not everything is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from outcheck.checks.base import Hit, Undetermined, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.evidence import MAGNITUDES
from outcheck.model.table import Table
from outcheck.sdc.dominance import Contributions, Distance

NO_EVIDENCE = "nothing says who contributes: a finished table cannot show it, so name evidence in outcheck.yaml"

SHOW_CONTRIBUTIONS = (
    "add the total and the sums of the largest contributions to the side file, or make it with `outcheck evidence`",
)

REMEDIES = (
    "merge the category with a neighbour, here and in every other table that shows it",
    "suppress the cell, and enough others that no total gives it back",
    "show a median or a rounded mean over more contributors, if that answers the question",
)


def examines(table: Table) -> BoolArray:
    """Every sum, mean and index that is a number."""
    return table.is_number & table.where(*MAGNITUDES)


def dominated(table: Table, cells: Indices, questions: list[tuple[str, Callable[[Contributions], Distance]]]) -> Iterator[Hit]:
    """Cells that offend one of the rules, then those of which it cannot be told; a question is what offends and its distance.

    Where contributions are negative, shares are of absolute values, and a person decides. A cell without any evidence of its
    contributions is no finding of its own: that the table lacks it is asked by a check of that name.
    """
    evidence = table.evidence
    if evidence is None:
        raise Undetermined(NO_EVIDENCE)
    known = Contributions(evidence.total[cells], evidence.tops[cells], evidence.contributors[cells])
    bare = np.isnan(known.total) & np.isnan(known.tops).all(axis=1)
    signed = ~bare & (evidence.negatives[cells] > 0)
    left = ~bare & ~signed
    told = [(words, distance(known)) for words, distance in questions]
    for words, distance in told:
        yield from _some(cells, left & distance.offends(), words)
        left &= ~distance.offends()
    for words, distance in told:
        unknown = left & ~distance.satisfies()
        yield from _some(cells, unknown, f"the evidence does not tell whether {words}", undetermined=True)
        left &= ~unknown
    yield from _some(cells, signed, _SIGNED, undetermined=True)
    if bare.any():
        raise Undetermined(NO_EVIDENCE)


_SIGNED = "some contributions are negative, so that shares of the total mean little: a person must decide"


def _some(cells: Indices, mask: BoolArray, message: str, *, undetermined: bool = False) -> Iterator[Hit]:
    found = chosen(cells, mask)
    if found.size:
        yield Hit(found, message, undetermined=undetermined, remedies=SHOW_CONTRIBUTIONS if undetermined else ())
