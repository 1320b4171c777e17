"""Tells proofs in words that a checker can follow, and in cells that a program can check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from outcheck.inference.relations import Kind, Relations
from outcheck.inference.statements import Statements
from outcheck.model.deduction import Evidence, Proof
from outcheck.model.places import Area, Place, parse_address
from outcheck.model.table import Table

if TYPE_CHECKING:  # the numerics take longer to import than a release that hides nothing may cost
    from outcheck.inference.system import Part
    from outcheck.sdc.system import Proof as Certificate
    from outcheck.sdc.system import Step

Cell = tuple[int, int]
"""A table of the release and a cell of it."""

PRODUCTS = "products"
_SAID = {
    Kind.SHARE: "{witness} is the percentage of {part} on {base}",
    Kind.MEAN: "{witness} is the mean of {part} on {base}",
    Kind.RATE: "{witness} is computed from {part} and {base}",
    Kind.CHANGE: "{witness} is the change from {base} to {part}",
}
_MOST_TERMS = 6
_MOST_EQUATIONS = 6
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Teller:
    """Knows where the unknowns of a release stand. Tables from ``leaving`` on left before, and are always named."""

    tables: Sequence[Table]
    statements: Statements
    rows: Relations
    attacker: str
    leaving: int

    def place(self, cell: Cell) -> Place:
        """Place of a cell."""
        table = self.tables[cell[0]]
        return Place(table.file, table.sheet, table.cell(cell[1]))

    def cell(self, unknown: int, home: int) -> Cell:
        """The cell that stands for an unknown: one of a table, if it has one, printed rather than hidden."""
        places = self.statements.places(unknown)
        return next((place for place in places if place[0] == home), places[0])

    def name(self, cell: Cell, home: int) -> str:
        """Address of a cell, with file and sheet where it stands in another table than the one spoken of."""
        place, here = self.place(cell), self.tables[home]
        if (place.file, place.sheet) == (here.file, here.sheet) and home < self.leaving:
            return place.cell
        sheet = f" sheet {place.sheet}," if place.sheet else ""
        return f"`{place.file}`{sheet} {place.cell}"

    def told(self, target: Cell, part: Part, certificates: Sequence[Certificate]) -> Proof:
        """Proof of a cell from the certificates of its bounds."""
        steps = [step for certificate in certificates for step in certificate.steps]
        used = part.relations[_distinct(step.relations for step in steps)]
        used = np.array([number for number in used.tolist() if not self._says_product(number)], dtype=np.intp)
        terms = _combination(part, certificates, self.rows)
        evidence = tuple(self._evidence(int(number), target[0]) for number in used)
        if terms is not None:
            unknowns = [(int(part.unknowns[column]), weight) for column, weight in terms]
            exactly = tuple((self.place(self._printed(unknown)), weight) for unknown, weight in unknowns)
            return Proof(self._equation(target, unknowns), exactly, evidence, self.attacker)
        return Proof(self._story(target, used, steps), (), evidence, self.attacker)

    def elsewhere(self, target: Cell, shown: Cell) -> Proof:
        """Proof of a cell that is hidden and printed in another place."""
        place = self.place(shown)
        words = f"{self.name(target, target[0])} is printed in {self.name(shown, target[0])}"
        return Proof(words, ((place, 1.0),), (Evidence("same", (self.place(target),), (place,)),), self.attacker)

    def by_itself(self, cell: Cell) -> Proof:
        """Proof of a cell whose marker, or what the attacker knows, leaves one number."""
        return Proof(f"{self.name(cell, cell[0])} can be one number only, by its own marker", (), (), self.attacker)

    def together(self, cells: Sequence[Cell], others: np.ndarray, factor: np.ndarray, numbers: Sequence[int]) -> Proof:
        """Proof of what hidden cells come to together: a total less what is shown, or one relation less another."""
        home = cells[0][0]
        terms = list(zip(others.tolist(), factor.tolist(), strict=True))
        names = " + ".join(self.name(cell, home) for cell in cells)
        words = self._equation(cells[0], terms).partition(" = ")[2]
        printed = all(self._is_printed(self._printed(unknown)) for unknown, _ in terms)
        exactly = tuple((self.place(self._printed(unknown)), weight) for unknown, weight in terms) if printed else ()
        return Proof(f"{names} = {words}", exactly, tuple(self._evidence(number, home) for number in numbers), self.attacker)

    def of_one_base(self, cells: Sequence[Cell], numbers: Sequence[int]) -> Proof:
        """Proof of what hidden cells of one base come to together, by percentages of it."""
        home = cells[0][0]
        told = "; ".join(dict.fromkeys(self._relation(number, home) for number in numbers))
        words = f"{' + '.join(self.name(cell, home) for cell in cells)} follow from {told}"
        return Proof(words, (), tuple(self._evidence(number, home) for number in numbers), self.attacker)

    def difference(self, larger: Cell, smaller: Sequence[Cell]) -> Proof:
        """Proof of what is left of a cell without what is part of it."""
        home = larger[0]
        exactly = ((self.place(larger), 1.0), *((self.place(cell), -1.0) for cell in smaller))
        less = self._ranges(list(smaller), home) if len(smaller) > _MOST_TERMS else None
        words = f"the sum of {less}" if less else " − ".join(self.name(cell, home) for cell in smaller)
        return Proof(f"{self.name(larger, home)} − {words}", exactly, (), self.attacker)

    def _printed(self, unknown: int) -> Cell:
        return self.statements.places(unknown)[0]

    def cells_of(self, relations: np.ndarray) -> tuple[Cell, ...]:
        """Cells of some relations, printed ones first."""
        cells = [
            self.cell(unknown, int(self.rows.table[number]))
            for number in relations.tolist()
            for unknown in self.rows.unknown[self.rows.row(number)].tolist()
        ]
        return tuple(sorted(dict.fromkeys(cells), key=lambda cell: not self._is_printed(cell)))

    def _equation(self, target: Cell, terms: list[tuple[int, float]]) -> str:
        home = target[0]
        signs = {sign: [(unknown, abs(weight)) for unknown, weight in terms if (weight > 0) is sign] for sign in (True, False)}
        text = f"{self.name(target, home)} = {self._sum(signs[True], home, ' + ') or '0'}"
        if less := self._sum(signs[False], home, " − "):
            text += f" − {less}"
        clauses = []
        for unknown, _ in terms:
            shown, printed = self.cell(unknown, home), self._printed(unknown)
            if not self._is_printed(shown):
                clauses.append(f"; {self.name(shown, home)} is printed in {self.name(printed, home)}")
        return text + "".join(clauses[:_MOST_EQUATIONS])

    def _is_printed(self, cell: Cell) -> bool:
        table = self.tables[cell[0]]
        return cell[1] >= len(table) or bool(table.is_number[cell[1]])

    def _sum(self, terms: list[tuple[int, float]], home: int, sign: str) -> str:
        """Terms, a run of many folded into ranges."""
        cells = [(self.cell(unknown, home), weight) for unknown, weight in terms]
        plain = [cell for cell, weight in cells if abs(weight - 1) <= _CLOSE]
        if len(plain) > _MOST_TERMS:
            ranges = self._ranges(plain, home)
            rest = [self._times(cell, weight, home) for cell, weight in cells if abs(weight - 1) > _CLOSE]
            return sign.join([f"the sum of {ranges}", *rest])
        return sign.join(self._times(cell, weight, home) for cell, weight in cells)

    def _times(self, cell: Cell, weight: float, home: int) -> str:
        name = self.name(cell, home)
        return name if abs(weight - 1) <= _CLOSE else f"{weight:g} × {name}"

    def _ranges(self, cells: list[Cell], home: int) -> str:
        """Cells as ranges, table by table."""
        texts = []
        for place in dict.fromkeys(table for table, _ in cells):
            table = self.tables[place]
            inside = [cell for held, cell in cells if held == place]
            spots = [parse_address(table.cell(cell)) for cell in inside]
            mine = sorted((column, row) for row, column in spots)
            areas = _runs([(column, row, row) for column, row in mine])
            prefix = self.name((place, inside[0]), home)[: -len(table.cell(inside[0]))]
            texts.append(prefix + ", ".join(str(area) for area in areas[:_MOST_TERMS]))
            if len(areas) > _MOST_TERMS:
                texts[-1] += f" and {len(areas) - _MOST_TERMS} more ranges"
        return " and ".join(texts)

    def _story(self, target: Cell, used: np.ndarray, steps: Sequence[Step]) -> str:
        """The relations that together leave one answer."""
        home = target[0]
        equations = list(dict.fromkeys(self._relation(int(number), home) for number in used))
        shown = "; ".join(equations[:_MOST_EQUATIONS])
        if len(equations) > _MOST_EQUATIONS:
            shown += f"; and {len(equations) - _MOST_EQUATIONS} more like these"
        if not equations:
            return f"{self.name(target, home)} is all that the numbers around it leave open"
        why = " because counts are whole and not negative" if any(step.whole for step in steps) else " because none is negative"
        return f"{self.name(target, home)} follows from {shown},{why}"

    def _relation(self, number: int, home: int) -> str:
        held = self.rows.row(number)
        terms = list(zip(self.rows.unknown[held].tolist(), self.rows.weight[held].tolist(), strict=True))
        if self.rows.kind_of(number) is Kind.PART:
            inside, around = ([(unknown, 1.0) for unknown, weight in terms if (weight > 0) is side] for side in (False, True))
            return f"{self._sum(inside, home, ' + ')} is part of {self._sum(around, home, ' + ')}"
        if self.rows.kind_of(number) is not Kind.SUM:
            witness = self.name((int(self.rows.table[number]), int(self.rows.witness[number])), home)
            part = self.name(self.cell(terms[0][0], home), home)
            base = self._sum([(unknown, 1.0) for unknown in self.base(number)], home, " + ")
            return _SAID[self.rows.kind_of(number)].format(witness=witness, part=part, base=base)
        if terms[0][0] in self.statements.products:
            sides = [
                " + ".join(self._product(unknown, home) for unknown, weight in terms if (weight > 0) is side)
                for side in (False, True)
            ]
            return " = ".join(sides)
        whole = [(unknown, 1.0) for unknown, weight in terms if weight < 0]
        parts = [(unknown, 1.0) for unknown, weight in terms if weight > 0]
        return f"{self._sum(whole, home, ' + ')} = {self._sum(parts, home, ' + ')}"

    def _product(self, unknown: int, home: int) -> str:
        return f"{self.name(self._printed(unknown), home)} × {self.name(self.statements.products[unknown], home)}"

    def _says_product(self, number: int) -> bool:
        """Whether a relation only says what an unknown product is, which the sum of such products says by itself."""
        first = int(self.rows.unknown[self.rows.start[number]])
        return self.rows.kind_of(number) is Kind.MEAN and first in self.statements.products

    def _evidence(self, number: int, home: int) -> Evidence:
        held = self.rows.row(number)
        terms = list(zip(self.rows.unknown[held].tolist(), self.rows.weight[held].tolist(), strict=True))
        kind = self.rows.kind_of(number)
        if terms[0][0] in self.statements.products:
            sides = [
                tuple(
                    self.place(cell)
                    for unknown, weight in terms
                    if (weight > 0) is side
                    for cell in (self._printed(unknown), self.statements.products[unknown])
                )
                for side in (False, True)
            ]
            return Evidence(PRODUCTS, sides[0], sides[1], bool(self.rows.likely[number]))
        if kind is Kind.PART:
            holding = tuple(self._best(unknown, home) for unknown, weight in terms if weight > 0)
            held_by = tuple(self._best(unknown, home) for unknown, weight in terms if weight < 0)
            return Evidence(kind.value, holding, held_by, bool(self.rows.likely[number]))
        if kind is not Kind.SUM:
            witness = self.place((int(self.rows.table[number]), int(self.rows.witness[number])))
            base = tuple(self._best(unknown, home) for unknown in self.base(number))
            return Evidence(kind.value, (self._best(terms[0][0], home),), (witness, *base), bool(self.rows.likely[number]))
        whole = tuple(self._best(unknown, home) for unknown, weight in terms if weight < 0)
        parts = tuple(self._best(unknown, home) for unknown, weight in terms if weight > 0)
        return Evidence(kind.value, whole, parts, bool(self.rows.likely[number]))

    def base(self, number: int) -> list[int]:
        """Unknowns of the base of a share, mean, rate or change."""
        held = self.rows.row(number)
        part, *others = self.rows.unknown[held].tolist()
        inside = self.rows.kind_of(number) is not Kind.CHANGE and self.rows.weight[held.start] != 1
        return [part, *others] if inside else others

    def _best(self, unknown: int, home: int) -> Place:
        """Place of an unknown where its number is printed, else in the table spoken of."""
        first = self._printed(unknown)
        return self.place(first if self._is_printed(first) else self.cell(unknown, home))


def _distinct(relations: Iterable[np.ndarray]) -> np.ndarray:
    held = [*relations]
    return np.unique(np.concatenate(held)).astype(np.intp) if held else np.zeros(0, dtype=np.intp)


def _combination(part: Part, certificates: Sequence[Certificate], rows: Relations) -> list[tuple[int, float]] | None:
    """Columns of printed numbers, with their weights, that the last step adds up; None where it is no such combination."""
    for certificate in certificates:
        step = certificate.steps[-1]
        kinds = {rows.kind_of(int(number)) for number in part.relations[step.relations]}
        weights = -part.system.rows[step.relations].T @ step.weights
        weights[step.unknown] += step.divisor
        columns = np.flatnonzero(np.abs(weights) > _CLOSE)
        fixed = part.system.lower[columns] == part.system.upper[columns]
        if kinds == {Kind.SUM} and fixed.all():
            return [(int(column), float(weights[column]) / step.divisor) for column in columns]
    return None


def _runs(pieces: list[tuple[int, int, int]]) -> list[Area]:
    """Cells of a table as ranges: runs down a column, then equal runs side by side."""
    down: list[tuple[int, int, int]] = []
    for column, top, bottom in pieces:
        if down and down[-1][0] == column and down[-1][2] == top - 1:
            down[-1] = (column, down[-1][1], bottom)
        else:
            down.append((column, top, bottom))
    areas: list[Area] = []
    for top, bottom, column in sorted((top, bottom, column) for column, top, bottom in down):
        last = areas[-1] if areas else None
        if last and (last.top, last.bottom) == (top, bottom) and last.right == column - 1:
            areas[-1] = Area(top, last.left, bottom, column)
        else:
            areas.append(Area(top, column, bottom, column))
    return areas
