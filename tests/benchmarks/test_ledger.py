"""How a large ledger weighs on a small release: issue of reach is one second for 100,000 tables that left."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from checks.tables import built

from outcheck.ledger import Departure, Ledger
from outcheck.model.release import Release
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

TABLES = 100_000
REGIONS = [f"Region {number}" for number in range(9)]
DEPARTURE = Departure("bench", datetime(2026, 3, 2, tzinfo=UTC), "", "clear", (), ())


def table(random: np.random.Generator) -> Table:
    """Learners of one subject group and year by region and sex: words that many tables share beside those that few do."""
    subject, year = f"Subject {random.integers(400)}", f"{random.integers(2005, 2027)}"
    sexes = ["Men", "Women", "Total"]
    rows = [(region, sex) for region in REGIONS for sex in sexes]
    columns = {
        "Subject": [subject] * len(rows),
        "Year": [year] * len(rows),
        "Region": [region for region, _ in rows],
        "Sex": [sex for _, sex in rows],
        "Learners": [str(random.integers(10, 9999)) for _ in rows],
    }
    return built(columns, {"Learners": Statistic.COUNT})


@pytest.mark.slow
def test_a_small_release_against_a_large_ledger(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    place = tmp_path / "ledger.db"
    pool = [table(random) for _ in range(2000)]
    with Ledger(place, create=True) as ledger:
        for _ in range(0, TABLES, 500):
            mine = tuple(pool[number] for number in random.integers(0, len(pool), 500))
            ledger.add(Release((), mine, ()), DEPARTURE)
    now = [pool[0], pool[1], table(random)]
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        with Ledger(place) as ledger:
            found = ledger.touching(now, most=10_000)[0]
        times.append(time.perf_counter() - begun)
    size = place.stat().st_size / 2**20
    print(f"\n{TABLES:,} tables, {size:.0f} MB: {len(found)} touch the release, found in {np.median(times):.2f} s")  # noqa: T201
    assert found
