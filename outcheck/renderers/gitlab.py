"""Renders a Code Quality report, which GitLab shows beside the files of a merge request."""

from __future__ import annotations

import hashlib
import json

from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.renderers.remarks import remarks, unexamined
from outcheck.renderers.whereabouts import line_of

_SEVERITIES = {Level.BLOCK: "blocker", Level.REVIEW: "major", Level.NOTE: "info"}


def render(report: Report) -> str:
    """Render one entry for findings that say the same. GitLab wants a line for each: 1 where a file has none."""
    entries = [
        _entry(f"Not examined: {said}", "not-examined", "blocker", place.file, 1, (str(place), said))
        for place, said in unexamined(report)
    ]
    for remark in remarks(report):
        found = remark.finding
        name, severity = f"{found.code} {found.check}", _SEVERITIES[found.level]
        line = line_of(found.place) or 1
        entries.append(_entry(remark.said, name, severity, found.place.file, line, remark.fingerprints))
    return json.dumps(entries, indent=2) + "\n"


def _entry(said: str, name: str, severity: str, path: str, line: int, marks: tuple[str, ...]) -> dict[str, object]:
    return {
        "description": said,
        "check_name": name,
        "fingerprint": hashlib.sha256("\n".join(marks).encode()).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
