"""Renders the JSON report: a promise to machines, so it only grows, and new keys stand at the end of their objects."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict

from outcheck.model.baseline import Compared, KnownFinding
from outcheck.model.deduction import Bounded, Looked, Proof
from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.record import Record
from outcheck.model.report import AskedRule, FileReport, MeasureSummary, PackUsed, Report, TableReport
from outcheck.model.rule import Source
from outcheck.renderers.changes import as_json

SCHEMA = "outcheck/report/1"
_STEERING = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
"""Characters that JSON lets through but that steer terminals, turn text round, or are no text in UTF-8."""


def render(report: Report) -> str:
    """Render as JSON with the documented keys in the documented order. A drawing never enters it."""
    totals = report.totals
    document = {
        "schema": SCHEMA,
        "tool": {"name": "outcheck", "version": report.tool_version},
        "packs": [_pack(held) for held in report.packs],
        "verdict": report.verdict.value,
        "exit_code": report.exit_code,
        "values_shown": report.values_shown,
        "totals": {
            "files": totals.files,
            "tables": totals.tables,
            **asdict(totals.numbers),
            "blocked": totals.blocked,
            "review": totals.review,
            "notes": totals.notes,
            "waived": totals.waived,
        },
        "files": [_file(held) for held in report.files],
        "tables": [_table(held) for held in report.tables],
        "rules": [_rule(held) for held in report.rules],
        "findings": [_finding(held, report) for held in report.findings],
        "deductions": [_looked(held, report) for held in report.looked],
        "records": [_record(held, report) for held in report.records],
        "baseline": None if report.compared is None else _compared(report.compared),
        "since": None if report.since is None else as_json(report.since),
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _pack(held: PackUsed) -> dict[str, object]:
    return {
        "pack": held.pack,
        "version": held.version,
        "sha256": held.sha256,
        "title": held.title,
        "source": _source(held.source),
    }


def _source(held: Source) -> dict[str, str]:
    return {"title": held.title, "status": held.certainty.value, "date": held.date, "url": held.url, "note": held.note}


def _file(held: FileReport) -> dict[str, object]:
    return {
        "path": held.path,
        "sha256": held.sha256,
        "bytes": held.bytes,
        "format": held.format,
        "verdict": held.verdict.value,
        "unread": [{"sheet": entry.sheet, "what": entry.what, "todo": entry.todo} for entry in held.unread],
        **asdict(held.numbers),
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
        "dimensions": [
            {"name": dimension.name, "categories": dimension.categories, "total": dimension.total}
            for dimension in held.dimensions
        ],
        "measures": [_measure(measure) for measure in held.measures],
        "sums": held.sums,
        **asdict(held.numbers),
    }


def _measure(held: MeasureSummary) -> dict[str, object]:
    return {
        "name": held.name,
        "statistic": held.statistic,
        "unit": held.unit,
        "cells": held.cells,
        "gaps": held.gaps,
        "sure": held.sure,
        "why": held.why,
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
        "tables": list(held.tables),
    }


def _finding(held: Finding, report: Report) -> dict[str, object]:
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
        "labels": _labels(held),
        "message": held.message,
        "related": [_place(place) for place in held.related],
        "remedies": list(held.remedies),
        "fingerprint": held.fingerprint,
        "waived": {"reason": waived.reason, "by": waived.by, "until": waived.until.isoformat()} if waived else None,
        "value": held.value if report.values_shown else None,
        "cells": held.cells,
        "pack": held.pack,
        "undetermined": held.undetermined,
        "proof": None if held.proof is None else _proof(held.proof),
        "said": held.said if report.values_shown and held.said else None,
        "known": held.known,
    }


def _record(held: Record, report: Report) -> dict[str, object]:
    return {
        "file": held.path,
        "tool": held.tool,
        "outputs": [
            {
                "name": output.name,
                "files": list(output.files),
                "status": output.status,
                "failed": list(output.failed),
                "exception_asked": bool(output.exception),
                "said": [*filter(None, (output.exception,)), *output.comments] if report.values_shown else None,
            }
            for output in held.outputs
        ],
        "aside": list(held.aside),
    }


def _compared(held: Compared) -> dict[str, object]:
    stale: list[dict[str, str]] = []
    for entry in held.stale:
        about = {"rule": entry.rule, "pack": entry.pack}
        if isinstance(entry, KnownFinding):
            stale.append({**about, "file": entry.file, "table": "", "fingerprint": entry.fingerprint})
        else:
            stale.append({**about, "file": "", "table": entry.table, "fingerprint": ""})
    return {"known": held.known, "new": held.new, "stale": stale}


def _proof(held: Proof) -> dict[str, object]:
    return {
        "words": held.words,
        "exactly": [{**_place(place), "times": factor} for place, factor in held.exactly],
        "evidence": [
            {
                "kind": entry.kind,
                "whole": [_place(place) for place in entry.whole],
                "parts": [_place(place) for place in entry.parts],
            }
            for entry in held.evidence
        ],
        "attacker": held.attacker,
    }


def _looked(held: Looked, report: Report) -> dict[str, object]:
    return {
        "attacker": held.attacker,
        "cells": held.cells,
        "exact": held.exact,
        "narrow": held.narrow,
        "undetermined": held.undetermined,
        "tables": [
            {
                "table": table.table,
                "cells": table.cells,
                "exact": table.exact,
                "narrow": table.narrow,
                "undetermined": table.undetermined,
                "bounds": [_bounded(bounded) for bounded in table.bounds] if report.values_shown else None,
            }
            for table in held.tables
        ],
        "fractional": held.fractional,
    }


def _bounded(held: Bounded) -> dict[str, object]:
    """A side that nothing bounds is null."""
    lower, upper = (side if math.isfinite(side) else None for side in (held.lower, held.upper))
    return {**_place(held.place), "lower": lower, "upper": upper}


def _place(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell}


def _labels(held: Finding) -> dict[str, str]:
    """Labels by dimension. Of two dimensions with one name the second is numbered, so that no label is lost."""
    labels: dict[str, str] = {}
    for name, label in held.labels:
        again = sum(other == name for other, _ in held.labels[: len(labels)])
        labels[f"{name} ({again + 1})" if again else name] = label
    return labels
