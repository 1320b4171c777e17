"""Looks of the cells of an OpenDocument spreadsheet: number formats in Excel's words, bold, indentation, what has no size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from outcheck.model.grid import GENERAL
from outcheck.readers.ods_values import attribute
from outcheck.readers.package import local_name

_DEFAULT = "Default"
_DEEPEST = 64
_LENGTH = re.compile(r"(-?\d*\.?\d+)(in|cm|mm|pt|pc|px|)")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6, "px": 1 / 96, "": 0.0}
_STEP = 0.1458  # inches: what LibreOffice makes of one step of Excel's
_MOST_INDENT = 250
_MOST_DIGITS = 30
_DATA_STYLES = frozenset(
    {"number-style", "percentage-style", "currency-style", "date-style", "time-style", "boolean-style", "text-style"}
)
_DATE_PARTS = {
    "year": ("yy", "yyyy"),
    "month": ("m", "mm"),
    "day": ("d", "dd"),
    "day-of-week": ("ddd", "dddd"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
    "am-pm": ("AM/PM", "AM/PM"),
}


@dataclass(frozen=True, slots=True)
class OpenStyles:
    """Styles of cells, rows, columns and tables, and formats of numbers, by name."""

    styles: dict[str, Element]
    formats: dict[str, str]

    def number_format(self, name: str) -> str:
        """Number format of a cell style."""
        named = next((found for style in self._chain(name) if (found := attribute(style, "data-style-name"))), "")
        return self.formats.get(named, GENERAL)

    def is_bold(self, name: str) -> bool:
        """Whether a cell style is bold."""
        weight = self._property(name, "text-properties", "font-weight")
        return weight == "bold" or (weight.isdecimal() and len(weight) == len("700") and weight >= "600")

    def indent(self, name: str) -> int:
        """Steps of indentation of a cell style, at least one where there is any."""
        inches = _inches(self._property(name, "paragraph-properties", "margin-left"))
        return min(max(round(inches / _STEP), 1), _MOST_INDENT) if inches > 0 else 0

    def is_special(self, name: str) -> bool:
        """Whether a cell style says anything that a grid keeps."""
        return self.is_bold(name) or self.indent(name) > 0 or self.number_format(name) != GENERAL

    def has_no_size(self, name: str) -> bool:
        """Whether rows or columns of a style have no height or width."""
        size = self._property(name, "table-row-properties", "row-height")
        size = size or self._property(name, "table-column-properties", "column-width")
        match = _LENGTH.fullmatch(size)
        return match is not None and float(match[1]) <= 0

    def is_hidden_table(self, name: str) -> bool:
        """Whether sheets of a style are hidden."""
        return self._property(name, "table-properties", "display") == "false"

    def _chain(self, name: str) -> Iterator[Element]:
        """A style and those it inherits from."""
        name = name or _DEFAULT
        for _ in range(_DEEPEST):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = attribute(style, "parent-style-name")

    def _property(self, name: str, group: str, key: str) -> str:
        for style in self._chain(name):
            for part in style:
                if local_name(part) == group and (value := attribute(part, key)):
                    return value
        return ""


def read_styles(roots: Sequence[Element]) -> OpenStyles:
    """Styles under these elements; later ones replace earlier ones of the same name."""
    elements = [element for root in roots for element in root.iter()]
    data = {attribute(element, "name"): element for element in elements if local_name(element) in _DATA_STYLES}
    styles = {attribute(element, "name"): element for element in elements if local_name(element) == "style"}
    return OpenStyles(styles, {name: _number_format(element, data) for name, element in data.items()})


def _inches(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _INCHES[match[2]] if match else 0.0


def _number_format(style: Element, data: dict[str, Element]) -> str:
    """Format in Excel's words: sections for positive and negative numbers first, as the style's conditions name them."""
    sections = [
        "".join(_parts(data[name]))
        for part in style
        if local_name(part) == "map" and (name := attribute(part, "apply-style-name")) in data
    ]
    return ";".join((*sections, "".join(_parts(style)))) or GENERAL


def _parts(style: Element) -> Iterator[str]:
    for part in style:
        name = local_name(part)
        if name == "number":
            yield _digits(part)
        elif name == "scientific-number":
            yield _digits(part).replace(GENERAL, "0") + "E+" + "0" * _count(part, "min-exponent-digits", 2)
        elif name == "fraction":
            yield "# ?/?"
        elif name == "text-content":
            yield "@"
        elif name in ("text", "currency-symbol"):
            text = "".join(part.itertext())
            yield text if text in ("%", "-", "/", ":", " ", ".", ",", "(", ")") else f'"{text}"' if text else ""
        elif name in _DATE_PARTS:
            yield _date_part(part, name)


def _date_part(part: Element, name: str) -> str:
    text = _DATE_PARTS[name][attribute(part, "style") == "long"]
    if name == "month" and attribute(part, "textual") == "true":
        text = "mmmm" if text == "mm" else "mmm"
    decimals = _count(part, "decimal-places", 0) if name == "seconds" else 0
    return text + ("." + "0" * decimals if decimals else "")


def _digits(part: Element) -> str:
    if not attribute(part, "decimal-places"):
        return GENERAL
    decimals, least = _count(part, "decimal-places", 0), _count(part, "min-integer-digits", 1)
    kept = min(_count(part, "min-decimal-places", decimals), decimals)
    whole = "0" * least or "#"
    if attribute(part, "grouping") == "true":
        whole = "#,##0" if least else "#,###"
    after = "0" * kept + "#" * (decimals - kept)
    scale = "," * sum(step <= _factor(part) for step in (10**3, 10**6))
    return whole + ("." + after if after else "") + scale


def _factor(part: Element) -> int:
    text = attribute(part, "display-factor")
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else 1


def _count(part: Element, name: str, otherwise: int) -> int:
    text = attribute(part, name)
    return min(int(text), _MOST_DIGITS) if text.isdecimal() and len(text) < _MOST_DIGITS else otherwise
