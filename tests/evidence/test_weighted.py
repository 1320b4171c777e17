"""Weighted medians and quantiles: what statistical packages call so is accepted, and nothing far from it."""

from __future__ import annotations

from collections.abc import Callable
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evidence.releases import checked
from evidence.spells import AREAS, SECTORS, Spell, spells
from evidence.test_from_microdata import (  # noqa: F401  fixtures
    FROM,
    KINDS,
    duckdb_file,
    group,
    manifest,
    parquet,
    postgres,
    release,
    spark,
    sqlite,
    supported,
)
from ledger.test_postgres import server  # noqa: F401  a fixture

from outcheck.evidence.groups import Grouping
from outcheck.evidence.recomputed import Values, values_of
from outcheck.model.table import Dimension

ibis = pytest.importorskip("ibis", reason="needs ibis-framework: python -m pip install outcheck[microdata]")
pyarrow = pytest.importorskip("pyarrow", reason="comes with ibis-framework")

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Quantile = Callable[[Numbers, Numbers, float], float]
WEIGHTED = FROM + "        weight: weight\n"
NEAR = 1e-9


def crossing(x: Numbers, w: Numbers, q: float) -> float:
    """SAS and Stata: where the weight first exceeds the share; the mean of two values where it equals it."""
    so_far, at = np.cumsum(w), q * w.sum()
    place = int(np.argmax(so_far > at * (1 - NEAR)))
    equal = abs(so_far[place] - at) <= NEAR * at and place + 1 < len(x)
    return float((x[place] + x[place + 1]) / 2 if equal else x[place])


def reached(x: Numbers, w: Numbers, q: float) -> float:
    """NumPy, and ``svyquantile(qrule="math")`` of R's survey."""
    return float(np.quantile(x, q, weights=w, method="inverted_cdf"))


def joined(x: Numbers, w: Numbers, q: float) -> float:
    """Between the weights up to each value: ``svyquantile(qrule="hf4")``."""
    return float(np.interp(q, np.cumsum(w) / w.sum(), x))


def middles(x: Numbers, w: Numbers, q: float) -> float:
    """Between the middles of the weights: ``svyquantile(qrule="hf5")``, and ``weightedMedian`` of matrixStats."""
    return float(np.interp(q, (np.cumsum(w) - w / 2) / w.sum(), x))


def of_units(x: Numbers, w: Numbers, q: float) -> float:
    """``wtd.quantile`` of R's Hmisc: each value stands for as many units as its weight."""
    so_far, rank = np.cumsum(w), 1 + (w.sum() - 1) * q
    low = max(floor(rank), 1)
    ends = [x[min(int(np.searchsorted(so_far, end * (1 - NEAR))), len(x) - 1)] for end in (low, min(low + 1, w.sum()))]
    return float(ends[0] + (ends[1] - ends[0]) * (rank % 1))


def averaged(x: Numbers, w: Numbers, q: float) -> float:
    """SPSS, HAVERAGE."""
    so_far, rank = np.cumsum(w), (w.sum() + 1) * q
    place = int(np.searchsorted(so_far, rank, side="right"))
    if place == 0 or place == len(x):
        return float(x[min(place, len(x) - 1)])
    over = rank - so_far[place - 1]
    return float(x[place] if over >= 1 else (1 - over) * x[place - 1] + over * x[place])


DEFINITIONS: tuple[Quantile, ...] = (crossing, reached, joined, middles, of_units, averaged)
SHARES = (0.1, 0.25, 0.5, 0.9)


def ordered(rows: list[Spell]) -> tuple[Numbers, Numbers]:
    """Values in order, each once, and their weights."""
    values, place = np.unique([row[8] for row in rows], return_inverse=True)
    return values, np.bincount(place, weights=[row[7] for row in rows]).astype(float)


def lines(rows: list[Spell], quantile: Quantile) -> list[str]:
    shown = ["Sector,Area,Learners,Mean pay,Median pay,P25 pay,P90 pay,Maximum pay"]
    for sector in SECTORS:
        for area in (*AREAS, "Total"):
            mine = group(rows, sector, area)
            x, w = ordered(mine)
            numbers = (np.average(x, weights=w), *(quantile(x, w, share) for share in (0.5, 0.25, 0.9)), x[-1])
            shown.append(f"{sector},{area},{len(mine)}," + ",".join(f"{number:.2f}" for number in numbers))
    return shown


@pytest.mark.parametrize("quantile", DEFINITIONS)
def test_a_weighted_quantile_by_what_a_package_calls_so_is_what_the_data_say(quantile: Quantile, tmp_path: Path) -> None:
    rows = spells()
    done = supported(release(tmp_path, rows, manifest(WEIGHTED), shown="\n".join(lines(rows, quantile))))
    assert (done.compared, done.not_compared) == (12 * 6, 0)
    assert (done.mismatched, done.unsure) == ((), ())


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("kind", [*KINDS[:-1], pytest.param(KINDS[-1], marks=pytest.mark.slow)])  # Spark takes 25 seconds
def test_every_kind_of_database_names_the_weighted_numbers_that_were_changed(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rows = spells()
    shown = lines(rows, crossing)
    for row, column in enumerate(range(3, 8), start=2):
        told = shown[row - 1].split(",")
        told[column] = f"{float(told[column]) * 5 + 70:.2f}"
        shown[row - 1] = ",".join(told)
    path = release(tmp_path, rows, manifest(WEIGHTED), shown="\n".join(shown))
    place = request.getfixturevalue(kind)
    (path / "outcheck.yaml").write_text(manifest(WEIGHTED, place), encoding="utf-8")
    done = supported(path)
    assert (done.compared, done.mismatched) == (12 * 6, ("D2", "E3", "F4", "G5", "H6"))


def test_medians_that_leave_weights_out_are_found_where_weights_matter(tmp_path: Path) -> None:
    rows = [(*row[:7], 20.0 if row[8] > 200 else 1.0, row[8]) for row in spells()]
    level = [(*row[:7], 1.0, row[8]) for row in rows]
    done = supported(release(tmp_path, rows, manifest(WEIGHTED), shown="\n".join(lines(level, crossing))))
    assert {"E5", "E9", "E13"} <= set(done.mismatched)


def test_weighted_means_and_medians_are_of_those_with_a_value_and_unweighted_ones_are_left_alone(tmp_path: Path) -> None:
    rows = spells()
    gaps = [(*row[:8], "" if number % 5 == 0 else row[8]) for number, row in enumerate(rows)]
    shown = ["Sector,Learners,Mean pay,Median pay,Unweighted median of pay"]
    for sector in SECTORS:
        mine = group(gaps, sector, "Total")  # type: ignore[arg-type]
        x, w = ordered([row for row in mine if row[8] != ""])  # type: ignore[comparison-overlap]
        shown.append(f"{sector},{len(mine)},{np.average(x, weights=w):.2f},{crossing(x, w, 0.5):.2f},{np.median(x) + 90:.2f}")
    text = manifest(WEIGHTED.replace(", Area: area", ""))
    done = supported(release(tmp_path, gaps, text, shown="\n".join(shown)))  # type: ignore[arg-type]
    assert (done.compared, done.not_compared, done.mismatched, done.unsure) == (9, 3, (), ())
    assert [found.check for found in checked(tmp_path / "release").findings if found.check == "mismatched-evidence"] == []


def told(weights: Numbers, values: Numbers, groups: Numbers, more: dict[str, Numbers] | None = None) -> dict[int, Values]:
    """Values of each group by DuckDB."""
    columns = {"k0": groups, "value": values, "weight": weights} | (more or {})
    rows = ibis.memtable(pyarrow.table(columns))
    grouping = Grouping(Dimension("", (), np.zeros(0, dtype=np.int32)), "", (), {})
    return {int(float(key[1][0])): held for key, held in values_of(rows, [grouping], [(0,)], (0.0, *SHARES, 1.0)).items()}


@pytest.mark.parametrize("scale", [1.0, 0.01, 150.0])
def test_every_definition_lies_in_the_range_whatever_the_weights(scale: float) -> None:
    draw = np.random.default_rng(5)
    groups = draw.integers(0, 300, 5000).astype(float)
    values = draw.integers(0, 60, 5000).astype(float)
    weights = draw.choice([0.0, 1.0, 1.0, 2.0, 7.5], 5000) * scale
    held = told(weights, values, groups)
    of_units_too = scale >= 1
    for number, found in held.items():
        mine = (groups == number) & (weights > 0)
        assert found.valued == (groups == number).sum()
        if not mine.any():
            continue
        x, place = np.unique(values[mine], return_inverse=True)
        w = np.bincount(place, weights=weights[mine]).astype(float)
        assert found.mean == pytest.approx(np.average(x, weights=w))
        for share in SHARES:
            low, high = found.quantiles[share]
            for definition in DEFINITIONS if of_units_too else DEFINITIONS[:4]:
                assert low - NEAR <= definition(x, w, share) <= high + NEAR, (number, share, definition.__name__)


def test_the_range_is_no_wider_than_weights_leave_it_open() -> None:
    draw = np.random.default_rng(6)
    values, weights = np.sort(draw.normal(0, 1, 2000)), draw.choice([0.5, 1.0, 2.5], 2000)
    for scale in (1.0, 0.001, 300.0):
        (held,) = told(weights * scale, values, np.zeros(2000)).values()
        for share in SHARES:
            low, high = held.quantiles[share]
            between = (values >= low) & (values <= high)
            assert 1 < between.sum() <= 6


def test_equal_weights_leave_the_range_of_the_unweighted_quantile() -> None:
    draw = np.random.default_rng(7)
    values, groups = draw.normal(0, 1, 900).round(1), draw.integers(0, 60, 900).astype(float)
    for weight in (1.0, 0.2, 40.0):
        weighted = told(np.full(900, weight), values, groups)
        rows = ibis.memtable(pyarrow.table({"k0": groups, "value": values}))
        grouping = Grouping(Dimension("", (), np.zeros(0, dtype=np.int32)), "", (), {})
        for key, held in values_of(rows, [grouping], [(0,)], SHARES).items():
            theirs = weighted[int(float(key[1][0]))].quantiles
            for share, (low, high) in held.quantiles.items():
                assert theirs[share][0] <= low
                assert theirs[share][1] >= high


def test_nobody_knows_the_median_of_persons_of_whom_one_has_two_weights() -> None:
    units = {"unit": np.array([1.0, 1.0, 2.0])}
    (held,) = told(np.array([1.0, 2.0, 1.0]), np.array([5.0, 6.0, 7.0]), np.zeros(3), units).values()
    assert (held.valued, held.quantiles) == (2, {})
    (held,) = told(np.array([2.0, 2.0, 1.0]), np.array([5.0, 6.0, 7.0]), np.zeros(3), units).values()
    assert held.quantiles[0.5][1] == 11
