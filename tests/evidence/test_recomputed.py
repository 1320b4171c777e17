"""Released means, quantiles, spreads and percentages against a plain loop, in every kind of database."""

from __future__ import annotations

import statistics
from pathlib import Path

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

pytest.importorskip("ibis", reason="needs ibis-framework: python -m pip install outcheck[microdata]")

NINE = (
    *("inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull", "linear"),
    *("median_unbiased", "normal_unbiased"),
)
HEAD = "Sector,Area,Learners,Mean pay,Median pay,P25 pay,P90 pay,SD of pay,Minimum pay,Maximum pay,% of sector"


def lines(rows: list[Spell], method: str = "linear", ddof: int = 1) -> list[str]:
    shown = [HEAD]
    for sector in SECTORS:
        whole = len(group(rows, sector, "Total"))
        for area in (*AREAS, "Total"):
            pay = [row[8] for row in group(rows, sector, area)]
            p50, p25, p90 = (float(np.quantile(pay, share, method=method)) for share in (0.5, 0.25, 0.9))  # type: ignore[call-overload]
            numbers = (statistics.mean(pay), p50, p25, p90, np.std(pay, ddof=ddof), min(pay), max(pay))
            told = ",".join(f"{number:.2f}" for number in numbers)
            shown.append(f"{sector},{area},{len(pay)},{told},{100 * len(pay) / whole:.1f}")
    return shown


@pytest.mark.parametrize("method", NINE)
def test_a_quantile_by_any_usual_definition_is_what_the_data_say(method: str, tmp_path: Path) -> None:
    rows = spells()
    done = supported(release(tmp_path, rows, manifest(FROM), shown="\n".join(lines(rows, method))))
    assert (done.compared, done.not_compared) == (12 * 9, 0)
    assert (done.mismatched, done.unsure) == ((), ())


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_database_names_the_numbers_that_were_changed(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rows = spells()
    shown = lines(rows, ddof=0)
    for row, column in enumerate(range(3, 11), start=2):
        told = shown[row - 1].split(",")
        told[column] = f"{float(told[column]) * 1.5 + 7:.2f}"
        shown[row - 1] = ",".join(told)
    text = "\n".join(shown)
    path = release(tmp_path, rows, manifest(FROM), shown=text)
    place = request.getfixturevalue(kind)
    (path / "outcheck.yaml").write_text(manifest(FROM, place), encoding="utf-8")
    done = supported(path)
    assert done.compared == 12 * 9
    assert done.mismatched == ("D2", "E3", "F4", "G5", "H6", "I7", "J8", "K9")


def test_a_percentage_may_be_of_a_column_of_all_or_the_mean_of_a_yes_and_no(tmp_path: Path) -> None:
    rows = spells()
    used = [row for row in rows if row[4] == 2022]
    shown = ["Sector,Area,Learners,% of area,% of all,% older than others"]
    for sector in SECTORS:
        for area in AREAS:
            mine = group(rows, sector, area)
            column = sum(row[3] == area for row in used)
            shown.append(
                f"{sector},{area},{len(mine)},{100 * len(mine) / column:.1f},{100 * len(mine) / len(used):.1f},"
                f"{100 * statistics.mean(row[0] % 2 for row in mine):.1f}"
            )
    odd = [(*row[:8], float(row[0] % 2)) for row in rows]
    done = supported(release(tmp_path, odd, manifest(FROM), shown="\n".join(shown)))
    assert (done.compared, done.mismatched, done.unsure) == (9 * 4, (), ())
    wrong = [text.replace(text.split(",")[3], "99.9", 1) if number == 4 else text for number, text in enumerate(shown)]
    assert supported(release(tmp_path, odd, manifest(FROM), shown="\n".join(wrong))).mismatched == ("D5",)


def test_proportions_between_nought_and_one_are_recomputed_too(tmp_path: Path) -> None:
    rows = spells()
    shown = ["Sector,Area,Learners,Proportion of sector"]
    for sector in SECTORS:
        whole = len(group(rows, sector, "Total"))
        shown += [f"{sector},{area},{len(mine)},{len(mine) / whole:.3f}" for area in AREAS if (mine := group(rows, sector, area))]
    done = supported(release(tmp_path, rows, manifest(FROM), shown="\n".join(shown)))
    assert (done.compared, done.mismatched, done.unsure) == (9 * 2, (), ())
    shown[3] = shown[3][: shown[3].rindex(",")] + ",0.999"
    assert supported(release(tmp_path, rows, manifest(FROM), shown="\n".join(shown))).mismatched == ("D4",)


def test_percentages_of_something_else_are_not_recomputed(tmp_path: Path) -> None:
    rows = spells()
    shown = ["Sector,Learners,% in work"]
    shown += [f"{sector},{len(group(rows, sector, 'Total'))},{61.3 + len(sector)}" for sector in SECTORS]
    done = supported(release(tmp_path, rows, manifest(FROM.replace(", Area: area", "")), shown="\n".join(shown)))
    assert (done.compared, done.not_compared, done.mismatched) == (3, 3, ())


def test_medians_are_of_persons_where_the_manifest_tells_them_apart(tmp_path: Path) -> None:
    rows = spells()
    shown = ["Sector,Number of persons,Median pay"]
    for sector in SECTORS:
        paid: dict[int, float] = {}
        for row in group(rows, sector, "Total"):
            paid[row[0]] = paid.get(row[0], 0) + row[8]
        shown.append(f"{sector},{len(paid)},{statistics.median(paid.values()):.2f}")
    text = manifest(FROM.replace(", Area: area", "").replace("contributor: firm", "person: person"))
    done = supported(release(tmp_path, rows, text, shown="\n".join(shown)))
    assert (done.compared, done.mismatched, done.unsure) == (6, (), ())


def test_empty_values_are_in_no_mean_and_no_median(tmp_path: Path) -> None:
    rows = spells()
    gaps = [(*row[:8], "" if number % 5 == 0 else row[8]) for number, row in enumerate(rows)]
    shown = ["Sector,Learners,Mean pay,Median pay"]
    for sector in SECTORS:
        mine = [row for row in gaps if row[4] == 2022 and row[2] == sector]
        pay = [float(row[8]) for row in mine if row[8] != ""]
        shown.append(f"{sector},{len(mine)},{statistics.mean(pay):.2f},{statistics.median(pay):.2f}")
    done = supported(release(tmp_path, gaps, manifest(FROM.replace(", Area: area", "")), shown="\n".join(shown)))  # type: ignore[arg-type]
    assert (done.compared, done.mismatched, done.unsure) == (9, (), ())
    assert [found.check for found in checked(tmp_path / "release").findings if found.check == "mismatched-evidence"] == []
