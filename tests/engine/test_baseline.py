"""A baseline: what is known decides the exit code no more, and nothing else about the report changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from outcheck.api import check as check_paths
from outcheck.clearance import Request, check
from outcheck.cli.app import run
from outcheck.engine.known import with_known
from outcheck.model.baseline import Baseline, known_of
from outcheck.model.report import Report, Verdict
from outcheck.model.rule import Level
from outcheck.packs import PackError, load_baseline
from outcheck.renderers import render

TODAY = date(2026, 3, 2)
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "leo-release" / "release"
LOW = "region,learners\nNorth,4\nSouth,140\nWest,150\n"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "starts.csv").write_text(LOW, encoding="utf-8")
    return folder


def checked(folder: Path, baseline: Path | None = None, **asked: bool) -> Report:
    return check(Request((folder,), ("ons-srs",), baseline=baseline, **asked), today=TODAY)  # type: ignore[arg-type]


def kept(report: Report, place: Path) -> Path:
    place.write_text(render(report, "baseline"), encoding="utf-8")
    return place


def test_what_is_known_stands_in_the_report_and_does_not_fail_the_run(release: Path, tmp_path: Path) -> None:
    before = checked(release)
    after = checked(release, kept(before, tmp_path / "known.yaml"))
    assert (before.exit_code, after.exit_code) == (1, 0)
    assert after.verdict is before.verdict is Verdict.BLOCKED
    assert after.totals == before.totals
    assert after.files == before.files
    assert [replace(found, known=False) for found in after.findings] == list(before.findings)
    assert after.compared is not None
    assert (after.compared.known, after.compared.new, after.compared.stale) == (len(before.findings), 0, ())


def add_row(folder: Path) -> None:
    (folder / "starts.csv").write_text(LOW + "East,7\n", encoding="utf-8")


def add_file(folder: Path) -> None:
    (folder / "more.csv").write_text(LOW, encoding="utf-8")


def rename_file(folder: Path) -> None:
    (folder / "starts.csv").rename(folder / "ends.csv")


def another_category(folder: Path) -> None:
    (folder / "starts.csv").write_text(LOW.replace("North,4", "North,400").replace("South,140", "South,4"), encoding="utf-8")


def another_kind(folder: Path) -> None:
    (folder / "starts.csv").write_text(LOW + "=1+1,300\n", encoding="utf-8")


def unanswerable(folder: Path) -> None:
    (folder / "pay.csv").write_text("region,mean pay\nNorth,21000.5\nSouth,22000.5\n", encoding="utf-8")


@pytest.mark.parametrize("deed", [add_row, add_file, rename_file, another_category, another_kind, unanswerable])
def test_whatever_is_new_fails_the_run(deed: Callable[[Path], None], release: Path, tmp_path: Path) -> None:
    baseline = kept(checked(release), tmp_path / "known.yaml")
    deed(release)
    after = checked(release, baseline)
    assert after.exit_code == 1
    assert after.compared is not None
    assert after.compared.new


def test_one_more_cell_in_a_finding_about_many_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    rows = [f"r{number:04},{3 if number % 2 else 300}" for number in range(4200)]
    (folder / "big.csv").write_text("\n".join(["region,learners", *rows]) + "\n", encoding="utf-8")
    before = checked(folder)
    assert any(found.cells > 1000 for found in before.findings)
    baseline = kept(before, tmp_path / "known.yaml")
    assert checked(folder, baseline).exit_code == 0
    rows[0] = "r0000,3"
    rows[1] = "r0001,300"
    (folder / "big.csv").write_text("\n".join(["region,learners", *rows]) + "\n", encoding="utf-8")
    assert checked(folder, baseline).exit_code == 1


def test_a_finding_that_became_graver_is_new_and_a_milder_one_is_known(release: Path) -> None:
    (found,) = [found for found in checked(release).findings if found.rule == "people-low-count"]
    mild, grave = (replace(found, level=level) for level in (Level.REVIEW, Level.BLOCK))
    was_mild, was_grave = (Baseline((known_of(held, held.level),)) for held in (mild, grave))
    assert [held.known for held in with_known([grave], was_mild)] == [False]
    assert [held.known for held in with_known([mild], was_grave)] == [True]


def test_what_was_not_read_is_never_known(release: Path, tmp_path: Path) -> None:
    (release / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    before = checked(release)
    after = checked(release, kept(before, tmp_path / "known.yaml"), fail_on_blocked_only=True)
    assert before.verdict is Verdict.INCOMPLETE
    assert after.exit_code == 2


def test_leaving_rules_out_is_not_made_good_by_a_baseline(release: Path, tmp_path: Path) -> None:
    baseline = kept(checked(release), tmp_path / "known.yaml")
    report = check(Request((release,), ("ons-srs",), ignore=("OC5",), baseline=baseline), today=TODAY)
    assert report.exit_code == 1


def test_entries_that_fit_nothing_any_more_are_named(release: Path, tmp_path: Path) -> None:
    unanswerable(release)
    baseline = kept(checked(release), tmp_path / "known.yaml")
    (release / "starts.csv").write_text(LOW.replace(",4", ",40"), encoding="utf-8")
    (release / "pay.csv").unlink()
    after = checked(release, baseline)
    assert after.compared is not None
    stale = after.compared.stale
    assert {entry.rule for entry in stale} >= {"people-low-count"}
    assert f"It has {len(stale)} more that fit nothing now" in " ".join(render(after, "terminal").split())
    document = json.loads(render(after, "json"))
    assert len(document["baseline"]["stale"]) == len(stale)
    assert after.verdict is Verdict.CLEAR
    assert after.exit_code == 0


def test_a_baseline_of_the_sample_makes_the_run_pass_with_nothing_that_is_shown_missing(tmp_path: Path) -> None:
    before = check(Request((SAMPLE,)), today=TODAY)
    baseline = kept(before, tmp_path / "known.yaml")
    after = check(Request((SAMPLE,), baseline=baseline), today=TODAY)
    assert after.exit_code == 0
    assert after.verdict is before.verdict
    assert [found.fingerprint for found in after.findings] == [found.fingerprint for found in before.findings]
    assert render(after, "baseline") == baseline.read_text(encoding="utf-8")


def test_no_value_and_no_label_stands_in_a_baseline(release: Path) -> None:
    report = check(Request((release,), ("ons-srs",), show_values=True), today=TODAY)
    text = render(report, "baseline")
    assert "North" not in text
    assert "value" not in text


def test_a_file_of_any_name_is_read_back(release: Path, tmp_path: Path) -> None:
    (release / "starts.csv").rename(release / "a: 'b' #é.csv")
    baseline = kept(checked(release), tmp_path / "known.yaml")
    assert {entry.file for entry in load_baseline(baseline).findings} == {"a: 'b' #é.csv"}
    assert checked(release, baseline).exit_code == 0


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("baseline: 2\n", "known.yaml:1: unknown word"),
        ("findings: []\n", "'baseline' is missing"),
        ("baseline: 1\nwaivers: []\n", "known.yaml:2: unknown key 'waivers'"),
        ("baseline: 1\nfindings:\n- {fingerprint: all, pack: a, rule: b, level: block, file: c}\n", "known.yaml:3"),
    ],
)
def test_a_baseline_that_says_anything_else_is_refused_with_its_line(
    text: str, wrong: str, release: Path, tmp_path: Path
) -> None:
    (tmp_path / "known.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=wrong):
        checked(release, tmp_path / "known.yaml")


def test_reports_for_machines_tell_known_from_new(release: Path, tmp_path: Path) -> None:
    baseline = kept(checked(release), tmp_path / "known.yaml")
    add_row(release)
    after = checked(release, baseline)
    states = [result["baselineState"] for result in json.loads(render(after, "sarif"))["runs"][0]["results"]]
    assert sorted(set(states)) == ["new", "unchanged"]
    assert "(known)" in render(after, "github")
    for form in ("terminal", "markdown"):
        assert ", NEW" in render(after, form)
        assert ", known" in render(after, form)
        assert ", NEW" not in render(checked(release), form)
    (release / "starts.csv").write_text(LOW, encoding="utf-8")
    known = checked(release, baseline)
    suites = ET.fromstring(render(known, "junit"))  # noqa: S314  our own text
    assert suites.get("failures") == "0"
    assert suites.get("skipped") != "0"


def test_the_command_writes_and_reads_a_baseline(release: Path, tmp_path: Path) -> None:
    known, words = tmp_path / "known.yaml", ["check", str(release), "-p", "ons-srs", "-q"]
    assert run([*words, "-o", str(known)]) == 1
    first = known.read_bytes()
    assert run([*words, "-o", str(known), "--baseline", str(known)]) == 0
    assert known.read_bytes() == first
    assert run([*words, "--baseline", str(tmp_path / "none.yaml")]) == 2
    assert check_paths(release, packs=["ons-srs"], baseline=known).exit_code == 0


@pytest.mark.parametrize("name", ["outcheck.yaml", "mine.yaml"])
def test_a_baseline_never_takes_the_place_of_another_file(
    name: str, release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("pack: ons-srs\n", encoding="utf-8")
    assert run(["check", str(release), "-q", "-o", str(tmp_path / name)]) == 2
    assert "would be lost" in capsys.readouterr().err
    assert (tmp_path / name).read_text(encoding="utf-8") == "pack: ons-srs\n"
