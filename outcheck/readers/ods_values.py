"""Values of the cells of an OpenDocument spreadsheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
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


def value_of(cell: Element, where: str) -> Stored:
    """Stored value of a cell; ``""`` if it has none. An error is the text that is shown, since the value says 0 or nothing."""
    kind = attribute(cell, "value-type")
    shown = "\n".join("".join(_text(part)) for part in cell if local_name(part) in ("p", "h"))
    if kind in ("", "void", "string"):
        return shown if kind != "string" or _is_error(cell) else attribute(cell, "string-value") or shown
    if _is_error(cell) or (attribute(cell, "formula") and _ERROR.fullmatch(shown)):
        return shown
    try:
        return _typed(cell, kind)
    except (ValueError, OverflowError):
        raise Refusal(f"the value of the cell {where} cannot be read", SAVE_AGAIN) from None


def has_text(cell: Element) -> bool:
    """Whether a cell shows a text, if only the empty one: how LibreOffice writes the result of ``=""``."""
    return any(local_name(part) in ("p", "h") for part in cell)


def _is_error(cell: Element) -> bool:
    return any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items())


def _typed(cell: Element, kind: str) -> Stored:
    if kind in ("float", "percentage", "currency"):
        number = float(attribute(cell, "value"))
        if not math.isfinite(number):
            raise ValueError
        return number
    if kind == "boolean":
        return {"true": True, "false": False}.get(attribute(cell, "boolean-value")) or _false(cell)
    if kind == "date":
        text = attribute(cell, "date-value")
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if kind == "time":
        return _duration(attribute(cell, "time-value"))
    raise ValueError


def _false(cell: Element) -> bool:
    if attribute(cell, "boolean-value") != "false":
        raise ValueError
    return False


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
