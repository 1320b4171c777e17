from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from outcheck.layout.literals import Kind, read_literal
from outcheck.layout.plain import read_plain
from outcheck.model.texts import Texts

signs = st.text(st.sampled_from("0123456789.- e+,%"), max_size=20)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18).map("{:f}".format)
floats = st.floats(allow_nan=False, allow_infinity=False).map(repr)


@given(st.lists(signs | numbers | floats, max_size=20))
@example(["-", ".", "-.", "", "1.", ".5", "-.5", "--5", "5-", "1.2.3", "00012", "-0", "0.000"])
@example(["9007199254740993", "123456789012345.6", "99999999999999.9", "0.1234567890123456789012", "2.675"])
def test_a_plain_number_reads_as_it_does_alone(texts: list[str]) -> None:
    read = read_plain(Texts.of(texts))
    for text, plain, value, decimals in zip(texts, read.plain.tolist(), read.value.tolist(), read.decimals.tolist(), strict=True):
        literal = read_literal(text)
        assert plain <= (literal.kind is Kind.NUMBER), text
        if plain:
            assert (value, decimals) == (literal.value, literal.decimals), text


@given(st.lists(st.decimals(-(10**9), 10**9, places=4).map("{:f}".format), max_size=20))
def test_digits_with_a_point_and_a_minus_sign_are_plain(texts: list[str]) -> None:
    assert read_plain(Texts.of(texts)).plain.all()
