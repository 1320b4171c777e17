"""The sample of a dominated sum: its data, its table and its side file are what their commands make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outcheck.cli.app import run

pytest.importorskip("pyarrow", reason="needs pyarrow: python -m pip install outcheck[microdata]")
pytest.importorskip("ibis", reason="needs ibis-framework: python -m pip install outcheck[microdata]")

from samples.microdata.dominance import SAMPLE, texts


def test_the_data_and_the_table_are_what_their_script_makes() -> None:
    for name, text in texts().items():
        assert (SAMPLE / name).read_text(encoding="utf-8") == text, name


def test_the_side_file_is_what_the_command_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    made = tmp_path / "sample" / "evidence" / "pay-by-sector.csv"
    made.unlink()
    assert run(["evidence", str(tmp_path / "sample" / "release")]) == 0
    told = capsys.readouterr().out
    assert "10 rows" in told
    assert "compared    30 numbers" in told
    assert made.read_bytes() == (SAMPLE / "evidence" / "pay-by-sector.csv").read_bytes()


def test_a_number_changed_afterwards_is_named_and_gives_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    table = tmp_path / "sample" / "release" / "pay-by-sector.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",304,", ",305,"), encoding="utf-8")
    assert run(["evidence", str(tmp_path / "sample" / "release")]) == 1
    assert "DIFFERENT   B4: the data say another number" in capsys.readouterr().out


def test_a_misspelt_column_gives_its_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    manifest = tmp_path / "sample" / "release" / "outcheck.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("value: pay", "value: pya"), encoding="utf-8")
    assert run(["evidence", str(tmp_path / "sample" / "release")]) == 2
    assert "outcheck.yaml:15: evidence for pay-by-sector.csv has no column 'pya'" in capsys.readouterr().err
