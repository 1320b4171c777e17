from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from renderers import reports
from renderers.reports import every_report
from sarif_pydantic import Sarif

from outcheck.model.report import Report, Verdict
from outcheck.model.rule import Level
from outcheck.renderers import FORMATS, render

MACHINES = ("markdown", "csv", "sarif", "junit", "github", "gitlab", "baseline")
every_machine_format = pytest.mark.parametrize("form", MACHINES)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def test_every_format_is_tried_here_or_has_tests_of_its_own() -> None:
    assert set(FORMATS) == {*MACHINES, "terminal", "json", "html"}


@every_report
@every_machine_format
def test_a_report_is_text_that_steers_no_screen(report: Report, form: str) -> None:
    text = render(report, form)
    text.encode("utf-8")
    assert text.endswith("\n")
    assert STEERING.findall(text) == []


@every_machine_format
def test_a_hidden_value_is_in_no_format(form: str) -> None:
    assert reports.SECRET_TEXT not in render(reports.valued(shown=False), form)


@every_machine_format
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert render(reports.full(), form) == render(reports.full(), form)


def sarif(report: Report) -> Sarif:
    return Sarif.model_validate_json(render(report, "sarif"))


@every_report
def test_sarif_is_read_by_a_library_of_its_own_and_holds_every_finding(report: Report) -> None:
    results = sarif(report).runs[0].results
    assert len(results or []) == len(report.findings)


@every_report
def test_sarif_says_that_an_incomplete_run_did_not_succeed(report: Report) -> None:
    invocation = json.loads(render(report, "sarif"))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is (report.verdict is not Verdict.INCOMPLETE)
    assert len(invocation["toolExecutionNotifications"]) == sum(len(file.unread) for file in report.files)


def test_sarif_keeps_a_waived_finding_with_its_reason() -> None:
    results = json.loads(render(reports.full(), "sarif"))["runs"][0]["results"]
    reasons = [entry["justification"] for held in results for entry in held["suppressions"]]
    assert reasons == [held.waived.reason for held in reports.full().findings if held.waived]
    assert reasons


def test_sarif_points_from_a_result_to_its_own_rule() -> None:
    run = json.loads(render(reports.full(), "sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[held["ruleIndex"]]["id"] for held in run["results"]] == [held["ruleId"] for held in run["results"]]


def suites(report: Report) -> list[ET.Element]:
    return ET.fromstring(render(report, "junit")).findall("testsuite")  # noqa: S314  our own text


@every_report
def test_junit_fails_exactly_the_rules_with_something_to_do_in_a_file(report: Report) -> None:
    failed = {
        (suite.get("name"), case.get("name"))
        for suite in suites(report)
        for case in suite.findall("testcase")
        if case.find("failure") is not None
    }
    wanted = {
        (held.place.file, f"{held.code} {held.rule} of {held.pack}")
        for held in report.findings
        if held.waived is None and held.level is not Level.NOTE
    }
    assert failed == wanted


@every_report
def test_junit_counts_what_it_holds(report: Report) -> None:
    root = ET.fromstring(render(report, "junit"))  # noqa: S314  our own text
    for element in (root, *root):
        counted = [len(element.findall(f".//{kind}")) for kind in ("testcase", "failure", "error", "skipped")]
        assert [element.get(name) for name in ("tests", "failures", "errors", "skipped")] == [str(count) for count in counted]


@every_report
def test_csv_has_a_row_for_each_finding_and_each_part_not_examined(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    unread = sum(len(file.unread) for file in report.files)
    assert [row["fingerprint"] for row in rows[unread:]] == [held.fingerprint for held in report.findings]
    assert {row["level"] for row in rows[:unread]} <= {"incomplete"}


@every_report
def test_csv_holds_nothing_that_a_spreadsheet_takes_for_a_formula(report: Report) -> None:
    fields = [field for row in csv.reader(io.StringIO(render(report, "csv"))) for field in row]
    assert [field for field in fields if field.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_csv_shows_a_value_where_a_person_asked() -> None:
    assert reports.SECRET_TEXT in render(reports.valued(shown=True), "csv")


@every_report
def test_github_gets_one_command_a_line_and_the_verdict_last(report: Report) -> None:
    lines = render(report, "github").splitlines()
    assert [line for line in lines if not re.match(r"::(error|warning|notice) [^:]*::.", line)] == []
    assert f"outcheck: {report.verdict.value}." in lines[-1]
    assert ("::notice" in lines[-1]) is (report.verdict is Verdict.CLEAR)


@every_report
def test_gitlab_gets_a_line_and_a_mark_of_its_own_for_each_entry(report: Report) -> None:
    entries = json.loads(render(report, "gitlab"))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert all(entry["location"]["lines"]["begin"] >= 1 for entry in entries)
    assert {entry["severity"] for entry in entries} <= {"blocker", "major", "info"}


def annotated(form: str) -> Callable[[Report], bool]:
    return lambda report: any(mark in render(report, form) for mark in ("file=", '"location"'))


@pytest.mark.parametrize("form", ["github", "gitlab"])
def test_a_clear_report_annotates_no_file_and_an_incomplete_one_does(form: str) -> None:
    assert not annotated(form)(reports.clear())
    assert annotated(form)(reports.incomplete())


@every_report
def test_markdown_has_every_open_group_and_no_label_that_formats(report: Report) -> None:
    text = render(report, "markdown")
    assert text.startswith(f"# {report.verdict.value.upper()}\n")
    assert "<script>" not in text
    assert "](" not in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} <= {4, 5}
    for held in report.findings:
        assert f"| {held.code} " in text
