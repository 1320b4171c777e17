from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from outcheck.clearance import Request, check
from outcheck.renderers import render

ROOT = Path(__file__).parents[1]


def test_the_output_shown_in_the_readme_is_real() -> None:
    shown = re.findall(r"```text\n(BLOCKED.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    report = check(Request(paths=(ROOT / "samples" / "leo-release" / "release",)), today=date(2026, 11, 24))
    real = [line.rstrip() for line in render(report, "terminal").splitlines()]
    assert len(shown) == 1
    for line in shown[0].splitlines():
        assert line.rstrip() in real


def test_every_file_the_readme_points_to_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all((ROOT / target).exists() for target in re.findall(r"\]\(([^)]+)\)", text))
