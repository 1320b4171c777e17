"""JSON Schemas of packs and manifests, for editors and for other tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from outcheck.checks.catalogue import CHECKS
from outcheck.packs.shapes import ManifestFile, PackFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Plain(GenerateJsonSchema):
    """Schemas without null, which no file may hold, and without titles that only repeat a key."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        return False


def pack_schema() -> dict[str, object]:
    """JSON Schema of a pack file, with every check and its parameters."""
    schema = _schema(PackFile, "outcheck pack")
    rule: dict[str, Any] = schema["$defs"]["RuleEntry"]
    rule["properties"]["check"]["enum"] = [check.name for check in CHECKS]
    rule["allOf"] = [_parameters(check.name, check.parameters) for check in CHECKS]
    return schema


def manifest_schema() -> dict[str, object]:
    """JSON Schema of a manifest."""
    return _schema(ManifestFile, "outcheck manifest")


def write_schemas(folder: Path) -> None:
    """Write both schemas as files into a folder."""
    for name, schema in (("pack", pack_schema()), ("manifest", manifest_schema())):
        (folder / f"{name}.schema.json").write_text(schema_text(schema), encoding="utf-8", newline="\n")


def schema_text(schema: dict[str, object]) -> str:
    """Text of a schema file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **model.model_json_schema(schema_generator=_Plain), "title": title}


def _parameters(check: str, model: type[BaseModel]) -> dict[str, object]:
    """Condition of a rule: with this check, these parameters."""
    schema = model.model_json_schema(schema_generator=_Plain)
    then: dict[str, object] = {"properties": {"with": schema}}
    if schema.get("required"):
        then["required"] = ["with"]
    return {"if": {"properties": {"check": {"const": check}}, "required": ["check"]}, "then": then}
