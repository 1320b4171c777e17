"""Hidden counts of one relation, or of one beyond another, and what they come to together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from outcheck.inference.based import Based, in_bases
from outcheck.inference.known import Known
from outcheck.inference.relations import Kind, Relations
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell, Teller
from outcheck.model.arrays import BoolArray, FloatArray
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


_MOST_SHARING = 8
"""Relations of one hidden count that are taken two by two; a margin that very many tables share has more."""


def groups(statements: Statements, rows: Relations, verdicts: Verdicts, teller: Teller, *, counts: bool) -> Iterator[Group]:
    """Groups of at least two hidden counts, or of hidden sums, that come to what is known; what says the same is told once.

    First those that share a total with numbers that are known, then what one such relation has beyond another that it holds; of
    counts also those of one base, by percentages of it.
    """
    if not len(rows):
        return
    hidden = ~statements.printed & (verdicts.known < Known.EXACT) & (statements.integral == counts)
    several = np.add.reduceat((hidden[rows.unknown] & (rows.weight > 0)).astype(np.intp), rows.start[:-1]) > 1
    whole = [number for number in np.flatnonzero(several).tolist() if rows.kind_of(number) is Kind.SUM]
    finder = _Finder(hidden, statements, rows, verdicts, teller)
    seen: set[tuple[Cell, ...]] = set()
    for numbers in (*((number,) for number in whole), *_nested(whole, hidden, rows)):
        found = finder.group(numbers)
        if found is not None and found.cells not in seen:
            seen.add(found.cells)
            yield found
    for based in in_bases(hidden, statements, rows, verdicts.lower, verdicts.upper, teller) if counts else ():
        found = finder.based(based)
        if found is not None and found.cells not in seen:
            seen.add(found.cells)
            yield found


def _nested(whole: list[int], hidden: BoolArray, rows: Relations) -> Iterator[tuple[int, int]]:
    """Relations of which the first has every hidden part of the second and at least two more, and hides no other total."""
    every = np.flatnonzero(np.add.reduceat(hidden[rows.unknown].astype(np.intp), rows.start[:-1]) > 0).tolist()
    parts: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
    at: dict[int, list[int]] = defaultdict(list)
    for number in every:
        if rows.kind_of(number) is Kind.SUM:
            held = rows.row(number)
            unknown, weight = rows.unknown[held], rows.weight[held]
            parts[number] = (
                frozenset(unknown[hidden[unknown] & (weight > 0)].tolist()),
                frozenset(unknown[hidden[unknown] & (weight < 0)].tolist()),
            )
            for member in parts[number][0]:
                at[member].append(number)
    for one in whole:
        near = {number for member in parts[one][0] for number in at[member][:_MOST_SHARING] if number != one}
        for other in sorted(near):
            inside = parts[other][0] < parts[one][0] and parts[other][1] == parts[one][1]
            if inside and len(parts[one][0]) - len(parts[other][0]) > 1:
                yield one, other


@dataclass(frozen=True, slots=True)
class _Finder:
    """What hidden cells of some relations come to."""

    hidden: BoolArray
    statements: Statements
    rows: Relations
    verdicts: Verdicts
    teller: Teller

    def group(self, numbers: tuple[int, ...]) -> Group | None:
        """Hidden parts of the first relation, less a second one where there are two, and what they come to."""
        weights: dict[int, float] = defaultdict(float)
        for number, sign in zip(numbers, (1.0, -1.0), strict=False):
            held = self.rows.row(number)
            for unknown, weight in zip(self.rows.unknown[held].tolist(), self.rows.weight[held].tolist(), strict=True):
                weights[unknown] += sign * weight
        left = {unknown: weight for unknown, weight in weights.items() if weight}
        unknown, weight = np.array([*left], dtype=np.intp), np.array([*left.values()])
        mine = self.hidden[unknown] & (weight > 0)
        members, others, factor = unknown[mine], unknown[~mine], -weight[~mine]
        if np.any(weight[mine] != 1) or (len(others) == 1 and self.statements.printed[others[0]]):
            return None  # or the sum is a printed total, which other checks hold against the minimum
        verdicts = self.verdicts
        lower, upper = _range(factor, verdicts.lower[others], verdicts.upper[others])
        lower = max(lower, float(verdicts.lower[members].sum()))
        upper = min(upper, float(verdicts.upper[members].sum()))
        home = int(self.rows.table[numbers[0]])
        cells = tuple(sorted(self.teller.cell(int(member), home) for member in members))
        if len({place for place, _ in cells}) > 1:
            return None
        return Group(cells, lower, upper, self.teller.together(cells, others, factor, numbers))

    def based(self, told: Based) -> Group | None:
        """Hidden counts of one base, and what they come to."""
        members, low, high, numbers = told
        lower, upper = self.verdicts.lower[list(members)], self.verdicts.upper[list(members)]
        cells = tuple(sorted(self.teller.cell(member, int(self.rows.table[numbers[0]])) for member in members))
        if len({place for place, _ in cells}) > 1:
            return None
        proof = self.teller.of_one_base(cells, numbers)
        return Group(cells, max(low, float(lower.sum())), min(high, float(upper.sum())), proof)


def _range(factor: FloatArray, lower: FloatArray, upper: FloatArray) -> tuple[float, float]:
    """Ends of a sum of intervals."""
    ends = np.stack([factor * lower, factor * upper])
    return float(ends.min(axis=0).sum()), float(ends.max(axis=0).sum())
