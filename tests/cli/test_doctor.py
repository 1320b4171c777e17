from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from outcheck.cli import doctor
from outcheck.cli.app import run
from outcheck.packs import bundled_packs

ROOT = Path(__file__).parents[2]


def test_the_doctor_names_every_package_pack_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert [name for name in (*doctor.PURPOSES, *doctor.EXTRAS) if name not in said] == []
    assert [name for name in bundled_packs() if f"pack {name} " not in said] == []
    assert said.endswith("Everything needed is there.\n")


def test_every_package_that_is_needed_has_a_purpose_and_no_other_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {line.split(">")[0] for line in project["dependencies"]}
    assert needed == doctor.PURPOSES.keys()
    extras = {extra for extra, _ in doctor.EXTRAS.values()}
    assert extras == project["optional-dependencies"].keys() - {"dev", "docs", "fuzz"}


def test_a_package_that_is_missing_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "requires", lambda _: ["numpy>=1.26", "no-such-package>=2", 'mypy>=1 ; extra == "dev"'])
    assert run(["doctor"]) == 2
    said = capsys.readouterr()
    assert "MISSING >=2" in said.out
    assert said.err == "lacking: no-such-package; install outcheck again\n"
