"""What a .meta.csv says of the data file beside it, from the files to the tables and the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from outcheck.clearance import Request, Understood, check, understand_release
from outcheck.drafting import draft_manifest
from outcheck.model.report import Verdict
from outcheck.model.table import Table

DATA = "time_period,age,route,v1,v2,v3\n202021,16,A,120,45.5,31700\n202021,17,A,140,50.5,29950\n202122,16,B,160,1.5,100\n"
HEAD = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column\n"
ROWS = "age,Filter,Age,,,,,route\nv1,Indicator,Number of employers,,,0,,\nv2,Indicator,In work,,%,1,,\nv3,Indicator,Pay,,£,0,,\n"


def table_of(folder: Path, meta: str, manifest: str = "") -> Table:
    return release(folder, meta, manifest).release.tables[0]


def release(folder: Path, meta: str, manifest: str = "") -> Understood:
    (folder / "pay.csv").write_text(DATA, encoding="utf-8")
    (folder / "pay.meta.csv").write_text(meta, encoding="utf-8")
    if manifest:
        (folder / "outcheck.yaml").write_text(manifest, encoding="utf-8")
    return understand_release(Request((folder,)))


def said(table: Table) -> dict[str, tuple[str, bool, str]]:
    return {measure.name: (measure.statistic.value, measure.sure, measure.why) for measure in table.measures}


def test_filters_are_dimensions_and_indicators_are_measures_as_their_labels_and_units_say(tmp_path: Path) -> None:
    table = table_of(tmp_path, HEAD + ROWS)
    assert {dimension.name for dimension in table.dimensions} == {"time_period", "age", "route"}
    because = "its .meta.csv says so"
    assert {name: said(table)[name] for name in ("v1", "v2")} == {
        "v1": ("count", True, because),
        "v2": ("percentage", True, because),
    }
    assert [measure.unit for measure in table.measures][:1] == ["employer"]
    assert [measure.measured_in for measure in table.measures] == ["", "%", "£"]


def test_an_indicator_whose_label_tells_no_statistic_is_a_measure_that_may_be_a_count(tmp_path: Path) -> None:
    table = table_of(tmp_path, HEAD + "age,Indicator,Whatever,,,,,\n")
    assert said(table)["age"][:2] == ("count", False)


def test_the_manifest_wins_over_the_meta_file(tmp_path: Path) -> None:
    manifest = "tables:\n  - file: pay.csv\n    columns: {v1: mean, age: count}\n"
    table = table_of(tmp_path, HEAD + ROWS, manifest)
    assert {name: said(table)[name] for name in ("v1", "age")} == {
        "v1": ("mean", True, "said in the manifest"),
        "age": ("count", True, "said in the manifest"),
    }


def test_every_number_of_the_meta_file_is_a_label(tmp_path: Path) -> None:
    held = release(tmp_path, HEAD + ROWS)
    account = next(each for each in held.release.accounts if each.file == "pay.meta.csv")
    assert (account.numbers, account.labels, account.measured, account.not_understood) == (3, 3, 0, ())
    assert [file.unread for file in held.release.files] == [(), ()]


@pytest.mark.parametrize(
    ("meta", "what"),
    [
        ("name,type\nage,Filter\n", "it has no columns col_name and col_type"),
        (HEAD + "sex,Filter,Sex,,,,,\n", "its line 2 names a column that the data file does not have"),
        (HEAD + ROWS + "\nV1,Indicator,Again,,,,,\n", "its line 7 names a column again"),
        (HEAD + "age,Dimension,Age,,,,,\n", "its line 2 has a col_type that is neither Filter nor Indicator"),
        (HEAD + "v2,Indicator,In work,,%,one,,\n", "its line 2 has an indicator_dp that is no number of decimals"),
        (HEAD + "age,Filter,Age,,,,,phase\n", "its line 2 groups by a column that the data file does not have"),
    ],
)
def test_a_meta_file_that_does_not_fit_its_data_file_is_reported(tmp_path: Path, meta: str, what: str) -> None:
    release(tmp_path, meta)
    report = check(Request((tmp_path,)), today=date(2026, 11, 24))
    assert report.verdict is Verdict.INCOMPLETE
    unread = {file.path: [entry.what for entry in file.unread] for file in report.files}
    assert unread == {"pay.csv": [], "pay.meta.csv": [f"{what}, so it says nothing of pay.csv"]}


def test_a_meta_file_without_its_data_file_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "pay.meta.csv").write_text(HEAD + ROWS, encoding="utf-8")
    held = understand_release(Request((tmp_path,)))
    assert [file.unread for file in held.release.files] == [()]
    assert [len(table.measures) for table in held.release.tables] == [0]


def test_guesses_for_a_manifest_begin_with_what_the_meta_file_says(tmp_path: Path) -> None:
    release(tmp_path, HEAD + ROWS)
    draft = draft_manifest(tmp_path)
    assert "v1: count" in draft.after.decode()
    (tmp_path / "outcheck.yaml").write_bytes(draft.after)
    assert check(Request((tmp_path,)), today=date(2026, 11, 24)).verdict is not Verdict.INCOMPLETE
