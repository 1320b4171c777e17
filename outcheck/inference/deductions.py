"""What can be worked out from everything a release publishes, answered once and only where a question is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from outcheck.inference.differences import Difference, differences
from outcheck.inference.groups import Group, groups
from outcheck.inference.known import HIDES, Known
from outcheck.inference.priors import true_values
from outcheck.inference.relations import Kind, told_better
from outcheck.inference.unknowns import Unknowns
from outcheck.inference.untied import untied
from outcheck.inference.words import PRODUCTS, Cell, Teller
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.deduction import Bounded, Looked, LookedTable, Proof
from outcheck.model.places import Place, parse_address

if TYPE_CHECKING:  # the numerics take longer to import than a release that hides nothing may cost
    from outcheck.inference.settling import Verdicts

MOST_BOUNDS = 40
"""Hidden cells of a table whose bounds are told, where values may be shown: the narrowest."""


class Deductions(Unknowns):
    """What the tables of one release tell one attacker, each answer worked out when first asked for."""

    @cached_property
    def surely(self) -> Deductions:
        """What follows without anything that is only likely."""
        tables, past = self.tables[: self.leaving], self.tables[self.leaving :]
        return Deductions(tables, self.attacker, width=self._width, past=past, likely=False, computed=self._computed)

    @cached_property
    def teller(self) -> Teller:
        """Puts cells and proofs into words."""
        return Teller(self.tables, self.statements, self.rows, str(self.attacker), self.leaving)

    @cached_property
    def hidden(self) -> tuple[Indices, ...]:
        """Per table, additive cells that hide a number, or where nothing says why there is none."""
        if not self.hides:
            return tuple(np.zeros(0, dtype=np.intp) for _ in self.tables)
        gaps = [table.means(*HIDES) for table in self.tables]
        return tuple(np.flatnonzero((of_cell >= 0) & gap) for of_cell, gap in zip(self.statements.of_cell, gaps, strict=True))

    @cached_property
    def verdicts(self) -> Verdicts:
        """How well every hidden number, and every rounded one whose rounding may not hold, is known."""
        from outcheck.inference.settling import settle  # noqa: PLC0415  see above

        hidden = [of_cell[cells] for of_cell, cells in zip(self.statements.of_cell, self.hidden, strict=True)]
        unknowns = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *hidden]))
        found = settle(self.statements, self.rows, unknowns, width=self._width)
        if self.attacker.range is not None:
            # an attacker knows more of these than is taken into account, so that wide intervals prove nothing
            behind = true_values(self.tables, self.statements.of_cell, len(self.statements))[unknowns]
            unsure = unknowns[np.isnan(behind) & (found.known[unknowns] == Known.WIDE)]
            found.known[unsure] = Known.UNDETERMINED
        return found

    @cached_property
    def before(self) -> Deductions:
        """What could be worked out before this release, from the tables that left."""
        return Deductions(self.tables[self.leaving :], self.attacker, width=self._width)

    def given_away(self) -> Iterator[tuple[Cell, Proof]]:
        """Numbers hidden in tables that left, which could not be worked out before and can be now, with the proof."""
        for cell in self._less_known_before(Known.EXACT):
            if self.known(cell) >= Known.EXACT:
                yield cell, self.proof(cell)

    def unsettled_past(self) -> tuple[Cell, ...]:
        """Numbers hidden in tables that left of which it could not be settled whether they can be worked out now."""
        return tuple(cell for cell in self._less_known_before(Known.UNDETERMINED) if self.known(cell) is Known.UNDETERMINED)

    def untied_past(self) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
        """First cells of a table of the release and of one that left, where nothing tells whether both count the same people."""
        if self.leaving < len(self.tables):
            yield from untied(self.blocks, self.leaving, self._universes[0], self.links, self.statements)

    def _less_known_before(self, known: Known) -> Iterator[Cell]:
        """Hidden cells of tables that left, which those tables alone tell less well."""
        for place in range(self.leaving, len(self.tables)):
            for cell in self.hidden[place].tolist():
                if self.before.known((place - self.leaving, cell)) < known:
                    yield place, cell

    def cell_at(self, place: Place) -> Cell | None:
        """Cell of a table of the release at a place; None where there is none."""
        for number, table in enumerate(self.tables[: self.leaving]):
            if (table.file, table.sheet) == (place.file, place.sheet):
                row, column = parse_address(place.cell)
                found = np.flatnonzero((table.row == row) & (table.column == column))
                if found.size:
                    return number, int(found[0])
        return None

    def unknown(self, cell: Cell) -> int:
        """Unknown of a cell, -1 where it has none."""
        return int(self.statements.of_cell[cell[0]][cell[1]])

    def known(self, cell: Cell) -> Known:
        """How well a cell is known."""
        return Known(int(self.verdicts.known[self.unknown(cell)]))

    def interval(self, cell: Cell) -> tuple[float, float]:
        """Proven bounds of a cell."""
        unknown = self.unknown(cell)
        return float(self.verdicts.lower[unknown]), float(self.verdicts.upper[unknown])

    def rests_on_likely(self, cell: Cell, proof: Proof) -> bool:
        """Whether what a proof says of a cell follows only with a relation, or a link between tables, that is likely."""
        return self._may_rest_on_likely(cell, proof) and not self._is_sure(cell)

    def _is_sure(self, cell: Cell) -> bool:
        """Whether as much is known of a hidden cell without anything that is only likely."""
        if not self._likely or self.known(cell) < Known.NARROW:
            return False
        return self.surely.known(cell) == self.known(cell) and self.surely.interval(cell) == self.interval(cell)

    def _may_rest_on_likely(self, cell: Cell, proof: Proof) -> bool:
        if any(entry.likely for entry in proof.evidence):
            return True
        table = self.tables[cell[0]]
        places = [place for entry in proof.evidence for place in (*entry.whole, *entry.parts)]
        places += [place for place, _ in proof.exactly]
        across = any((place.file, place.sheet) != (table.file, table.sheet) for place in places)
        return across and bool(self.statements.likely[self.unknown(cell)])

    def proof(self, cell: Cell) -> Proof:
        """Why a cell is known exactly or narrowly; a proof that needs nothing that is only likely, where there is one."""
        told = self._proof(cell)
        return self.surely.proof(cell) if self._may_rest_on_likely(cell, told) and self._is_sure(cell) else told

    def _proof(self, cell: Cell) -> Proof:
        from outcheck.sdc.proofs import prove  # noqa: PLC0415  see above

        unknown = self.unknown(cell)
        if self.statements.printed[unknown] and not self.tables[cell[0]].is_number[cell[1]]:
            return self.teller.elsewhere(cell, self.statements.places(unknown)[0])
        if unknown not in self.verdicts.answers:
            return self.teller.by_itself(cell)
        answer = self.verdicts.answers[unknown]
        sides = [prove(answer.part.system, answer.bounds, answer.place, is_upper=side) for side in (False, True)]
        return self.teller.told(cell, answer.part, [side for side in sides if side is not None])

    def by_proportion(self, proof: Proof) -> bool:
        """Whether a proof rests on a percentage, a mean, or another number that is computed from it."""
        return any(evidence.kind in (Kind.SHARE, Kind.MEAN, Kind.RATE, Kind.CHANGE, PRODUCTS) for evidence in proof.evidence)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Hidden counts that share a total with numbers that are known."""
        return tuple(groups(self.statements, self.rows, self.verdicts, self.teller, counts=True))

    @cached_property
    def groups_of_sums(self) -> tuple[Group, ...]:
        """Hidden sums that share a total with numbers that are known."""
        return tuple(groups(self.statements, self.rows, self.verdicts, self.teller, counts=False))

    def unpicked(self) -> Iterator[tuple[Cell, Proof]]:
        """Rounded counts that have one possible true number, with the proof."""
        statements = self.statements
        told = told_better(statements, self.rows)
        known = self.verdicts.known if told.size else np.zeros(len(statements), dtype=np.int16)
        for block in self.blocks:
            if block.held.rounding is None:
                continue
            blurred = block.cells[block.shown & (block.low < block.high)]
            unknown = statements.of_cell[block.place][blurred]
            exact = (statements.lower[unknown] == statements.upper[unknown]) | (known[unknown] == Known.EXACT)
            for cell in blurred[exact].tolist():
                yield (block.place, cell), self._unpicking((block.place, cell))

    def by_rate(self, proof: Proof) -> bool:
        """Whether a proof rests on a rate, a ratio, an index or a change."""
        return any(evidence.kind in (Kind.RATE, Kind.CHANGE) for evidence in proof.evidence)

    def _unpicking(self, cell: Cell) -> Proof:
        unknown = self.unknown(cell)
        if self.statements.lower[unknown] == self.statements.upper[unknown]:
            return self.teller.elsewhere(cell, self.statements.places(unknown)[0])
        return self.proof(cell)

    def differences(self) -> Iterator[Difference]:
        """What may be subtracted from something that holds it."""
        seen = self._as_printed
        return differences(seen.tables, seen.blocks, seen.links.near)

    @cached_property
    def _as_printed(self) -> Deductions:
        """The same release, in which totals of what is shown are numbers like others: what they leave out is a difference."""
        if self.tables is self._printed_tables:
            return self
        return Deductions(self._printed_tables, self.attacker, width=self._width, hides_the_whole=False)

    def left_over(self, held: Difference) -> tuple[float, float]:
        """Bounds of a difference."""
        if self._as_printed is not self:
            return self._as_printed.left_over(held)
        lower, upper = self._told(held.larger)
        for cell in held.smaller:
            low, high = self._told(cell)
            lower, upper = lower - high, upper - low
        return lower, upper

    def _told(self, cell: Cell) -> tuple[float, float]:
        """Bounds of a cell; what is printed is not worked out again."""
        unknown = self.unknown(cell)
        if unknown < 0:
            value = float(self.tables[cell[0]].value[cell[1]])
            return value, value
        if self.statements.printed[unknown]:
            return float(self.statements.lower[unknown]), float(self.statements.upper[unknown])
        return self.interval(cell)

    def contradictions(self) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """What cannot all be true: a message and the cells concerned."""
        for conflict in self.statements.conflicts if self.links.links else ():
            yield "another cell says the same of the same people, and shows another number", conflict.cells
        for mismatch in self.crossed.mismatches if self.links.links else ():
            cells = (mismatch.total, *mismatch.parts)
            yield "the parts shown in another table do not add up to this number", cells
        if self.hides:
            for relations in self.verdicts.contradictions:
                cells = tuple(cell for cell in self.teller.cells_of(relations) if cell[1] < len(self.tables[cell[0]]))
                yield "no numbers in place of the hidden ones fit all totals", cells

    def looked(self, asked: Sequence[BoolArray], *, show_values: bool = False) -> Looked:
        """What became of the hidden cells among those asked about; with their bounds where values may be shown."""
        hidden = [(place, cells[asked[place][cells]]) for place, cells in enumerate(self.hidden)]
        wide = [self.verdicts.fractional[self.statements.of_cell[place][cells]] for place, cells in hidden if cells.size]
        tables = [self._looked_at(place, cells, show_values=show_values) for place, cells in hidden if cells.size]
        return Looked(
            str(self.attacker),
            sum(held.cells for held in tables),
            sum(held.exact for held in tables),
            sum(held.narrow for held in tables),
            sum(held.undetermined for held in tables),
            tuple(tables),
            sum(int(held.sum()) for held in wide),
        )

    def _looked_at(self, place: int, cells: Indices, *, show_values: bool) -> LookedTable:
        """What became of some hidden cells of one table."""
        table, unknown = self.tables[place], self.statements.of_cell[place][cells]
        known, lower, upper = self.verdicts.known[unknown], self.verdicts.lower[unknown], self.verdicts.upper[unknown]
        narrowest = np.argsort(upper - lower, kind="stable")[:MOST_BOUNDS] if show_values else cells[:0]
        return LookedTable(
            table.id,
            int(cells.size),
            int(np.count_nonzero(known >= Known.EXACT)),
            int(np.count_nonzero(known == Known.NARROW)),
            int(np.count_nonzero(known == Known.UNDETERMINED)),
            tuple(
                Bounded(Place(table.file, table.sheet, table.cell(int(cells[at]))), float(lower[at]), float(upper[at]))
                for at in narrowest.tolist()
            ),
        )
