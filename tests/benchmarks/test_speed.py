"""Speed as ratios in one run, and peak memory, printed and never asserted: ``python -m pytest -m slow -s tests/benchmarks``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from outcheck.clearance import Request, check

ROUNDS = 3
TODAY = date(2026, 11, 24)
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""What a small process runs to learn the peak of its child; the peak of a child of this large one would begin with its own."""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    pairs = [(seconds(theirs), seconds(ours)) for _ in range(ROUNDS)]
    return statistics.median(own for _, own in pairs), statistics.median(own / their for their, own in pairs)


def tidy(rows: int) -> pd.DataFrame:
    """A consistent tidy table: people by year, authority, subject and sex, with totals that add up."""
    random = np.random.default_rng(20261124)
    keys = list(product(range(2010, 2024), range(150), range(160)))[: rows // 3 + 1]
    year, area, subject = (np.repeat([key[part] for key in keys], 3) for part in range(3))
    halves = random.poisson(400, (len(keys), 2)) + 40
    employed = np.round(halves * random.uniform(0.4, 0.6, halves.shape)).astype(int)
    learners = np.column_stack([halves, halves.sum(axis=1)]).ravel()
    working = np.column_stack([employed, employed.sum(axis=1)]).ravel()
    frame = pd.DataFrame({"time_period": year, "geographic_level": "Local authority", "la_code": [f"E0600{a:04d}" for a in area]})
    frame["subject"] = [f"Subject {number}" for number in subject]
    frame["sex"] = np.tile(["Female", "Male", "Total"], len(keys))
    frame["learners"], frame["n_employed"] = learners, working
    frame["pct_employed"] = np.round(100 * working / learners, 1)
    frame["median_earnings"] = random.integers(150, 500, len(frame)) * 100
    frame["mean_earnings"] = np.round(random.normal(30_000, 5_000, len(frame)), 2)
    return frame.iloc[:rows]


def suppressed(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the numbers of two in a hundred women and men hidden, never those of the total."""
    hidden = np.repeat(np.random.default_rng(20261125).random(len(frame) // 3 + 1) < 0.02, 3)[: len(frame)]
    hidden &= (frame["sex"] != "Total").to_numpy()
    numbers = frame.select_dtypes("number").drop(columns="time_period").columns
    return frame.assign(**{name: frame[name].astype(object).mask(hidden, "[c]") for name in numbers})


def peak_of_checking(path: Path) -> float:
    """Most memory that a check of a file takes, in gigabytes."""
    command = [sys.executable, "-c", PEAK, sys.executable, "-m", "outcheck", "check", str(path)]
    peak = int(subprocess.run(command, capture_output=True, check=True).stdout)
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e9


AS_IT_IS = pytest.mark.parametrize("hiding", [False, True], ids=["nothing hidden", "two in a hundred hidden"])


@pytest.mark.slow
@AS_IT_IS
def test_a_million_rows_of_csv_against_reading_them_with_pandas(hiding: bool, tmp_path: Path) -> None:  # noqa: FBT001  pytest passes it by name
    path = tmp_path / "big.csv"
    frame = tidy(1_000_000)
    (suppressed(frame) if hiding else frame).to_csv(path, index=False)
    report = check(Request(paths=(path,)), today=TODAY)
    own, times = ratio(lambda: check(Request(paths=(path,)), today=TODAY), lambda: pd.read_csv(path, dtype=str))
    what = f"1,000,000 x 10 csv, {'some' if hiding else 'nothing'} hidden"
    print(f"\n{what}: {own:.2f} s, {times:.2f} x pandas.read_csv(dtype=str); {report.verdict.value}")  # noqa: T201  the figure is the result
    assert report.totals.numbers.unexplained == 0
    if sys.platform != "win32":  # which counts no peak for its children
        print(f"1,000,000 x 10 csv: {peak_of_checking(path):.2f} GB at its peak")  # noqa: T201  likewise


@pytest.mark.slow
@AS_IT_IS
def test_a_large_workbook_against_reading_it_with_calamine(hiding: bool, tmp_path: Path) -> None:  # noqa: FBT001  pytest passes it by name
    path = tmp_path / "big.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Table 1")
    frame = tidy(100_000)
    frame["p25_earnings"], frame["p75_earnings"] = frame["median_earnings"] - 1000, frame["median_earnings"] + 1000
    frame = suppressed(frame) if hiding else frame
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append(list(row))
    book.save(path)

    def values() -> object:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)

    own, times = ratio(lambda: check(Request(paths=(path,)), today=TODAY), values)
    print(f"\n100,000 x 12 xlsx, {'some' if hiding else 'nothing'} hidden: {own:.2f} s, {times:.2f} x python-calamine")  # noqa: T201  the figure is the result
    assert check(Request(paths=(path,)), today=TODAY).totals.numbers.unexplained == 0
