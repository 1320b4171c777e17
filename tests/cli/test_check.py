from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from outcheck.cli.app import run

CLEAN = "region,learners\nNorth,120\nSouth,140\nTotal,260\n"
LOW = "region,learners\nNorth,3\nSouth,140\nTotal,143\n"
SECRET = "98317"


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["check", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_clear_release_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    code, out, _ = checked(capsys, str(tmp_path))
    assert code == 0
    assert out.startswith("CLEAR")


def test_a_low_count_blocks_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(LOW, encoding="utf-8")
    code, out, _ = checked(capsys, str(tmp_path))
    assert code == 1
    assert "B2" in out


def test_fail_on_blocked_lets_review_pass_but_not_blocked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,0\nSouth,140\nWest,150\n", encoding="utf-8")
    assert checked(capsys, str(tmp_path))[0] == 1
    assert checked(capsys, str(tmp_path), "--fail-on", "blocked")[0] == 0
    (tmp_path / "b.csv").write_text(LOW, encoding="utf-8")
    assert checked(capsys, str(tmp_path), "--fail-on", "blocked")[0] == 1


def test_rules_not_asked_never_give_a_clear(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(LOW, encoding="utf-8")
    code, out, _ = checked(capsys, str(tmp_path), "--ignore", "OC1")
    assert code == 1
    assert "not asked" in out


def test_values_appear_only_where_a_person_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(f"region,learners\nNorth,3\nSouth,{SECRET}\nWest,20\n", encoding="utf-8")
    html, report = tmp_path.parent / "r.html", tmp_path.parent / "r.json"
    _, out, err = checked(capsys, str(tmp_path), "-o", str(html), "-o", str(report))
    for text in (out, err, html.read_text(encoding="utf-8"), report.read_text(encoding="utf-8")):
        assert SECRET not in text
    checked(capsys, str(tmp_path), "-o", str(html), "-o", str(report), "--show-values")
    assert SECRET in html.read_text(encoding="utf-8")
    assert json.loads(report.read_text(encoding="utf-8"))["findings"][0]["value"] == 3


def test_a_bad_pack_names_the_file_and_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    code, out, err = checked(capsys, str(tmp_path / "a.csv"), "-p", "ons-sr")
    assert code == 2
    assert out == ""
    assert "ons-srs" in err


def test_a_crash_prints_one_line_without_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("outcheck.resubmitting.check_since", crash)
    code, out, err = checked(capsys, str(tmp_path))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert SECRET not in err


def test_an_unknown_report_suffix_is_refused_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = checked(capsys, str(tmp_path), "-o", "report.pdf")
    assert code == 2
    assert ".html" in err


@pytest.mark.parametrize(
    "words", [["rules"], ["rule", "low-count"], ["rule", "OC101"], ["packs", "list"], ["packs", "show", "ons-srs"]]
)
def test_what_can_be_asked_is_shown_offline(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    assert "low-count" in capsys.readouterr().out or words == ["packs", "list"]


def test_a_misspelt_rule_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "low-cuont"]) == 2
    assert "did you mean low-count" in capsys.readouterr().err


def test_the_version_needs_nothing_heavy() -> None:
    script = "import sys; sys.argv[1:] = ['--version']; import outcheck.__main__ as m; m.main(); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "False"
