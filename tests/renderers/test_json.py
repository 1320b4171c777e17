from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
from renderers import reports
from renderers.reports import every_report

from outcheck.model.report import Report
from outcheck.renderers import render

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "leo-release.json"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))


def promised() -> dict[str, Any]:
    """The example of section 8 of the design: its keys are the promise, in their order."""
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    section = design[design.index("## 8.") :]
    example: dict[str, Any] = json.loads(re.findall(r"```json\n(.*?)```", section, re.DOTALL)[0])
    return example


def first_objects(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every kind of object of a report, by name, each by its first example."""
    table = document["tables"][0]
    kinds = {name: document[name][0] for name in ("packs", "files", "tables", "rules", "findings")}
    measured = {"measure": table["measures"][0], "dimension": table["dimensions"][0]}
    return {"report": document, "tool": document["tool"], "totals": document["totals"], **kinds, **measured}


def closed(schema: Any) -> Any:
    """The schema with every object closed, so that a key nobody documented is caught."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        if "properties" in shut and shut.get("type") == "object":
            shut["additionalProperties"] = False
        return shut
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


@every_report
def test_every_report_is_what_the_published_schema_documents_and_nothing_more(report: Report) -> None:
    document = json.loads(render(report, "json"))
    jsonschema.validate(document, closed(SCHEMA), cls=jsonschema.Draft202012Validator)


def test_the_report_on_the_sample_is_byte_for_byte_the_golden_one() -> None:
    assert render(reports.EVERY["real"], "json") == GOLDEN.read_text(encoding="utf-8")


def test_keys_stand_in_the_promised_order_and_later_ones_at_the_end() -> None:
    made = first_objects(json.loads(render(reports.full(), "json")))
    for kind, example in first_objects(promised()).items():
        assert list(made[kind])[: len(example)] == list(example), kind


@every_report
def test_what_json_lets_through_steers_no_screen_and_is_text(report: Report) -> None:
    text = render(report, "json")
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]", text) == []
    text.encode("utf-8")


def test_names_come_back_from_json_as_they_were() -> None:
    report = reports.hostile()
    document = json.loads(render(report, "json"))
    made = [(held["sheet"], held["labels"]) for held in document["findings"]]
    assert made == [(held.place.sheet, dict(held.labels)) for held in report.findings]


def test_a_value_is_in_json_only_where_a_person_asked_and_a_drawing_never() -> None:
    hidden, shown = (render(reports.valued(shown=asked), "json") for asked in (False, True))
    assert reports.SECRET_TEXT not in hidden
    assert shown.count(reports.SECRET_TEXT) == 1
    assert json.loads(shown)["values_shown"] is True


@every_report
def test_every_rule_says_how_sure_we_are_of_it(report: Report) -> None:
    made = json.loads(render(report, "json"))["rules"]
    assert [held["source"]["status"] for held in made] == [rule.source.certainty.value for rule in report.rules]
