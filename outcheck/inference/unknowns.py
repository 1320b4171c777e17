"""Everything a release publishes as one linear system: the unknowns that its tables speak of, and the relations between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from outcheck.inference.additions import additions
from outcheck.inference.aliases import find_aliases
from outcheck.inference.blocks import Block, Reading, blocks_of, readings_of
from outcheck.inference.computed import Computed, still_told
from outcheck.inference.crossing import Crossed, cross_sums, nested_sums
from outcheck.inference.holding import held_by_others
from outcheck.inference.known import HIDES
from outcheck.inference.links import Links, find_links, universes
from outcheck.inference.means import with_products
from outcheck.inference.quotients import find_quotients
from outcheck.inference.relations import Relations, joined, proportions, quotients, table_sums
from outcheck.inference.remainders import remainders
from outcheck.inference.running import running_totals
from outcheck.inference.shares import find_proportions
from outcheck.inference.shown_totals import without_shown_totals
from outcheck.inference.sizes import with_sizes
from outcheck.inference.slices import with_named, with_slices
from outcheck.inference.stacks import Stack, stacks_of, with_families
from outcheck.inference.statements import Statements, state
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import Attacker
from outcheck.model.table import Table


class Unknowns:
    """The unknowns of one release, as one attacker sees them, and what relates them; each worked out when first asked for.

    Parameters
    ----------
    tables
        The tables of the release.
    past
        Tables that left before. They stand behind those of the release in ``tables``.
    attacker
        What the attacker knows beside them.
    width
        The widest interval, in units counted, that any rule asks of a hidden count.
    thorough
        Whether every relation is found, also where nothing is hidden that it could tell: for asking what may be hidden.
    hides_the_whole
        Whether the whole that a proved total of shown parts leaves something out of is hidden, as it is.
    likely
        Whether links and relations count that are only likely.
    computed
        What numbers of the same tables are known to be computed from, whatever is hidden of them since.
    """

    def __init__(  # noqa: PLR0913  what is known of one release
        self,
        tables: Sequence[Table],
        attacker: Attacker,
        *,
        width: float,
        past: Sequence[Table] = (),
        thorough: bool = False,
        hides_the_whole: bool = True,
        likely: bool = True,
        computed: Sequence[Computed] = (),
    ) -> None:
        self._printed_tables = (*tables, *past)
        self.tables = without_shown_totals(self._printed_tables) if hides_the_whole else self._printed_tables
        self.leaving = len(tables)
        self.attacker = attacker
        self._width = width
        self._thorough = thorough
        self._likely = likely
        self._computed = computed

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Additive measures of all tables."""
        return self._stacked[0]

    @cached_property
    def _stacked(self) -> tuple[tuple[Block, ...], tuple[Stack, ...]]:
        sliced = with_slices(blocks_of(self.readings), thorough=self._thorough)
        blocks = with_named(with_families(sliced), thorough=self._thorough)
        return blocks, stacks_of(blocks)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """What the cells of each table are broken down by."""
        readings = readings_of(self.tables)
        if not self.hides:
            return readings
        for reading in readings:  # variables are numbered as they are met: both times in one order
            _ = reading.frame
        same = find_aliases(readings)
        if same:
            readings = readings_of(self.tables, same)
            for reading in readings:
                _ = reading.frame
        return readings

    @cached_property
    def links(self) -> Links:
        """Which of them speak of the same people; stacks of them are numbered behind."""
        found = find_links((*self.blocks, *self._stacked[1]))
        return found if self._likely else found.sure

    @cached_property
    def _stated(self) -> tuple[Statements, tuple[Relations, ...]]:
        plain = state(self.tables, self.blocks, self._universes, self.attacker)
        hides = not plain.printed.all()
        if not hides and not self._thorough:
            return plain, ()
        sized, sizes = with_sizes(self.tables, self.blocks, plain, thorough=self._thorough)
        if not hides:
            return sized, sizes
        told, products = with_products(self.tables, sized)
        return told, (*sizes, *products)

    @property
    def statements(self) -> Statements:
        """The unknowns of the release."""
        return self._stated[0]

    @cached_property
    def crossed(self) -> Crossed:
        """Sums across tables."""
        return cross_sums(self.links.links, self.statements, self._universes[0])

    @cached_property
    def _universes(self) -> tuple[Indices, BoolArray]:
        """Number of the population of each block and stack, and whether that is only likely."""
        blocks, stacks = self._stacked
        together = [(stack.number, *(member.number for member in stack.members)) for stack in stacks]
        return universes((*blocks, *stacks), self.links.links, together)

    @cached_property
    def rows(self) -> Relations:
        """Every relation between unknowns."""
        pieces = [*table_sums(self.tables, self.statements), *self.crossed.relations, *self._stated[1]]
        if self._thorough or not self.statements.printed.all():
            pieces += nested_sums(self.blocks, self.statements)
            pieces += additions(self.blocks, self.statements, thorough=self._thorough)
            pieces += held_by_others(self.links.near, self.statements, thorough=self._thorough)
        if not self.statements.printed.all():
            pieces += running_totals(self.blocks, self.statements)
            pieces += remainders((*self.blocks, *self._stacked[1]), self._universes[0], self.statements)
        if not self.statements.printed.all():
            found = [*find_proportions(self.tables, self.blocks, self.statements)]
            told = {held.witness for held in found}
            others = [*find_quotients(self.readings, self.blocks, self.statements, told)]
            pieces += proportions(found)
            pieces += quotients(others)
            pieces += still_told(self._computed, self, told | {held.witness for held in others})
        rows = joined(pieces)
        return rows if self._likely else rows.only(np.flatnonzero(~rows.likely))

    @cached_property
    def hides(self) -> bool:
        """Whether any cell hides a number, is empty without a reason, or said to be not available."""
        return any(table.means(*HIDES).any() for table in self.tables)
