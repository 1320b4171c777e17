"""``#REF!`` in a column of counts was taken for a heading that announces labels, and what stood below was cleared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from outcheck.clearance import Request, check


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "Err:502"])
def test_a_low_count_below_an_error_is_found(tmp_path: Path, error: str) -> None:
    (tmp_path / "a.csv").write_text(f"region,learners\nNorth,300\nSouth,{error}\nWest,2\nEast,150\n", encoding="utf-8")
    report = check(Request((tmp_path,)), today=date(2026, 11, 24))
    assert [(held.code, held.place.cell) for held in report.findings if held.code == "OC101"] == [("OC101", "B4")]
    assert report.totals.numbers.checked == 3
