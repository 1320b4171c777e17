"""A folder for SACRO Viewer: it opens, marks the cells that were found, and approving everything releases nothing else."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from acro.folders import TODAY, checked, copied, told

from outcheck.acro import ViewerError
from outcheck.clearance import Request, check
from outcheck.cli.app import run
from outcheck.handover import hand_over
from outcheck.model.places import address
from outcheck.model.report import Verdict
from outcheck.writers import CleanError

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "leo-release" / "release"
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("handed") / "for-viewer"
    hand_over(SAMPLE, target, today=DAY)
    return target


def outputs_of(folder: Path) -> dict[str, Any]:
    """The record, held against what the viewer asserts before it opens a folder (sacro/models.py, versioning.py)."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    (record,) = [held for held in documents if {"version", "results"} <= held.keys()]
    assert record["version"].split(".")[:2] == ["0", "4"]
    outputs: dict[str, Any] = record["results"]
    for uid, held in outputs.items():
        assert held["uid"] == uid
        assert isinstance(held["comments"], list)
        assert held["files"]
        for file in held["files"]:
            data = (folder / file["name"]).read_bytes()
            assert (folder / "checksums" / f"{file['name']}.txt").read_text(encoding="utf-8") == hashlib.sha256(data).hexdigest()
    return outputs


def marked(folder: Path, output: dict[str, Any]) -> set[str]:
    """Addresses that the viewer colours: row ``x + 1`` of the body and field ``y + 2``, below one line of headings."""
    (file,) = output["files"]
    with (folder / file["name"]).open(encoding="latin-1", newline="") as stream:
        text = stream.read()
    lines = list(csv.reader(text.splitlines(), delimiter=";" if text.count(";") > text.count(",") else ","))
    found = set()
    for cells in file["sdc"].get("cells", {}).values():
        for x, y in cells:
            body_row, field = x + 1, y + 2
            assert 1 <= body_row < len(lines)
            assert 1 <= field <= len(lines[body_row])
            found.add(address(body_row, field - 1))
    return found


def test_every_file_is_listed_as_it_was_checked_and_nothing_else_is(handed: Path) -> None:
    report = check(Request((SAMPLE,)), today=DAY)
    names = {file["name"] for held in outputs_of(handed).values() for file in held["files"]}
    assert names == {file.path for file in report.files if file.path != "outcheck.yaml"}
    for name in names:
        assert (handed / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_statuses_are_never_better_than_verdicts_and_badges_hide_no_finding(handed: Path) -> None:
    verdicts = {file.path: file.verdict for file in check(Request((SAMPLE,)), today=DAY).files}
    expected = {
        Verdict.CLEAR: ("pass", "pass"),
        Verdict.REVIEW: ("review", "needs a decision"),
        Verdict.BLOCKED: ("fail", "fail"),
    }
    for name, held in outputs_of(handed).items():
        badge, *said = [part for part in held["summary"].split("; ") if part]
        assert (held["status"], badge) == expected[verdicts[name]]
        assert bool(said) or verdicts[name] is Verdict.CLEAR
        assert badge != "review"


def test_the_viewer_marks_the_cells_that_were_found(handed: Path) -> None:
    report = check(Request((SAMPLE,)), today=DAY)
    outputs = outputs_of(handed)
    for name in ("apprenticeships-sector.csv", "ks4-attainment-fsm.csv"):
        cells = {found.place.cell for found in report.findings if found.place.file == name and found.place.cell}
        assert cells
        assert marked(handed, outputs[name]) == cells


def test_no_value_stands_in_the_record(handed: Path) -> None:
    text = (handed / "results.json").read_text(encoding="utf-8")
    report = check(Request((SAMPLE,), show_values=True), today=DAY)
    held = json.loads(text)["results"]
    for found in report.findings:
        if found.value is not None:
            assert f" {found.value:g};" not in held[found.place.file]["summary"]


def test_the_same_release_is_handed_over_in_the_same_bytes(handed: Path, tmp_path: Path) -> None:
    hand_over(SAMPLE, tmp_path / "again", today=DAY)
    for path in (path for path in handed.rglob("*") if path.is_file()):
        assert (tmp_path / "again" / path.relative_to(handed)).read_bytes() == path.read_bytes()


def test_what_is_handed_over_is_read_again_as_a_record_that_fits(handed: Path) -> None:
    report = check(Request((handed,)), today=DAY)
    assert told(report, "OC608") == {}
    assert "apprenticeships-sector.csv" in told(report, "OC606")


def test_requests_and_comments_of_acro_reach_the_viewer_as_text(tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "faults", tmp_path)
    held = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    held["results"]["output_1"]["comments"] = ["<img src=x onerror=alert(1)>; two"]
    (folder / "results.json").write_text(json.dumps(held), encoding="utf-8")
    hand_over(folder, tmp_path / "new", packs=("ons-srs",), today=TODAY)
    outputs = outputs_of(tmp_path / "new")
    assert outputs["output_0_0.csv"]["exception"].startswith("published in the annex")
    assert outputs["output_1_0.csv"]["comments"] == ["&lt;img src=x onerror=alert(1)&gt;, two"]
    assert not [name for name in outputs if "session_summary" in name or name == "results.json"]


def test_where_the_release_is_worse_than_its_files_none_of_them_passes(tmp_path: Path) -> None:
    release = tmp_path / "release"
    release.mkdir()
    shutil.copy(ROOT / "tests/acro/acro-1.0.2/clean/output_0_0.csv", release / "counts.csv")
    (release / "outcheck.yaml").write_text(
        "pack: ons-srs\ntables:\n  - file: counts.csv\n    columns: {F: count, M: count}\n  - file: gone.csv\n", encoding="utf-8"
    )
    report = hand_over(release, tmp_path / "new", today=TODAY)
    (output,) = outputs_of(tmp_path / "new").values()
    assert report.verdict is Verdict.INCOMPLETE
    assert output["status"] == "review"
    assert "the release as a whole is incomplete" in output["summary"]


@pytest.mark.parametrize("name", ["results.json", "Outputs.JSON", "config.json", "checksums/a.txt"])
def test_a_release_with_a_name_that_the_viewer_keeps_for_itself_is_refused(name: str, tmp_path: Path) -> None:
    release = tmp_path / "release"
    (release / name).parent.mkdir(parents=True)
    (release / name).write_text("[]", encoding="utf-8")
    with pytest.raises(ViewerError, match="keeps this name for itself"):
        hand_over(release, tmp_path / "new", today=TODAY)
    assert not (tmp_path / "new").exists()


def test_two_files_of_one_name_are_refused_since_one_of_them_would_be_lost(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / "release" / folder).mkdir(parents=True)
        (tmp_path / "release" / folder / "t.csv").write_text(f"region,learners\n{folder},300\n", encoding="utf-8")
    with pytest.raises(ViewerError, match="several files have this name"):
        hand_over(tmp_path / "release", tmp_path / "new", today=TODAY)


def test_another_json_file_does_not_keep_the_viewer_from_finding_the_record(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "figure.json").write_text("3", encoding="utf-8")
    hand_over(tmp_path / "release", tmp_path / "new", today=TODAY)
    assert "figure.json" in json.loads((tmp_path / "new" / "outputs.json").read_text(encoding="utf-8"))["results"]


def test_a_release_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    with pytest.raises(CleanError, match="no file that could be handed over"):
        hand_over(tmp_path / "release", tmp_path / "new", today=TODAY)


def test_the_command_ends_as_check_does_and_takes_a_path_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copied("acro-1.0.2", "clean", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["acro", "clean", "--to", "for-viewer", "-p", "ons-srs"]) == 0
    assert capsys.readouterr().out.startswith("for-viewer: clear (0 to correct, 0 to decide)")
    assert told(checked(tmp_path / "for-viewer"), "OC608") == {}
    assert run(["acro", "clean", "--to", "clean/inside"]) == 2
    assert "outside it" in capsys.readouterr().err


def test_the_viewer_itself_opens_the_folder(handed: Path, tmp_path: Path) -> None:
    python = os.environ.get("OUTCHECK_VIEWER_PYTHON", "")
    if not python:
        pytest.skip("OUTCHECK_VIEWER_PYTHON names no Python that has the package sacroviewer, 0.2.1")
    folder = tmp_path / "for-viewer"
    shutil.copytree(handed, folder)
    code = (
        "import json, pathlib, sys, django; django.setup()\n"
        "from sacro import models\n"
        "held = models.load_from_path(models.find_acro_metadata(pathlib.Path(sys.argv[1])))\n"
        "print(json.dumps({k: [f['checksum_valid'] for f in v['files']] for k, v in held.items()}))\n"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "sacro.settings", "SECRET_KEY": "for a test"}
    done = subprocess.run([python, "-c", code, str(folder)], capture_output=True, text=True, check=False, env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {name: [True] for name in outputs_of(handed)}
