"""How the time of the layout grows with the cells, printed: ``python -m pytest -m slow -s tests/benchmarks``."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pytest

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.stored import StoredColumn

SIZES = (10**3, 10**4, 10**5, 10**6)
WIDE = 20


def grid_of(columns: list[list[str]]) -> Grid:
    return Grid("made.csv", "", tuple(map(StoredColumn.of, columns)))


def tidy(cells: int) -> Grid:
    rows = range(cells // 4)
    return grid_of(
        [
            ["Region", *(f"Region {row % 9}" for row in rows)],
            ["Provider", *(f"Provider {row // 9}" for row in rows)],
            ["Number of learners", *(str(row * 7919 % 4999) for row in rows)],
            ["Percentage", *(f"{row * 31 % 1000 / 10:.1f}" for row in rows)],
        ]
    )


def crosstab(cells: int) -> Grid:
    rows = range(cells // WIDE)
    names = ["Number of learners by provider", "Provider", *(f"Provider {row}" for row in rows)]
    inner = [["", f"Subject {n}", *(str((row * 7919 + n * 31) % 4999) for row in rows)] for n in range(1, WIDE)]
    return grid_of([names, *inner])


@pytest.mark.slow
@pytest.mark.parametrize("make", [tidy, crosstab], ids=lambda make: make.__name__)
def test_seconds_of_understanding_and_their_slope(make: Callable[[int], Grid]) -> None:
    taken = []
    for cells in SIZES:
        grid = make(cells)
        began = perf_counter()
        understood = understand(grid, Hints())
        taken.append(perf_counter() - began)
        assert len(understood.tables) == 1
        assert not understood.account.not_understood
    slope = float(np.polyfit(np.log10(SIZES), np.log10(taken), 1)[0])
    shown = ", ".join(f"10^{len(str(cells)) - 1}: {seconds:.3f} s" for cells, seconds in zip(SIZES, taken, strict=True))
    print(f"\n{make.__name__}: {shown}; slope {slope:.2f}")  # noqa: T201  the figure is the result
