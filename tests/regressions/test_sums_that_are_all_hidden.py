"""A sum of which nothing is known was said to be worked out, as half a per cent of endless is endless."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from outcheck.clearance import Request, check

ROWS = """\
Sector,Region,Sum of sales (£)
Care,North,[c]
Care,South,[c]
Care,Total,[c]
Retail,North,9120
Retail,South,7240
Retail,Total,16360
"""


def test_a_sum_hidden_with_its_parts_is_not_worked_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    found = check(Request((tmp_path,), ("ons-srs",)), today=date(2026, 1, 15)).findings
    assert not [finding for finding in found if finding.check in ("recoverable-cell", "narrow-bounds")]


def test_a_sum_that_is_nearly_known_still_is(tmp_path: Path) -> None:
    rows = ROWS.replace("Care,North,[c]", "Care,North,9100").replace("Care,Total,[c]", "Care,Total,19200")
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    found = check(Request((tmp_path,), ("ons-srs",)), today=date(2026, 1, 15)).findings
    assert "recoverable-cell" in {finding.check for finding in found}
