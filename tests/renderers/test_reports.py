from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from outcheck.clearance import Request, check
from outcheck.model.places import Place
from outcheck.model.report import Report
from outcheck.renderers import render
from outcheck.renderers.terminal import render as render_terminal

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "leo-release.json"


@pytest.fixture(scope="module")
def report() -> Report:
    return check(Request(paths=(ROOT / "samples" / "leo-release" / "release",)), today=date(2026, 11, 24))


def closed(schema: Any) -> Any:
    """The schema with every object closed, so that a key nobody documented is caught."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        if "properties" in shut and shut.get("type") == "object":
            shut["additionalProperties"] = False
        return shut
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


def test_json_is_what_its_schema_documents_and_nothing_more(report: Report) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(render(report, "json")), closed(schema), cls=jsonschema.Draft202012Validator)


def test_json_is_byte_for_byte_the_golden_report(report: Report) -> None:
    assert render(report, "json") == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [50, 80, 120])
def test_no_line_of_the_terminal_report_is_wider_than_the_terminal(report: Report, width: int) -> None:
    assert max(map(len, render_terminal(report, width=width).splitlines())) <= width


def test_a_pipe_gets_no_escape_codes(report: Report) -> None:
    assert "\x1b" not in render(report, "terminal")


def test_the_page_needs_no_network_and_no_script(report: Report) -> None:
    page = render(report, "html")
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "url(" not in page


def test_every_link_of_the_page_has_its_target_once(report: Report) -> None:
    page = render(report, "html")
    targets = re.findall(r'id="([^"]+)"', page)
    assert len(targets) == len(set(targets))
    drawn = set(re.findall(r'href="#(f\d+)"', page))
    assert drawn <= set(targets)


def test_hostile_labels_reach_neither_screen_nor_page_as_code(report: Report) -> None:
    hostile = "<script>alert(1)</script>\x1b[31m[bold]"
    spoiled = replace(
        report.findings[0], labels=(("Region", hostile),), place=Place(hostile, hostile, "B2"), message=hostile, related=()
    )
    bad = replace(report, findings=(spoiled,), tables=())
    assert "<script" not in render(bad, "html")
    assert "\x1b" not in render(bad, "html") + render(bad, "terminal")
    assert "[bold]" in render(bad, "terminal")


def test_a_rule_whose_source_nobody_verified_says_so_in_every_report(report: Report) -> None:
    for form in ("terminal", "html", "json"):
        text = render(report, form)
        assert "second-hand" in text
        assert "unverified" in text
