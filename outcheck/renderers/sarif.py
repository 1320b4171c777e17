"""Renders SARIF 2.1.0, which code-scanning services and editors read."""

from __future__ import annotations

import json
from urllib.parse import quote

from outcheck.model.finding import Finding
from outcheck.model.report import AskedRule, FileReport, Report, Verdict
from outcheck.model.rule import Level
from outcheck.renderers.whereabouts import line_of
from outcheck.renderers.wording import HEADLINES, place_name, plain

_LEVELS = {Level.BLOCK: "error", Level.REVIEW: "warning", Level.NOTE: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """Render one run. A release that is incomplete is a run that did not succeed, whatever was found in the rest."""
    names = {(rule.pack, rule.rule): number for number, rule in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "outcheck",
                "semanticVersion": report.tool_version,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "invocations": [_invocation(report)],
        "artifacts": [_artifact(file) for file in report.files],
        "results": [_result(finding, names, report) for finding in report.findings],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "verdict": report.verdict.value,
            "packs": [{"pack": pack.pack, "version": pack.version, "sha256": pack.sha256} for pack in report.packs],
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: AskedRule) -> dict[str, object]:
    return {
        "id": f"{rule.code}/{rule.pack}/{rule.rule}",
        "name": rule.check,
        "shortDescription": {"text": f"{rule.code} {rule.rule} of {rule.pack}"},
        "fullDescription": {"text": f"{rule.source.certainty.value} source: {rule.source.title}"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "help": {"text": f"`outcheck rule {rule.check}` says what is asked, why, and what to do."},
        "properties": {"outcome": rule.outcome.value, "examined": rule.examined},
    }


def _invocation(report: Report) -> dict[str, object]:
    notices = [
        {
            "level": "error",
            "message": {"text": plain(f"{place_name(file.path, entry.sheet)}: {entry.what}; {entry.todo}")},
            "locations": [{"physicalLocation": {"artifactLocation": _uri(file.path)}}],
        }
        for file in report.files
        for entry in file.unread
    ]
    return {
        "executionSuccessful": report.verdict is not Verdict.INCOMPLETE,
        "exitCode": report.exit_code,
        "exitCodeDescription": HEADLINES[report.verdict],
        "toolExecutionNotifications": notices,
    }


def _artifact(file: FileReport) -> dict[str, object]:
    held: dict[str, object] = {"location": _uri(file.path), "length": file.bytes}
    return {**held, "hashes": {"sha-256": file.sha256}} if file.sha256 else held


def _uri(path: str) -> dict[str, str]:
    return {"uri": quote(path, errors="surrogateescape")}


def _result(finding: Finding, names: dict[tuple[str, str], int], report: Report) -> dict[str, object]:
    number = names[finding.pack, finding.rule]
    rule = report.rules[number]
    place = finding.place
    physical: dict[str, object] = {"artifactLocation": _uri(place.file)}
    if line := line_of(place):
        physical["region"] = {"startLine": line}
    labels = "; ".join(f"{name}: {label}" for name, label in finding.labels)
    where = place_name("", place.sheet, place.cell)
    text = plain(" · ".join(part for part in (where, finding.message, labels) if part))
    waived = finding.waived
    state = {} if report.compared is None else {"baselineState": "unchanged" if finding.known else "new"}
    return {
        "ruleId": f"{rule.code}/{rule.pack}/{rule.rule}",
        "ruleIndex": number,
        "level": _LEVELS[finding.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": plain(str(place))}]}],
        "partialFingerprints": {"outcheck/1": finding.fingerprint},
        **state,
        "suppressions": [{"kind": "external", "status": "accepted", "justification": waived.reason}] if waived else [],
        "properties": {"risk": finding.risk, "undetermined": finding.undetermined, "remedies": list(finding.remedies)},
    }
