from __future__ import annotations

import io
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from outcheck.clearance import Request, check
from outcheck.cli import patience as module
from outcheck.cli.patience import patience


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, *, seconds: float) -> str:
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with patience("Checking the release") as progress:
        progress(1, 4)
        time.sleep(seconds)
    return screen.getvalue()


def test_long_work_on_a_terminal_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Checking the release" in shown(monkeypatch, Screen(), seconds=0.3)


def test_the_bar_says_how_far_the_work_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "25%" in shown(monkeypatch, Screen(), seconds=0.3)


def test_each_file_is_a_step_of_reading_and_one_of_understanding(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.png"):
        (tmp_path / name).write_text("region,learners\nNorth,140\n", encoding="utf-8")
    steps: list[tuple[int, int]] = []
    check(Request((tmp_path,), progress=lambda done, of: steps.append((done, of))), today=date(2026, 11, 24))
    assert steps == [(done, 6) for done in range(1, 7)]


def test_quick_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Checking" not in shown(monkeypatch, Screen(), seconds=0)


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), seconds=0.2) == ""


def broken() -> None:
    time.sleep(0.1)
    raise ValueError("broken")


def test_a_failure_passes_through_and_the_sign_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    with pytest.raises(ValueError, match="broken"), patience("Checking the release"):
        broken()
