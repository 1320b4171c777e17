"""Folders that ACRO wrote, copied to where they may be changed, and ways to change them."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from outcheck.clearance import Request, check
from outcheck.model.report import Report

HERE = Path(__file__).parent
FORMS = ("acro-1.0.2", "acro-0.4.12")
TODAY = date(2026, 3, 2)


def copied(form: str, which: str, place: Path) -> Path:
    """One of the folders, in a place of its own."""
    folder = place / which
    shutil.copytree(HERE / form / which, folder)
    return folder


def checked(*paths: Path, show_values: bool = False) -> Report:
    """The report on paths under the default pack."""
    return check(Request(paths, ("ons-srs",), show_values=show_values), today=TODAY)


def told(report: Report, code: str) -> dict[str, str]:
    """Messages of one check by file."""
    return {found.place.file: found.message for found in report.findings if found.code == code}


def results_of(folder: Path) -> dict[str, Any]:
    """The record, to be changed."""
    held: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return held


def put_back(folder: Path, held: dict[str, Any]) -> None:
    """Write a changed record together with its digest, as a person who covers tracks would."""
    data = json.dumps(held).encode()
    (folder / "results.json").write_bytes(data)
    (folder / "checksums" / "results.json.txt").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")
