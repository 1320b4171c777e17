"""Hidden counts of one relation, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from outcheck.inference.known import Known
from outcheck.inference.relations import Kind, Relations
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell, Teller
from outcheck.model.arrays import FloatArray
from outcheck.model.deduction import Proof

if TYPE_CHECKING:  # the numerics take longer to import than a release that hides nothing may cost
    from outcheck.inference.settling import Verdicts


@dataclass(frozen=True, slots=True)
class Group:
    """Hidden cells of one table whose sum lies between ``lower`` and ``upper``."""

    cells: tuple[Cell, ...]
    lower: float
    upper: float
    proof: Proof


def groups(statements: Statements, rows: Relations, verdicts: Verdicts, teller: Teller) -> Iterator[Group]:
    """Groups of at least two hidden counts that share a total with numbers that are known; what says the same is told once."""
    if not len(rows):
        return
    hidden = ~statements.printed & (verdicts.known < Known.EXACT) & statements.integral
    several = np.add.reduceat((hidden[rows.unknown] & (rows.weight > 0)).astype(np.intp), rows.start[:-1]) > 1
    seen: set[tuple[object, ...]] = set()
    for number in np.flatnonzero(several).tolist():
        if rows.kind_of(number) is not Kind.SUM:
            continue
        found = _group(number, hidden, statements, rows, verdicts, teller)
        if found is not None and (told := (found.cells, found.lower, found.upper)) not in seen:
            seen.add(told)
            yield found


def _group(
    number: int, hidden: np.ndarray, statements: Statements, rows: Relations, verdicts: Verdicts, teller: Teller
) -> Group | None:
    held = rows.row(number)
    unknown, weight = rows.unknown[held], rows.weight[held]
    members = unknown[hidden[unknown] & (weight > 0)]
    known = ~(hidden[unknown] & (weight > 0))
    others, factor = unknown[known], -weight[known]
    if len(others) == 1 and statements.printed[others[0]]:
        return None  # the sum is a printed total, which other checks hold against the minimum
    lower, upper = _range(factor, verdicts.lower[others], verdicts.upper[others])
    lower = max(lower, float(verdicts.lower[members].sum()))
    upper = min(upper, float(verdicts.upper[members].sum()))
    home = int(rows.table[number])
    cells = tuple(sorted(teller.cell(int(member), home) for member in members))
    if len({place for place, _ in cells}) > 1:
        return None
    return Group(cells, lower, upper, teller.together(cells, others, factor, number))


def _range(factor: FloatArray, lower: FloatArray, upper: FloatArray) -> tuple[float, float]:
    """Ends of a sum of intervals."""
    ends = np.stack([factor * lower, factor * upper])
    return float(ends.min(axis=0).sum()), float(ends.max(axis=0).sum())
