"""Cost, gap and time of suppression: ``python -m pytest -m slow -s tests/benchmarks/test_suppression.py``.

Seconds are of the processor, as one thread does all the work, so that a busy machine does not spoil them. Baseline: in every line
in which a hidden number stands alone the cheapest other one is hidden, until none does; it asks for no width.
"""

from __future__ import annotations

import time

import numpy as np
import pytest
from drawn_problems import drawn_counts, table_problem

from outcheck.model.arrays import BoolArray
from outcheck.sdc.bounds import bounds
from outcheck.sdc.suppression import Problem, suppress
from outcheck.sdc.system import System


def _lines_filled(problem: Problem) -> BoolArray:
    hidden = problem.hidden.copy()
    while True:
        before = hidden.copy()
        for line in np.split(problem.system.rows.indices, problem.system.rows.indptr[1:-1]):
            may = line[~hidden[line] & ~problem.fixed[line]]
            if hidden[line].sum() == 1 and len(may):
                hidden[may[problem.cost[may].argmin()]] = True
        if np.array_equal(hidden, before):
            return hidden


def _narrow(problem: Problem, hidden: BoolArray) -> int:
    """How many targets are not shown to be wide enough, asked of ``sdc.bounds`` for real numbers."""
    system = problem.system
    lower, upper = (np.where(hidden, known, problem.lower_shown) for known in (system.lower, system.upper))
    real = System(system.rows, system.at_least, system.at_most, lower, upper, np.zeros(len(lower), dtype=np.bool_))
    cells = np.flatnonzero(problem.hidden)
    return int((~bounds(real, cells, width=problem.width, seconds=600).wide_enough(problem.width)).sum())


def _report(name: str, problem: Problem, hidden: BoolArray, rest: str) -> None:
    extra = hidden & ~problem.hidden
    value = problem.lower_shown[extra].sum()
    narrow = _narrow(problem, hidden)
    print(f"\n{name}: {problem.hidden.sum()} must go, {extra.sum()} more, value {value:.0f}, {narrow} narrow, {rest}")  # noqa: T201


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "seed"), [((40, 30), 1), ((100, 80), 1), ((10, 8, 6), 58), ((20, 15, 10), 2), ((28, 21, 17), 2)]
)
def test_what_is_lost_to_protect_a_table_of_counts(shape: tuple[int, ...], seed: int) -> None:
    problem = table_problem(drawn_counts(shape, seed))
    name = "x".join(map(str, shape))
    _report(f"{name} lines filled", problem, _lines_filled(problem), "")
    start = time.process_time()
    found = suppress(problem, seconds=1800)
    took = time.process_time() - start
    _report(name, problem, found.hidden, f"gap at most {found.gap:.0%}, {took:.1f} s")
    assert not len(found.undetermined)
    assert not len(found.unprotected)
    assert _narrow(problem, found.hidden) == 0
