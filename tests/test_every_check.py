"""What every check must keep, whatever it asks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from checks.asking import INPUTS, Case, all_cases, ask, asked_cells, cases_of, hits_among, hits_in, tables_of
from checks.tables import shuffled

from outcheck import checks
from outcheck.checks.base import Check, Hit, TableCheck
from outcheck.checks.catalogue import CHECKS, check_named
from outcheck.checks.index import Entry, entries, guide
from outcheck.model.table import Table

HEADINGS = ("What it asks", "Why it matters", "Example", "What to do", "Limits", "References")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TABLE_CASES = [case for case in all_cases() if "table" in case.given]

every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
every_table_case = pytest.mark.parametrize("case", TABLE_CASES, ids=str)


def folder_of(check: Check) -> str:
    return check.name.replace("-", "_")


def test_every_folder_is_in_the_catalogue_and_holds_three_files() -> None:
    folders = [path.parent for path in Path(checks.__path__[0]).glob("*/__init__.py")]
    assert sorted(folder.name for folder in folders) == sorted(folder_of(check) for check in CHECKS)
    for folder in folders:
        assert {"__init__.py", "cases.yaml", "guide.md"} <= {path.name for path in folder.iterdir()}


def test_codes_are_unique_and_in_order() -> None:
    codes = [check.code for check in CHECKS]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"OC[1-9]\d\d", code) for code in codes)


@every_check
def test_a_check_is_found_by_its_name_which_is_its_folders(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
    assert import_module(f"outcheck.checks.{folder_of(check)}").CHECK is check
    assert check_named(check.name) is check


def test_an_unknown_name_finds_no_check_and_no_guide() -> None:
    assert check_named("low_count") is None
    with pytest.raises(LookupError, match="no check is called"):
        guide("../low-count")


def test_the_index_says_of_every_check_what_the_check_says() -> None:
    assert entries() == tuple(Entry(check.code, check.name, check.asks) for check in CHECKS)


@every_check
def test_a_check_asks_a_question_and_says_what_to_do(check: Check) -> None:
    assert check.asks.endswith("?")
    assert check.remedies


@every_check
def test_a_guide_has_its_headings_in_order(check: Check) -> None:
    headings = re.findall(r"^#.*$", guide(check.name), re.MULTILINE)
    assert headings == [f"# {check.name} ({check.code})", *(f"## {heading}" for heading in HEADINGS)]


@every_check
def test_a_guide_names_the_risk_and_every_parameter(check: Check) -> None:
    text = guide(check.name)
    assert f"`{check.risk}`" in section(text, "Why it matters")
    for name in check.parameters.model_fields:
        assert f"`{name}`" in section(text, "What it asks")


@every_check
def test_the_example_of_a_guide_is_a_case_that_hits(check: Check) -> None:
    block = re.search(r"^```(\w*)\n(.*?)^```$", section(guide(check.name), "Example"), re.MULTILINE | re.DOTALL)
    assert block is not None
    example = {"table": block[2]} if not block[1] else yaml.safe_load(block[2])
    cases = [case for case in cases_of(check) if all(case.given.get(key) == shown for key, shown in example.items())]
    assert [case.given["expect"] for case in cases[:1]] == ["hit"]


@every_check
def test_cases_show_every_answer_a_check_can_give(check: Check) -> None:
    cases = cases_of(check)
    expected = {case.given["expect"] for case in cases}
    assert "hit" in expected
    assert expected & {"clear", "not-applicable"}
    if "undetermined" in inspect.getsource(import_module(f"outcheck.checks.{folder_of(check)}")).lower():
        assert "undetermined" in expected
    names = [case.given["name"] for case in cases]
    assert len(set(names)) == len(names)


@every_check
def test_cases_give_a_check_what_it_asks_about(check: Check) -> None:
    kinds = {key for case in cases_of(check) for key in INPUTS if key in case.given}
    assert len(kinds) == 1
    assert isinstance(check.question, TableCheck) == (kinds == {"table"})


@every_check
def test_parameters_are_described_and_bounded(check: Check) -> None:
    for name, schema in check.parameters.model_json_schema().get("properties", {}).items():
        assert schema["description"], name
        for kind in kinds_of(schema):
            bounds = {"integer": "minimum", "number": "minimum", "array": "minItems", "string": "pattern", "null": "type"}
            assert "enum" in kind or bounds[kind["type"]] in kind, f"{check.name}: {name} has no bound"


@every_check
def test_an_unknown_parameter_is_refused(check: Check) -> None:
    given = cases_of(check)[0].given.get("with", {})
    with pytest.raises(ValueError, match="treshold"):
        check.parameters.model_validate({**given, "treshold": 1})


@every_table_case
def test_no_message_carries_a_value_or_a_label(case: Case) -> None:
    texts = [*ask(case).texts, *case.check.remedies]
    numbers = {number for text in texts for number in NUMBER.findall(text)}
    assert numbers <= set(NUMBER.findall(str(case.given.get("with", {}))))
    for table in tables_of(case):
        words = {label for dimension in table.dimensions for label in dimension.labels}
        words |= {measure.name for measure in table.measures} | {table.title}
        for word in words - {""}:
            assert not any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for text in texts), word


@every_table_case
def test_a_hit_speaks_of_cells_that_were_asked_about_each_once(case: Case) -> None:
    for table in tables_of(case):
        asked = set(asked_cells(case.check, table, case.parameters).tolist())
        found: list[int] = []
        for hit in hits_in(case.check, table, case.parameters):
            assert hit.cells.size
            assert hit.related is None or len(hit.related) == len(hit.cells)
            found += hit.cells.tolist()
        assert len(set(found)) == len(found)
        assert set(found) <= asked


@every_table_case
def test_cells_out_of_scope_change_no_answer_about_the_others(case: Case) -> None:
    for table in tables_of(case):
        asked = asked_cells(case.check, table, case.parameters)
        whole = {cell for hit in hits_in(case.check, table, case.parameters) for cell in hit.cells.tolist()}
        for scope in (asked[::2], asked[1::2]):
            part = {cell for hit in hits_among(case.check, table, scope, case.parameters) for cell in hit.cells.tolist()}
            assert part == whole & set(scope.tolist())


@every_table_case
def test_the_order_of_cells_changes_no_answer(case: Case) -> None:
    for table in tables_of(case):
        told = set(told_by(table, hits_in(case.check, table, case.parameters)))
        backwards = np.arange(len(table))[::-1]
        for order in (backwards, *(np.random.default_rng(seed).permutation(len(table)) for seed in range(3))):
            other = shuffled(table, order)
            assert set(told_by(other, hits_in(case.check, other, case.parameters))) == told


def told_by(table: Table, hits: list[Hit]) -> Iterator[tuple[object, ...]]:
    """What hits say of each cell, without saying where it stands in the arrays."""
    for hit in hits:
        related = np.full(len(hit.cells), -1) if hit.related is None else hit.related
        for cell, by in zip(hit.cells.tolist(), related.tolist(), strict=True):
            explained = (table.cell(by), table.labels(by)) if by >= 0 else None
            yield hit.message, hit.undetermined, hit.together, table.cell(cell), table.labels(cell), explained


def section(text: str, heading: str) -> str:
    """Body of one section of a guide."""
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def kinds_of(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every plain type within a parameter's schema."""
    for choice in schema.get("anyOf", [schema]):
        yield choice
        if "items" in choice:
            yield from kinds_of(choice["items"])
