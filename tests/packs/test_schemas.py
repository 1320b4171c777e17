from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from packs.written import HEAD, RULE, write

from outcheck.checks.catalogue import CHECKS
from outcheck.packs import bundled_packs, manifest_schema, pack_schema
from outcheck.packs.document import read_document
from outcheck.packs.locate import bundled_folder
from outcheck.packs.schemas import schema_text, write_schemas

ROOT = Path(__file__).parents[2]
MADE_AGAIN = (
    "make it again: "
    "python -c \"import pathlib; from outcheck.packs.schemas import write_schemas; write_schemas(pathlib.Path('docs/schemas'))\""
)
SCHEMAS = {"pack": pack_schema(), "manifest": manifest_schema()}


def faults(kind: str, text: str) -> list[str]:
    data = read_document(write(text)).data
    return [fault.message for fault in Draft202012Validator(SCHEMAS[kind]).iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_docs_is_in_step(name: str) -> None:
    stored = (ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert stored == schema_text(SCHEMAS[name]), MADE_AGAIN


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_valid_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_schemas_are_written_with_one_kind_of_line_end(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for name, schema in SCHEMAS.items():
        raw = (tmp_path / f"{name}.schema.json").read_bytes()
        assert b"\r" not in raw
        assert json.loads(raw) == schema


@pytest.mark.parametrize("name", bundled_packs())
def test_bundled_packs_fit_the_schema(name: str) -> None:
    data = read_document(bundled_folder() / f"{name}.yaml").data
    assert not list(Draft202012Validator(SCHEMAS["pack"]).iter_errors(data))


def test_the_manifests_of_the_samples_fit_the_schema() -> None:
    paths = sorted((ROOT / "samples").glob("*/release/outcheck.yaml"))
    assert paths
    for path in paths:
        assert not list(Draft202012Validator(SCHEMAS["manifest"]).iter_errors(read_document(path).data)), path


def test_every_check_and_its_parameters_are_in_the_schema() -> None:
    rule: dict[str, Any] = json.loads(json.dumps(SCHEMAS["pack"]))["$defs"]["RuleEntry"]
    assert rule["properties"]["check"]["enum"] == [check.name for check in CHECKS]
    told = {each["if"]["properties"]["check"]["const"]: each["then"]["properties"]["with"] for each in rule["allOf"]}
    assert {name: set(schema["properties"]) for name, schema in told.items()} == {
        check.name: set(check.parameters.model_fields) for check in CHECKS
    }


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("version: 1", "version: 0"),
        ("title: Mine", "titel: Mine"),
        ("verified", "sure"),
        ("low-count", "low-cuont"),
        ("minimum", "minimun"),
        ("with: {minimum: 10}, ", ""),
        ("minimum: 10", "minimum: 0"),
        ("review", "severe"),
        ("low:", "Low Count:"),
        ("level", "when: {unit: []}, level"),
        ("level", "when: {unit: frim}, level"),
    ],
)
def test_the_schema_of_packs_refuses_what_loading_refuses(was: str, becomes: str) -> None:
    text = HEAD + RULE
    assert faults("pack", text) == []
    assert faults("pack", text.replace(was, becomes)) != []


@pytest.mark.parametrize(
    "text",
    [
        "packs: ons-srs",
        "tables: [{sheet: T}]",
        "tables: [{file: a.csv, columns: {n: medain}}]",
        "waivers: [{reason: a, by: b, until: 2027-01-31}]",
        "waivers: [{rule: a, file: a.csv, by: b, until: 2027-01-31}]",
        "waivers: [{rule: a, file: a.csv, reason: a, by: b, until: soon}]",
        "markers: {c: {suppressed: [1]}}",
    ],
)
def test_the_schema_of_manifests_refuses_what_loading_refuses(text: str) -> None:
    assert faults("manifest", text) != []


def test_one_word_or_a_list_is_right_where_both_are() -> None:
    for packs in ("ons-srs", "[ons-srs, own.yaml]"):
        assert faults("manifest", f"pack: {packs}\ntables: [{{file: a.csv, source: ILR}}]") == []
