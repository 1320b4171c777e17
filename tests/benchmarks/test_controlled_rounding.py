"""Time of controlled rounding: ``python -m pytest -m slow -s tests/benchmarks/test_controlled_rounding.py``.

Seconds are of the processor, as one thread does all the work, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import time
from math import prod

import highspy
import numpy as np
import pandas as pd
import pytest
from drawn_systems import counts

from outcheck.sdc.controlled_rounding import round_together
from outcheck.sdc.moves import Limits


def _run(shape: tuple[int, ...], *, hidden: bool) -> tuple[bool, float]:
    case = counts(shape, 1)
    values = case.truth.copy()
    if hidden:
        values[case.hidden] = np.nan
    start = time.process_time()
    found = round_together(case.system.rows, values, 5.0, limits=Limits(seconds=1800))
    took = time.process_time() - start
    share = found.change / max(found.least, 1.0) - 1
    name = "x".join(map(str, shape)) + (", hidden" if hidden else "")
    kind = f"additive {found.is_additive}, zero-restricted {found.is_zero_restricted}"
    print(f"\n{name}: {prod(shape)} cells, {took:.2f} s, at most {share:.2%} from the best, {kind}")  # noqa: T201
    assert found.is_additive
    return found.is_zero_restricted, share


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("shape", [(100, 80), (300, 200)])
def test_a_two_way_table_is_rounded_best(shape: tuple[int, ...], hidden: bool) -> None:  # noqa: FBT001
    beside, share = _run(shape, hidden=hidden)
    assert beside
    assert share == 0


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("shape", [(10, 8, 6), (20, 15, 10)])
def test_a_three_way_table_is_rounded_beside_its_numbers_within_a_hundredth_of_the_best(
    shape: tuple[int, ...],
    hidden: bool,  # noqa: FBT001
) -> None:
    beside, share = _run(shape, hidden=hidden)
    assert beside
    assert share <= 0.01


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(4, 4, 4, 4), (6, 5, 4, 3)])
def test_a_four_way_table_stays_additive(shape: tuple[int, ...]) -> None:
    _run(shape, hidden=False)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(10, 8), (10, 8, 6), (50, 40), (100, 80)])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # it calls what its own library gives up
def test_the_change_is_that_of_gconfid_in_less_time(shape: tuple[int, ...]) -> None:
    gconfid = pytest.importorskip("gconfid")
    case = counts(shape, 1)
    start = time.perf_counter()
    ours = round_together(case.system.rows, case.truth, 5.0, limits=Limits(gap=0.0, nodes=10_000))
    took = time.perf_counter() - start

    # ours ran on one thread; HiGHS refuses to go on with another number in the same process until it is told to forget that
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  it takes no name
    entries = case.system.rows.tocoo()
    cells = pd.DataFrame({"CellId": np.arange(len(case.truth)) + 1, "Total": case.truth, "Weight": 1.0})
    lines = pd.DataFrame({"ConstraintId": entries.row + 1, "CellId": entries.col + 1, "Coefficient": entries.data})
    bounds = pd.DataFrame({"ConstraintId": np.arange(case.system.relations) + 1, "ConstraintLB": 0.0, "ConstraintUB": 0.0})
    start = time.perf_counter()
    rounding = gconfid.OptRounding(incell=cells, additive_con=lines, additive_bound=bounds, base=5, capture=True)
    theirs = rounding.outround.to_pandas().set_index("CellId").sort_index()
    their_time = time.perf_counter() - start
    print(f"\n{'x'.join(map(str, shape))}: {took:.2f} s, gconfid {their_time:.1f} s, {their_time / took:.0f} times as long")  # noqa: T201
    assert ours.change == pytest.approx(np.abs(theirs["RoundedTotal"] - case.truth).sum())
    assert took < their_time
