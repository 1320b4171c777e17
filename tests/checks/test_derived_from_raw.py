"""derived-from-raw against trying every pair of rounded numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.checks.derived_from_raw import CHECK, Parameters
from outcheck.model.statistics import Statistic

MEASURES = {"Learners": Statistic.COUNT, "% in work": Statistic.PERCENTAGE}


def found(base: int, shown: str, policy: Parameters) -> bool:
    columns = {"Place": ["A"], "Learners": [str(base)], "% in work": [shown]}
    return bool(hits_in(CHECK, built(columns, MEASURES, base="Learners"), policy))


def given_by_rounded(base: int, shown: str, multiple: int) -> bool:
    """Whether any multiple over the base rounds to the percentage, a half either way."""
    half = Fraction(1, 2 * 10 ** len(shown.partition(".")[2]))
    return any(abs(Fraction(100 * part, base) - Fraction(shown)) <= half for part in range(0, base + 1, multiple))


@settings(max_examples=300)
@given(
    st.integers(1, 400),
    st.data(),
    st.sampled_from([5, 10]),
    st.integers(0, 2),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
def test_a_share_of_raw_numbers_is_found_unless_rounded_ones_give_it_too(
    raw: int, data: st.DataObject, multiple: int, decimals: int, halves: str
) -> None:
    part = data.draw(st.integers(0, raw))
    base = int((Decimal(raw) / multiple).quantize(Decimal(1), ROUND_HALF_UP)) * multiple
    shown = str((Decimal(100 * part) / raw).quantize(Decimal(1).scaleb(-decimals), halves))
    if base:
        assert found(base, shown, Parameters(base=multiple)) == (not given_by_rounded(base, shown, multiple))


@given(st.integers(1, 400), st.data(), st.sampled_from([5, 10]), st.integers(0, 3))
def test_a_share_of_rounded_numbers_is_never_found(times: int, data: st.DataObject, multiple: int, decimals: int) -> None:
    part = data.draw(st.integers(0, times))
    shown = str((Decimal(100 * part) / times).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    assert not found(times * multiple, shown, Parameters(base=multiple))
