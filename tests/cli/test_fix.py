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


AGES = """\
Number of learners by age and sex
Age,Female,Male,Total
16-19,4,40,44
20-24,30,50,80
25-34,35,20,55
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
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "a.csv",
        "  B3 -> [c]: count below 10 (people-low-count)",
        "  C3, B5:C5 -> [c]: would give back a number that is hidden",
    ]
    assert [path.name for path in release.parent.iterdir()] == ["release"]


def test_it_says_when_nothing_needs_changing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(TABLE.replace("4,40,44", "14,40,54").replace("69,110,179", "79,110,189"))
    assert run(["fix", str(tmp_path / "a.csv"), "--diff"]) == 0
    assert "No number needs changing." in capsys.readouterr().out


def test_it_names_merges_that_would_do_instead(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "a.csv").write_text(AGES)
    run(["fix", str(release), "--diff"])
    said = capsys.readouterr().out
    assert "  16-19 and 20-24 of Age shown as 16-24, in 1 table: no small count is left, 3 numbers fewer" in said


def test_merged_categories_are_named_in_the_log_and_on_the_terminal(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "a.csv").write_text(AGES)
    assert run(["fix", str(release), "--to", str(release.parent / "copies"), "--method", "merge"]) == 0
    said = capsys.readouterr().out
    assert "16-19 and 20-24 of Age are shown as 16-24, in one place." in said
    assert "A check of the copies says: clear" in said
    log = list(csv.DictReader((release.parent / "copies-changes.csv").read_text().splitlines()))
    assert [(line["cell"], line["why"]) for line in log] == [("A3:D4", "merged")]
    assert log[0]["because"] == "categories: 16-19 and 20-24 of Age are shown as 16-24"
    assert not {"124", "34", "90"} & set((said + str(log)).replace(",", " ").split())


def test_a_merge_that_cannot_help_is_said(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "a.csv").write_text("Sex,Learners\nFemale,4\nMale,60\nTotal,64\n")
    run(["fix", str(release), "--diff", "--method", "merge"])
    assert (
        "No categories were merged: none are too small, or no merge helps that can be made in every table."
        in capsys.readouterr().out
    )


def test_the_methods_are_set_beside_each_other(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "a.csv").write_text(AGES)
    run(["fix", str(release), "--diff", "--compare", "--base", "5"])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    kept = {line[0]: line[1:] for line in lines if line and line[0] in ("suppress", "totals", "round", "merge")}
    # 4 + 40 + 35 + 20 are hidden, or 44 + 44 + 80 + 80 merged, of 4 x 179.
    assert kept["suppress"] == ["4", "14", "%", "0", "%", "0"]
    # 4 is hidden, and missing in three totals; by how much each of them changed is not said.
    assert kept["totals"] == ["[t]", "1", "2", "%", "–", "0"]
    assert kept["merge"] == ["3", "35", "%", "0", "%", "0"]
    # 4 becomes 5, and is hidden; 45 beside it shows with the others that all are rounded. How far they went is not told, but
    # that 20, the smallest number that stays, may be 5 away.
    assert kept["round"] == ["1", "under", "1", "%", "25", "%", "0"]


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
