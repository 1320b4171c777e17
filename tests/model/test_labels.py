"""Labels of intervals, apart and joined."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.labels import interval, joined


@pytest.mark.parametrize(
    ("labels", "whole"),
    [
        (["16–19", "20–24"], "16–24"),
        (["16-19", "20-24", "25-29"], "16-29"),
        (["Aged 16 to 19", "Aged 20 to 24"], "Aged 16 to 24"),
        (["16 to 19", "20-24"], "16 to 24"),
        (["60 to 64", "65 and over"], "60 and over"),
        (["60-64 years", "65+ years"], "60+ years"),
        (["Under 16", "16-19"], "Under 20"),
        (["Age 16", "Age 17"], "Age 16–17"),
        (["18", "19-24"], "18–24"),
        (["Aged 16 and 17", "Aged 18 to 20"], "Aged 16 to 20"),
        (["05-09", "10-14"], "05-14"),
        (["£0-£10", "£10-£20"], "£0-£20"),
        (["65+"], "65+"),
    ],
)
def test_intervals_that_follow_each_other_have_one_label(labels: list[str], whole: str) -> None:
    assert joined(labels) == whole


@pytest.mark.parametrize(
    "labels",
    [
        ["16-19", "25-29"],
        ["20-24", "16-19"],
        ["16-19 men", "20-24 women"],
        ["under 16", "16-64", "65+"],
        ["North", "South"],
        ["16-19", "Not known"],
        ["1,000 to 1,999", "2,000 to 2,999"],
        [],
    ],
)
def test_what_leaves_a_gap_or_says_more_than_an_interval_has_none(labels: list[str]) -> None:
    assert joined(labels) is None


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
    st.integers(0, 100),
    st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "Aged {} to {}", "{}-{} years"]),
)
def test_the_joined_label_names_exactly_what_its_parts_do(widths: list[int], start: int, form: str) -> None:
    edges = list(accumulate(widths, lambda edge, width: edge + width + 1, initial=start))
    whole = joined([form.format(low, high - 1) for low, high in pairwise(edges)])
    assert whole is not None
    assert interval(whole) == (start, edges[-1] - 1)
