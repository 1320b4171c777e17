"""Makes annotated copies of a release for the checker: what was found, drawn into workbooks that say they must not leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outcheck.clearance import Request, examine
from outcheck.model.finding import Finding
from outcheck.model.report import Report
from outcheck.packs import MANIFEST_NAME
from outcheck.writers import CleanCopy, CleanError, Cover, annotated_copy, in_new_folder, original_bytes


@dataclass(frozen=True, slots=True)
class Annotated:
    """What was written, what was left out and why, and the report that the copies show."""

    written: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    report: Report


def annotate(path: Path, target: Path, *, packs: tuple[str, ...] = (), config: Path | None = None, today: date) -> Annotated:
    """Check a file or folder and write annotated copies into a new folder. The originals are only read.

    Raises CleanError where nothing can be annotated, and PackError as a check does. Nothing is left where it fails.
    """
    understood, report = examine(Request((path,), packs, config), today=today)
    base = path if path.is_dir() else path.parent
    verdicts = {file.path: file.verdict.value for file in report.files}
    findings: dict[str, list[Finding]] = defaultdict(list)
    for found in report.findings:
        findings[found.place.file].append(found)
    copies: list[CleanCopy] = []
    left_out: list[tuple[str, str]] = []
    for file in (file for file in understood.release.files if file.path != MANIFEST_NAME):
        try:
            data = original_bytes(file.path, file.sha256, base)
            by = f"outcheck {report.tool_version} under {', '.join(f'{pack.pack} {pack.version}' for pack in report.packs)}"
            cover = Cover(file.path, file.sha256, verdicts[file.path], by, file.unread)
            copies.append(annotated_copy(file, data, findings[file.path], cover))
        except CleanError as error:
            left_out.append((file.path, str(error)))
    if not copies:
        why = f": {left_out[0][0]}: {left_out[0][1]}" if left_out else ""
        raise CleanError(f"{path}: no file could be annotated{why}")
    with in_new_folder(target, tuple(copies)):
        pass
    return Annotated(tuple(sorted(copy.path for copy in copies)), tuple(left_out), report)
