"""Installs outcheck from a folder of wheels alone, as a machine without internet does, and fetches those for Windows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def pip(*words: str, python: str | Path = sys.executable) -> None:
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", *words], check=True, capture_output=True)


def size_of(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


@pytest.mark.slow
def test_wheels_for_this_machine_install_without_an_index_and_the_doctor_is_content(tmp_path: Path) -> None:
    wheels, place = tmp_path / "wheels", tmp_path / "venv"
    pip("wheel", str(ROOT), "--no-deps", "-w", str(wheels))
    (own,) = wheels.glob("outcheck-*.whl")
    pip("download", str(own), "--only-binary=:all:", "-d", str(wheels))
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    before = size_of(place)
    pip("install", "--no-index", "--find-links", str(wheels), "outcheck", python=python)
    done = subprocess.run([python, "-m", "outcheck", "doctor"], check=False, capture_output=True, text=True, cwd=tmp_path)
    print(f"\nwheels {size_of(wheels):.0f} MB, installed {size_of(place) - before:.0f} MB")  # noqa: T201
    assert done.returncode == 0, done.stderr
    assert "Everything needed is there." in done.stdout


@pytest.mark.slow
def test_wheels_for_windows_can_all_be_fetched(tmp_path: Path) -> None:
    pip("wheel", str(ROOT), "--no-deps", "-w", str(tmp_path))
    (own,) = tmp_path.glob("outcheck-*.whl")
    target = ("--platform", "win_amd64", "--python-version", "3.12")
    pip("download", str(own), "--only-binary=:all:", *target, "-d", str(tmp_path))
    print(f"\nwheels for Windows: {size_of(tmp_path):.0f} MB")  # noqa: T201
    assert len(list(tmp_path.glob("*.whl"))) > 10
