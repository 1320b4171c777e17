"""JSON on standard output was written in the system's encoding: a Windows pipe got question marks for names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_json_on_standard_output_is_utf_8_whatever_the_system_writes(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "łódź-£.csv").write_text("region,learners\nNorth,120\nSouth,140\n", encoding="utf-8")
    words = [sys.executable, "-m", "outcheck", "check", str(tmp_path), "-f", "json"]
    done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert [file["path"] for file in json.loads(done.stdout.decode("utf-8"))["files"]] == ["łódź-£.csv"]
