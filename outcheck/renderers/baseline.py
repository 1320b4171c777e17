"""Renders a baseline: everything that stands against a release now, so that a later run can tell what is new."""

from __future__ import annotations

import json
from collections.abc import Iterator

from outcheck.model.baseline import known_of
from outcheck.model.report import Report
from outcheck.model.rule import Level

FIRST_LINE = "# What outcheck had found when this was written. It stays in every report and clears nothing:"


def render(report: Report) -> str:
    """Render as YAML. Waived findings and notes have no place in it, and no value or label has."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield FIRST_LINE
    yield "# `outcheck check --baseline FILE` fails for what is not in here. Write it again when something was mended."
    yield "baseline: 1"
    findings = [held for held in report.findings if held.waived is None and held.level is not Level.NOTE]
    yield "findings:" if findings else "findings: []"
    for held in findings:
        entry = known_of(held, held.level)
        yield f"- fingerprint: {_text(entry.fingerprint)}"
        yield from (f"  {key}: {_text(value)}" for key, value in (("pack", entry.pack), ("rule", entry.rule)))
        yield from (f"  {key}: {_text(value)}" for key, value in (("level", entry.level.value), ("file", entry.file)))
        yield from ([f"  cells: {_text(entry.cells)}"] if entry.cells else [])
    doubts = [(rule, table) for rule in report.rules for table in rule.tables]
    yield "unanswered:" if doubts else "unanswered: []"
    for rule, table in doubts:
        yield f"- pack: {_text(rule.pack)}"
        yield from (f"  {key}: {_text(value)}" for key, value in (("rule", rule.rule), ("table", table)))


def _text(text: str) -> str:
    """A text in quotes, so that it is one whatever it holds."""
    return json.dumps(text)
