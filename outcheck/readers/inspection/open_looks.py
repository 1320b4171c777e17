"""Which cell styles of an OpenDocument file make text that nobody sees."""

from __future__ import annotations

import io
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.readers.package import SAVE_AGAIN, Package, local_name, number_in, parse
from outcheck.readers.refusal import Refusal

_WHITE, _BLACK = "#ffffff", "#000000"
_SMALLEST = 3.0


def invisible_open_styles(package: Package) -> frozenset[str]:
    """Names of the cell styles whose text has the colour of its background, or is too small to see."""
    said: dict[str, dict[str, str]] = {}
    if package.has("styles.xml"):
        for entry in package.xml("styles.xml").iter():
            _note(entry, said)
    for entry in _automatic(package.part("content.xml")):
        _note(entry, said)
    return frozenset(name for name in said if _is_unseen(name, said))


def _automatic(content: bytes) -> list[Element]:
    """Styles that stand before the sheets, without reading the sheets."""
    end = content.find(b"<office:body")
    if end >= 0:
        return list(parse(content[:end] + b"</office:document-content>", "its content").iter())
    try:
        return [element for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True)]
    except (ParseError, DefusedXmlException):
        raise Refusal("its content is damaged", SAVE_AGAIN) from None


def _note(entry: Element, said: dict[str, dict[str, str]]) -> None:
    """Keep what a style of cells says of colours and size, and its parent."""
    if local_name(entry) not in ("style", "default-style"):
        return
    own = {key.rpartition("}")[2]: value for key, value in entry.attrib.items()}
    if own.get("family") != "table-cell":
        return
    looks = {"parent": own.get("parent-style-name", "")}
    for part in entry:
        values = {key.rpartition("}")[2]: value for key, value in part.attrib.items()}
        if local_name(part) == "text-properties":
            looks |= {key: values[key] for key in ("color", "font-size") if key in values}
        elif local_name(part) == "table-cell-properties" and "background-color" in values:
            looks["background"] = values["background-color"]
    said[own.get("name", "")] = looks


def _is_unseen(name: str, said: dict[str, dict[str, str]]) -> bool:
    looks = _inherited(name, said)
    size = looks.get("font-size", "")
    if size.endswith("pt") and number_in(size.removesuffix("pt"), "the size of a font") < _SMALLEST:
        return True
    background = looks.get("background", _WHITE)
    return looks.get("color", _BLACK) == (_WHITE if background == "transparent" else background)


def _inherited(name: str, said: dict[str, dict[str, str]]) -> dict[str, str]:
    """What a style says, and its parents where it says nothing."""
    looks: dict[str, str] = {}
    seen: set[str] = set()
    while name in said and name not in seen:
        seen.add(name)
        looks = {**said[name], **looks}
        name = said[name]["parent"]
    return looks
