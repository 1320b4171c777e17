from __future__ import annotations

import json
import subprocess
import sys

import pytest

from outcheck.cli.app import run


def test_every_check_is_listed_with_its_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    assert "OC101 low-count Is a count above zero, but smaller" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("word", ["low-count", "OC101", "oc101"])
def test_a_guide_is_found_by_name_and_by_code(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", word]) == 0
    assert capsys.readouterr().out.startswith("# low-count (OC101)")


def test_a_misspelt_name_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "low-cuont"]) == 2
    assert "did you mean low-count?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["rules"], ["rule", "low-count"]])
def test_quick_commands_import_nothing_heavy(words: list[str]) -> None:
    code = f"import json, sys; from outcheck.cli.app import run; run({words!r}); json.dump(sorted(sys.modules), sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    heavy = {"numpy", "pandas", "openpyxl", "yaml", "jinja2", "python_calamine"}  # some versions of typer import pydantic
    assert heavy.isdisjoint(json.loads(done.stderr))


def test_a_pack_is_shown_in_eighty_columns_with_where_each_rule_is_stated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["packs", "show", "leo"]) == 0
    shown = capsys.readouterr().out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "stated in ons-srs.yaml:" in shown
    assert "stated in leo.yaml:" in shown
    assert "low  suppressed, 3 to 22, in tables from OfS" in shown
