from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outcheck.clearance import Request, check
from outcheck.model.places import Area
from outcheck.model.report import Report
from outcheck.renderers import render

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 24)
SAMPLES = sorted(path.parent for pattern in ("*", "packs/*") for path in (ROOT / "samples").glob(f"{pattern}/expected.json"))


def report_of(sample: Path) -> Report:
    return check(Request(paths=(sample / "release",)), today=TODAY)


def said(sample: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((sample / "expected.json").read_text(encoding="utf-8"))
    return expected


def found_cells(report: Report, file: str, check_name: str, level: str) -> set[tuple[str, int, int]]:
    """Every cell that findings of a check speak of, waived or not."""
    cells = set()
    for finding in report.findings:
        if (finding.place.file, finding.check, finding.level.value) != (file, check_name, level):
            continue
        places = [finding.place, *(finding.related if finding.cells > 1 else ())]
        for place in places:
            area = Area.parse(place.cell) if place.cell else Area(-1, -1, -1, -1)
            cells |= {
                (place.sheet, row, column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
            }
    return cells


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_is_judged_as_the_person_who_planted_it_says(sample: Path) -> None:
    report, expected = report_of(sample), said(sample)
    assert report.verdict.value == expected["verdict"]
    assert report.exit_code == expected["exit_code"]
    verdicts = {file.path: file.verdict.value for file in report.files}
    assert {path: verdicts[path] for path in expected["files"]} == expected["files"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_planted_problem_is_found_at_its_cell(sample: Path) -> None:
    report = report_of(sample)
    for planted in said(sample)["findings"]:
        cells = found_cells(report, planted["file"], planted["check"], planted["level"])
        assert cells, planted
        if planted["cell"] and planted["check"] != "row-level-data":
            area = Area.parse(planted["cell"])
            assert (planted["sheet"] or "", area.top, area.left) in cells, planted


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_found_that_nobody_planted(sample: Path) -> None:
    planted = {(entry["file"], entry["check"], entry["level"]) for entry in said(sample)["findings"]}
    rows = {entry["file"] for entry in said(sample)["findings"] if entry["check"] == "row-level-data"}
    for finding in report_of(sample).findings:
        if finding.place.file not in rows:
            assert (finding.place.file, finding.check, finding.level.value) in planted, finding


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_planted_cells_are_counted_exactly(sample: Path) -> None:
    report = report_of(sample)
    wanted: dict[tuple[str, str, str], int] = {}
    for entry in said(sample)["findings"]:
        key = (entry["file"], entry["check"], entry["level"])
        wanted[key] = wanted.get(key, 0) + (entry.get("cells") or 1)
    for (file, name, level), count in wanted.items():
        if name != "row-level-data":
            assert len(found_cells(report, file, name, level)) == count, (file, name)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@pytest.mark.parametrize("form", ["json", "html", "terminal"])
def test_a_report_is_the_same_bytes_every_time(sample: Path, form: str) -> None:
    assert render(report_of(sample), form) == render(report_of(sample), form)


def test_the_account_of_numbers_balances_in_every_file() -> None:
    for sample in SAMPLES:
        for file in report_of(sample).files:
            held = file.numbers
            assert held.numbers == held.checked + held.labels + held.unexplained


def test_the_samples_on_disk_are_what_their_script_makes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "samples.make_samples", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
