"""Hands a release to a checker who works with SACRO Viewer: its files, and what was found, in one folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from outcheck.acro import viewer_record
from outcheck.clearance import Request, check
from outcheck.model.report import Report
from outcheck.packs import MANIFEST_NAME
from outcheck.writers import CleanCopy, CleanError, bytes_again, in_new_folder


def hand_over(path: Path, target: Path, *, packs: tuple[str, ...] = (), config: Path | None = None, today: date) -> Report:
    """Check a file or folder, and write it into a new folder with a record of what was found. The originals are only read.

    Files are byte for byte those that were checked. Raises CleanError or ViewerError where they cannot be laid out so, and
    PackError as a check does; nothing is left then.
    """
    report = check(Request((path,), packs, config), today=today)
    base = path if path.is_dir() else path.parent
    held = [file for file in report.files if file.sha256 and file.path != MANIFEST_NAME]
    if not held:
        raise CleanError(f"{path}: there is no file that could be handed over")
    copies = [CleanCopy(file.path, file.path, bytes_again(base / file.path, file.sha256), ()) for file in held]
    copies += [CleanCopy(name, "", data, ()) for name, data in viewer_record(report, today).items()]
    with in_new_folder(target, tuple(copies)):
        return report
