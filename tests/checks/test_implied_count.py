"""implied-count against every whole number there is."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from checks.asking import asked_cells, hits_in
from checks.tables import built
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outcheck.checks.implied_count import CHECK, Parameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

MEASURES = {"Learners": Statistic.COUNT, "% in work": Statistic.PERCENTAGE}


def share(percentage: str, base: str) -> Table:
    return built({"Place": ["A"], "Learners": [base], "% in work": [percentage]}, MEASURES, base="Learners")


def answer(percentage: str, base: str, minimum: int) -> str:
    hits = hits_in(CHECK, share(percentage, base), Parameters(minimum=minimum))
    assert len(hits) <= 1
    return "clear" if not hits else "undetermined" if hits[0].undetermined else "hit"


def enumerated(percentage: str, base: int, minimum: int) -> str:
    """Try every numerator in exact arithmetic."""
    shown = Fraction(percentage)
    half_unit = Fraction(1, 2) / 10 ** len(percentage.partition(".")[2])
    fitting = [part for part in range(base + 1) if abs(Fraction(100 * part, base) - shown) <= half_unit]
    if not fitting:
        return "undetermined"
    return "hit" if all(part < minimum or base - part < minimum for part in fitting) else "clear"


@settings(max_examples=400)
@given(st.integers(1, 400), st.integers(0, 1000), st.integers(0, 6), st.integers(1, 60))
@example(200, 45, 0, 10)
def test_it_agrees_with_trying_every_numerator(base: int, thousandths: int, decimals: int, minimum: int) -> None:
    percentage = str(round(Decimal(thousandths) / 10, decimals))
    assert answer(percentage, str(base), minimum) == enumerated(percentage, base, minimum)


@settings(max_examples=400)
@given(st.integers(1, 2000), st.data(), st.integers(0, 6), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]), st.integers(1, 30))
def test_the_true_numerator_always_fits_so_a_low_one_is_never_clear_when_pinned(
    base: int, data: st.DataObject, decimals: int, rounding: str, minimum: int
) -> None:
    part = data.draw(st.integers(0, base))
    percentage = str((Decimal(100 * part) / base).quantize(Decimal(1).scaleb(-decimals), rounding))
    told = answer(percentage, str(base), minimum)
    assert told == enumerated(percentage, base, minimum)
    assert told != "undetermined"
    if minimum <= part <= base - minimum:
        assert told == "clear"


@settings(max_examples=200)
@given(st.integers(1, 5000), st.data(), st.integers(1, 30))
def test_an_unrounded_stored_percentage_gives_its_numerator_away(base: int, data: st.DataObject, minimum: int) -> None:
    part = data.draw(st.integers(0, base))
    told = answer(f"{100 * part / base:.14f}", str(base), minimum)
    assert told == ("hit" if part < minimum or base - part < minimum else "clear")


@pytest.mark.parametrize("percentage", ["0", "50.0", "100"])
def test_on_a_base_of_nobody_every_percentage_is_a_hit(percentage: str) -> None:
    assert answer(percentage, "0", 10) == "hit"


def test_a_base_in_the_millions_pins_nothing_near_its_middle() -> None:
    assert answer("50.0", "20000000", 10) == "clear"
    assert answer("0.00001", "20000000", 10) == "hit"


def test_percentages_that_no_number_explains_are_one_finding_for_each_measure() -> None:
    columns = {"Place": ["A", "B"], "Learners": ["45", "45"], "% in work": ["50.0", "49.0"], "% in study": ["51.0", "6.7"]}
    table = built(columns, {**MEASURES, "% in study": Statistic.PERCENTAGE}, base="Learners")
    hits = hits_in(CHECK, table, Parameters(minimum=10))
    assert [(hit.cells.tolist(), hit.together, hit.undetermined) for hit in hits] == [
        ([5], False, False),
        ([2, 3], True, True),
        ([4], True, True),
    ]


def test_a_percentage_on_a_weighted_base_is_left_to_low_base() -> None:
    columns = {"Place": ["A"], "Weighted": ["45"], "% in work": ["6.7"]}
    measures = {"Weighted": Statistic.WEIGHTED_COUNT, "% in work": Statistic.PERCENTAGE}
    assert not asked_cells(CHECK, built(columns, measures, base="Weighted")).size
