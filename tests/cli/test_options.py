from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from outcheck.cli.app import run
from outcheck.renderers import FORMATS

LOW = "region,learners\nNorth,3\nSouth,140\nTotal,143\n"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "work" / "release"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(LOW, encoding="utf-8")
    return folder


def report_of(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    run(["check", *words, "-f", "json"])
    return json.loads(capsys.readouterr().out)


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "outcheck", *words], capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_one_run_writes_every_report_that_is_asked_for(release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = [tmp_path / name for name in ("r.html", "r.json", "r.txt")]
    words = [word for place in places for word in ("-o", str(place))]
    assert run(["check", str(release), *words, "-q"]) == 1
    assert capsys.readouterr() == ("", "")
    html, document, text = (place.read_text(encoding="utf-8") for place in places)
    assert html.startswith("<!doctype html>")
    assert json.loads(document)["verdict"] == "blocked"
    assert text.startswith("BLOCKED")


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("OC101", {"people-low-count", "firms-low-count"}),
        ("oc101", {"people-low-count", "firms-low-count"}),
        ("low-count", {"people-low-count", "firms-low-count"}),
        ("people-low-count", {"people-low-count"}),
        (
            "OC6",
            {
                "unexplained-number",
                "unexplained-marker",
                "mixed-statistics",
                "stale-waiver",
                "recorded-failure",
                "requested-exception",
                "mismatched-record",
            },
        ),
    ],
)
def test_rules_are_selected_and_ignored_by_code_prefix_check_or_name(
    word: str, asked: set[str], release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = {rule["rule"] for rule in report_of(capsys, str(release))["rules"]}
    for option, expected in (("--select", asked), ("--ignore", whole - asked)):
        rules = report_of(capsys, str(release), option, word)["rules"]
        assert {rule["rule"] for rule in rules} == whole
        assert {rule["rule"] for rule in rules if rule["outcome"] != "not-asked"} == expected


def test_a_report_is_not_written_into_the_release_nor_over_a_file_of_it(
    release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = release / "note.txt"
    note.write_text(LOW, encoding="utf-8")
    for paths, place in (([release], release / "r.html"), ([release], note), ([note], note)):
        assert run(["check", *map(str, paths), "-o", str(place), "--show-values"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "would become part of the release" in err
    assert note.read_text(encoding="utf-8") == LOW
    assert sorted(path.name for path in release.iterdir()) == ["a.csv", "note.txt"]


def test_a_folder_that_is_not_there_is_said_before_any_work(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outcheck.resubmitting.check_since", lambda *_, **__: pytest.fail("work was done"))
    assert run(["check", str(release), "-o", str(tmp_path / "nowhere" / "r.html")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_costs_none_of_the_others(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken.html").mkdir()
    assert run(["check", str(release), "-o", str(tmp_path / "taken.html"), "-o", str(tmp_path / "r.json")]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("BLOCKED")
    assert err.count("\n") == 1
    assert (tmp_path / "r.json").is_file()


def test_the_nearest_manifest_upward_from_the_release_decides(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release.parents[1] / "outcheck.yaml").write_text("pack: ons-srs\n", encoding="utf-8")
    assert report_of(capsys, str(release))["packs"][0]["pack"] == "ons-srs"
    (release.parent / "outcheck.yaml").write_text("pack: acro-default\n", encoding="utf-8")
    assert report_of(capsys, str(release / "a.csv"))["packs"][0]["pack"] == "acro-default"
    assert report_of(capsys, str(release), "-c", str(release.parents[1] / "outcheck.yaml"))["packs"][0]["pack"] == "ons-srs"


def test_nothing_masks_an_incomplete_release(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "bad.csv").write_bytes(b"")
    assert run(["check", str(release), "--fail-on", "blocked", "-q"]) == 2
    assert run(["check", str(release), "--select", "OC101", "-q"]) == 2
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("form", FORMATS)
def test_standard_output_is_the_report_and_nothing_else_is_said(
    form: str, release: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = tmp_path / {"terminal": "r.txt", "markdown": "r.md", "junit": "r.xml", "baseline": "r.yaml"}.get(form, f"r.{form}")
    written = [] if form in ("github", "gitlab") else ["-o", str(place)]
    done = process("check", str(release), "-f", form, *written, COLUMNS="80", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (1, b"")
    assert not written or done.stdout.replace(os.linesep.encode(), b"\n") == place.read_bytes()
    assert b"\x1b" not in done.stdout
    assert capfdbinary.readouterr() == (b"", b"")


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_what_is_shown_beside_code_names_files_from_where_the_command_was_run(
    form: str, release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(release.parent.parent)
    run(["check", "work/release", "-f", form])
    assert "work/release/a.csv" in capsys.readouterr().out
    run(["check", "work/release/a.csv", "-f", form])
    assert "work/release/a.csv" in capsys.readouterr().out


def test_a_narrow_screen_without_colour_and_with_few_signs_gets_a_report_it_can_show(release: Path) -> None:
    done = process("check", str(release), COLUMNS="40", NO_COLOR="1", PYTHONIOENCODING="ascii")
    lines = done.stdout.decode("ascii").splitlines()
    assert done.returncode == 1
    assert max(map(len, lines)) <= 40


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "--help"], ["rule", "low-count"]])
def test_quick_answers_read_no_heavy_library(words: list[str]) -> None:
    script = f"""
import sys
sys.argv[1:] = {words!r}
import outcheck.__main__ as start
try:
    start.main()
except SystemExit:
    pass
print(sorted({{"pandas", "openpyxl", "scipy", "jinja2", "rich.console"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_is_refused_is_said_without_steering_the_screen(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "outcheck.yaml").write_text('"pa\\e[31mck": ons-srs\n', encoding="utf-8")
    assert run(["check", str(release)]) == 2
    assert run(["check", str(release), "-o", "r\x1b[31m.pdf"]) == 2
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\\x1b[31m" in err
