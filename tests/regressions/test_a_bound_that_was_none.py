"""Two small counts of one total had to be able to reach the minimum by themselves, even where a third was hidden with them.

So more was hidden than needed, and it was said to be proven that nothing less would do.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from protected import fixed, left_to_settle
from releases import tidy, written

COUNTS = np.array([[[8, 3, 36], [36, 9, 11]], [[39, 19, 12], [3, 18, 13]], [[16, 17, 33], [1, 20, 36]]])


def test_what_is_proven_to_be_the_least_is_the_least(tmp_path: Path) -> None:
    files = {"a.csv": tidy(COUNTS, ["Region", "Sex", "Sector"])}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert made.plan.cost == pytest.approx(7.5)
    assert made.plan.proven
    assert left_to_settle(made) == []
