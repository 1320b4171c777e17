"""Speed of inference, printed and never asserted but for its limit: ``python -m pytest -m slow -s tests/benchmarks``."""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from outcheck.clearance import Request, check, understand_release
from outcheck.engine import assess as engine
from outcheck.inference.deductions import Deductions
from outcheck.model.rule import Attacker

TODAY = date(2026, 11, 24)
REGIONS, CATEGORIES = 25, 20


def linked_tables(folder: Path, count: int, *, hidden: float) -> Path:
    """Tables of the same people by region and one other variable each; the smallest counts are hidden, and a few totals."""
    random = np.random.default_rng(20261125)
    people = random.integers(120, 900, REGIONS)
    for number in range(count):
        shares = random.gamma(0.7, 1, CATEGORIES)
        counts = np.array([random.multinomial(region, shares / shares.sum()) for region in people])
        gone = np.zeros(counts.shape, dtype=np.bool_)
        gone.flat[np.argsort(counts + random.random(counts.shape), axis=None)[: int(hidden * counts.size)]] = True
        heads = [f"V{number} group {place}" for place in range(CATEGORIES)]
        lines = [f"Number of learners by region and V{number}", ",".join(["Region", *heads, "Total"])]
        for region in range(REGIONS):
            cells = ["[c]" if gone[region, place] else str(counts[region, place]) for place in range(CATEGORIES)]
            total = "[c]" if hidden and random.random() < 0.04 else str(people[region])
            lines.append(",".join([f"Region {region}", *cells, total]))
        lines.append(",".join(["Total", *map(str, counts.sum(axis=0)), str(people.sum())]))
        (folder / f"t{number:03d}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_two_hundred_linked_tables_of_five_hundred_cells(tmp_path: Path) -> None:
    release = understand_release(Request((linked_tables(tmp_path, 200, hidden=0.2),), packs=("ons-srs",))).release
    start = time.process_time()
    held = Deductions(release.tables, Attacker(), width=5.0)
    verdicts = held.verdicts
    spent = time.process_time() - start
    cells = sum(len(cells) for cells in held.hidden)
    print(f"\n{cells:,} hidden cells of {len(held.statements):,} unknowns: {spent:.1f} s of process time")  # noqa: T201  the figure is the result
    assert verdicts.contradictions == ()
    assert spent < 60


@pytest.mark.slow
def test_what_a_release_that_hides_nothing_pays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request((linked_tables(tmp_path, 60, hidden=0.0),), packs=("ons-srs",))

    def seconds() -> float:
        start = time.process_time()
        check(request, today=TODAY)
        return time.process_time() - start

    seconds()
    ratios = []
    for _ in range(5):
        asked = seconds()
        with monkeypatch.context() as without:
            without.setattr(engine, "ask_release", lambda *_, **__: ())
            ratios.append(asked / seconds())
    print(f"\n60 linked tables, nothing hidden: {statistics.median(ratios):.3f} x checking without inference")  # noqa: T201  the figure is the result
