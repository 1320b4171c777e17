"""Holds findings and doubts against a baseline: what was known stays as it is, and does not decide the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from outcheck.model.baseline import Baseline, Compared, KnownDoubt
from outcheck.model.finding import Finding
from outcheck.model.rule import Level


def with_known(findings: Sequence[Finding], baseline: Baseline) -> list[Finding]:
    """Findings, those marked that the baseline has. A waived one needs no baseline, and a note fails nothing."""
    by_fingerprint = {(held.fingerprint, held.pack): held for held in baseline.findings}

    def known(finding: Finding) -> bool:
        held = by_fingerprint.get((finding.fingerprint, finding.pack))
        return held is not None and _counts(finding) and held.covers(finding)

    return [replace(finding, known=True) if known(finding) else finding for finding in findings]


def compared(findings: Sequence[Finding], doubts: Iterable[KnownDoubt], baseline: Baseline) -> Compared:
    """What the baseline said of findings that are marked, and of the doubts of the same run."""
    used = {(finding.fingerprint, finding.pack) for finding in findings if finding.known}
    stale_findings = [held for held in baseline.findings if (held.fingerprint, held.pack) not in used]
    standing = set(doubts)
    stale_doubts = [held for held in baseline.doubts if held not in standing]
    new = sum(_counts(finding) and not finding.known for finding in findings)
    return Compared(len(used), new, (*stale_findings, *stale_doubts))


def _counts(finding: Finding) -> bool:
    return finding.waived is None and finding.level is not Level.NOTE
