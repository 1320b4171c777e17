"""``outcheck fix`` on the command line: what it writes, says and refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from outcheck.cli.app import run

TABLE = """\
Number of learners by region and sex
Region,Female,Male,Total
North,4,40,44
South,30,50,80
East,35,20,55
Total,69,110,179
"""


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.csv").write_text(TABLE)
    return folder


def test_it_writes_copies_and_a_log_and_says_what_a_check_of_them_says(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = release.parent / "copies"
    assert run(["fix", str(release), "--to", str(to)]) == 0
    said = capsys.readouterr().out
    assert "4 cells hidden, of 12 numbers" in said
    assert "A check of the copies says: clear" in said
    log = list(csv.DictReader((release.parent / "copies-changes.csv").read_text().splitlines()))
    assert [(line["cell"], line["why"]) for line in log if line["why"] == "primary"] == [("B3", "primary")]
    assert all(line["now"] == "[c]" for line in log)


def test_nothing_it_says_or_logs_holds_a_number_of_the_release(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = release.parent / "copies"
    run(["fix", str(release), "--to", str(to)])
    run(["fix", str(release), "--diff"])
    said = capsys.readouterr().out + (release.parent / "copies-changes.csv").read_text()
    assert not {"44", "80", "55", "69", "110", "179"} & set(said.replace(",", " ").split())


def test_diff_writes_nothing(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", str(release), "--diff"]) == 1
    assert "a.csv!B3  number -> [c]  primary  people-low-count: count below 10" in capsys.readouterr().out
    assert [path.name for path in release.parent.iterdir()] == ["release"]


def test_it_says_when_nothing_needs_changing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(TABLE.replace("4,40,44", "14,40,54").replace("69,110,179", "79,110,189"))
    assert run(["fix", str(tmp_path / "a.csv"), "--diff"]) == 0
    assert "No number needs changing." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say where the copies go with --to DIR"),
        (["--to", "release/inside"], "would become part of the release"),
        (["--to", "copies", "--keep", "a.csv!Sheet!nowhere"], "is not a cell or range"),
        (["--to", "copies", "--method", "round"], "name a base with --base"),
        (["--to", "copies", "--pack", "nosuch"], "nosuch"),
        (["--to", "copies", "--method", "round", "--secret", "nosuch.bin"], "nosuch.bin"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    monkeypatch.chdir(release.parent)
    assert run(["fix", "release", *words]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in release.parent.iterdir()] == ["release"]
    assert [path.name for path in release.iterdir()] == ["a.csv"]


def test_a_cell_that_is_to_be_kept_stays(release: Path) -> None:
    to = release.parent / "copies"
    run(["fix", str(release), "--to", str(to), "--keep", "a.csv!C3:C6"])
    lines = [line.split(",") for line in (to / "a.csv").read_text().splitlines()]
    assert [line[2] for line in lines[2:]] == ["40", "50", "20", "110"]
