"""What printed numbers were found to be computed from, told by cells, so that it is still known once some of these are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from outcheck.inference.quotients import Quotient, find_quotients
from outcheck.inference.relations import Relations, proportions, quotients
from outcheck.inference.shares import Proportion, find_proportions
from outcheck.inference.statements import Statements
from outcheck.inference.words import Cell

if TYPE_CHECKING:
    from outcheck.inference.unknowns import Unknowns


@dataclass(frozen=True, slots=True)
class Computed:
    """A printed percentage, mean, rate, ratio, index or change, with the cells of its part and of what its base adds up."""

    found: Proportion | Quotient
    part: Cell
    base: tuple[Cell, ...]

    @property
    def witness(self) -> Cell:
        """The cell that prints it."""
        return self.found.witness

    def relations(self, statements: Statements) -> Iterator[Relations]:
        """What it tells of the unknowns that its cells speak of."""
        part, *base = (int(statements.of_cell[place][cell]) for place, cell in (self.part, *self.base))
        if min(part, *base) < 0:
            return
        if isinstance(self.found, Proportion):
            yield from proportions([replace(self.found, part=part, base=base[0])])
        else:
            yield from quotients([replace(self.found, part=part, base=tuple(base))])


def computed(held: Unknowns) -> tuple[Computed, ...]:
    """Every printed number of which trying shows what it was computed from, each by cells that print what they can."""
    every = np.ones(len(held.statements), dtype=np.bool_)
    shares = [*find_proportions(held.tables, held.blocks, held.statements, every)]
    others = find_quotients(held.readings, held.blocks, held.statements, {told.witness for told in shares}, every)
    found: list[tuple[Proportion | Quotient, tuple[int, ...]]] = [(told, (told.base,)) for told in shares]
    found += [(told, told.base) for told in others]
    bases = {base: [_place(held, unknown) for unknown in base] for base in {base for _, base in found}}
    at = {base: tuple(cell for cell in cells if cell is not None) for base, cells in bases.items() if None not in cells}
    parts = ((told, _place(held, told.part), base) for told, base in found if base in at)
    return tuple(Computed(told, part, at[base]) for told, part, base in parts if part is not None)


def _place(held: Unknowns, unknown: int) -> Cell | None:
    """A cell where an unknown stands, one that prints it if there is any; None for one that is said in words, or by a mean."""
    place, cell = held.statements.places(unknown)[0]
    return (place, cell) if cell < len(held.tables[place]) and unknown not in held.statements.products else None


def still_told(known: Sequence[Computed], held: Unknowns, anew: Collection[Cell]) -> Iterator[Relations]:
    """What numbers tell that are still printed; of those ``anew`` it was found again."""
    for told in known:
        place, cell = told.witness
        if held.tables[place].is_number[cell] and told.witness not in anew:
            yield from told.relations(held.statements)
