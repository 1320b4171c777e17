from __future__ import annotations

import json
from pathlib import Path

import pytest

from outcheck.cli.app import run

OLD = "Number of learners by region\nRegion,Learners\nNorth,152\nSouth,c\nEast,217\n"
NEW = "Number of learners by region\nRegion,Learners\nNorth,15273\nSouth,7411\nEast,217\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    before, now = tmp_path / "before", tmp_path / "now"
    for folder, text in ((before, OLD), (now, NEW)):
        folder.mkdir()
        (folder / "learners.csv").write_text(text, encoding="utf-8")
    return before, now


def _since(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    run(["check", *arguments, "-f", "json"])
    held: dict[str, object] = json.loads(capsys.readouterr().out)["since"]
    return held


def test_an_earlier_folder_a_sealed_request_and_a_ledger_tell_the_same_changes(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, now = map(str, folders)
    request, ledger = str(tmp_path / "request.zip"), str(tmp_path / "ledger.db")
    run(["bundle", before, "-o", request])
    assert run(["ledger", "add", before, "--ledger", ledger, "--by", "J. Marsh"]) == 0
    answers = [
        _since(capsys, now, "--since", before),
        _since(capsys, now, "--since", request),
        _since(capsys, now, "--ledger", ledger),
    ]
    changed = [answer["tables"][0]["changed"] for answer in answers]  # type: ignore[index]
    assert (
        changed == [[{"change": "number", "cells": 1, "ranges": ["B3"]}, {"change": "shown", "cells": 1, "ranges": ["B4"]}]] * 3
    )
    assert [answer["tables"][0]["before"] for answer in answers] == [  # type: ignore[index]
        "before: learners.csv!A2:B5",
        "request.zip: learners.csv!A2:B5",
        "ledger entry 1: learners.csv!A2:B5",
    ]


def test_nothing_is_said_where_nothing_before_was_named(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert _since(capsys, str(folders[1])) is None


@pytest.mark.parametrize("form", ["terminal", "json", "html"])
def test_every_form_tells_it_without_a_value(form: str, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(folders[1]), "--since", str(folders[0]), "-f", form])
    said = capsys.readouterr().out
    assert "B4" in said
    assert not any(value in said for value in ("15273", "7411", "152,", "217,"))


def test_the_verdict_is_the_one_without_it(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    alone = run(["check", str(folders[1])])
    assert run(["check", str(folders[1]), "--since", str(folders[0])]) == alone
    capsys.readouterr()


@pytest.mark.parametrize(("name", "said"), [("none", "there is no such file"), ("bad.zip", "cannot be read as a sealed request")])
def test_what_is_not_there_or_no_request_is_refused(
    name: str, said: str, folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.zip").write_bytes(b"nothing")
    assert run(["check", str(folders[1]), "--since", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
