"""Values of the cells of an OpenDocument spreadsheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from xml.etree.ElementTree import Element

from outcheck.readers.package import SAVE_AGAIN, local_name
from outcheck.readers.refusal import Refusal

Stored: TypeAlias = str | float | bool | date | datetime | time | timedelta

_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?")
_DAY = timedelta(days=1)
_MOST_SPACES = 2**10
# What stands in a cell without being its text: comments, drawings, tables.
_ASIDE = frozenset({"annotation", "annotation-end", "frame", "table", "ruby-text", "note"})
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|(?:Err|Fehler|Erreur):\d+")


def attribute(element: Element, name: str) -> str:
    """Attribute by its name without namespace; of two so called, the one that LibreOffice adds for itself does not count."""
    ending = "}" + name
    for key, value in element.attrib.items():
        if key.endswith(ending) and "calcext" not in key:
            return value
    return element.attrib.get(name, "")


def marks_of(element: Element) -> dict[str, str]:
    """Attributes by their names without namespaces; those that LibreOffice adds for itself begin with ``calcext:``."""
    marks: dict[str, str] = {}
    bare: dict[str, str] = {}
    for key, value in element.attrib.items():
        space, _, name = key.rpartition("}")
        (marks if space else bare).setdefault(f"calcext:{name}" if "calcext" in space else name, value)
    return {**bare, **marks}


def shown_text(cell: Element) -> str:
    """Text that a cell shows."""
    return "\n".join("".join(_text(part)) for part in cell if local_name(part) in ("p", "h"))


def value_of(marks: Mapping[str, str], shown: str, where: str) -> Stored:
    """Stored value of a cell; ``""`` if it has none. An error is the text that is shown, since the value says 0 or nothing."""
    kind = marks.get("value-type", "")
    failed = "error" in (kind, marks.get("calcext:value-type"))
    if kind in ("", "void", "string"):
        return shown if kind != "string" or failed else marks.get("string-value") or shown
    if failed or (marks.get("formula") and _ERROR.fullmatch(shown)):
        return shown
    try:
        return _typed(marks, kind)
    except (KeyError, ValueError, OverflowError):
        raise Refusal(f"the value of the cell {where} cannot be read", SAVE_AGAIN) from None


def has_text(cell: Element) -> bool:
    """Whether a cell shows a text, if only the empty one: how LibreOffice writes the result of ``=""``."""
    return any(local_name(part) in ("p", "h") for part in cell)


def number_of(text: str | bytes) -> float:
    """A stored number, which must be one."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _typed(marks: Mapping[str, str], kind: str) -> Stored:
    if kind in ("float", "percentage", "currency"):
        return number_of(marks["value"])
    if kind == "boolean":
        return {"true": True, "false": False}[marks["boolean-value"]]
    if kind == "date":
        text = marks["date-value"]
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if kind == "time":
        return _duration(marks["time-value"])
    raise ValueError


def _duration(text: str) -> time | timedelta:
    """Time of a day, or a duration where it is none, as in the workbooks of Excel."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise ValueError
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:5])
    micro = int((match[6] or "").ljust(6, "0")[:6])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    if match[1]:
        return -length
    return (datetime.min + length).time() if length < _DAY else length  # noqa: DTZ901  a time of no day and no zone


def _text(element: Element) -> Iterator[str]:
    """Text of a paragraph as it is shown."""
    yield element.text or ""
    for part in element:
        name = local_name(part)
        if name == "s":
            count = attribute(part, "c") or "1"
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < len(str(2**32)) else _MOST_SPACES)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _ASIDE:
            yield from _text(part)
        yield part.tail or ""
