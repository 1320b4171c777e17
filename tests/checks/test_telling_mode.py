"""telling-mode against the values themselves."""

from __future__ import annotations

import statistics

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.telling_mode import CHECK, Parameters
from outcheck.model.statistics import Statistic

VALUES = st.one_of(
    st.lists(st.integers(0, 6), min_size=3, max_size=30),
    st.builds(lambda most, others: [3] * most + others, st.integers(5, 40), st.lists(st.integers(0, 20), max_size=4)),
)


def answer(columns: dict[str, tuple[str, Statistic]], percent: int) -> str:
    shown = {"Region": ["A"], **{name: [text] for name, (text, _) in columns.items()}}
    hits = hits_in(
        CHECK, built(shown, {name: statistic for name, (_, statistic) in columns.items()}), Parameters(percent=percent)
    )
    return "clear" if not hits else "undetermined" if hits[0].undetermined else "hit"


@given(VALUES, st.integers(50, 99), st.integers(0, 2))
def test_what_median_mean_and_spread_leave_to_a_mode_is_never_less_than_its_share(
    values: list[int], percent: int, decimals: int
) -> None:
    mode = statistics.mode(values)
    shown = {
        "Learners": (str(len(values)), Statistic.COUNT),
        "Mode": (str(mode), Statistic.MODE),
        "Mean": (f"{statistics.mean(values):.{decimals}f}", Statistic.MEAN),
        "SD": (f"{statistics.pstdev(values):.{decimals}f}", Statistic.STANDARD_DEVIATION),
    }
    share = 100 * values.count(mode) / len(values)
    for more in ({}, {"Median": (str(statistics.median(values)), Statistic.MEDIAN)}):
        told = answer(shown | more, percent)
        assert told != "clear" or share <= percent
        assert told != "hit" or share > percent or float(shown["SD"][0]) == 0


@given(VALUES, st.integers(50, 99))
def test_a_mode_with_its_number_is_never_left_open(values: list[int], percent: int) -> None:
    mode = statistics.mode(values)
    shown = {
        "Learners": (str(len(values)), Statistic.COUNT),
        "Mode": (str(mode), Statistic.MODE),
        "Number with modal value": (str(values.count(mode)), Statistic.COUNT),
    }
    assert answer(shown, percent) == ("hit" if 100 * values.count(mode) / len(values) > percent else "clear")
