"""A folder of ACRO: what it records reaches the checker, and clears nothing."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from acro.folders import FORMS, HERE, checked, copied, put_back, results_of, told
from hypothesis import given
from hypothesis import strategies as st

from outcheck.acro.results import ResultsError, read_results
from outcheck.model.report import Verdict
from outcheck.model.statistics import Statistic
from outcheck.renderers import FORMATS, render

KEYS = (
    "files", "name", "sdc", "summary", "cells", "status", "type", "outcome", "exception", "comments", "fair", "check_status",
    "MinimumThresholdCheck",
)  # fmt: skip
FAILURE, EXCEPTION, MISFIT = "OC606", "OC607", "OC608"
each_form = pytest.mark.parametrize("form", FORMS)


def test_counts_that_nothing_stands_against_are_clear_in_the_old_form_too(tmp_path: Path) -> None:
    assert checked(copied("acro-0.4.12", "clean", tmp_path)).verdict is Verdict.CLEAR


def test_counts_that_nothing_stands_against_are_clear_without_the_files_of_the_record(tmp_path: Path) -> None:
    report = checked(copied("acro-1.0.2", "clean", tmp_path))
    assert report.verdict is Verdict.CLEAR
    assert [file.path for file in report.files] == ["output_0_0.csv"]
    (record,) = report.records
    assert record.tool == "ACRO 1.0.2"
    assert record.aside == (
        "checksums/output_0_0.csv.txt", "checksums/results.json.txt", "checksums/session_summary.csv.txt",
        "checksums/session_summary.json.txt", "config.json", "results.json", "session_summary.csv", "session_summary.json",
    )  # fmt: skip


@each_form
def test_each_output_that_did_not_pass_is_told_with_its_checks(form: str, tmp_path: Path) -> None:
    found = told(checked(copied(form, "faults", tmp_path)), FAILURE)
    check = {"acro-1.0.2": "MinimumThresholdCheck", "acro-0.4.12": "threshold"}[form]
    tool = form.replace("acro-", "ACRO ")
    assert found["output_0_0.csv"] == found["output_1_0.csv"] == f"{tool} recorded 'fail' ({check})"
    assert found["note.txt"] == f"{tool} recorded 'review'"
    assert "output_2_0.csv" not in found


@each_form
@pytest.mark.parametrize("file", ["output_0_0.csv", "output_1_0.csv"])
def test_the_cells_that_acro_marks_are_the_cells_that_are_found_low_here(form: str, file: str, tmp_path: Path) -> None:
    report = checked(copied(form, "faults", tmp_path))
    (theirs,) = [found for found in report.findings if (found.code, found.place.file) == (FAILURE, file)]
    ours = {found.place.cell for found in report.findings if (found.rule, found.place.file) == ("people-low-count", file)}
    assert {theirs.place.cell, *(place.cell for place in theirs.related)} == ours
    assert theirs.cells == len(ours) == 4


@each_form
def test_a_request_for_an_exception_is_told_and_clears_nothing(form: str, tmp_path: Path) -> None:
    folder = copied(form, "faults", tmp_path)
    before = checked(folder)
    held = results_of(folder)
    for output in held["results"].values():
        output["status"], output["exception"] = "pass", "everything was agreed by telephone"
    put_back(folder, held)
    after = checked(folder)
    assert told(before, EXCEPTION) == {"output_0_0.csv": "an exception is asked for, in results.json"}
    assert len(told(after, EXCEPTION)) == len(after.files)
    ours = {found.fingerprint for found in before.findings if not found.code.startswith("OC6")}
    assert ours <= {found.fingerprint for found in after.findings}
    assert after.verdict.rank >= before.verdict.rank > Verdict.CLEAR.rank


@each_form
def test_words_of_a_person_stand_in_no_report_unless_values_are_shown(form: str, tmp_path: Path) -> None:
    folder = copied(form, "faults", tmp_path)
    for name in FORMATS:
        hidden = render(checked(folder), name)
        assert "7 persons" not in hidden
        assert "look at West" not in hidden
    shown = checked(folder, show_values=True)
    for name in ("terminal", "json", "markdown", "csv"):
        assert "7 persons" in render(shown, name), name


@each_form
def test_what_acro_computed_makes_the_reading_sure(form: str, tmp_path: Path) -> None:
    report = checked(copied(form, "faults", tmp_path))
    measures = {table.file: {(held.statistic, held.sure) for held in table.measures} for table in report.tables}
    assert measures["output_0_0.csv"] == {(Statistic.COUNT.value, True)}
    assert measures["output_1_0.csv"] == {(Statistic.COUNT.value, True)}
    assert measures["output_2_0.csv"] == {(Statistic.MEAN.value, True)}


@each_form
def test_shares_that_acro_calls_frequencies_are_not_read_as_counts(form: str, tmp_path: Path) -> None:
    report = checked(copied(form, "shares", tmp_path))
    (table,) = report.tables
    assert {(held.statistic, held.sure) for held in table.measures} == {(Statistic.PERCENTAGE.value, True)}
    assert "low-base" in {found.rule for found in report.findings}


def test_counts_that_are_recorded_as_means_are_still_asked_about_as_counts(tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "faults", tmp_path)
    held = results_of(folder)
    held["results"]["output_0"]["summary"] = "Mean : \n"
    put_back(folder, held)
    report = checked(folder)
    assert [found for found in report.findings if (found.rule, found.place.file) == ("people-low-count", "output_0_0.csv")]


def more(folder: Path) -> None:
    (folder / "more.csv").write_text("region,learners\nNorth,300\n", encoding="utf-8")


def fewer(folder: Path) -> None:
    (folder / "output_0_0.csv").unlink()


def another(folder: Path) -> None:
    (folder / "output_0_0.csv").write_text("region,F,M\nNorth,1200,1300\n", encoding="utf-8")


def unsealed(folder: Path) -> None:
    (folder / "checksums" / "output_0_0.csv.txt").unlink()


def reviewed(folder: Path) -> None:
    held = results_of(folder)
    held["results"]["output_0"]["reviewer"] = "A. Checker"
    (folder / "results.json").write_text(json.dumps(held), encoding="utf-8")


def smuggled(folder: Path) -> None:
    (folder / "checksums" / "people.csv.txt").write_text("name,pay\nA. Person,31000\n", encoding="utf-8")


def as_digest(folder: Path) -> None:
    (folder / "checksums" / "output_0_0.csv.txt").write_text("3, 7 and 2 persons", encoding="utf-8")


def as_settings(folder: Path) -> None:
    (folder / "config.json").write_text('{"safe_threshold": 10, "people": ["A. Person, 31000"]}', encoding="utf-8")


@pytest.mark.parametrize(
    ("deed", "file", "words"),
    [
        (more, "more.csv", "does not name this file"),
        (fewer, "output_0_0.csv", "is not there"),
        (another, "output_0_0.csv", "changed since its digest"),
        (unsealed, "output_0_0.csv", "no digest"),
        (reviewed, "results.json", "as SACRO Viewer does"),
        (smuggled, "checksums/people.csv.txt", "does not name this file"),
        (as_digest, "checksums/output_0_0.csv.txt", "does not name this file"),
        (as_settings, "config.json", "does not name this file"),
    ],
)
def test_whatever_does_not_fit_the_record_is_told_and_is_not_clear(
    deed: Callable[[Path], None], file: str, words: str, tmp_path: Path
) -> None:
    folder = copied("acro-1.0.2", "clean", tmp_path)
    deed(folder)
    report = checked(folder)
    assert words in told(report, MISFIT)[file]
    assert report.verdict is not Verdict.CLEAR
    assert file not in report.records[0].aside or file == "results.json"


@pytest.mark.parametrize(
    "name",
    [
        "../../secrets.csv",
        "C:\\secrets.csv",
        "/etc/passwd",
        "..",
        "",
        "a//b.csv",
        "a/../../b.csv",
        "a" * 300,
        "\ud800.csv",
        None,
        3,
    ],
)
def test_a_record_that_leads_elsewhere_makes_the_release_incomplete(name: object, tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "clean", tmp_path)
    held = results_of(folder)
    held["results"]["output_0"]["files"][0]["name"] = name
    put_back(folder, held)
    report = checked(folder)
    assert report.verdict is Verdict.INCOMPLETE
    (unread,) = [entry for file in report.files if file.path == "results.json" for entry in file.unread]
    assert unread.what == "it reads like a record of ACRO, but it names a file that does not lie beside it"


def test_two_records_side_by_side_make_the_release_incomplete(tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "clean", tmp_path)
    (folder / "outputs.json").write_bytes((folder / "results.json").read_bytes())
    assert checked(folder).verdict is Verdict.INCOMPLETE


def test_a_file_that_is_no_record_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"results": [3, 7]}', encoding="utf-8")
    report = checked(tmp_path)
    assert [file.path for file in report.files] == ["results.json"]
    assert report.records == ()


def test_an_output_checked_alone_is_held_against_the_record_beside_it(tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "faults", tmp_path)
    report = checked(folder / "output_0_0.csv")
    assert [file.path for file in report.files] == ["output_0_0.csv"]
    assert "output_0_0.csv" in told(report, EXCEPTION)
    assert told(report, MISFIT) == {}


def test_a_folder_further_down_is_read_as_well(tmp_path: Path) -> None:
    copied("acro-1.0.2", "faults", tmp_path / "outputs")
    report = checked(tmp_path / "outputs")
    assert told(report, EXCEPTION) == {"faults/output_0_0.csv": "an exception is asked for, in results.json"}
    assert report.records[0].path == "faults/results.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update(version=1),
        lambda held: held.update(version="1.0 <script>"),
        lambda held: held.update(results=[]),
        lambda held: held["results"].update(output_0=[]),
        lambda held: held["results"]["output_0"].pop("files"),
        lambda held: held["results"]["output_0"].update(exception=["a", "b"]),
        lambda held: held["results"]["output_0"].update(comments="a"),
        lambda held: held["results"]["output_0"]["files"][0]["sdc"]["cells"].update(MinimumThresholdCheck=[[-1, 0]]),
        lambda held: held["results"]["output_0"]["files"][0]["sdc"].update(cells=3),
    ],
)
def test_a_record_of_another_shape_is_refused_and_nothing_of_it_is_repeated(change: Callable[[Any], None]) -> None:
    held = json.loads((HERE / "acro-1.0.2" / "faults" / "results.json").read_text(encoding="utf-8"))
    change(held)
    with pytest.raises(ResultsError) as refused:
        read_results(json.dumps(held).encode())
    assert "script" not in refused.value.what


def test_an_unknown_check_is_not_called_by_its_name() -> None:
    held = json.loads((HERE / "acro-1.0.2" / "faults" / "results.json").read_text(encoding="utf-8"))
    held["results"]["output_0"]["fair"]["check_status"] = {"3 persons are in West": "fail"}
    results = read_results(json.dumps(held).encode())
    assert results is not None
    assert results.outputs[0].failed == ("a check of another name",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["pass", "fail", "a.csv"]),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(st.sampled_from(KEYS), held, max_size=6),
    max_leaves=20,
)


@given(results=st.dictionaries(st.text(max_size=4), st.dictionaries(st.sampled_from(KEYS), JSON, max_size=9), max_size=3))
def test_whatever_stands_in_a_record_is_read_or_refused(results: dict[str, object]) -> None:
    with suppress(ResultsError):
        held = read_results(json.dumps({"version": "1.0.2", "results": results}).encode())
        assert held is not None
        assert len(held.outputs) == len(results)


@pytest.mark.parametrize("name", ["results.json", "config.json", "session_summary.csv", "checksums/output_0_0.csv.txt"])
def test_a_link_that_leads_out_of_the_release_is_never_set_aside(name: str, tmp_path: Path) -> None:
    folder = copied("acro-1.0.2", "clean", tmp_path)
    (tmp_path / "elsewhere").write_bytes((folder / name).read_bytes())
    (folder / name).unlink()
    try:
        (folder / name).symlink_to(tmp_path / "elsewhere")
    except OSError:
        pytest.skip("this system makes no links")
    report = checked(folder)
    assert report.verdict is Verdict.INCOMPLETE
    assert [entry.what for file in report.files if file.path == name for entry in file.unread]


@pytest.mark.parametrize("data", [b"", b"[", b"\xff", b"[" * 100_000, b"null", b'{"version": "1.0.2"}'])
def test_bytes_that_are_no_record_give_none(data: bytes) -> None:
    assert read_results(data) is None


def test_folders_that_acro_writes_now_are_read_as_those_kept_here(tmp_path: Path) -> None:
    python = os.environ.get("OUTCHECK_ACRO_PYTHON", "")
    if not python:
        pytest.skip("OUTCHECK_ACRO_PYTHON names no Python that has the package acro, 1.0.2")
    done = subprocess.run(
        [python, str(HERE / "make_folders.py"), str(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    kept = checked(copied("acro-1.0.2", "faults", tmp_path / "kept") / "output_0_0.csv")
    made = checked(tmp_path / "faults" / "output_0_0.csv")
    assert made.verdict is kept.verdict
    assert [found.fingerprint for found in made.findings] == [found.fingerprint for found in kept.findings]
    assert checked(tmp_path / "clean").verdict is Verdict.CLEAR
