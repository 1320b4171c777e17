"""What others hide, and what we do: ``python -m pytest -m slow -s tests/benchmarks/test_suppression_peers.py``.

Each prints a row: how many numbers are hidden beyond those that must go, their value, how many of those that must go stay
narrower than asked, seconds of the processor. Whoever hides, the same audit judges. ``-k "20x15 and gconfid"`` asks for less.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import peer_gconfid
import peer_tauargus
import pytest
from drawn_tables import Tables, linked, nested
from pattern_audit import narrow
from peers import answer
from simple_suppression import hidden_by_hypercubes, lines_filled

from outcheck.model.arrays import BoolArray
from outcheck.sdc.suppression import suppress

SECONDS = 240
"""How long each may take, in seconds of the processor; tau-Argus is told three quarters of it, as it stops late."""
MINUTES = SECONDS * 3 // 4 // 60

INSTANCES: dict[str, Callable[[str], Tables]] = {
    "2-way 40x30": lambda name: nested(name, (40,), (30,)),
    "2-way 100x80": lambda name: nested(name, (100,), (80,)),
    "2-way 250x200": lambda name: nested(name, (250,), (200,)),
    "3-way 10x8x6": lambda name: nested(name, (10,), (8,), (6,)),
    "3-way 20x15x10": lambda name: nested(name, (20,), (15,), (10,)),
    "3-way 28x21x17": lambda name: nested(name, (28,), (21,), (17,)),
    "3-way 40x35x32": lambda name: nested(name, (40,), (35,), (32,)),
    "4-way 6x5x4x3": lambda name: nested(name, (6,), (5,), (4,), (3,)),
    "4-way 10x8x6x5": lambda name: nested(name, (10,), (8,), (6,), (5,)),
    "nested (4x5)x12": lambda name: nested(name, (4, 5), (12,)),
    "nested (9x6x8)x(4x5)": lambda name: nested(name, (9, 6, 8), (4, 5)),
    "nested (4x5)x(3x4)x5": lambda name: nested(name, (4, 5), (3, 4), (5,)),
    "linked 20x(12+9)": lambda name: linked(name, 20, 12, 9),
    "linked 100x(40+30)": lambda name: linked(name, 100, 40, 30),
}
"""The 3-way tables 10x8x6 and 20x15x10 are those that all packages were first measured with."""


@dataclass(frozen=True)
class Measured:
    """What a pattern costs, and whether it protects."""

    more: int
    value: float
    narrow: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.more:,} | {self.value:,.0f} | {self.narrow:,} | {self.seconds:.3g}"


def _measured(tables: Tables, hidden: BoolArray, seconds: float) -> Measured:
    problem = tables.problem
    more = hidden & ~problem.hidden
    return Measured(int(more.sum()), float(problem.lower_shown[more].sum()), narrow(problem, hidden), seconds)


def _told(tables: Tables, who: str, what: object) -> None:
    problem = tables.problem
    print(f"\n| {tables.name} | {problem.system.unknowns:,} | {problem.hidden.sum():,} | {who} | {what} |", flush=True)  # noqa: T201


@cache
def _tables(name: str) -> Tables:
    return INSTANCES[name](name)


@cache
def _ours(name: str) -> Measured:
    tables = _tables(name)
    start = time.process_time()
    found = suppress(tables.problem, seconds=1800)
    took = time.process_time() - start
    assert not len(found.unprotected)
    assert not len(found.undetermined)
    ours = _measured(tables, found.hidden, took)
    _told(tables, f"outcheck, gap at most {found.gap:.0%}", ours)
    return ours


PEERS: dict[str, tuple[str, Callable[[Tables], Callable[[], BoolArray]]]] = {
    "lines filled": ("", lambda tables: partial(lines_filled, tables.problem)),
    "hypercubes": ("", lambda tables: partial(hidden_by_hypercubes, tables.problem, tables.simple)),
    "gconfid": ("gconfid", lambda tables: partial(peer_gconfid.suppression, tables.problem)),
    "pytauargus OPT": ("pytauargus", lambda tables: partial(peer_tauargus.optimal, tables.problem, MINUTES)),
    "pytauargus MOD": ("pytauargus", lambda tables: partial(peer_tauargus.modular, tables, MINUTES)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", INSTANCES)
def test_ours_is_safe(name: str) -> None:
    assert _ours(name).narrow == 0


@pytest.mark.slow
@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("name", INSTANCES)
def test_none_that_is_safe_costs_less(name: str, peer: str) -> None:
    tables, (package, asked) = _tables(name), PEERS[peer]
    if package:
        pytest.importorskip(package)
    if peer == "pytauargus MOD" and tables.nesting is None:
        pytest.skip("it takes one table at a time")
    given = answer(asked(tables), SECONDS)
    if given.found is None:
        _told(tables, peer, given.reason)
        return
    theirs = _measured(tables, given.found, given.seconds)
    _told(tables, peer, theirs)
    assert theirs.narrow or theirs.value >= _ours(name).value
