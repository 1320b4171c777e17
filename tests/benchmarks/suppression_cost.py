"""Measures what we and others hide: ``python tests/benchmarks/suppression_cost.py --measure``.

Figures go to ``docs/suppression-cost.csv``; the rows of the table in ``docs/suppression.md`` are printed, without ``--measure``
only these. Names of tables or engines after it measure these alone: ``--measure "3-way 10x8x6" gconfid``. An engine that is not
installed keeps its earlier figures.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import peer_gconfid
import peer_tauargus
from drawn_tables import Tables, linked, nested
from pattern_audit import narrow
from peers import answer
from simple_suppression import hidden_by_hypercubes, lines_filled

from outcheck.model.arrays import BoolArray
from outcheck.sdc.suppression import Problem, suppress

FIGURES = Path(__file__).parents[2] / "docs" / "suppression-cost.csv"
SECONDS = 240
"""How long each may take, in seconds of the processor; tau-Argus is told three quarters of it, as it stops late."""
MINUTES = SECONDS * 3 // 4 // 60

INSTANCES: dict[str, Callable[[str], Tables]] = {
    "2-way 40x30": lambda name: nested(name, (40,), (30,)),
    "2-way 100x80": lambda name: nested(name, (100,), (80,), mean=600.0),
    "2-way 250x200": lambda name: nested(name, (250,), (200,), mean=600.0),
    "3-way 10x8x6": lambda name: nested(name, (10,), (8,), (6,)),
    "3-way 20x15x10": lambda name: nested(name, (20,), (15,), (10,)),
    "3-way 28x21x17": lambda name: nested(name, (28,), (21,), (17,)),
    "3-way 40x35x32": lambda name: nested(name, (40,), (35,), (32,)),
    "4-way 6x5x4x3": lambda name: nested(name, (6,), (5,), (4,), (3,)),
    "4-way 10x8x6x5": lambda name: nested(name, (10,), (8,), (6,), (5,)),
    "nested (4x5)x12": lambda name: nested(name, (4, 5), (12,)),
    "nested (4x5)x(3x4)x5": lambda name: nested(name, (4, 5), (3, 4), (5,)),
    "nested (9x6x8)x(4x5)": lambda name: nested(name, (9, 6, 8), (4, 5)),
    "linked 20x(12+9)": lambda name: linked(name, 20, 12, 9),
    "linked 100x(40+30)": lambda name: linked(name, 100, 40, 30),
}
"""The 3-way tables 10x8x6 and 20x15x10 are those that all packages were first measured with.

Large two-way tables have larger counts: of many small ones each row and column would have so many that nothing more need go.
"""


@dataclass(frozen=True)
class Figure:
    """What one engine made of one table: numbers hidden beyond those that must go, and their value.

    ``narrow`` of those that must go stay narrower than asked. ``more`` is -1 where there is no answer, for the reason given.
    Seconds are of the processor.
    """

    table: str
    cells: int
    must: int
    engine: str
    more: int
    value: float
    narrow: int
    seconds: float
    reason: str = ""

    def __str__(self) -> str:
        if self.more < 0:
            return self.reason if self.reason.startswith("no result") else "–"
        close = f" · **{self.narrow:,} narrow**" if self.narrow else ""
        return f"{self.more:,} · {self.value:,.0f}{close} · {self.seconds:.2g} s"


def ours(problem: Problem) -> BoolArray:
    """What we hide; all that can be protected must be. The processor's time is what ends it, as with all others."""
    found = suppress(problem, seconds=100.0 * SECONDS)
    if len(found.unprotected) or len(found.undetermined):
        raise RuntimeError("left something unprotected")
    return found.hidden


ENGINES: dict[str, tuple[str, Callable[[Tables], Callable[[], BoolArray]]]] = {
    "outcheck": ("outcheck", lambda tables: partial(ours, tables.problem)),
    "pytauargus OPT": ("pytauargus", lambda tables: partial(peer_tauargus.optimal, tables.problem, MINUTES)),
    "pytauargus MOD": ("pytauargus", lambda tables: partial(peer_tauargus.modular, tables, MINUTES)),
    "gconfid": ("gconfid", lambda tables: partial(peer_gconfid.suppression, tables.problem)),
    "hypercubes": ("outcheck", lambda tables: partial(hidden_by_hypercubes, tables.problem, tables.simple)),
    "lines filled": ("outcheck", lambda tables: partial(lines_filled, tables.problem)),
}
"""The package that each needs, and what is then run in a process of its own."""


@cache
def tables_of(name: str) -> Tables:
    """The tables of that name."""
    return INSTANCES[name](name)


@cache
def measured(name: str, engine: str) -> Figure:
    """What one engine makes of one table, judged by the audit."""
    tables = tables_of(name)
    problem = tables.problem
    given = answer(ENGINES[engine][1](tables), SECONDS)
    about = name, problem.system.unknowns, int(problem.hidden.sum()), engine
    if given.found is None:
        return Figure(*about, -1, 0.0, 0, given.seconds, given.reason)
    more = given.found & ~problem.hidden
    value = float(problem.lower_shown[more].sum())
    return Figure(*about, int(more.sum()), value, narrow(problem, given.found), given.seconds)


def read() -> dict[tuple[str, str], Figure]:
    """The figures as they were measured, by table and engine."""
    if not FIGURES.exists():
        return {}
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["engine"]): Figure(
                row["table"],
                int(row["cells"]),
                int(row["must"]),
                row["engine"],
                int(row["more"]),
                float(row["value"]),
                int(row["narrow"]),
                float(row["seconds"]),
                row["reason"],
            )
            for row in csv.DictReader(file)
        }


def write(figures: dict[tuple[str, str], Figure]) -> None:
    """All figures, in the order of tables and engines."""
    with FIGURES.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([field.name for field in fields(Figure)])
        for key in ((name, engine) for name in INSTANCES for engine in ENGINES):
            if key in figures:
                one = figures[key]
                out.writerow([*astuple(one)[:5], f"{one.value:.0f}", one.narrow, f"{one.seconds:.3g}", one.reason])


def rows(figures: dict[tuple[str, str], Figure]) -> Iterator[str]:
    """The figures as rows of the table in docs/suppression.md."""
    for name in INSTANCES:
        held = [figures.get((name, engine)) for engine in ENGINES]
        first = next((one for one in held if one is not None), None)
        if first is not None:
            said = " | ".join("not measured" if one is None else str(one) for one in held)
            yield f"| {name.replace('x', '×')} | {first.cells:,} | {first.must:,} | {said} |"


def main() -> None:
    """Measure where asked, then print."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if "--measure" in sys.argv[1:]:
        wanted = {word for word in sys.argv[1:] if word != "--measure"}
        names = [name for name in INSTANCES if name in wanted] or list(INSTANCES)
        engines = [engine for engine in ENGINES if engine in wanted] or list(ENGINES)
        for name in names:
            for engine in engines:
                if find_spec(ENGINES[engine][0]) is not None:
                    figure = measured(name, engine)
                    write({**read(), (name, engine): figure})
                    print(f"{name}, {engine}: {figure}", file=sys.stderr, flush=True)  # noqa: T201
    print("\n".join(rows(read())))  # noqa: T201


if __name__ == "__main__":
    main()
