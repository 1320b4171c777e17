"""Where files and lines are for tools that know a repository, not a release."""

from __future__ import annotations

from dataclasses import replace

from outcheck.model.places import Area, Place
from outcheck.model.report import Report

_TEXTS = (".csv", ".tsv", ".txt", ".tab")


def line_of(place: Place) -> int:
    """1-based row of a place in a delimited text, 0 elsewhere.

    It is the line too, unless a quoted text above it holds an end of line.
    """
    if not place.cell or not place.file.lower().endswith(_TEXTS):
        return 0
    return Area.parse(place.cell).top + 1


def seen_from(report: Report, folder: str) -> Report:
    """The report with its paths as they are seen from where ``folder`` names the release."""

    def moved(place: Place) -> Place:
        return replace(place, file=f"{folder}/{place.file}")

    return replace(
        report,
        files=tuple(replace(file, path=f"{folder}/{file.path}") for file in report.files),
        findings=tuple(
            replace(found, place=moved(found.place), related=tuple(moved(place) for place in found.related))
            for found in report.findings
        ),
    )
