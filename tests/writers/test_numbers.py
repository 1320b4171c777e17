"""Numbers written anew look as those did that stood there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout.literals import read_literal
from outcheck.protect import NewNumber
from outcheck.writers.numbers import rewritten


@pytest.mark.parametrize(
    ("held", "numbers", "wanted"),
    [
        ("14", [(14, 10, 0)], "10"),
        (" 1,204 ", [(1204, 1200, 0)], " 1,200 "),
        ("£1 204.50", [(1204.5, 1200, 2)], "£1 200.00"),
        ("12 (4.5%)", [(12, 10, 0), (4.5, 4.0, 1)], "10 (4.0%)"),
        ("12,5", [(12.5, 10, 1)], "10,0"),
        ("0,692", [(0.692, 0.7, 3)], "0,700"),
        ("1.234", [(1234, 1235, 0)], "1.235"),
        ("1.234,56", [(1234.56, 1300, 2)], "1.300,00"),
        ("12.345.678 (0,692)", [(12345678, 12345680, 0), (0.692, 0.7, 3)], "12.345.680 (0,700)"),
        ("-7", [(-7, -10, 0)], "-10"),
        (14, [(14, 10, 0)], 10),
        (14.0, [(14, 10, 0)], 10),
        (0.458, [(45.8, 46.0, 1)], 0.46),
        (45.8, [(45.8, 46.0, 1)], 46),
        ("4.123", [(4123, 4120, 0)], "4.120"),
        ("4,123", [(4123, 4120, 0)], "4,120"),
        ("1,204.5 (3%)", [(1204500, 1204000, 0), (3, 2, 0)], "1,204.0 (2%)"),
        ("69", [(69000, 70000, 0)], "70"),
        ("69", [(69000, 68950, 0)], "68.95"),
        (44.338, [(44338, 44340, 0)], 44.34),
        (69, [(69000, 70000, 0)], 70),
    ],
)
def test_the_way_of_writing_stays(held: object, numbers: list[tuple[float, float, int]], wanted: object) -> None:
    assert rewritten(held, [NewNumber(*number) for number in numbers]) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("held", ["14", "12 and 13 of 14", "n", None, True, 7.5])
def test_what_is_not_as_it_was_read_is_refused_without_its_number(held: object) -> None:
    with pytest.raises(ValueError, match=r"^holds") as refused:
        rewritten(held, [NewNumber(12, 10, 0)])  # type: ignore[arg-type]
    assert not any(sign.isdigit() for sign in str(refused.value))


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from([",", " ", ""]), st.integers(0, 3))
def test_what_is_written_is_read_as_what_was_to_be_written(old: int, new: int, separator: str, decimals: int) -> None:
    held = f"{old:,.{decimals}f}".replace(",", separator)
    text = rewritten(held, [NewNumber(old, new, decimals)])
    assert read_literal(str(text)).value == new


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 2))
def test_numbers_in_thousands_stay_so(old: int, new: int, decimals: int) -> None:
    held = f"{old:,.{decimals}f}"
    written = read_literal(str(rewritten(held, [NewNumber(1000 * old, new, max(decimals - 3, 0))]))).value
    assert written is not None
    assert round(1000 * written, 6) == new


def test_what_may_be_a_thousand_or_one_of_a_column_in_thousands_is_written_only_where_that_makes_no_difference() -> None:
    assert rewritten("1.234", [NewNumber(1234, 1230, 0)]) == "1.230"
    with pytest.raises(ValueError, match="different numbers"):
        rewritten("1.004", [NewNumber(1004, 990, 0)])
    assert rewritten("1,004", [NewNumber(1004, 990, 0)]) == "990"
