"""Asks how tightly each hidden number is bounded, one connected part of the release after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from outcheck.inference.known import Known
from outcheck.inference.relations import Relations, told_better
from outcheck.inference.statements import Statements
from outcheck.inference.system import Part, parts_with
from outcheck.model.arrays import BoolArray, FloatArray, Indices, SmallArray
from outcheck.sdc.bounds import bounds
from outcheck.sdc.system import Bounds, Contradiction, System

SECONDS = 60.0
"""Time for all bounds of a release. What is not settled by then is undetermined."""

_LEAST_SECONDS = 1.0
_MOST_CONTRADICTIONS = 5
_MOST_UNLIKELY = 50
_AS_GOOD_AS_EXACT = 0.005
"""Width of an interval, as a share of what is in it, below which a magnitude counts as known: rounding blurs more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the bounds of an unknown come from: a part, bounds within it, and the place of the unknown in these."""

    part: Part
    bounds: Bounds
    place: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How well each unknown is known, with proven bounds; those nobody asked about are wide.

    ``answers`` has, per unknown that was asked about, where its bounds come from. ``contradictions`` are sets of relations of the
    release that cannot all hold; they were left out, one set after the other, before asking again.
    ``fractional`` marks counts that are wide as far as solutions show that are not whole.
    """

    known: SmallArray
    lower: FloatArray
    upper: FloatArray
    answers: dict[int, Answer]
    contradictions: tuple[Indices, ...]
    fractional: BoolArray


def settle(statements: Statements, rows: Relations, hidden: Indices, *, width: float) -> Verdicts:
    """Bound hidden unknowns, and rounded ones that a relation tells better than their rounding does.

    An interval of a count is wide if it is ``width`` long, or as long as its marker leaves it anyway.
    """
    known = np.full(len(statements), Known.WIDE, dtype=np.int16)
    known[statements.printed] = Known.PRINTED
    lower, upper = statements.lower.copy(), statements.upper.copy()
    closed = hidden[lower[hidden] == upper[hidden]]
    known[closed] = np.maximum(known[closed], Known.EXACT)
    asked = np.unique(np.concatenate([hidden[lower[hidden] < upper[hidden]], told_better(statements, rows)]))
    fractional = np.zeros(len(statements), dtype=np.bool_)
    answers: dict[int, Answer] = {}
    contradictions: list[Indices] = []
    for part, cells in parts_with(asked, statements, rows):
        seconds = max(SECONDS * len(cells) / len(asked), _LEAST_SECONDS)
        before = len(contradictions)
        rounds = _bounded(part, cells, width, seconds, contradictions, rows.likely)
        known[cells] = Known.UNDETERMINED
        for answered, found in rounds:
            told = answered.unknowns[found.cells]
            lower[told], upper[told] = np.maximum(found.lower, lower[told]), np.minimum(found.upper, upper[told])
            judged = _judged(answered.system, found, width)
            known[told] = np.where(statements.printed[told] & (judged < Known.EXACT), Known.PRINTED, judged)
            fractional[told] = (judged == Known.WIDE) & answered.system.integral[found.cells] & ~found.whole
            answers |= {unknown: Answer(answered, found, place) for place, unknown in enumerate(told.tolist())}
        torn = cells[np.isin(cells, _unknowns_of(rows, contradictions[before:])) & (known[cells] == Known.WIDE)]
        known[torn] = Known.UNDETERMINED
    return Verdicts(known, lower, upper, answers, tuple(contradictions), fractional)


def _unknowns_of(rows: Relations, sets: list[Indices]) -> Indices:
    """Unknowns of which some relation was left out."""
    return np.concatenate([np.zeros(0, dtype=np.intp), *(rows.only(relations).unknown for relations in sets)])


def _bounded(
    part: Part, cells: Indices, width: float, seconds: float, contradictions: list[Indices], likely: BoolArray
) -> list[tuple[Part, Bounds]]:
    """Bounds of a part, after leaving out relations that contradict each other; none where they go on doing so.

    Of relations that contradict each other those that are only likely are wrong, and no more is left out or reported.
    """
    left = _MOST_CONTRADICTIONS
    for _ in range(_MOST_CONTRADICTIONS + _MOST_UNLIKELY):
        try:
            return [(part, found) for found in _asked(part.system, part.column(cells), width, seconds)]
        except Contradiction as found:
            doubtful = found.relations[likely[part.relations[found.relations]]]
            if len(doubtful):
                part = _without(part, doubtful)
                continue
            contradictions.append(part.relations[found.relations])
            left -= 1
            if not len(found.relations) or not left:
                break
            part = _without(part, found.relations)
    return []


def _without(part: Part, relations: Indices) -> Part:
    """A part without some of its relations."""
    kept = np.setdiff1d(np.arange(part.system.relations), relations)
    held = part.system
    system = replace(held, rows=held.rows[kept], at_least=held.at_least[kept], at_most=held.at_most[kept])
    return Part(system, part.unknowns, part.relations[kept])


def _asked(system: System, columns: Indices, width: float, seconds: float) -> Iterator[Bounds]:
    """Whether counts are wide enough, then the exact bounds of those that are not and of everything that is no count."""
    counts, others = columns[system.integral[columns]], columns[~system.integral[columns]]
    if counts.size:
        wanted = _wanted(system, counts, width)
        found = bounds(system, counts, width=wanted, seconds=seconds)
        yield found
        others = np.concatenate([others, counts[found.narrower_than(wanted)]])
    if others.size:
        yield bounds(system, np.sort(others), seconds=seconds)


def _wanted(system: System, columns: Indices, width: float) -> FloatArray:
    """How long the interval of each count should be."""
    return np.minimum(width, system.upper[columns] - system.lower[columns])


def _judged(system: System, found: Bounds, width: float) -> SmallArray:
    """How well unknowns are known."""
    counts = system.integral[found.cells]
    wanted = _wanted(system, found.cells, width)
    known = np.full(len(found.cells), Known.UNDETERMINED, dtype=np.int16)
    known[found.wide_enough(wanted) & counts] = Known.WIDE
    known[found.narrower_than(wanted) & counts] = Known.NARROW
    with np.errstate(invalid="ignore"):
        length = found.upper - found.lower
        close = ~counts & np.isfinite(length) & (length <= _AS_GOOD_AS_EXACT * np.abs(found.lower + found.upper) / 2)
    known[~counts & (np.isinf(length) | found.wide_enough(length))] = Known.WIDE
    known[found.determined() | close] = Known.EXACT
    return known
