"""Which numbers are of the persons of one kind of employer, provider or school: how many these are, no such table shows."""

from __future__ import annotations

import re

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.model.evidence import Entity
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Table

_NAMED = {
    Entity.EMPLOYERS: re.compile(
        r"\b(industr(y|ies)|sic|employers?|firms?|business(es)?|compan(y|ies)|enterprises?|organi[sz]ations?)\b"
        r"|\bsectors?\b(?! subject)",
        re.IGNORECASE,
    ),
    Entity.PROVIDERS: re.compile(r"\b(providers?|colleges?|institutions?)\b", re.IGNORECASE),
    Entity.SCHOOLS: re.compile(r"\bschools?\b(?! meals?)", re.IGNORECASE),
}
_COUNTED_AS = {Entity.EMPLOYERS: Unit.EMPLOYER, Entity.PROVIDERS: Unit.PROVIDER, Entity.SCHOOLS: Unit.PROVIDER}


def by_bodies(table: Table, kind: Entity) -> BoolArray:
    """Which cells are of one category of such bodies, as an industry is of employers, in a table that does not count these.

    Told by the names of dimensions. Cells of the total of such a dimension are not of one category.
    """
    named, unit = _NAMED.get(kind), _COUNTED_AS.get(kind)
    found = np.zeros(len(table), dtype=np.bool_)
    if named is None or any(held.statistic is Statistic.COUNT and held.unit is unit for held in table.measures):
        return found
    for held in table.dimensions:
        if named.search(held.name.replace("_", " ")):
            found |= (held.codes >= 0) & (held.codes != held.total)
    return found


def kinds_behind(table: Table) -> tuple[Entity, ...]:
    """Kinds of bodies by which a table tells its persons apart without counting them."""
    return tuple(kind for kind in _NAMED if by_bodies(table, kind).any())
