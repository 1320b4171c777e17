"""Cost, gap and time of suppression: ``python -m pytest -m slow -s tests/benchmarks/test_suppression.py``.

Seconds are of the processor, as one thread does all the work, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import time

import pytest
from drawn_problems import drawn_counts, table_problem
from pattern_audit import narrow
from simple_suppression import lines_filled

from outcheck.model.arrays import BoolArray
from outcheck.sdc.suppression import Problem, suppress


def _report(name: str, problem: Problem, hidden: BoolArray, rest: str) -> None:
    extra = hidden & ~problem.hidden
    value = problem.lower_shown[extra].sum()
    close = narrow(problem, hidden)
    print(f"\n{name}: {problem.hidden.sum()} must go, {extra.sum()} more, value {value:.0f}, {close} narrow, {rest}")  # noqa: T201


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "seed"), [((40, 30), 1), ((100, 80), 1), ((10, 8, 6), 58), ((20, 15, 10), 2), ((28, 21, 17), 2)]
)
def test_what_is_lost_to_protect_a_table_of_counts(shape: tuple[int, ...], seed: int) -> None:
    problem = table_problem(drawn_counts(shape, seed))
    name = "x".join(map(str, shape))
    _report(f"{name} lines filled", problem, lines_filled(problem), "")
    start = time.process_time()
    found = suppress(problem, seconds=1800)
    took = time.process_time() - start
    _report(name, problem, found.hidden, f"gap at most {found.gap:.0%}, {took:.1f} s")
    assert not len(found.undetermined)
    assert not len(found.unprotected)
    assert narrow(problem, found.hidden) == 0
