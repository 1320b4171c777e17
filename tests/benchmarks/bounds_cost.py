"""Measures how the cost of bounds grows, and draws it: ``python tests/benchmarks/bounds_cost.py --measure``.

Figures go to ``docs/bounds-cost.csv``, the drawing to ``docs/bounds-cost.svg``; without ``--measure`` it is only drawn again.
Seconds are of the processor, on one thread.
"""

from __future__ import annotations

import csv
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
FIGURES, DRAWING = DOCS / "bounds-cost.csv", DOCS / "bounds-cost.svg"
TWO_WAY = ((25, 20), (50, 40), (100, 80), (200, 160))
THREE_WAY = ((10, 8, 6), (14, 10, 8), (20, 15, 10), (28, 21, 14), (40, 30, 20))
LINKED = (25, 50, 100, 200)
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 64, 190, 28, 56
STYLE = """
svg { font: 13px system-ui, sans-serif; --ink: #1f2328; --soft: #6a737d; --line: #d8dee4 }
svg { --one: #0b5cad; --two: #b4490f; --three: #4d7c0f }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --one: #6cb6ff; --two: #f0883e; --three: #9bd35a }
}
text { fill: var(--ink) } .soft { fill: var(--soft) } .grid { stroke: var(--line) } path { fill: none; stroke-width: 2 }
.two-way { stroke: var(--one); fill: var(--one) } .three-way { stroke: var(--two); fill: var(--two) }
.linked { stroke: var(--three); fill: var(--three) } text.two-way, text.three-way, text.linked { stroke: none }
path.width { stroke-dasharray: 5 4 } path.two-way, path.three-way, path.linked { fill: none }
"""


@dataclass(frozen=True)
class Figure:
    """One instance: which kind of table, its size in words, cells, hidden cells, seconds for bounds and for a width of ten."""

    kind: str
    table: str
    cells: int
    hidden: int
    exact: float
    width: float


def read() -> list[Figure]:
    """The figures as they were measured."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return [
            Figure(row["kind"], row["table"], int(row["cells"]), int(row["hidden"]), float(row["exact"]), float(row["width"]))
            for row in csv.DictReader(file)
        ]


def rows(figures: Sequence[Figure]) -> list[str]:
    """The figures as rows of the table of docs/bounds.md."""
    words = {"two-way": "2-way {}", "three-way": "3-way {}", "linked": "{} that share 25 regional totals"}
    return [
        f"| {words[one.kind].format(one.table)} | {one.cells:,} | {one.hidden:,} | {_short(one.exact)} | {_short(one.width)} |"
        for one in figures
    ]


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1g}" if seconds < 0.1 else f"{seconds:.2g}"


def drawn(figures: Sequence[Figure]) -> str:
    """The figures as an SVG: seconds over hidden cells, both axes by powers of ten."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
        '<title id="t">Seconds that bounds take, over hidden cells</title>',
        '<desc id="d">Full lines: exact bounds. Broken lines: whether a width of ten is left. The table has the figures.</desc>',
        f"<style>{STYLE}</style>",
        *_axes(),
    ]
    ends: list[tuple[float, str, str]] = []
    for kind, name in (("two-way", "2-way"), ("three-way", "3-way"), ("linked", "linked tables")):
        held = sorted((one for one in figures if one.kind == kind), key=lambda one: one.hidden)
        for what, words in (("exact", "exact"), ("width", "width of 10")):
            points = [(_across(one.hidden), _up(getattr(one, what))) for one in held]
            way = " ".join(f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y) in enumerate(points))
            parts.append(f'<path class="{kind} {what}" d="{way}"/>')
            parts += [f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
            ends.append((points[-1][1], kind, f"{name}, {words}"))
    return "\n".join([*parts, *_labels(ends), "</svg>", ""])


def _axes() -> Iterator[str]:
    for power in range(-2, 3):
        y = _up(10.0**power)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="soft" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
    for power in range(2, 5):
        x = _across(10.0**power)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'<text class="soft" x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text class="soft" x="{middle:.1f}" y="{HEIGHT - 12}" text-anchor="middle">hidden cells</text>'


def _labels(ends: Sequence[tuple[float, str, str]]) -> Iterator[str]:
    """Names beside the ends of lines, moved apart where they would meet."""
    last = -math.inf
    for y, kind, words in sorted(ends):
        last = max(y + 4, last + 16)
        yield f'<text class="{kind}" x="{WIDTH - RIGHT + 10}" y="{last:.1f}">{words}</text>'


def _across(hidden: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(hidden) - 2) / (math.log10(30_000) - 2)


def _up(seconds: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(seconds) + 2) / (math.log10(500) + 2)


def measured() -> Iterator[Figure]:
    """Every instance, asked both questions."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import numpy as np  # noqa: PLC0415  drawing needs none of these
    from drawn_systems import counts  # noqa: PLC0415

    from outcheck.sdc.bounds import bounds  # noqa: PLC0415

    warm = counts(TWO_WAY[0], 2)  # the first question of a process also pays for what it imports
    bounds(warm.system, warm.hidden)
    for kind, shapes in (("two-way", TWO_WAY), ("three-way", THREE_WAY)):
        for shape in shapes:
            case = counts(shape, 1)
            spent = []
            for width in (None, np.full(len(case.hidden), 10.0)):
                begun = time.process_time()
                found = bounds(case.system, case.hidden, width=width, seconds=3600)
                spent.append(time.process_time() - begun)
                if found.timed_out:
                    raise RuntimeError(f"{shape} took too long")
            yield Figure(kind, "×".join(map(str, shape)), math.prod(shape), len(case.hidden), *spent)
    for count in LINKED:
        yield _linked(count)


def _linked(count: int) -> Figure:
    """Tables of 25 by 20 that share their regional totals; a width of ten is what a rule asks."""
    from benchmarks.test_inference_speed import linked_tables  # noqa: PLC0415  likewise

    from outcheck.clearance import Request, understand_release  # noqa: PLC0415
    from outcheck.inference.deductions import Deductions  # noqa: PLC0415
    from outcheck.model.rule import Attacker  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        release = understand_release(Request((linked_tables(Path(folder), count, hidden=0.2),), packs=("ons-srs",))).release
    spent = []
    for width in (math.inf, 10.0):
        held = Deductions(release.tables, Attacker(), width=width)
        begun = time.process_time()
        held.verdicts  # noqa: B018  works them out
        spent.append(time.process_time() - begun)
    return Figure("linked", f"{count} tables of 25×20", len(held.statements), sum(len(cells) for cells in held.hidden), *spent)


def main() -> None:
    """Measure where asked, then draw."""
    if "--measure" in sys.argv[1:]:
        figures = list(measured())
        with FIGURES.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["kind", "table", "cells", "hidden", "exact", "width"])
            for one in figures:
                out.writerow([one.kind, one.table, one.cells, one.hidden, f"{one.exact:.3g}", f"{one.width:.3g}"])
    DRAWING.write_text(drawn(read()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
