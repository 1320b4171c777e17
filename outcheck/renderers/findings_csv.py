"""Renders the findings as CSV, for a spreadsheet: one row a finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from outcheck.model.report import Report
from outcheck.renderers.grouping import areas_of, fold
from outcheck.renderers.wording import plain, value_of

_COLUMNS = (
    "level", "code", "check", "rule", "pack", "file", "sheet", "cell", "cells", "places", "labels", "message",
    "undetermined", "remedy", "risk", "statbarn", "fingerprint", "waived_by", "waived_until", "waiver_reason", "value", "known",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@")


def render(report: Report) -> str:
    """Render findings, and each part that could not be examined as a row of level ``incomplete``."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(report):
        writer.writerow([_harmless(row.get(column, "")) for column in _COLUMNS])
    return page.getvalue()


def _rows(report: Report) -> Iterator[dict[str, str]]:
    for file in report.files:
        for entry in file.unread:
            yield {
                "level": "incomplete",
                "file": file.path,
                "sheet": entry.sheet,
                "message": entry.what,
                "remedy": entry.todo,
            }
    for held in report.findings:
        waived = held.waived
        yield {
            "level": held.level.value,
            "code": held.code,
            "check": held.check,
            "rule": held.rule,
            "pack": held.pack,
            "file": held.place.file,
            "sheet": held.place.sheet,
            "cell": held.place.cell,
            "cells": str(held.cells),
            "places": " ".join(str(area) for area in fold(areas_of(held))),
            "labels": "; ".join(f"{name}: {label}" for name, label in held.labels),
            "message": held.message,
            "undetermined": "yes" if held.undetermined else "no",
            "remedy": held.remedies[0] if held.remedies else "",
            "risk": held.risk,
            "statbarn": held.statbarn,
            "fingerprint": held.fingerprint,
            "waived_by": waived.by if waived else "",
            "waived_until": waived.until.isoformat() if waived else "",
            "waiver_reason": waived.reason if waived else "",
            "value": value_of(held, report),
            "known": "yes" if held.known else "no",
        }


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    said = plain(text)
    return f"'{said}" if said.startswith(_FORMULAS) else said
