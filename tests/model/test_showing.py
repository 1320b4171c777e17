from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.showing import in_markdown, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("North East", "North East"),
        ("two\n# lines", "two \\# lines"),
        ("a | b", "a \\| b"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("[here](http://example.org)", "\\[here\\](http\\://example.org)"),
        ("www.example.org", "www\\.example.org"),
        ("@someone and #12", "\\@someone and \\#12"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("a\u202eb", "a\\\\u202eb"),
        (" \t ", ""),
    ],
)
def test_a_text_shows_in_markdown_as_it_is(text: str, shown: str) -> None:
    assert in_markdown(text) == shown


@given(st.text())
def test_whatever_is_shown_is_one_line_that_steers_nothing(text: str) -> None:
    for shown in (plain(text), in_markdown(text)):
        assert shown.isprintable()


@given(st.text(alphabet="<>|[]`*_\\ab "))
def test_every_sign_that_formats_stands_behind_a_stroke(text: str) -> None:
    shown = in_markdown(text)
    unescaped = shown.replace("\\\\", "")
    for sign in "<>|[]`*_":
        assert unescaped.count(sign) == unescaped.count(f"\\{sign}")
