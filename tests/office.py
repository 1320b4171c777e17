"""LibreOffice as a second opinion on what workbooks hold; tests that ask it are skipped where it is not installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(_OFFICE is None, reason="LibreOffice (soffice) is not installed")


def convert(sources: Sequence[Path], kind: str, folder: Path) -> None:
    """Have LibreOffice write the sources in another format into a folder, in one run with a profile of its own."""
    profile = folder / "profile"
    command = [str(_OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
