"""What else must be hidden, over all tables at once, so that nothing hidden can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from outcheck.engine.assess import Terms
from outcheck.inference.computed import Computed, computed
from outcheck.inference.deductions import Deductions
from outcheck.inference.known import Known
from outcheck.inference.relations import Kind, Relations
from outcheck.inference.statements import if_hidden
from outcheck.inference.words import Cell
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.release import Release
from outcheck.model.rule import Attacker
from outcheck.protect.hiding import Hiding
from outcheck.protect.needs import Needs, distances
from outcheck.protect.standing import costs, fixed, said_in_words, with_what_follows
from outcheck.protect.wishes import Wishes
from outcheck.sdc.suppression import Pattern, Problem, suppress
from outcheck.sdc.system import Contradiction, System

_MOST_CONTRADICTIONS = 5


@dataclass(frozen=True, slots=True)
class Together:
    """Unknowns whose sum must stay so wide, and reach so far below and above its true value."""

    unknowns: tuple[int, ...]
    width: float
    above: float = 0.0
    below: float = 0.0


class Ground:
    """A release before one attacker, before anything is hidden: unknowns, sums, costs. Kept while more and more is hidden."""

    def __init__(self, release: Release, terms: Terms, hiding: Hiding, attacker: Attacker, needs: Needs, wishes: Wishes) -> None:
        self.deductions = Deductions(release.tables, attacker, width=needs.width, past=release.past, thorough=True)
        self._hiding = hiding
        self._needs = needs
        statements = self.deductions.statements
        self._lower, self._upper = if_hidden(statements, self.deductions.blocks, attacker)
        self.sums = _of_kinds(self.deductions.rows, Kind.SUM)
        self._rows = _of_kinds(self.deductions.rows, Kind.SUM, Kind.PART)
        left, kept = fixed(self.deductions, hiding)
        self._left = with_what_follows(left, self.sums)
        self._fixed = self._left | kept | said_in_words(self.deductions, self.sums)
        self._hidden_somewhere = self._half_hidden() if wishes.recalculate else np.zeros(0, dtype=np.intp)
        self._cost = costs(self.deductions, self.sums, wishes)
        self._past = self._kept_back_before()
        self._far = self._distances(terms)
        self._chosen = np.zeros(len(statements), dtype=np.bool_)
        self._answers: dict[tuple[object, ...], tuple[Pattern, list[tuple[int, ...]]] | None] = {}

    @cached_property
    def computed(self) -> tuple[Computed, ...]:
        """What numbers of the tables were computed from."""
        return computed(self.deductions)

    def _half_hidden(self) -> Indices:
        """Unknowns that one table hides and another shows. Once totals go, nothing else might tell that they are the same."""
        held = self.deductions
        cells = [held.statements.of_cell[place][held.hidden[place]] for place in range(held.leaving)]
        unknowns = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *cells]))
        return np.asarray(unknowns[~self._fixed[unknowns]])

    def hidden(self) -> Indices:
        """Unknowns that are nowhere shown once what is to be hidden is gone, and those of which one place is to be hidden."""
        statements = self.deductions.statements
        gone = ~statements.printed
        gone[self._hidden_somewhere] = True
        for place in range(len(self._hiding.tables)):
            mine = statements.of_cell[place]
            gone[mine[self._hiding.hidden(place) & (mine >= 0)]] = True
        return np.flatnonzero(gone)

    def cells(self, unknowns: Indices) -> Iterator[Cell]:
        """Every place of some unknowns in the tables that are to leave; a mean times its base stands nowhere.

        Where a total of what is shown stands, nothing more of them is told.
        """
        tables, leaving, statements = self._hiding.tables, self.deductions.leaving, self.deductions.statements
        for unknown in (held for held in unknowns.tolist() if held not in statements.products):
            for place, cell in statements.places(unknown):
                if place < leaving and (self.deductions.tables[place] is tables[place] or not self._said(place, cell)):
                    yield place, cell

    def _said(self, place: int, cell: int) -> bool:
        """Whether a cell holds a number which only adds up what is shown."""
        return bool(self._hiding.tables[place].is_number[cell] and not self.deductions.tables[place].is_number[cell])

    def wholes(self) -> Indices:
        """Unknowns that are the sum of others of which one is to be hidden in this release, where another can be written.

        What is known anyhow is not among them.
        """
        hidden = np.zeros(len(self.deductions.statements), dtype=np.bool_)
        for place in range(len(self._hiding.tables)):
            mine = self.deductions.statements.of_cell[place]
            hidden[mine[self._hiding.hidden(place) & (mine >= 0)]] = True
        if not len(self.sums) or not hidden.any():
            return np.zeros(0, dtype=np.intp)
        some = np.logical_or.reduceat(hidden[self.sums.unknown] & (self.sums.weight > 0), self.sums.start[:-1])
        row = np.repeat(some, np.diff(self.sums.start))
        wholes = np.unique(self.sums.unknown[row & (self.sums.weight < 0)])
        free = wholes[~self._fixed[wholes]]
        able = [all(map(self._hiding.can_be_written_anew, self.cells(free[[number]]))) for number in range(len(free))]
        return np.asarray(free[np.array(able, dtype=np.bool_)])

    def printed(self, unknowns: Indices) -> Iterator[Cell]:
        """A cell that prints each of some unknowns."""
        yield from (self.deductions.statements.places(unknown)[0] for unknown in unknowns.tolist())

    def left_before(self, cell: Cell) -> bool:
        """Whether the number of a cell is printed in what left before, so that hiding it helps nobody."""
        unknown = self.deductions.unknown(cell)
        return unknown >= 0 and bool(self._left[unknown])

    def leave(self, cells: Sequence[Cell]) -> bool:
        """Let the numbers of cells stay, since what left before tells them anyhow; whether any might have gone till now."""
        unknowns = [unknown for unknown in self.unknowns_of(cells) if not self._fixed[unknown]]
        self._left[unknowns] = self._fixed[unknowns] = True
        self._answers.clear()
        return bool(unknowns)

    def unknowns_of(self, cells: Sequence[Cell]) -> tuple[int, ...]:
        """Unknowns of cells."""
        found = {self.deductions.unknown(cell) for cell in cells}
        return tuple(sorted(found - {-1}))

    def price(self, cells: Sequence[Cell]) -> float:
        """What is lost with the numbers of some cells."""
        return float(self._cost[list(self.unknowns_of(cells))].sum())

    def value_of(self, unknowns: Sequence[int]) -> float:
        """What unknowns come to, NaN where one was hidden already."""
        statements = self.deductions.statements
        known = statements.printed[list(unknowns)].all()
        return float(statements.lower[list(unknowns)].sum()) if known else float("nan")

    def protected(self, asked: Sequence[Together]) -> Iterator[tuple[Pattern, Indices, list[tuple[int, ...]]]]:
        """Per connected part that hides something: a pattern, the unknowns it speaks of, and the unknowns of each target."""
        hidden = np.zeros(len(self.deductions.statements), dtype=np.bool_)
        hidden[self.hidden()] = True
        soft = [*self._small_groups(hidden)]
        for unknowns, rows in _parts(self._rows, hidden, len(hidden)):
            inside = set(unknowns.tolist())
            mine = [tuple(one for one in held if inside.issuperset(one.unknowns)) for held in (soft, asked)]
            answer = self._answer(unknowns, rows, hidden, (*mine[0], *mine[1]))
            if answer is None:
                continue
            pattern, targets = answer
            if mine[1] and pattern.cost > 0:
                # What was asked in the light of one pattern may be needless in another: it counts for nothing in the bound.
                unasked = self._answer(unknowns, rows, hidden, mine[0])
                pattern = replace(pattern, bound=min(pattern.cost, unasked[0].bound if unasked is not None else 0.0))
            yield pattern, unknowns, targets

    def _answer(
        self, unknowns: Indices, rows: Indices, hidden: BoolArray, together: Sequence[Together]
    ) -> tuple[Pattern, list[tuple[int, ...]]] | None:
        """A pattern for a part, worked out once."""
        once = tuple(dict.fromkeys(together))
        question = (unknowns.tobytes(), hidden[unknowns].tobytes(), once)
        if question not in self._answers:
            self._answers[question] = self._pattern(unknowns, rows, hidden, once)
        return self._answers[question]

    def _pattern(
        self, unknowns: Indices, rows: Indices, hidden: BoolArray, together: Sequence[Together]
    ) -> tuple[Pattern, list[tuple[int, ...]]] | None:
        """Pattern of a part, without relations that contradict each other: a check reports those, and leaves them out too."""
        for _ in range(_MOST_CONTRADICTIONS):
            problem, targets = self._problem(unknowns, rows, hidden, together)
            if not targets:
                return None
            whole = bool(problem.system.integral.all())
            before = self._chosen[unknowns] if self._chosen[unknowns].any() else None
            try:
                pattern = suppress(problem, secondary_width=self._needs.width if whole else 0.0, start=before)
            except Contradiction as found:
                rows = np.delete(rows, found.relations) if len(found.relations) else rows[:0]
            else:
                self._chosen[unknowns] = pattern.hidden
                return pattern, targets
        return None

    def _small_groups(self, hidden: BoolArray) -> Iterator[Together]:
        """Hidden counts that share a printed total and are together too few: a reader must not be able to tell their sum."""
        statements, sums = self.deductions.statements, self.sums
        several = np.add.reduceat(hidden[sums.unknown] & (sums.weight > 0), sums.start[:-1]) > 1 if len(sums) else ()
        for number in np.flatnonzero(several).tolist():
            held = sums.unknown[sums.row(number)]
            parts = held[hidden[held] & (sums.weight[sums.row(number)] > 0)]
            total = held[sums.weight[sums.row(number)] < 0]
            if hidden[total].any() or not (statements.printed[parts] & statements.integral[parts]).all():
                continue
            value = float(statements.lower[parts].sum())
            if 0 < value < self._needs.group:
                yield Together(tuple(sorted(parts.tolist())), 1.0)

    def _problem(
        self, unknowns: Indices, rows: Indices, hidden: BoolArray, together: Sequence[Together]
    ) -> tuple[Problem, list[tuple[int, ...]]]:
        statements, sums = self.deductions.statements, self._rows.only(rows)
        column = np.searchsorted(unknowns, sums.unknown)
        matrix = csr_array((sums.weight, column, sums.start), shape=(len(sums), len(unknowns)))
        shown = statements.printed[unknowns]
        low, high = np.where(shown, statements.lower[unknowns], np.nan), np.where(shown, statements.upper[unknowns], np.nan)
        lower, upper = np.fmin(self._lower[unknowns], low), np.fmax(self._upper[unknowns], high)
        system = System(matrix, sums.at_least, sums.at_most, lower, upper, statements.integral[unknowns])
        asked = [*self._asked(unknowns, hidden), *together]
        targets = [held.unknowns for held in asked]
        sizes = [len(held) for held in targets]
        at = np.searchsorted(unknowns, [unknown for held in targets for unknown in held])
        functionals = csr_array(
            (np.ones(len(at)), at, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(targets), len(unknowns))
        )
        problem = Problem(
            system=system,
            lower_shown=low,
            upper_shown=high,
            hidden=hidden[unknowns],
            fixed=self._fixed[unknowns] & ~hidden[unknowns],
            cost=self._cost[unknowns],
            targets=functionals,
            width=np.array([held.width for held in asked]),
            below=np.array([held.below for held in asked]),
            above=np.array([held.above for held in asked]),
        )
        return problem, targets

    def _asked(self, unknowns: Indices, hidden: BoolArray) -> Iterator[Together]:
        """Hidden unknowns of a part, each with what it needs."""
        statements = self.deductions.statements
        for unknown in unknowns[hidden[unknowns]].tolist():
            room = float(self._upper[unknown] - self._lower[unknown])
            if not statements.printed[unknown]:
                room = float(statements.upper[unknown] - statements.lower[unknown])
            wanted, far = min(self._wanted(unknown), room), float(self._far[unknown])
            if (wanted > 0 or far > 0) and not (unknown in self._past and self._past[unknown] >= Known.NARROW):
                below = min(far, float(statements.lower[unknown] - self._lower[unknown]))
                yield Together((unknown,), wanted, far, below)

    def _wanted(self, unknown: int) -> float:
        statements = self.deductions.statements
        if statements.integral[unknown]:
            return self._needs.width
        if not statements.printed[unknown]:
            return 0.0
        share = self._needs.percent / 100
        return 2 * share / (1 - share) * float(np.abs(statements.lower[unknown]))

    def _kept_back_before(self) -> dict[int, Known]:
        """How well what was hidden in tables that left could be known before this release."""
        held = self.deductions
        cells = [(place, cell) for place in range(held.leaving, len(held.tables)) for cell in held.hidden[place].tolist()]
        return {held.unknown((place, cell)): held.before.known((place - held.leaving, cell)) for place, cell in cells}

    def _distances(self, terms: Terms) -> FloatArray:
        """How far bounds of each unknown must lie from it, since few contributors dominate it."""
        statements = self.deductions.statements
        far = np.zeros(len(statements))
        for place, table in enumerate(self.deductions.tables[: self.deductions.leaving]):
            mine = np.flatnonzero(statements.of_cell[place] >= 0)
            np.maximum.at(far, statements.of_cell[place][mine], distances(table, terms)[mine])
        return far


def _of_kinds(rows: Relations, *kinds: Kind) -> Relations:
    return rows.only(np.array([number for number in range(len(rows)) if rows.kind_of(number) in kinds], dtype=np.intp))


def _parts(sums: Relations, hidden: BoolArray, count: int) -> Iterator[tuple[Indices, Indices]]:
    """Connected parts that hide something: unknowns, and the sums about them."""
    if not len(sums):
        return
    row = np.repeat(np.arange(len(sums), dtype=np.intp), np.diff(sums.start))
    edges = csr_array((np.ones(len(row), dtype=np.int8), (row, len(sums) + sums.unknown)), shape=(len(sums) + count,) * 2)
    label = connected_components(edges, directed=False)[1]
    of_row, of_unknown = label[: len(sums)], label[len(sums) :]
    for mine in np.unique(of_unknown[hidden]).tolist():
        rows = np.flatnonzero(of_row == mine)
        if rows.size:
            yield np.flatnonzero(of_unknown == mine), rows
