"""A command that is interrupted from the keyboard while it imports what it needs ends with a sentence, as it does later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from outcheck.model.attempts import SAID_WHEN_STOPPED, STOPPED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a group of processes is interrupted as a terminal does it")

INTERRUPTS = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        watched = "OUTCHECK_WATCHED_IN" in os.environ
        if name == os.environ["AT"] and watched == (os.environ["IN"] == "child"):
            sys.meta_path.remove(self)
            os.killpg(0, signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
"""
STARTS = {"module": ["-m", "outcheck"], "script": ["-c", "from outcheck.__main__ import main; main()"]}
AT = [
    ("outcheck.model.attempts", "parent"),
    ("outcheck.cli.guard", "parent"),
    ("outcheck.__main__", "child"),
    ("outcheck.cli.app", "child"),
    ("typer", "child"),
    ("numpy", "child"),
    ("outcheck.fixing", "child"),
    ("openpyxl", "child"),
]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("module", "process"), AT)
def test_an_interruption_during_imports_ends_with_one_sentence(start: str, module: str, process: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTS)
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_text("Region,Learners\nNorth,4\nSouth,30\nEast,35\nTotal,69\n")
    surroundings = {**os.environ, "AT": module, "IN": process, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    ended = subprocess.run(
        [sys.executable, *STARTS[start], "fix", str(tmp_path / "release"), "--to", str(tmp_path / "copies")],
        env=surroundings,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (STOPPED, "", SAID_WHEN_STOPPED.strip())
    assert sorted(held.name for held in tmp_path.iterdir() if held.name[0] != "_") == ["release", "sitecustomize.py"]
