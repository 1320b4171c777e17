from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from outcheck.clearance import Request, understand_release
from outcheck.model.release import Release
from outcheck.model.table import Addition, Dimension, Measure, Rounding, Sums, Table
from outcheck.renderers import tables_json, tables_terminal

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "schemas" / "tables.schema.json"


def release_of(name: str) -> Release:
    return understand_release(Request((ROOT / "samples" / name / "release",))).release


def closed(schema: Any) -> Any:
    """The schema with every object closed, so that a key nobody documented is caught."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        if "properties" in shut and shut.get("type") == "object":
            shut["additionalProperties"] = False
        return shut
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


def with_table(**changes: Any) -> Release:
    """A release of one table that says more than the sample's."""
    held = release_of("leo-clear")
    table = replace(held.tables[0], **changes)
    file = next(file for file in held.files if file.path == table.file)
    accounts = tuple(account for account in held.accounts if account.file == table.file)
    return Release((file,), (table,), accounts)


def rich_table() -> dict[str, Any]:
    table: Table = release_of("leo-clear").tables[0]
    first, *rest = table.dimensions
    nothing, numbers = np.array([0, 1, 2], dtype=np.intp), np.array([3, 4, 5], dtype=np.intp)
    additions = np.array([Addition.CONFIRMED, Addition.UNTESTED, Addition.BROKEN], dtype=np.int16)
    parents = (len(first.labels) - 1,) * (len(first.labels) - 1) + (-1,)
    return {
        "dimensions": (Dimension(first.name, first.labels, first.codes, first.total, parents), *rest),
        "measures": tuple(
            Measure(each.name, each.statistic, each.unit, measured_in="£", rounding=Rounding(5, 2)) for each in table.measures
        ),
        "sums": Sums(nothing, np.array([0, 1, 2, 3], dtype=np.intp), numbers, additions),
    }


@pytest.mark.parametrize("name", ["leo-release", "leo-clear"])
def test_json_is_what_its_schema_documents_and_nothing_more(name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for release in (release_of(name), with_table(**rich_table())):
        jsonschema.validate(json.loads(tables_json.render(release)), closed(schema), cls=jsonschema.Draft202012Validator)


def test_nesting_sums_units_and_rounding_are_shown() -> None:
    text = tables_terminal.render(with_table(**rich_table()), width=200)
    assert "1 confirmed, 1 untested, 1 do not add up" in text
    assert "are part of another" in text
    assert "in £" in text
    assert "rounded to 5 but for 2" in text
    document = json.loads(tables_json.render(with_table(**rich_table())))
    assert document["tables"][0]["sums"] == {"confirmed": 1, "untested": 1, "broken": 1}
    assert document["tables"][0]["measures"][0]["rounding"] == {"base": 5, "exceptions": 2, "adds_up": False}


@pytest.mark.parametrize("width", [50, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, tables_terminal.render(release_of("leo-release"), width=width).splitlines())) <= width


def test_the_same_release_gives_the_same_bytes() -> None:
    for module in (tables_json, tables_terminal):
        assert module.render(release_of("leo-release")) == module.render(release_of("leo-release"))


def test_hostile_names_cannot_steer_a_screen() -> None:
    hostile = "T\x1b[31m[bold]\u202e\x9b2J\nnext"
    release = with_table(title=hostile, sheet=hostile, population=hostile, source=(hostile,))
    release = replace(
        release, files=(replace(release.files[0], path=hostile),), tables=(replace(release.tables[0], file=hostile),)
    )
    text = tables_terminal.render(release)
    assert not {"\x1b", "\u202e", "\x9b"} & set(text + tables_json.render(release))
    assert "[bold]" in text
