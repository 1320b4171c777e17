"""The kinds of text that packs and manifests hold, each with its pattern for JSON Schemas and its words for errors."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from outcheck.model.places import Area
from outcheck.model.statistics import Statistic

LABEL = "label"
"""What a manifest calls a column whose numbers are labels."""

_COLUMN_WORDS = (*(word.value for word in Statistic if word is not Statistic.UNKNOWN), LABEL)
_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_URL = r"^https?://\S+$"
_FINGERPRINT = r"^[0-9a-f]{16}$"
_NUMBER = re.compile(r"[-+]?[£$€]?[0-9.,]*[0-9][0-9 ,.]*%?")


def _name(text: str) -> str:
    if not re.fullmatch(_NAME, text):
        raise ValueError("must be lower-case letters, digits and single hyphens, such as people-low-count")
    return text


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise ValueError("must not be empty")
    if not line.isprintable():
        raise ValueError("must hold no control characters")
    return line


def _sheet_name(text: str) -> str:
    _line(text)
    return text


def _iso_date(text: str) -> str:
    try:
        date.fromisoformat(text if re.fullmatch(_DATE, text) else "")
    except ValueError as error:
        raise ValueError("must be a date such as 2027-01-31") from error
    return text


def _url(text: str) -> str:
    if not re.fullmatch(_URL, text) or not text.isprintable():
        raise ValueError("must begin with https:// or http:// and hold no spaces")
    return text


def _fingerprint(text: str) -> str:
    if not re.fullmatch(_FINGERPRINT, text):
        raise ValueError("must be the fingerprint that the report shows for the finding, in full")
    return text


def _marker(text: str) -> str:
    if _NUMBER.fullmatch(text.strip()):
        raise ValueError("is a number: numbers are always checked and cannot be markers; remove it")
    if text != text.strip():
        raise ValueError("must not begin or end with a space: cells are read without")
    return text


def _release_path(text: str) -> str:
    if "\\" in text or ":" in text or {"", ".", ".."} & set(text.split("/")):
        raise ValueError("must be a path inside the release with /, such as tables/earnings.xlsx")
    return text


def _side_path(text: str) -> str:
    if "\\" in text or ":" in text or not text or text.startswith("/") or not text.isprintable() or text.endswith("/"):
        raise ValueError("must be a path from this file's folder with /, such as ../evidence/earnings.csv")
    return text


def _area(text: str) -> str:
    try:
        Area.parse(text)
    except ValueError as error:
        raise ValueError("must be cell addresses or ranges, such as C7 or D9:D12") from error
    return text


def _column(text: str) -> str:
    if text not in _COLUMN_WORDS:
        # The type and context of a real enum, so that errors about words all read alike.
        raise PydanticCustomError("enum", "unknown word", {"expected": ", ".join(map(repr, _COLUMN_WORDS))})
    return text


def _one_or_many(value: object) -> str:
    return "many" if isinstance(value, list) else "one"


Name = Annotated[str, AfterValidator(_name), Field(json_schema_extra={"pattern": _NAME})]
Line = Annotated[str, AfterValidator(_line), Field(json_schema_extra={"minLength": 1})]
SheetName = Annotated[str, AfterValidator(_sheet_name), Field(json_schema_extra={"minLength": 1})]
"""Like a line, but with its spaces as they are: they are part of the sheet's name."""
Url = Annotated[str, AfterValidator(_url), Field(json_schema_extra={"pattern": _URL})]
IsoDate = Annotated[str, AfterValidator(_iso_date), Field(json_schema_extra={"pattern": _DATE, "format": "date"})]
Fingerprint = Annotated[str, AfterValidator(_fingerprint), Field(json_schema_extra={"pattern": _FINGERPRINT})]
MarkerText = Annotated[str, AfterValidator(_marker)]
ReleasePath = Annotated[str, AfterValidator(_release_path), Field(json_schema_extra={"minLength": 1})]
SidePath = Annotated[str, AfterValidator(_side_path), Field(json_schema_extra={"minLength": 1})]
CellArea = Annotated[str, AfterValidator(_area), Field(json_schema_extra={"minLength": 2})]
ColumnWord = Annotated[str, AfterValidator(_column), Field(json_schema_extra={"enum": list(_COLUMN_WORDS)})]

T = TypeVar("T")
OneOrMany: TypeAlias = Annotated[
    Annotated[T, Tag("one")] | Annotated[list[T], Field(min_length=1), Tag("many")], Discriminator(_one_or_many)
]


def many(value: T | list[T] | None) -> tuple[T, ...]:
    """Tuple of what was written as one word, as a list or not at all."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


Scalar: TypeAlias = str | int | float | bool

Filter: TypeAlias = Annotated[
    Annotated[Scalar, Tag("one")] | Annotated[list[Scalar], Field(min_length=1), Tag("many")], Discriminator(_one_or_many)
]
"""A value that a column must have, or several of which it must have one."""
