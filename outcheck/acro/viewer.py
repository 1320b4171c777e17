"""Writes the record that SACRO Viewer opens, in the form of ACRO 0.4, which its badges are made for."""

from __future__ import annotations

import hashlib
import html
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from outcheck.acro.folder import CHECKSUMS, CONFIG, RECORDS
from outcheck.model.finding import Finding
from outcheck.model.places import Area, Place
from outcheck.model.record import RecordedOutput
from outcheck.model.refused import Refused
from outcheck.model.report import FileReport, Report, Verdict

_VERSION = "0.4.0"
_STATUSES = {Verdict.CLEAR: "pass", Verdict.REVIEW: "review", Verdict.BLOCKED: "fail", Verdict.INCOMPLETE: "review"}
_BADGES = {
    Verdict.CLEAR: "pass",
    # The viewer calls a badge 'review' unknown, and then hides what was found.
    Verdict.REVIEW: "needs a decision",
    Verdict.BLOCKED: "fail",
    Verdict.INCOMPLETE: "not examined in full",
}
_MOST_CELLS = 20_000
_MOST_SAID = 40


class ViewerError(Refused):
    """The release cannot be shown in SACRO Viewer; the message says why and what to do."""


def viewer_record(report: Report, today: date) -> dict[str, bytes]:
    """Files to lay beside those of the release, by name: the record, what was asked, and the digests.

    The record lists files of the release and nothing else, so that approving everything releases nothing else.
    """
    files = [file for file in report.files if file.sha256]
    _refuse_names([file.path for file in files])
    name = RECORDS[any("/" not in file.path and file.path.lower().endswith(".json") for file in files)]
    results = {file.path: _output(file, report, today) for file in files}
    packs = [f"{held.pack}-{held.version}" for held in report.packs]
    settings = {"outcheck": report.tool_version, "packs": packs, "verdict": report.verdict.value}
    written = {
        name: json.dumps({"version": _VERSION, "results": results}, indent=2).encode("ascii"),
        CONFIG: json.dumps(settings, indent=2).encode("ascii"),
    }
    digests = {file.path: file.sha256 for file in files} | {name: hashlib.sha256(written[name]).hexdigest()}
    return written | {f"{CHECKSUMS}/{path}.txt": digest.encode("ascii") for path, digest in digests.items()}


def _refuse_names(paths: Sequence[str]) -> None:
    """Refuse what the viewer cannot tell apart: names of its own, and files of one name, which it lays into one folder."""
    taken = {*RECORDS, CONFIG}
    for path in paths:
        if path.casefold() in taken or path.casefold().startswith(f"{CHECKSUMS}/"):
            raise ViewerError(f"{path}: SACRO Viewer keeps this name for itself; rename the file, or take it out")
    for name, count in Counter(PurePosixPath(path).name.casefold() for path in paths).items():
        if count > 1:
            raise ViewerError(f"{name}: several files have this name, and SACRO Viewer would release one of them; rename them")


def _output(file: FileReport, report: Report, today: date) -> dict[str, object]:
    mine = [found for found in report.findings if found.place.file == file.path]
    open_ = [found for found in mine if found.waived is None]
    verdict = max((file.verdict, _of_all(report)), key=lambda held: held.rank)
    recorded = [output for record in report.records for output in record.outputs if file.path in output.files]
    return {
        "uid": file.path,
        "status": _STATUSES[verdict],
        "type": "table" if any(table.file == file.path for table in report.tables) else "custom",
        "properties": {"method": "outcheck"},
        "files": [{"name": file.path, "sdc": _marks(file, open_)}],
        "outcome": {},
        "command": "outcheck check",
        "summary": "; ".join((_BADGES[verdict], *_said(file, report, open_))) + "; ",
        "timestamp": f"{today.isoformat()}T00:00:00",
        "comments": [_safe(text) for text in _comments(mine, recorded)],
        "exception": _safe("; ".join(dict.fromkeys(output.exception for output in recorded if output.exception))),
    }


def _of_all(report: Report) -> Verdict:
    """What the release as a whole adds to each file: where it is worse than all of them, none of them passes."""
    worst = max((file.verdict for file in report.files if file.sha256), key=lambda held: held.rank, default=Verdict.INCOMPLETE)
    return Verdict.INCOMPLETE if report.verdict.rank > worst.rank else Verdict.CLEAR


def _said(file: FileReport, report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """What stands behind the badge, gravest first: parts that were not examined, then findings that say the same as one."""
    if _of_all(report) is not Verdict.CLEAR:
        yield f"the release as a whole is {report.verdict.value}"
    yield from (_safe(f"not examined: {entry.what}") for entry in file.unread)
    groups: dict[tuple[int, str, str], list[Finding]] = {}
    for found in findings:
        groups.setdefault((-found.level.rank, f"{found.code} {found.check}", found.message), []).append(found)
    ordered = sorted(groups.items(), key=lambda item: item[0][0])
    for (_, name, message), held in ordered[:_MOST_SAID]:
        places = [found.place for found in held if found.place.cell]
        yield _safe(f"{name}: {message}{_where(places[0], sum(found.cells for found in held)) if places else ''}")
    if len(ordered) > _MOST_SAID:
        yield f"{len(ordered) - _MOST_SAID} more"


def _where(first: Place, cells: int) -> str:
    sheet = f"{first.sheet}, " if first.sheet else ""
    return f", {sheet}{first.cell}" if cells == 1 else f", {cells} cells from {sheet}{first.cell}"


def _comments(findings: Iterable[Finding], recorded: Iterable[RecordedOutput]) -> Iterator[str]:
    """Words of persons: comments of the record, and waivers."""
    for output in recorded:
        yield from output.comments
    waived = {found.waived for found in findings if found.waived is not None}
    for waiver in sorted(waived, key=lambda held: (held.line, held.by, held.reason)):
        yield f"Waived by {waiver.by} until {waiver.until.isoformat()}: {waiver.reason}"


def _marks(file: FileReport, findings: Sequence[Finding]) -> Mapping[str, object]:
    """Cells to mark, counted as the viewer counts: from the second line and the second field of a text, whatever stands there."""
    if not file.path.lower().endswith(".csv"):
        return {}
    cells: dict[str, set[tuple[int, int]]] = {}
    for found in findings:
        mine = cells.setdefault(f"{found.code} {found.check}", set())
        places = (found.place, *(found.related if found.cells > 1 else ()))
        for area in (Area.parse(place.cell) for place in places if place.cell):
            room = _MOST_CELLS - len(mine)
            mine.update(cell for _, cell in zip(range(room), _cells(area), strict=False))
    marked = {name: sorted(held) for name, held in cells.items() if held}
    return {"summary": {name: len(held) for name, held in marked.items()}, "cells": marked} if marked else {}


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(max(area.top, 1), area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row - 1, column - 1


def _safe(text: str) -> str:
    """Text that is one entry, and no markup: the viewer puts it into its page as it is."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text.replace("; ", ", "))
    return html.escape(plain, quote=False)
