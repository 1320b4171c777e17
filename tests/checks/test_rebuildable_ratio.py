"""rebuildable-ratio on whole tables, against every pair of counts tried one by one."""

from __future__ import annotations

from math import exp, sqrt

from checks.asking import hits_in
from drawn import drawn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcheck.checks.rebuildable_ratio import CHECK, Parameters
from outcheck.layout import understand
from outcheck.model.hints import Hints

Z = 1.959963984540054


def odds_ratio(a: int, b: int, c: int, d: int) -> tuple[float, float, float]:
    ratio, error = a * d / (b * c), sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return ratio, ratio * exp(-Z * error), ratio * exp(Z * error)


def answer(text: str, minimum: int) -> str:
    (table,) = understand(drawn(text), Hints()).tables
    hits = hits_in(CHECK, table, Parameters(minimum=minimum))
    return "clear" if not hits else "undetermined" if hits[0].undetermined else "hit"


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(1, 40)] * 4), st.integers(1, 2), st.integers(2, 15))
def test_a_ratio_with_its_interval_and_group_sizes_is_a_hit_where_all_fitting_counts_have_one_that_is_small(
    cells: tuple[int, int, int, int], decimals: int, minimum: int
) -> None:
    a, b, c, d = cells
    shown = [f"{number:.{decimals}f}" for number in odds_ratio(*cells)]
    assume(float(shown[0]) != 1)  # which may be read as the ratio of the reference itself
    fitting = [
        (x, a + b - x, y, c + d - y)
        for x in range(1, a + b)
        for y in range(1, c + d)
        if all(
            abs(number - float(text)) <= 0.5 * 10**-decimals + 1e-9
            for number, text in zip(odds_ratio(x, a + b - x, y, c + d - y), shown, strict=True)
        )
    ]
    assert cells in fitting
    pinned = any(max(column) < minimum for column in zip(*fitting, strict=True))
    told = answer(
        "Odds ratios of being in work\nSex | N | Odds ratio | 95% CI lower | 95% CI upper\n"
        f"Male | {c + d} | 1.0 | | \nFemale | {a + b} | {' | '.join(shown)}",
        minimum,
    )
    assert told == ("hit" if pinned else "clear")


def test_the_category_compared_with_may_stand_last_and_be_told_by_a_word() -> None:
    text = """Odds ratios of being in work
Sex    | N   | Odds ratio | 95% CI lower | 95% CI upper
Female | 130 | 13.44      | 6.25         | 28.92
Male   | 120 | ref        |              |"""
    assert answer(text, 10) == "hit"
    assert answer(text, 9) == "clear"


def test_a_hidden_count_is_told_by_the_ratio_and_the_others() -> None:
    text = """Exposure | Exposed (n) | Events | Unexposed (n) | Events | Risk ratio
Care     | 41          | <10    | 8881          | 1002   | 1.95"""
    assert answer(text, 10) == "hit"
