"""concentration against the shares themselves."""

from __future__ import annotations

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.concentration import CHECK, Parameters
from outcheck.model.statistics import Statistic

CONTRIBUTIONS = st.lists(st.integers(1, 1000), min_size=2, max_size=12)


def answer(name: str, statistic: Statistic, shown: str, largest: int) -> str:
    hits = hits_in(CHECK, built({"Place": ["A"], name: [shown]}, {name: statistic}), Parameters(largest=largest))
    return "clear" if not hits else "undetermined" if hits[0].undetermined else "hit"


@given(CONTRIBUTIONS, st.integers(1, 100), st.integers(2, 4))
def test_an_index_is_clear_only_of_a_small_share_and_a_hit_only_of_a_large_one(
    contributions: list[int], largest: int, decimals: int
) -> None:
    shares = [one / sum(contributions) for one in contributions]
    told = answer("Herfindahl index", Statistic.INDEX, f"{sum(share * share for share in shares):.{decimals}f}", largest)
    truth = 100 * max(shares)
    assert told != "clear" or truth <= largest + 1e-9
    assert told != "hit" or truth > largest - 1e-9


@given(CONTRIBUTIONS, st.integers(1, 100), st.integers(1, 4))
def test_so_is_the_share_of_the_largest(contributions: list[int], largest: int, several: int) -> None:
    shares = sorted((one / sum(contributions) for one in contributions), reverse=True)
    told = answer(f"Top {several} share", Statistic.PERCENTAGE, f"{100 * sum(shares[:several]):.1f}", largest)
    truth = 100 * shares[0]
    assert told != "clear" or truth <= largest + 1e-9
    assert told != "hit" or truth > largest - 1e-9
