"""Laws of the whole way from files to report."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcheck.clearance import Request, check
from outcheck.model.report import Report

REGIONS = ("North", "South", "East", "West", "Centre")
ROWS = st.lists(st.integers(min_value=0, max_value=40), min_size=2, max_size=5)


def report_of(folder: Path, rows: list[tuple[str, int]]) -> Report:
    text = "region,learners\n" + "".join(f"{region},{count}\n" for region, count in rows)
    (folder / "a.csv").write_text(text, encoding="utf-8", newline="\n")
    return check(Request(paths=(folder,)), today=date(2026, 11, 24))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=ROWS, seed=st.integers(min_value=0, max_value=999))
def test_reordering_rows_changes_no_finding_but_its_address(tmp_path: Path, counts: list[int], seed: int) -> None:
    rows = list(zip(REGIONS, counts, strict=False))
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)  # noqa: S311  an order, not a secret
    before, after = report_of(tmp_path, rows), report_of(tmp_path, shuffled)
    assert {(found.rule, found.labels) for found in before.findings} == {(found.rule, found.labels) for found in after.findings}
    assert {found.fingerprint for found in before.findings} == {found.fingerprint for found in after.findings}
    assert before.verdict is after.verdict


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=ROWS, low=st.integers(min_value=1, max_value=9))
def test_adding_a_low_count_never_improves_the_verdict(tmp_path: Path, counts: list[int], low: int) -> None:
    rows = list(zip(REGIONS, counts, strict=False))
    before = report_of(tmp_path, rows)
    after = report_of(tmp_path, [*rows, ("Elsewhere", low)])
    assert after.verdict.rank >= before.verdict.rank
    assert after.verdict.value == "blocked"
