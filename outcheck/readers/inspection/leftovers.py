"""What a package keeps that nothing shows: texts that no cell uses, and bytes that no cell explains."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.grid import Grid
from outcheck.model.inspection import HiddenKind
from outcheck.model.texts import TextColumn
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.looks import WHITE_RUN, is_white
from outcheck.readers.package import SAVE_AGAIN, Package, local_name
from outcheck.readers.refusal import Refusal

_FREE_BYTES = 150_000
_BYTES_A_CELL = 80
_SPACE = re.compile(r"_x[0-9A-Fa-f]{4}_|\s+")
_GROUPS = (
    ("xl/media/", "pictures"),
    ("xl/pivotcache/", "pivot caches"),
    ("xl/embeddings/", "embedded objects"),
    ("xl/externallinks/", "links to other files"),
    ("xl/model/", "a data model"),
    ("xl/vbaproject", "macros"),
    ("xl/styles", "styles"),
    ("xl/sharedstrings", "texts"),
    ("xl/worksheets/", "cells without content"),
    ("customxml/", "custom XML"),
    ("pictures/", "pictures"),
    ("object ", "embedded objects"),
    ("content.xml", "cells without content"),
)


def inspect_texts(xml: bytes, grids: Sequence[Grid], found: Findings, part: str, *, all_read: bool) -> None:
    """Note shared texts that no cell shows, and parts of texts written in white."""
    shown = {_SPACE.sub("", text) for text in distinct_texts(grids)} if all_read else set()
    unused: set[str] = set()
    white = aided = False
    for item in _items(xml):
        aided = aided or any(local_name(entry) == "rPh" for entry in item)
        white = white or _has_white_run(item)
        text = _SPACE.sub("", "".join(_texts(item))) if all_read else ""
        if text and text not in shown:
            unused.add(text)
    if white:
        found.add(HiddenKind.TEXT, WHITE_RUN, part=part)
    if aided:
        found.add(HiddenKind.TEXT, "texts carry phonetic aids, which no cell shows", part=part)
    if unused:
        found.add(HiddenKind.LEFTOVER, "texts are kept that no cell shows", part=part, many=len(unused))


def _items(xml: bytes) -> Iterator[Element]:
    """Shared texts, one at a time, since there may be millions."""
    try:
        for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
            if local_name(element) == "si":
                yield element
                element.clear()
    except (ParseError, DefusedXmlException):
        raise Refusal("its list of texts is damaged", SAVE_AGAIN) from None


def distinct_texts(grids: Sequence[Grid]) -> set[str]:
    """Every text that stands in a cell."""
    texts: set[str] = set()
    for grid in grids:
        for column in grid.columns:
            held = column.texts if isinstance(column, TextColumn) else column.others
            texts.update(value for value in held if isinstance(value, str))
    return texts


def inspect_weight(size: int, package: Package, grids: Sequence[Grid], found: Findings) -> None:
    """Note a package with far more bytes than its cells explain, and where most of them are."""
    cells = sum(grid.height * grid.width for grid in grids)
    if size <= _FREE_BYTES + _BYTES_A_CELL * cells:
        return
    weights: dict[str, int] = {}
    for name, info in package.parts.items():
        group = next((words for start, words in _GROUPS if name.startswith(start)), "other parts")
        weights[group] = weights.get(group, 0) + info.compress_size
    heaviest = max(sorted(weights), key=weights.__getitem__, default="other parts")
    found.add(HiddenKind.SIZE, f"it has far more bytes than its cells explain, most of them in {heaviest}")


def _texts(item: Element) -> Iterator[str]:
    """Texts of a shared text without its phonetic aids, which no cell shows as such."""
    for child in item:
        if local_name(child) == "t":
            yield child.text or ""
        elif local_name(child) == "r":
            yield from (part.text or "" for part in child if local_name(part) == "t")


def _has_white_run(item: Element) -> bool:
    return any(local_name(entry) == "color" and is_white(entry) for entry in item.iter())
