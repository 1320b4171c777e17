"""A rule about the release as a whole that could not tell once left the verdict clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from outcheck.checks.base import Check, ReleaseCheck, ReleaseHit, Undetermined
from outcheck.checks.catalogue import check_named
from outcheck.clearance import Request, check
from outcheck.model.report import Outcome, Verdict


def cannot_tell(*_: object) -> Iterator[ReleaseHit]:
    raise Undetermined("there are too many tables")
    yield


def test_the_tables_that_it_was_asked_about_are_not_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "starts.csv").write_text("region,learners\nNorth,140\nSouth,c\nTotal,300\n", encoding="utf-8")
    (tmp_path / "notes.csv").write_text("region,learners\nNorth,140\nSouth,160\n", encoding="utf-8")

    def named(name: str) -> Check | None:
        found = check_named(name)
        if found is None or not isinstance(found.question, ReleaseCheck) or name != "recoverable-cell":
            return found
        return replace(found, question=replace(found.question, find=cannot_tell))

    monkeypatch.setattr("outcheck.engine.assess.check_named", named)
    report = check(Request((tmp_path,), ("ons-srs",)), today=date(2026, 3, 2))
    (rule,) = [rule for rule in report.rules if rule.rule == "recoverable-cell"]
    assert rule.outcome is Outcome.UNDETERMINED
    assert rule.tables == ("starts.csv!A1:B4",)
    assert next(table for table in report.tables if table.file == "starts.csv").verdict.rank >= Verdict.REVIEW.rank
    assert next(table for table in report.tables if table.file == "notes.csv").verdict is Verdict.CLEAR
    assert report.verdict.rank >= Verdict.REVIEW.rank
