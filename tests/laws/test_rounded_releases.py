"""What is rounded as a policy says passes the checks that ask for that policy, and nothing else does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from drawn_systems import table_system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcheck.clearance import Request, check
from outcheck.model.arrays import FloatArray
from outcheck.model.report import Outcome, Report
from outcheck.sdc.controlled_rounding import round_together
from outcheck.sdc.rounded import derived, draws, round_to
from outcheck.sdc.rounding import Method, Policy

SECRET = bytes(range(32))
REGIONS = (
    "North East", "North West", "Yorkshire", "East Midlands", "West Midlands", "East", "London", "South East", "South West",
)  # fmt: skip
TIERS = ((0.0, 10.0), (100.0, 50.0), (1000.0, 100.0), (10_000.0, 500.0))


@dataclass(frozen=True)
class Way:
    """A policy, and how a pack says it."""

    policy: Policy
    said: str


WAYS = {
    "nearest 5, halves up": Way(Policy(Method.NEAREST, ((0, 5),), half_even=False), "base: 5, halves: up"),
    "nearest 10, halves to even": Way(Policy(Method.NEAREST, ((0, 10),), half_even=True), "base: 10, halves: even"),
    "random 3": Way(Policy(Method.RANDOM, ((0, 3),)), "rounding: random, base: 3"),
    "midpoint 6": Way(Policy(Method.MIDPOINT, ((0, 6),)), "rounding: midpoint, base: 6"),
    "tiers": Way(
        Policy(Method.NEAREST, TIERS, digits=4, half_even=True),
        f"tiers: {[[int(part) for part in tier] for tier in TIERS]}, digits: 4, halves: even",
    ),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))


def pack(way: Way, of: str) -> str:
    return f"""
pack: rounded
version: 1
title: How counts are rounded
source: {{title: a test, status: unverified}}
rules:
  unrounded: {{check: unrounded-count, with: {{{way.said}}}, level: block}}
  uneven: {{check: inconsistent-rounding, with: {{{way.said}}}, level: block}}
  derived: {{check: derived-from-raw, with: {{{way.said}, of: [{of}]}}, level: block}}
  unpicked: {{check: unpicked-rounding, with: {{minimum: 10}}, level: block}}
"""


def report_of(folder: Path, way: Way, of: str, files: dict[str, list[list[str]]]) -> Report:
    (folder / "pack.yaml").write_text(pack(way, of), encoding="utf-8")
    release = folder / "release"
    release.mkdir(exist_ok=True)
    for name, rows in files.items():
        (release / name).write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    return check(Request(paths=(release,), packs=(str(folder / "pack.yaml"),)), today=date(2026, 11, 25))


def shown_by(way: Way, statements: list[str], true: FloatArray) -> FloatArray:
    return round_to(true, way.policy, draw=draws([text.encode() for text in statements], SECRET))


@st.composite
def learners(draw: st.DrawFn) -> FloatArray:
    """Learners of all regions, those in work first, then all, neither few."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    scale = draw(st.sampled_from([60, 400, 5000]))
    everybody = dice.integers(20, scale, len(REGIONS))
    return np.stack([dice.binomial(everybody, 0.7), everybody]).astype(np.float64)


def percentages(files: FloatArray, decimals: int) -> list[str]:
    shares = derived(files[0], files[1], np.full(files.shape[1], decimals), times=100)
    return [f"{share:.{decimals}f}" for share in shares.tolist()]


def texts(numbers: FloatArray) -> list[str]:
    return [f"{number:.0f}" for number in numbers.tolist()]


def outcomes(report: Report) -> dict[str, Outcome]:
    return {answer.check: answer.outcome for answer in report.rules}


@every_way
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(true=learners(), decimals=st.integers(0, 2))
def test_percentages_worked_out_from_rounded_numbers_are_clear(tmp_path: Path, way: Way, true: FloatArray, decimals: int) -> None:
    statements = [f"{measure}\x1f{region}" for measure in ("in work", "all") for region in REGIONS]
    shown = shown_by(way, statements, true.ravel()).reshape(true.shape)
    rows = zip(REGIONS, texts(shown[1]), texts(shown[0]), percentages(shown, decimals), strict=True)
    files = {"work.csv": [["Region", "Learners", "Learners in work", "% in work"], *map(list, rows)]}
    report = report_of(tmp_path, way, "percentage", files)
    assert not report.findings, [(finding.check, str(finding.place)) for finding in report.findings]
    assert outcomes(report)["unrounded-count"] is Outcome.CLEAR
    assert outcomes(report)["derived-from-raw"] is Outcome.CLEAR


@every_way
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(true=learners(), decimals=st.integers(0, 2), pay=st.integers(0, 2**32))
def test_means_worked_out_from_rounded_numbers_are_clear(
    tmp_path: Path, way: Way, true: FloatArray, decimals: int, pay: int
) -> None:
    shown = shown_by(way, [f"in work\x1f{region}" for region in REGIONS], true[0])
    total = np.round(true[0] * np.random.default_rng(pay).normal(21_000, 3000, len(REGIONS)))
    means = derived(total, shown, np.full(len(shown), decimals))
    written = [f"{mean:.{decimals}f}" for mean in means.tolist()]
    files = {"pay.csv": [["Region", "Learners", "Total earnings", "Mean earnings"]]}
    files["pay.csv"] += map(list, zip(REGIONS, texts(shown), texts(total), written, strict=True))
    report = report_of(tmp_path, way, "mean", files)
    assert not report.findings, [(finding.check, str(finding.place)) for finding in report.findings]
    assert outcomes(report)["derived-from-raw"] is Outcome.CLEAR


def crosstab(table: FloatArray) -> dict[str, list[list[str]]]:
    down = [*REGIONS[: len(table) - 1], "Total"]
    across = ["Female", "Male"] if table.shape[1] == 3 else ["Asian", "Black", "Mixed", "White"]
    return {"counts.csv": [["Region", *across, "Total"], *([name, *texts(row)] for name, row in zip(down, table, strict=True))]}


def with_margins(inner: FloatArray) -> FloatArray:
    rows = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1, keepdims=True)])


@every_way
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(true=learners())
def test_totals_worked_out_from_rounded_parts_are_clear(tmp_path: Path, way: Way, true: FloatArray) -> None:
    statements = [f"{sex}\x1f{region}" for sex in ("f", "m") for region in REGIONS]
    shown = shown_by(way, statements, true.ravel()).reshape(true.shape)
    report = report_of(tmp_path, way, "percentage, mean, total", crosstab(with_margins(shown.T)))
    assert not report.findings, [(finding.check, str(finding.place)) for finding in report.findings]
    assert outcomes(report)["unrounded-count"] is Outcome.CLEAR


@pytest.mark.parametrize("name", ["nearest 5, halves up", "nearest 10, halves to even", "random 3"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(true=learners())
def test_tables_rounded_together_are_clear(tmp_path: Path, name: str, true: FloatArray) -> None:
    way, table = WAYS[name], with_margins(true.T)
    rows = table_system(table, np.zeros(table.shape, dtype=np.bool_)).system.rows
    shown = round_together(rows, table.ravel(), way.policy.tiers[0][1]).values.reshape(table.shape)
    report = report_of(tmp_path, way, "percentage, mean, total", crosstab(shown))
    assert not report.findings, [(finding.check, str(finding.place)) for finding in report.findings]
    assert outcomes(report)["derived-from-raw"] is Outcome.CLEAR


@every_way
def test_numbers_that_nobody_rounded_are_not_clear(tmp_path: Path, way: Way) -> None:
    true = np.array([[17.0, 31, 46, 52, 67, 71, 86, 97, 101], [23, 37, 50, 58, 71, 79, 92, 107, 113]])
    rows = zip(REGIONS, texts(true[1]), texts(true[0]), percentages(true, 1), strict=True)
    files = {"work.csv": [["Region", "Learners", "Learners in work", "% in work"], *map(list, rows)]}
    assert outcomes(report_of(tmp_path, way, "percentage", files))["unrounded-count"] is Outcome.HIT


def test_totals_rounded_by_themselves_can_be_unpicked_and_those_rounded_together_cannot(tmp_path: Path) -> None:
    way = WAYS["nearest 5, halves up"]
    table = with_margins(np.array([[7.0, 7, 7, 7], [12, 38, 61, 43], [23, 31, 83, 96], [52, 109, 18, 143]]))
    rows = table_system(table, np.zeros(table.shape, dtype=np.bool_)).system.rows
    together = round_together(rows, table.ravel(), 5.0).values.reshape(table.shape)
    alone = round_to(table, way.policy)
    assert alone[0].tolist() == [5, 5, 5, 5, 30]  # at most 7 each, at least 28 in all
    found = report_of(tmp_path, way, "percentage", crosstab(alone))
    assert {(finding.check, finding.cells) for finding in found.findings} == {("unpicked-rounding", 1)}
    assert len(found.findings) == 5
    assert not report_of(tmp_path, way, "percentage", crosstab(together)).findings
