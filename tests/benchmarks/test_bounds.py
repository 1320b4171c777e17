"""Time of bounds on tables of counts with all margins: ``python -m pytest -m slow -s tests/benchmarks/test_bounds.py``.

Seconds are of the processor, as one thread does all the work, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from functools import partial
from math import prod

import highspy
import numpy as np
import pandas as pd
import peer_tauargus
import pytest
from drawn_systems import counts
from peers import answer

from outcheck.sdc.bounds import bounds

SMALL, MIDDLE, LARGE = (100, 80), (20, 15, 10), (40, 30, 20)
GIGABYTE = 2**20


def _report(name: str, shape: tuple[int, ...], hidden: int, took: float, rest: str) -> None:
    print(f"\n{name} {'x'.join(map(str, shape))}: {prod(shape)} cells, {hidden} hidden, {took:.2f} s, {rest}")  # noqa: T201


@pytest.mark.slow
@pytest.mark.parametrize("shape", [SMALL, MIDDLE, LARGE])
def test_exact_bounds_of_a_table_of_counts(shape: tuple[int, ...]) -> None:
    case = counts(shape, 1)
    start = time.process_time()
    found = bounds(case.system, case.hidden, seconds=1800)
    took = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIGABYTE
    _report("exact", shape, len(case.hidden), took, f"{memory:.2f} GB, whole {found.whole.mean():.0%}")
    assert not found.timed_out
    np.testing.assert_allclose(found.seen_lower, found.lower, atol=found.tolerance)
    np.testing.assert_allclose(found.seen_upper, found.upper, atol=found.tolerance)
    assert memory < 4


@pytest.mark.slow
@pytest.mark.parametrize("shape", [SMALL, MIDDLE, LARGE])
def test_whether_a_width_of_ten_is_left_in_a_table_of_counts(shape: tuple[int, ...]) -> None:
    case = counts(shape, 1)
    width = np.full(len(case.hidden), 10.0)
    start = time.process_time()
    found = bounds(case.system, case.hidden, width=width, seconds=1800)
    took = time.process_time() - start
    narrow = found.narrower_than(width)
    _report("width 10", shape, len(case.hidden), took, f"{narrow.sum()} narrower")
    assert np.all(narrow | found.wide_enough(width))


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(25, 20), (50, 40), (200, 160), (10, 8, 6), (14, 10, 8), (20, 15, 10), (28, 21, 14)])
def test_how_cost_grows(shape: tuple[int, ...]) -> None:
    case = counts(shape, 2)
    for name, width in (("exact", None), ("width 10", np.full(len(case.hidden), 10.0))):
        start = time.process_time()
        found = bounds(case.system, case.hidden, width=width, seconds=1800)
        assert not found.timed_out
        _report(name, shape, len(case.hidden), time.process_time() - start, f"whole {found.whole.mean():.0%}")


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(10, 8, 6), (14, 10, 8), (40, 30), MIDDLE])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # it calls what its own library gives up
def test_bounds_are_those_of_gconfid_with_its_box_opened_and_take_less_time(shape: tuple[int, ...]) -> None:
    gconfid = pytest.importorskip("gconfid")
    case = counts(shape, 1)
    hidden = np.zeros(case.system.unknowns, dtype=np.bool_)
    hidden[case.hidden] = True
    # its attacker knows each hidden cell to lie between nothing and a multiple of its value, and so knows zeros
    box = np.where(hidden, 1000.0 * case.truth, case.truth)
    system = replace(case.system, upper=box, integral=np.zeros(len(box), dtype=np.bool_))
    start = time.process_time()
    found = bounds(system, case.hidden, seconds=1800)
    took = time.process_time() - start

    # ours ran on one thread; HiGHS refuses to go on with another number in the same process until it is told to forget that
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
    # two more hidden cells with a printed sum: without a relation of two hidden cells it returns nothing
    size = len(box)
    entries = case.system.rows.tocoo()
    status = np.append(np.where(hidden & (case.truth > 0), "X", "P"), ["X", "X", "P"])
    values = np.append(case.truth, [5.0, 5.0, 10.0])
    cells = pd.DataFrame({"CellId": np.arange(size + 3), "TotalNoise": values, "Sensitivity": 1.0, "OutStatus": status})
    lines = pd.DataFrame(
        {
            "ConstraintId": np.append(entries.row, [case.system.relations] * 3),
            "CellId": np.append(entries.col, [size, size + 1, size + 2]),
            "Coefficient": np.append(entries.data, [1.0, 1.0, -1.0]),
        }
    )
    start = time.process_time()
    audit = gconfid.Auditing(cells, lines, lb_factor=0.0, ub_factor=1000.0, skip_validation=True, capture=True)
    theirs = audit.outaudit.to_pandas().set_index("CellId")
    their_time = time.process_time() - start
    _report("exact", shape, len(case.hidden), took, f"gconfid {their_time:.1f} s, {their_time / took:.0f} times as long")

    compared = case.truth[case.hidden] > 0
    theirs = theirs.loc[case.hidden[compared]]
    np.testing.assert_allclose(found.lower[compared], theirs["MinValue"], atol=1e-6)
    np.testing.assert_allclose(found.upper[compared], theirs["MaxValue"], atol=1e-6)
    assert took < their_time


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(10, 8, 6), (14, 10, 8), (40, 30), SMALL, MIDDLE])
def test_bounds_are_those_of_tauargus_under_its_cap_and_take_less_time(shape: tuple[int, ...]) -> None:
    pytest.importorskip("pytauargus")
    case = counts(shape, 1)
    hidden = np.zeros(case.system.unknowns, dtype=np.bool_)
    hidden[case.hidden] = True
    # its attacker knows that nothing is larger than the largest number of the table, and which hidden numbers are 0
    cap = np.where(hidden & (case.truth > 0), case.truth.max(), case.truth)
    system = replace(case.system, upper=cap, integral=np.zeros(len(cap), dtype=np.bool_))
    start = time.process_time()
    found = bounds(system, case.hidden, seconds=1800)
    took = time.process_time() - start

    given = answer(partial(peer_tauargus.audit, case.system.rows, case.truth, hidden), 1800)
    _report("exact", shape, len(case.hidden), took, f"pytauargus {given.seconds:.1f} s, {given.seconds / took:.0f} times as long")
    assert given.found is not None, given.reason
    lower, upper = given.found
    np.testing.assert_allclose(found.lower, lower[case.hidden], atol=1e-6)
    np.testing.assert_allclose(found.upper, upper[case.hidden], atol=1e-6)
    assert took < given.seconds
