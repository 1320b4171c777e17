"""What left before is read beside a release, from the command to the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from outcheck.cli.app import run

BEFORE = "Learners by region and sex\nRegion,Female,Male\nNorth,150,c\nSouth,140,162\nEast,217,190\n"
NOW = "Learners by region\nRegion,Learners\nNorth,154\nSouth,302\nEast,407\n"


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    folder = tmp_path / "before"
    folder.mkdir()
    (folder / "last.csv").write_text(BEFORE, encoding="utf-8")
    place = str(tmp_path / "ledger.db")
    assert run(["ledger", "add", str(folder), "-l", place, "--by", "J. Marsh"]) == 0
    return place


def report_on(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    folder = tmp_path / "now"
    folder.mkdir(exist_ok=True)
    (folder / "now.csv").write_text(text, encoding="utf-8")
    capsys.readouterr()
    run(["check", str(folder), "-f", "json", *words])
    return json.loads(capsys.readouterr().out)


def codes(report: Any) -> set[str]:
    return {found["code"] for found in report["findings"]}


def test_a_release_that_is_clear_alone_is_blocked_beside_what_left_before(
    tmp_path: Path, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_on(NOW, tmp_path, capsys)["verdict"] == "clear"
    report = report_on(NOW, tmp_path, capsys, "--ledger", ledger)
    assert report["verdict"] == "blocked"
    (found,) = report["findings"]
    assert (found["code"], found["file"], found["cell"]) == ("OC306", "now.csv", "B3")
    assert found["related"] == [{"file": "ledger entry 1: last.csv", "sheet": "", "cell": "C3"}]
    assert "ledger entry 1: last.csv" in found["proof"]["words"]
    assert "150" not in json.dumps(found)


def test_a_number_hidden_now_that_an_earlier_table_gives_back_is_found(
    tmp_path: Path, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = NOW.replace("South,302", "South,c")
    assert "OC304" not in codes(report_on(hidden, tmp_path, capsys))
    found = codes(report_on(hidden, tmp_path, capsys, "--ledger", ledger))
    assert found & {"OC301", "OC304"}


def test_a_table_of_which_only_totals_agree_with_what_left_is_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = "Learners by region, sex and sector\nRegion,Sex,Sector,Learners\n"
    left += "North,Female,Care,47\nNorth,Male,Care,[c]\nNorth,Female,Energy,72\nNorth,Male,Energy,54\n"
    left += "South,Female,Care,77\nSouth,Male,Care,110\nSouth,Female,Energy,128\nSouth,Male,Energy,70\n"
    left += "East,Female,Care,13\nEast,Male,Care,77\nEast,Female,Energy,31\nEast,Male,Energy,108\n"
    now = "Learners by region and sector\nRegion,Care,Energy,Total\nNorth,[c],[c],190\nSouth,[c],[c],385\nEast,[c],[c],229\n"
    (tmp_path / "left").mkdir()
    (tmp_path / "left" / "left.csv").write_text(left, encoding="utf-8")
    place = str(tmp_path / "ledger.db")
    assert run(["ledger", "add", str(tmp_path / "left"), "-l", place, "--by", "J. Marsh"]) == 0
    report = report_on(now, tmp_path, capsys, "--ledger", place)
    assert report["verdict"] == "review"
    assert "past-release" in {found["rule"] for found in report["findings"]}


def test_other_people_are_not_compared(tmp_path: Path, ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = NOW.replace("154", "93").replace("302", "611").replace("407", "288")
    assert report_on(other, tmp_path, capsys, "--ledger", ledger)["verdict"] == "clear"


def test_a_ledger_that_cannot_be_used_never_gives_a_verdict(
    tmp_path: Path, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(ledger).write_bytes(b"something else")
    folder = tmp_path / "now"
    folder.mkdir()
    (folder / "now.csv").write_text(NOW, encoding="utf-8")
    capsys.readouterr()
    assert run(["check", str(folder), "--ledger", ledger]) == 2
    assert run(["check", str(folder), "--ledger", str(tmp_path / "none.db")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "no outcheck ledger" in said.err
    assert "there is no such ledger" in said.err
