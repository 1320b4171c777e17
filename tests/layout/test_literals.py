from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout.literals import Kind, read_literal


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("12", 12, 0),
        ("0", 0, 0),
        ("0.0", 0, 1),
        ("1,234", 1234, 0),
        ("1 234 567", 1234567, 0),
        ("1\u00a0234", 1234, 0),
        ("£1.2m", 1_200_000, 0),
        ("£30,500", 30500, 0),
        ("−4.5", -4.5, 1),
        ("–4.5", -4.5, 1),
        ("12,5", 12.5, 1),
        ("1.2e3", 1200, 0),
        ("45%", 45, 0),
        ("12.4 [p]", 12.4, 1),
        ("1,234 [r][e]", 1234, 0),
        (".5", 0.5, 1),
        (".412a", 0.412, 3),
        ("91,500r", 91500, 0),
        ("1.00 (ref)", 1, 2),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float, decimals: int) -> None:
    literal = read_literal(text)
    assert literal.kind is Kind.NUMBER
    assert math.isclose(literal.value, value)
    assert literal.decimals == decimals


@pytest.mark.parametrize(
    "text",
    ["c", "[c]", "*", "..", "-", "<10", "16-24", "2018/19", "E06000001", "Total", "5+", "n/a", "7a", "p < .001", "10 - 20"],
)
def test_markers_bands_years_and_codes_are_texts(text: str) -> None:
    assert read_literal(text).kind is Kind.TEXT


@pytest.mark.parametrize("text", ["7a", "p < .001", "10 - 20", "£10,000 to £19,999", "5 or 6"])
def test_letters_bounds_and_bands_do_not_make_numbers(text: str) -> None:
    assert read_literal(text).kind is Kind.TEXT


@pytest.mark.parametrize("text", ["12 (4.5%)", "34.1 (12.2)", "28 [19, 45]", "1.2 (0.3)", "t = -7.5", "N = 4,120"])
def test_several_numbers_in_one_cell_are_never_taken_for_words(text: str) -> None:
    assert read_literal(text).kind is Kind.COMPOSITE


def test_an_empty_cell_is_neither_zero_nor_text() -> None:
    assert read_literal("").kind is Kind.EMPTY
    assert read_literal("  ").kind is Kind.EMPTY


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=6))
def test_written_decimals_are_kept(whole: int, places: int) -> None:
    text = f"{whole}.{'0' * places}" if places else str(whole)
    literal = read_literal(text)
    assert (literal.value, literal.decimals) == (whole, places)
