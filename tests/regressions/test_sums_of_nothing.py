"""A sum shown as 0, which may be half a pound less, was taken to say that sums may be negative: hidden ones seemed wide open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from outcheck.clearance import Request, check

ROWS = """\
Sector,Region,Sum of sales (£)
Care,North,[c]
Care,South,[c]
Care,Total,10000
Retail,North,[c]
Retail,South,[c]
Retail,Total,600
Energy,North,700
Energy,South,80
Energy,Total,780
Total,North,11200
Total,South,180
Total,Total,11380
"""


@pytest.mark.parametrize("sold", [80, 0])
def test_a_hidden_sum_is_known_to_be_not_negative_beside_sums_of_nothing(sold: int, tmp_path: Path) -> None:
    """Care in the South is part of 100, so that it is in the North between 9,900 and 10,000."""
    rows = ROWS.replace("South,80", f"South,{sold}").replace("Total,780", f"Total,{700 + sold}")
    rows = rows.replace("South,180", f"South,{100 + sold}").replace("11380", f"{11300 + sold}")
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    found = check(Request((tmp_path,), ("ons-srs",)), today=date(2026, 1, 15)).findings
    assert "C2" in {finding.place.cell for finding in found if finding.check in ("narrow-bounds", "recoverable-cell")}


def test_beside_a_loss_it_may_be(tmp_path: Path) -> None:
    rows = ROWS.replace("South,80", "South,-80").replace("Total,780", "Total,620").replace("South,180", "South,20")
    (tmp_path / "a.csv").write_text(rows.replace("11380", "11220"), encoding="utf-8")
    found = check(Request((tmp_path,), ("ons-srs",)), today=date(2026, 1, 15)).findings
    assert "C2" not in {finding.place.cell for finding in found if finding.check in ("narrow-bounds", "recoverable-cell")}
