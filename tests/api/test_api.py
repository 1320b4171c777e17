from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import outcheck
from outcheck.model.report import Verdict

SAMPLES = Path(__file__).parents[2] / "samples"
GOOD = pd.DataFrame({"region": ["North", "South", "Total"], "learners": [40, 70, 110]})
LOW = pd.DataFrame({"region": ["North", "South", "Total"], "learners": [4, 70, 74]})


def test_files_and_folders_are_checked_as_by_the_command() -> None:
    clear, blocked = (SAMPLES / name / "release" for name in ("leo-clear", "leo-release"))
    assert outcheck.check(clear).verdict is Verdict.CLEAR
    assert outcheck.check(str(blocked)).verdict is Verdict.BLOCKED
    assert outcheck.check([clear, blocked / "ks4-attainment-fsm.csv"]).totals.files > outcheck.check(clear).totals.files


def test_a_frame_is_checked_before_it_is_written() -> None:
    assert outcheck.check(GOOD).verdict is Verdict.CLEAR
    report = outcheck.check(LOW)
    assert [(found.code, found.place.cell) for found in report.findings] == [("OC101", "B2")]


def test_several_frames_are_one_release() -> None:
    report = outcheck.check({"a.csv": GOOD, "b.csv": LOW})
    assert [file.path for file in report.files] == ["a.csv", "b.csv"]


def test_the_index_of_a_frame_counts_where_it_has_a_name() -> None:
    pivot = GOOD.assign(year="2021/22").pivot_table(index="region", columns="year", values="learners", aggfunc="sum")
    report = outcheck.check(pivot)
    assert report.tables[0].dimensions[0].name == "region"
    assert outcheck.check(GOOD).tables[0].range == "A1:B4"


def test_nothing_of_a_frame_stays_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outcheck.check(LOW)
    assert list(tmp_path.iterdir()) == []


def test_packs_manifest_day_and_values_are_as_in_the_command(tmp_path: Path) -> None:
    manifest = tmp_path / "outcheck.yaml"
    waiver = "{rule: people-low-count, file: frame.csv, reason: agreed, by: J. Marsh, until: 2027-01-31}"
    manifest.write_text(f"waivers: [{waiver}]\n", encoding="utf-8")
    assert outcheck.check(LOW, config=manifest, today=date(2027, 1, 31)).totals.waived == 1
    assert outcheck.check(LOW, config=manifest, today=date(2027, 2, 1)).totals.waived == 0
    assert outcheck.check(LOW, show_values=True).findings[0].value == 4
    assert [pack.pack for pack in outcheck.check(LOW, packs=["acro-default"]).packs] == ["acro-default"]


@pytest.mark.parametrize("name", ["../a.csv", "a.xlsx", "folder/a.csv", ""])
def test_a_frame_needs_a_name_that_a_file_beside_others_can_have(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a data frame"):
        outcheck.check({name: GOOD})


def test_what_is_neither_path_nor_frame_is_refused() -> None:
    with pytest.raises(TypeError, match="not int"):
        outcheck.check(7)  # type: ignore[arg-type]


def test_an_assertion_passes_in_silence_or_fails_with_the_report_and_no_value() -> None:
    outcheck.assert_clear(GOOD)
    with pytest.raises(AssertionError, match="count below 10") as failure:
        outcheck.assert_clear(pd.DataFrame({"region": ["North", "South"], "learners": [7, 8675]}))
    assert "8675" not in str(failure.value)


def test_importing_outcheck_imports_nothing_heavy() -> None:
    code = "import outcheck, sys; print(sorted({'pandas', 'numpy', 'pydantic', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
