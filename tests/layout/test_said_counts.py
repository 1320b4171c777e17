"""Counts that texts say in words, and numbers in texts that count nobody."""

from __future__ import annotations

import pytest

from outcheck.layout.said_counts import counts_in


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Median earnings by sex (N = 4,217)", (4217,)),
        ("Sample size: 7; unweighted base = 12", (7, 12)),
        ("n=3, 2021", (3,)),
        ("Excludes 4 pupils in alternative provision.", (4,)),
        ("Three learners were removed at the request of the provider", (3,)),
        ("The total includes 6 part-time and distance learners", (6,)),
        ("Suppressed: 2 providers", (2,)),
        ("Of these, 3 out of the 250 learners did not agree", (3,)),
        ("5 schools (1,204 pupils)", (5, 1204)),
        ("Earnings are missing for two of 31 employers", (2,)),
    ],
)
def test_a_text_says_a_count(text: str, counts: tuple[int, ...]) -> None:
    assert counts_in(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "Table 3: Key stage 4 pupils by region",
        "Level 3 learners aged 16 to 18",
        "Year 11 pupils, plan 2 students, wave 1 respondents",
        "Cells of fewer than 10 learners are suppressed",
        "Rounded to the nearest 5 learners",
        "There must be at least 6 schools and 10 pupils",
        "One in 5 pupils moved",
        "4% of learners, 3.5 pupils per teacher, 2 GCSEs",
        "Between 1 and 4 learners",
        "5 or fewer pupils; 10 or more employers",
        "Number of learners, 2021/22",
        "n < 10",
        "Spend of £5 million on 3 year apprenticeships",
        "Includes 2 year old children",
    ],
)
def test_a_text_says_no_count(text: str) -> None:
    assert counts_in(text) == ()


def test_in_a_table_only_a_named_size_is_a_count() -> None:
    assert counts_in("2 people", in_table=True) == ()
    assert counts_in("Men (n = 2)", in_table=True) == (2,)
