"""A deduction: how a number follows from what is published, told in cells and never in values."""

from __future__ import annotations

from dataclasses import dataclass

from outcheck.model.places import Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """One published relation that a deduction rests on.

    ``kind`` is ``sum`` (the cells of ``parts`` add up to those of ``whole``), ``share`` or ``mean`` (``parts`` is the printed
    percentage or mean, and its base; ``whole`` what it tells), ``products``
    (both list means and their bases in turn: means times bases add up), ``same`` (``whole`` and
    ``parts`` say the same), or ``part`` (``parts`` are no more than ``whole``, which holds them).
    A ``likely`` one holds as far as numbers make likely.
    """

    kind: str
    whole: tuple[Place, ...]
    parts: tuple[Place, ...]
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a number is known.

    ``words`` is for people. ``exactly`` holds cells whose printed numbers, each times its factor, add up to the number, where
    it is such a combination. ``evidence`` are all relations used: with the printed numbers of their cells they have no other
    solution. ``attacker`` is whose knowledge they rest on beside.
    """

    words: str
    exactly: tuple[tuple[Place, float], ...]
    evidence: tuple[Evidence, ...]
    attacker: str


@dataclass(frozen=True, slots=True)
class Bounded:
    """Proven bounds of one hidden cell. A side that nothing bounds is infinite."""

    place: Place
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class LookedTable:
    """What came of the hidden cells of one table. ``bounds`` are those of the narrowest, and empty unless values are shown."""

    table: str
    cells: int
    exact: int
    narrow: int
    undetermined: int
    bounds: tuple[Bounded, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """How many hidden cells were looked at, and what came of it, for one attacker; the same table by table.

    ``fractional`` counts those of the rest whose width only numbers show that are not all whole: in a part of the release that
    is too large to search among whole numbers, these might bound a count more tightly.
    """

    attacker: str
    cells: int
    exact: int
    narrow: int
    undetermined: int
    tables: tuple[LookedTable, ...] = ()
    fractional: int = 0
