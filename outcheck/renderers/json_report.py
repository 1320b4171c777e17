"""Renders the JSON report: a promise to machines, so additions only, always at the end of an object."""

from __future__ import annotations

import json
from dataclasses import asdict

from outcheck.model.finding import Finding
from outcheck.model.report import AskedRule, FileReport, Numbers, Report, TableReport
from outcheck.model.rule import Source

SCHEMA = "outcheck/report/1"


def render(report: Report) -> str:
    """Render as JSON, two spaces deep, keys in the documented order."""
    totals = report.totals
    document = {
        "schema": SCHEMA,
        "tool": {"name": "outcheck", "version": report.tool_version},
        "packs": [
            {
                "pack": held.pack,
                "version": held.version,
                "sha256": held.sha256,
                "title": held.title,
                "source": _source(held.source),
            }
            for held in report.packs
        ],
        "verdict": report.verdict.value,
        "exit_code": report.exit_code,
        "values_shown": report.values_shown,
        "totals": {
            "files": totals.files,
            "tables": totals.tables,
            **_numbers(totals.numbers),
            "blocked": totals.blocked,
            "review": totals.review,
            "notes": totals.notes,
            "waived": totals.waived,
        },
        "files": [_file(held) for held in report.files],
        "tables": [_table(held) for held in report.tables],
        "rules": [_rule(held) for held in report.rules],
        "findings": [_finding(held) for held in report.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _numbers(numbers: Numbers) -> dict[str, int]:
    return asdict(numbers)


def _source(source: Source) -> dict[str, str]:
    return {
        "title": source.title,
        "status": source.certainty.value,
        "date": source.date,
        "url": source.url,
        "note": source.note,
    }


def _file(held: FileReport) -> dict[str, object]:
    return {
        "path": held.path,
        "sha256": held.sha256,
        "bytes": held.bytes,
        "format": held.format,
        "verdict": held.verdict.value,
        "unread": [{"sheet": entry.sheet, "what": entry.what, "todo": entry.todo} for entry in held.unread],
        **_numbers(held.numbers),
    }


def _table(held: TableReport) -> dict[str, object]:
    return {
        "id": held.id,
        "file": held.file,
        "sheet": held.sheet,
        "range": held.range,
        "shape": held.shape,
        "title": held.title,
        "verdict": held.verdict.value,
        "dimensions": [asdict(dimension) for dimension in held.dimensions],
        "measures": [asdict(measure) for measure in held.measures],
        "sums": held.sums,
        **_numbers(held.numbers),
    }


def _rule(held: AskedRule) -> dict[str, object]:
    return {
        "rule": held.rule,
        "check": held.check,
        "code": held.code,
        "pack": held.pack,
        "level": held.level.value,
        "outcome": held.outcome.value,
        "examined": held.examined,
        "reason": held.reason,
        "source": _source(held.source),
    }


def _finding(held: Finding) -> dict[str, object]:
    waived = held.waived
    return {
        "code": held.code,
        "check": held.check,
        "rule": held.rule,
        "level": held.level.value,
        "risk": held.risk,
        "statbarn": held.statbarn,
        "file": held.place.file,
        "sheet": held.place.sheet,
        "cell": held.place.cell,
        "table": held.table,
        "labels": dict(held.labels),
        "message": held.message,
        "related": [asdict(place) for place in held.related],
        "remedies": list(held.remedies),
        "fingerprint": held.fingerprint,
        "waived": {"reason": waived.reason, "by": waived.by, "until": waived.until.isoformat()} if waived else None,
        "value": held.value,
        "cells": held.cells,
        "pack": held.pack,
        "undetermined": held.undetermined,
    }
