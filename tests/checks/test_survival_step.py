"""survival-step against a life table, event by event."""

from __future__ import annotations

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.survival_step import CHECK, Parameters
from outcheck.model.statistics import Statistic

MEASURES = {"n.risk": Statistic.COUNT, "survival": Statistic.RATE}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), min_size=2, max_size=8), st.integers(1, 30))
def test_each_step_is_found_by_the_events_that_made_it(steps: list[tuple[int, int]], minimum: int) -> None:
    at_risk, survival = 1 + sum(sum(step) for step in steps), 1.0
    columns: dict[str, list[str]] = {"time": [], "n.risk": [], "survival": []}
    expected = set()
    for time, (events, censored) in enumerate(steps):
        survival *= 1 - events / at_risk
        columns["time"].append(str(time))
        columns["n.risk"].append(str(at_risk))
        columns["survival"].append(f"{survival:.12f}")
        if 0 < events < minimum:
            expected.add(len(steps) + time)
        at_risk -= events + censored
    hits = hits_in(CHECK, built(columns, MEASURES), Parameters(minimum=minimum))
    assert {cell for hit in hits for cell in hit.cells.tolist()} == expected
    assert not any(hit.undetermined for hit in hits)
