"""Renders JUnit XML, which build servers count: a suite a file, a case a rule."""

from __future__ import annotations

from xml.etree import ElementTree as ET  # only written here, never parsed

from outcheck.model.finding import Finding
from outcheck.model.release import Unread
from outcheck.model.report import AskedRule, Outcome, Report
from outcheck.model.rule import Level
from outcheck.renderers.grouping import areas_of, fold, named
from outcheck.renderers.wording import place_name, plain

_MOST_PLACES = 20


def render(report: Report) -> str:
    """Render one suite a file. A part not read is an error.

    A finding that is waived or for information passes, one that a baseline has is skipped.
    """
    root = ET.Element("testsuites", name="outcheck")
    totals = [0, 0, 0, 0]
    read = {file.path: file.unread for file in report.files}
    for path in dict.fromkeys([*read, *(finding.place.file for finding in report.findings)]):
        suite = _suite(report, path, read.get(path, ()))
        root.append(suite)
        counts = (len(suite.findall("testcase")), *(len(suite.findall(f".//{kind}")) for kind in ("failure", "error", "skipped")))
        totals = [before + more for before, more in zip(totals, counts, strict=True)]
        _count(suite, counts)
    _count(root, totals)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _count(element: ET.Element, counts: tuple[int, ...] | list[int]) -> None:
    for name, count in zip(("tests", "failures", "errors", "skipped"), counts, strict=True):
        element.set(name, str(count))


def _suite(report: Report, path: str, unread: tuple[Unread, ...]) -> ET.Element:
    suite = ET.Element("testsuite", name=plain(path))
    for entry in unread:
        case = ET.SubElement(suite, "testcase", classname=plain(path), name=plain(f"read {entry.sheet}".strip()))
        ET.SubElement(case, "error", message=plain(entry.what)).text = plain(entry.todo)
    for rule in report.rules:
        mine = [held for held in report.findings if (held.place.file, held.pack, held.rule) == (path, rule.pack, rule.rule)]
        suite.append(_case(path, rule, [held for held in mine if held.waived is None and held.level is not Level.NOTE]))
    return suite


def _case(path: str, rule: AskedRule, findings: list[Finding]) -> ET.Element:
    case = ET.Element("testcase", classname=plain(path), name=f"{rule.code} {rule.rule} of {rule.pack}")
    if rule.outcome is Outcome.NOT_ASKED:
        ET.SubElement(case, "skipped", message="left out of this run")
    elif findings and all(finding.known for finding in findings):
        ET.SubElement(case, "skipped", message=plain("known: " + "; ".join(dict.fromkeys(held.message for held in findings))))
    elif findings:
        findings = [finding for finding in findings if not finding.known]
        said = dict.fromkeys(finding.message for finding in findings)
        failure = ET.SubElement(case, "failure", type=findings[0].level.value, message=plain("; ".join(said)))
        failure.text = "\n".join(_lines(findings))
    return case


def _lines(findings: list[Finding]) -> list[str]:
    lines = []
    for sheet in dict.fromkeys(finding.place.sheet for finding in findings):
        mine = [finding for finding in findings if finding.place.sheet == sheet]
        areas = fold(area for finding in mine for area in areas_of(finding))
        cells = named(areas, sum(finding.cells for finding in mine), most=_MOST_PLACES) if areas else ""
        lines.append(plain(place_name("", sheet, cells)) or "the whole file")
    return lines
