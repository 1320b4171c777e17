from __future__ import annotations

import pytest

from outcheck.engine.verdict import exit_code, worst
from outcheck.model.report import Verdict


@pytest.mark.parametrize(
    ("verdict", "strict", "relaxed"),
    [
        (Verdict.CLEAR, 0, 0),
        (Verdict.REVIEW, 1, 0),
        (Verdict.BLOCKED, 1, 1),
        (Verdict.INCOMPLETE, 2, 2),
    ],
)
def test_the_exit_code_follows_the_verdict_and_nothing_masks_incomplete(verdict: Verdict, strict: int, relaxed: int) -> None:
    assert exit_code(verdict) == strict
    assert exit_code(verdict, fail_on_blocked_only=True) == relaxed


def test_incomplete_outranks_all() -> None:
    assert worst(Verdict) is Verdict.INCOMPLETE
    assert worst([Verdict.CLEAR, Verdict.BLOCKED, Verdict.REVIEW]) is Verdict.BLOCKED
    assert worst([]) is Verdict.CLEAR
