"""A release that hid a count already lost every mean: what stands for a mean times its base was taken for a hidden number."""

from __future__ import annotations

from pathlib import Path

from protected import fixed
from releases import written

PAY = """\
Region,Sector,Learners,Mean pay (£)
North,Care,[c],[c]
North,Retail,[c],[c]
North,Total,60,500
South,Care,[c],[c]
South,Retail,[c],[c]
South,Total,80,600
Total,Care,65,546
Total,Retail,75,567
Total,Total,140,557
"""


def test_means_of_printed_counts_stay(tmp_path: Path) -> None:
    made = fixed(written(tmp_path / "release", {"a.csv": PAY}), tmp_path / "copies")
    assert made.plan.changes == ()
