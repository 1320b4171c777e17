"""Every way to hide numbers of a small release, the cheapest first, each judged by an attacker and by outcheck's own check."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from attackers import Attacker
from drawn_worlds import write_files
from protected import TODAY, to_settle
from scipy.optimize import Bounds, LinearConstraint, milp
from world_laws import MINIMUM, WIDTH, too_close
from worlds import Rows, Said, Vector, World, hidden, numbers

from outcheck.clearance import Request, check

Pattern = frozenset[int]
"""Statements that are hidden, by number."""

_TOTALS_COUNT = 3.0
_SAME = 1e-6


@dataclass(frozen=True)
class Small:
    """A small release of counts without zeros; a statement is what one or more cells say alike."""

    world: World
    files: Mapping[str, Mapping[str, Rows]]
    cuts: list[Pattern] = field(default_factory=list)

    @cached_property
    def cells(self) -> list[Said]:
        """Every number, table by table."""
        return [said for sheets in self.files.values() for rows in sheets.values() for said in numbers(rows)]

    @cached_property
    def statement(self) -> list[int]:
        """Number of the statement of each cell."""
        known: dict[bytes, int] = {}
        return [known.setdefault(said.part.tobytes(), len(known)) for said in self.cells]

    @cached_property
    def said(self) -> list[Said]:
        """A cell of each statement."""
        first = {statement: cell for cell, statement in reversed([*enumerate(self.statement)])}
        return [self.cells[first[statement]] for statement in range(len(first))]

    @cached_property
    def value(self) -> Vector:
        """Each statement's number."""
        return np.array([float(said.text) for said in self.said])

    @cached_property
    def primary(self) -> Pattern:
        """What must be hidden."""
        return frozenset(np.flatnonzero(self.value < MINIMUM).tolist())

    @cached_property
    def cost(self) -> Vector:
        """As docs/fix.md has it: each place counts one, in a total three, and of equal ones the larger number a little more."""
        places = np.bincount(self.statement).astype(float)
        masks = [said.part[: len(self.world.weights)] > 0 for said in self.said]
        total = np.array([self._is_total(number, masks) for number in range(len(masks))])
        cost: Vector = places * np.where(total, _TOTALS_COUNT, 1.0) * (1 + self.value / self.value.max())
        return cost

    def _is_total(self, number: int, masks: list[npt.NDArray[np.bool_]]) -> bool:
        """Whether a statement has parts in the release: others inside it of which one differs by one variable only."""
        mine = self.said[number].labels
        inside = [other for other in range(len(masks)) if other != number and not (masks[other] & ~masks[number]).any()]
        return any(_one_less(mine, self.said[other].labels) for other in inside)

    def price(self, pattern: Pattern) -> float:
        """What is hidden beyond what must be."""
        return float(self.cost[sorted(pattern - self.primary)].sum())

    def open_primary(self, pattern: Pattern) -> int:
        """A number that must be hidden and is told too closely under a pattern, -1 if none is."""
        printed = [said for number, said in enumerate(self.said) if number not in pattern]
        attacker = Attacker(len(self.world.weights), printed)
        for number in sorted(self.primary):
            if self._close(attacker, number):
                return number
        return -1

    def is_open(self, pattern: Pattern, number: int) -> bool:
        """Whether one number is told too closely under a pattern."""
        printed = [said for other, said in enumerate(self.said) if other not in pattern]
        return self._close(Attacker(len(self.world.weights), printed), number)

    def _close(self, attacker: Attacker, number: int) -> bool:
        ((low, high),) = attacker.intervals([self.said[number].part], [WIDTH])
        return bool(too_close(self.said[number], low, high))

    def withstands(self, pattern: Pattern) -> bool:
        """Whether an attacker learns nothing that matters of any hidden number."""
        printed = [said for number, said in enumerate(self.said) if number not in pattern]
        asked = [self.said[number] for number in sorted(pattern)]
        intervals = Attacker(len(self.world.weights), printed).intervals([said.part for said in asked], [WIDTH] * len(asked))
        return not any(too_close(said, *interval) for said, interval in zip(asked, intervals, strict=True))

    def passes(self, pattern: Pattern) -> bool:
        """Whether outcheck's own check of files with a pattern has nothing that hiding more would settle."""
        gone = iter(np.isin(self.statement, sorted(pattern)).tolist())
        files = {
            name: {sheet: hidden(rows, np.array([next(gone) for _ in numbers(rows)]), "[c]") for sheet, rows in sheets.items()}
            for name, sheets in self.files.items()
        }
        with tempfile.TemporaryDirectory() as made:
            write_files(Path(made) / "release", files)
            return to_settle(check(Request((Path(made) / "release",), ("ons-srs",)), today=TODAY)) == []

    def cheaper(self, than: float) -> Iterator[Pattern]:
        """Every pattern of less cost that protects what must be hidden, the cheapest first.

        A pattern that fails rules out all that hide no more than a largest one that fails likewise: hiding more never tells more.
        """
        free = [number for number in range(len(self.said)) if number not in self.primary]
        ruled_out = [(np.isin(free, sorted(cut)).astype(float), 1.0) for cut in self.cuts]
        while True:
            rows = [LinearConstraint(weight[None, :], least, np.inf) for weight, least in ruled_out]
            whole = np.ones(len(free), dtype=np.int64)
            found = milp(self.cost[free], constraints=rows, integrality=whole, bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0})
            if found.status != 0 or found.fun >= than - _SAME:
                return
            pattern = self.primary | {number for number, taken in zip(free, found.x, strict=True) if taken > 0.5}
            failing = self.open_primary(pattern)
            if failing < 0:
                yield pattern
                inside = np.isin(free, sorted(pattern))
                ruled_out.append((np.where(inside, -1.0, 1.0), 1.0 - inside.sum()))
                continue
            grown = pattern
            for number in sorted(set(free) - pattern, key=lambda number: self.cost[number]):
                if self.is_open(grown | {number}, failing):
                    grown |= {number}
            cut = frozenset(free) - grown
            self.cuts.append(cut)
            ruled_out.append((np.isin(free, sorted(cut)).astype(float), 1.0))


def _one_less(whole: Mapping[str, tuple[str, ...]], part: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the labels of a part are those of a whole and one more; an area is a part of its region."""
    rest = {variable: held for variable, held in part.items() if variable != "Area"}
    if "Area" in part and "Area" not in whole:
        same = {variable: held for variable, held in whole.items() if variable != "Region"}
        return rest == same
    return len(part) == len(whole) + 1 and all(part.get(variable) == held for variable, held in whole.items())
