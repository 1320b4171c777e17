"""Whatever a workbook carries out of sight is found, and its innocent twin passes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hidden.cases import Case, cases

from outcheck.clearance import Request, check
from outcheck.model.report import Report, Verdict

CASES = list(cases())
SECRETS = re.compile("J. Smith|jsmith|was seven|117|Ashfield|MSIP|example.org|areas|Workings!|North")


def report_of(data: bytes, suffix: str, folder: Path) -> Report:
    path = folder / f"regions.{suffix}"
    path.write_bytes(data)
    return check(Request(paths=(path,)), today=date(2026, 11, 24))


def test_there_are_at_least_sixty_cases() -> None:
    assert len({str(case) for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_carried_out_of_sight_is_found_and_told_without_saying_it(case: Case, tmp_path: Path) -> None:
    report = report_of(case.guilty(), case.suffix, tmp_path)
    found = [finding for finding in report.findings if finding.check == case.check]
    assert found, [(finding.check, finding.message) for finding in report.findings]
    for finding in found:
        assert not SECRETS.search(finding.message)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_innocent_twin_is_clear(case: Case, tmp_path: Path) -> None:
    report = report_of(case.innocent(), "xlsx", tmp_path)
    told = [(finding.check, finding.message) for finding in report.findings if finding.code.startswith("OC5")]
    assert told == []
    assert report.verdict in (Verdict.CLEAR, Verdict.REVIEW)
    assert not report.files[0].unread
