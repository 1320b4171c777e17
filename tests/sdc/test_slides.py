from __future__ import annotations

import numpy as np
import pytest
from drawn_systems import Case, counts, small_tables, solutions
from hypothesis import HealthCheck, assume, given, settings

from outcheck.model.arrays import FloatArray
from outcheck.sdc.blocks import blocks
from outcheck.sdc.bounds import bounds
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.networks import as_network
from outcheck.sdc.program import Extreme, Program
from outcheck.sdc.propagation import Box
from outcheck.sdc.slides import Slides
from outcheck.sdc.system import System


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many linear programs were asked from here on."""
    asked = [0]
    plain = Program.extreme

    def counted(self: Program, cost: FloatArray, deadline: Deadline) -> Extreme:
        asked[0] += 1
        return plain(self, cost, deadline)

    monkeypatch.setattr(Program, "extreme", counted)
    return asked


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_tables(most=2))
def test_whatever_is_said_to_be_reached_is_reached_by_a_whole_solution(case: Case) -> None:
    assume(0 < len(case.hidden) <= 12)
    upper = np.minimum(case.system.upper, case.truth + 2)
    system = System(case.system.rows, case.system.at_least, case.system.at_most, case.system.lower, upper, case.system.integral)
    every = np.array(list(solutions(system)))
    for block in blocks(system, Box(system.lower, system.upper)):
        network = as_network(block)
        if network is None:
            continue
        mine = block.unknowns
        slides = Slides(block, network, system.lower[mine], system.upper[mine])
        for target in (1.0, 2.0):
            places = np.flatnonzero(case.truth[mine] + target <= system.upper[mine])
            for place in slides.raised(case.truth[mine], places, case.truth[mine][places] + target).tolist():
                assert np.any(every[:, mine[place]] == case.truth[mine[place]] + target)


def test_short_cycles_change_no_bound_and_spare_most_linear_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    case = counts((50, 40), 1)
    asked = _counted(monkeypatch)
    quick = bounds(case.system, case.hidden)
    few = asked[0]
    monkeypatch.setattr(Slides, "raised", lambda *_: np.empty(0, dtype=np.intp))
    plain = bounds(case.system, case.hidden)
    assert 2 * few < asked[0] - few
    assert np.array_equal(quick.seen_lower, plain.seen_lower)
    assert np.array_equal(quick.seen_upper, plain.seen_upper)
    assert np.array_equal(quick.lower, plain.lower)
    assert np.array_equal(quick.upper, plain.upper)
    assert quick.whole.all()
