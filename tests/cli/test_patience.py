from __future__ import annotations

import io
import sys
import time

import pytest

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
    with patience("Checking the release"):
        time.sleep(seconds)
    return screen.getvalue()


def test_long_work_on_a_terminal_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Checking the release" in shown(monkeypatch, Screen(), seconds=0.3)


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
