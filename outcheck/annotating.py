"""Makes annotated copies of a release for the checker: what was found, drawn into workbooks that say they must not leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outcheck.clearance import Request, examine
from outcheck.model.finding import Finding
from outcheck.model.release import ReleaseFile
from outcheck.model.report import Report
from outcheck.packs import MANIFEST_NAME
from outcheck.writers import CleanCopy, Cover, annotated_copy, copies_of, in_new_folder


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
    verdicts = {file.path: file.verdict.value for file in report.files}
    findings: dict[str, list[Finding]] = defaultdict(list)
    for found in report.findings:
        findings[found.place.file].append(found)
    by = f"outcheck {report.tool_version} under {', '.join(f'{pack.pack} {pack.version}' for pack in report.packs)}"

    def made(file: ReleaseFile, data: bytes) -> CleanCopy:
        return annotated_copy(
            file, data, findings[file.path], Cover(file.path, file.sha256, verdicts[file.path], by, file.unread)
        )

    files = [file for file in understood.release.files if file.path != MANIFEST_NAME]
    copies, left_out = copies_of(files, made, done="annotated")
    with in_new_folder(target, copies):
        pass
    return Annotated(tuple(sorted(copy.path for copy in copies)), left_out, report)
