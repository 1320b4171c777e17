"""An empty path, as an unset variable of a shell gives, checked the current folder without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcheck.cli.app import run


@pytest.mark.parametrize("words", [["check"], ["tables"], ["init"], ["check", "a.csv"], ["check", "a.csv", "-c"]])
@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_path_is_a_usage_error(
    words: list[str], empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,120\nSouth,140\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run([*words, empty]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "the path is empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
