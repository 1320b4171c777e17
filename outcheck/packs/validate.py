"""Holds what a file says against what it may say, and tells the first difference in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from outcheck.packs.document import Document, Steps
from outcheck.packs.errors import PackError, advice, quoted

Model = TypeVar("Model", bound=BaseModel)

_FAULTS = {
    "string_type": "must be a text; put it in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list, such as [a, b]",
    "dict_type": "must hold lines of the form key: value",
    "model_type": "must hold lines of the form key: value",
    "too_short": "must not be empty; give it an entry or remove it",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_pattern_mismatch": "must fit the pattern {pattern}",
    "value_error": "{error}",
}


def validated(model: type[Model], data: object, document: Document, *, at: Steps = (), check: str = "") -> Model:
    """Model of ``data``, which stands ``at`` those steps of the document; raises PackError for the fault that stands first.

    With ``check``, the data are that check's parameters, and errors say so.
    """
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as invalid:
        faults = invalid.errors(include_url=False)
        # In one line a misspelt key goes first: it explains why the right one is missing.
        first = min(faults, key=lambda error: (document.line((*at, *error["loc"])), error["type"] != "extra_forbidden"))
        raise _fault(first, model, document, at=at, check=check) from None


def _fault(error: ErrorDetails, model: type[BaseModel], document: Document, *, at: Steps, check: str) -> PackError:
    """Error for one fault: what it is about, what is wrong with it, what to write."""
    way = document.known((*at, *error["loc"]))
    name = next((step for step in reversed(way[len(at) :]) if isinstance(step, str)), "")
    subject = f"parameter {quoted(name)} of check {check}" if check else quoted(name)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        what = f"unknown parameter {quoted(name)} for check {check}" if check else f"unknown key {quoted(name)}"
        return document.error(way, f"{what}; {advice(name, _keys(model, way[len(at) : -1]))}")
    if kind == "missing" and isinstance(error["loc"][-1], int):
        return document.error(way, f"{subject} has a list with too few items; it needs {error['loc'][-1] + 1} at least")
    if kind == "missing":
        missing = str(error["loc"][-1])
        subject = f"parameter {quoted(missing)} of check {check}" if check else quoted(missing)
        return document.error(way, f"{subject} is missing; add it: {_keys(model, way[len(at) :])[missing]}")
    if kind in {"enum", "literal_error"}:
        word, words = str(error["input"]), re.findall(r"'([^']*)'", context["expected"])
        return document.error(way, f"unknown word {quoted(word)} for {subject}; {advice(word, words)}")
    fault = _FAULTS[kind].format(**context) if kind in _FAULTS else error["msg"]
    if kind == "value_error" and isinstance(error["input"], dict):
        return document.error(way, f"check {check}: {fault}" if check else fault)
    return document.error(way, f"{subject if name else 'the file'} {fault}")


def _keys(model: type[BaseModel], way: Steps) -> Mapping[str, str]:
    """Keys that may stand at the end of a way through the model, with their descriptions."""
    root = model.model_json_schema()

    def entered(schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        choices = [entered(choice) for choice in schema.get("anyOf", schema.get("oneOf", []))]
        return next((choice for choice in choices if "properties" in choice), schema)

    schema = entered(root)
    for step in way:
        named = (schema.get("properties", {}).get(step), *schema.get("patternProperties", {}).values())
        schema = entered(next(filter(None, (*named, schema.get("additionalProperties"), schema.get("items")))))
    return {key: held.get("description", "") for key, held in schema["properties"].items()}
