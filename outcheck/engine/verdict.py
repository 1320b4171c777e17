"""The verdict and the exit code: the two answers everything else supports."""

from __future__ import annotations

from collections.abc import Iterable

from outcheck.model.finding import Finding
from outcheck.model.report import Verdict
from outcheck.model.rule import Level

_OF_LEVEL = {Level.BLOCK: Verdict.BLOCKED, Level.REVIEW: Verdict.REVIEW, Level.NOTE: Verdict.CLEAR}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that outranks the others; clear where there is none."""
    return max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.CLEAR)


def verdict_of(findings: Iterable[Finding], *, unread: bool, doubtful: bool) -> Verdict:
    """Verdict of findings together with what was not read (incomplete) and what stays in doubt (at least review)."""
    found = worst(_OF_LEVEL[finding.level] for finding in findings if finding.waived is None)
    return worst((found, Verdict.INCOMPLETE if unread else found, Verdict.REVIEW if doubtful else found))


def exit_code(verdict: Verdict, *, fail_on_blocked_only: bool = False) -> int:
    """0 clear, 1 review or blocked, 2 incomplete. Relaxing to blocked only never touches 2."""
    if verdict is Verdict.INCOMPLETE:
        return 2
    if verdict is Verdict.CLEAR or (verdict is Verdict.REVIEW and fail_on_blocked_only):
        return 0
    return 1
