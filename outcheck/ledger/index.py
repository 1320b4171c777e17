"""Finds, among very many tables that left, the few that can speak of the same groups as a release."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from outcheck.ledger.base import Base
from outcheck.ledger.margins import margins
from outcheck.model.table import Dimension, Table

_SIGNS = re.compile(r"[\W_]+")
_TELLING = 30
"""Numbers from which on it says something that two tables agree; the same words with smaller ones are found by their words."""
_MOST_AGREEING_ONCE = 100
"""Tables that share the number of one category alone, above which they are left out: any large ledger has many by chance."""
_Needs = tuple[frozenset[int], ...]


class Index:
    """Which table has which label in which of its dimensions.

    Two tables can have a cell about the same group only if each dimension of either that has no total shares a label with
    the other: such a dimension takes part in every cell. Those are looked for, and those in which categories come to the same
    numbers, over whatever else they are broken down by. Tables that share nothing but a grand total are not: in a service
    that keeps many, every one would touch every other.
    """

    def __init__(self, base: Base) -> None:
        self._base = base

    def add(self, number: int, table: Table) -> None:
        """Enter a table under its number."""
        texts = sorted({text for held in table.dimensions for text in _texts(held)})
        more = "INSERT INTO labels (text, uses) VALUES (?, 1) ON CONFLICT (text) DO UPDATE SET uses = labels.uses + 1"
        self._base.tell(more, [(text,) for text in texts])
        known = self._known(texts)
        rows = sorted((known[text], number, place) for text, place in _shape(table))
        self._base.tell("INSERT INTO shapes VALUES (?, ?, ?)", rows)
        sums = sorted((known[text], amount, number) for text, amount in _margins(table))
        self._base.tell("INSERT INTO margins VALUES (?, ?, ?)", sums)

    def holds(self, number: int, table: Table) -> bool:
        """Whether a table can be found by exactly what it says."""
        query = "SELECT text, dimension FROM shapes JOIN labels ON labels.id = label WHERE held = ?"
        sums = "SELECT text, number FROM margins JOIN labels ON labels.id = label WHERE held = ?"
        return {tuple(row) for row in self._base.ask(query, (number,))} == _shape(table) and {
            tuple(row) for row in self._base.ask(sums, (number,))
        } == _margins(table)

    def touching(self, tables: Sequence[Table]) -> set[int]:
        """Numbers of tables that may have a cell about the same group as one of ``tables``."""
        known = self._known({text for table in tables for held in table.dimensions for text in _texts(held)})
        found: set[int] = set()
        for needs, labels in {_asked(table, known) for table in tables}:
            near = self._holding(min(needs, key=self._uses) if needs else labels)
            found |= {number for number in near if self._meets(number, needs, labels)}
        pairs = {(known[text], amount) for table in tables for text, amount in _margins(table) if text in known}
        agreeing: dict[int, set[int]] = defaultdict(set)
        for pair in pairs:
            for row in self._base.ask("SELECT held FROM margins WHERE label = ? AND number = ?", pair):
                agreeing[row[0]].add(pair[0])
        once = {number for number, shared in agreeing.items() if len(shared) == 1}
        return found | (agreeing.keys() if len(once) <= _MOST_AGREEING_ONCE else agreeing.keys() - once)

    def _meets(self, number: int, needs: _Needs, labels: frozenset[int]) -> bool:
        """Whether each dimension without a total, theirs and ours, shares a label with the other side."""
        theirs: dict[int, set[int]] = defaultdict(set)
        for dimension, label in self._base.ask("SELECT dimension, label FROM shapes WHERE held = ?", (number,)):
            theirs[dimension].add(label)
        every = set().union(*theirs.values())
        return all(every & need for need in needs) and all(held & labels for place, held in theirs.items() if place >= 0)

    def _uses(self, labels: frozenset[int]) -> int:
        return sum(self._base.ask("SELECT uses FROM labels WHERE id = ?", (label,))[0][0] for label in labels)

    def _holding(self, labels: frozenset[int]) -> set[int]:
        ask = self._base.ask
        return {row[0] for label in labels for row in ask("SELECT DISTINCT held FROM shapes WHERE label = ?", (label,))}

    def _known(self, texts: Iterable[str]) -> dict[str, int]:
        ask = self._base.ask
        rows = ((text, ask("SELECT id FROM labels WHERE text = ?", (text,))) for text in texts)
        return {text: found[0][0] for text, found in rows if found}


def _asked(table: Table, known: dict[str, int]) -> tuple[_Needs, frozenset[int]]:
    """Labels of each dimension of a table that has no total, then of all dimensions, as far as the ledger knows them."""
    held = [(_needed(one), frozenset(known[text] for text in _texts(one) if text in known)) for one in table.dimensions]
    return tuple(labels for needed, labels in held if needed), frozenset().union(*(labels for _, labels in held))


def _shape(table: Table) -> set[tuple[str, int]]:
    """Labels of a table, each with its dimension, or -1 where that has a total."""
    return {(text, place if _needed(held) else -1) for place, held in enumerate(table.dimensions) for text in _texts(held)}


def _margins(table: Table) -> set[tuple[str, int]]:
    """Labels without their spelling, and what each comes to. Small numbers agree by chance and are left out."""
    return {(_plain(label), amount) for label, amount in margins(table) if abs(amount) >= _TELLING}


def _needed(dimension: Dimension) -> bool:
    """Whether every cell has a category of it that is no total."""
    return dimension.total < 0 and bool((dimension.codes >= 0).all())


def _texts(dimension: Dimension) -> set[str]:
    """Labels without their spelling: case, spaces and signs do not tell groups apart."""
    return {_plain(label) for label in dimension.labels}


def _plain(label: str) -> str:
    return _SIGNS.sub(" ", label.casefold()).strip() or label
