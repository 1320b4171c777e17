"""A misspelt word of --select asked no rule, one of --ignore left none out, and nobody was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcheck.cli.app import run


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_word_that_means_no_rule_is_refused_with_the_nearest(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,120\nSouth,140\n", encoding="utf-8")
    assert run(["check", str(tmp_path), option, "low-cuont"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "did you mean low-count?" in err
