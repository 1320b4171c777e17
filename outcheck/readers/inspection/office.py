"""Inspects XLSX, XLSM and XLSB packages: every part, how they hang together, and what each carries beside values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outcheck.model.grid import Grid
from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.readers.inspection.book import Book, inspect_book, read_book
from outcheck.readers.inspection.charts import inspect_chart
from outcheck.readers.inspection.edges import inspect_edges
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.known_parts import HARMLESS, MACRO_SHEETS, ROOTS, TELLING, UNKNOWN_PART
from outcheck.readers.inspection.leftovers import inspect_texts, inspect_weight
from outcheck.readers.inspection.looks import InvisibleStyles, Palette, invisible_styles
from outcheck.readers.inspection.pictures import inspect_picture
from outcheck.readers.inspection.pivots import inspect_pivot_cache
from outcheck.readers.inspection.properties import (
    inspect_custom_properties,
    inspect_custom_xml,
    inspect_labels,
    inspect_properties,
)
from outcheck.readers.inspection.relations import Graph, Relation, relations_of
from outcheck.readers.inspection.sheets import Sheet, inspect_sheet
from outcheck.readers.package import SAVE_AGAIN, Content, Package, local_name
from outcheck.readers.refusal import Refusal

_NO_STYLES = InvisibleStyles(frozenset(), (), Palette({}, {}))
_SHEETS = frozenset({"worksheet", "chartsheet", *MACRO_SHEETS})
# Parts that are no sheet hold little in workbooks that people make; parsed, they take many times their size in memory.
_MOST_BYTES = 2**25
_READ_IN_PIECES = frozenset({"worksheet", "sharedStrings", "image", "hdImage", "pivotCacheRecords"})
_FIRST_TAG = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_UNLISTED = "the package holds a sheet that the workbook does not list"
_PICTURE = "there is a picture, which only a person can check"
_SHAPE = "text is written in a shape, which only a person can check"
_STRAY = "the package holds a part that nothing in it leads to"
_BINARY = "formulas, colours, lists and conditional formats of this kind of workbook were not examined"


@dataclass(frozen=True, slots=True)
class _Source:
    """One package with what is known of all of it."""

    package: Package
    graph: Graph
    book: Book
    found: Findings


def inspect_office(held: Content, grids: Sequence[Grid]) -> tuple[Hidden, ...]:
    """Everything an Office workbook carries beside its visible values, as far as this version can tell."""
    found = Findings()
    package = held.package
    graph = relations_of(package)
    for name in graph.damaged:
        found.add(HiddenKind.UNEXAMINED, "a list of its parts is damaged", part=name)
    with found.examining("[Content_Types].xml"):
        inspect_edges(held.data, package, found)
    for name in graph.stray(package):
        found.add(HiddenKind.STRAY, _STRAY, part=name)
    source = _Source(package, graph, read_book(package, graph, grids, found), found)
    _note_unlisted(source)
    inspect_book(source.book, found)
    styles = _styles(source)
    owners = dict(_owners(source))
    for relation in graph.all():
        _note_relation(relation, owners.get(relation.holder, ""), found)
    for part, relation in graph.reached.items():
        with found.examining(part, owners.get(part, "")):
            _inspect_part(source, part, relation, styles, owners.get(part, ""))
    inspect_weight(len(held.data), package, grids, found)
    return found.all()


def _note_unlisted(source: _Source) -> None:
    """Note sheets that a relation leads to and that no program shows, since the workbook has them in no list."""
    listed = {sheet.part for sheet in source.book.sheets}
    for part, relation in source.graph.reached.items():
        if source.book.root is not None and relation.type in _SHEETS and part not in listed:
            source.found.add(HiddenKind.STRAY, _UNLISTED, part=part)


def _owners(source: _Source) -> Iterator[tuple[str, str]]:
    """Parts that belong to one sheet, with its name; what several share belongs to the first."""
    seen: set[str] = set()
    for sheet in source.book.sheets:
        for part in (sheet.part, *(relation.target for relation in source.graph.below(sheet.part) if not relation.external)):
            if part not in seen:
                seen.add(part)
                yield part, sheet.name


def _styles(source: _Source) -> InvisibleStyles:
    names = {relation.type: part for part, relation in source.graph.reached.items() if part.endswith(".xml")}
    styles = _NO_STYLES
    if "styles" in names:
        with source.found.examining(names["styles"]):
            theme = source.package.xml(names["theme"]) if "theme" in names else None
            styles = invisible_styles(source.package.xml(names["styles"]), theme)
    return styles


def _note_relation(relation: Relation, sheet: str, found: Findings) -> None:
    """Note what leads out of the file, and parts whose type says all."""
    if relation.external:
        if relation.type == "hyperlink":
            if _is_file(relation.target):
                found.add(HiddenKind.LINK, "a hyperlink tells a place of files", sheet=sheet, part=relation.holder)
        elif relation.type != "externalLinkPath":
            found.add(HiddenKind.LINK, "a part of the document lies in another file", sheet=sheet, part=relation.holder)
    elif relation.type in TELLING:
        kind, what = TELLING[relation.type]
        found.add(kind, what, sheet=sheet, part=relation.target)
    elif relation.type in MACRO_SHEETS:
        found.add(HiddenKind.MACRO, MACRO_SHEETS[relation.type], sheet=sheet, part=relation.target)
    elif relation.type not in HARMLESS:
        found.add(HiddenKind.UNEXAMINED, UNKNOWN_PART, sheet=sheet, part=relation.target)


def _is_file(target: str) -> bool:
    """Whether a target is a place of files: anything but the web, mail, and places in the workbook itself."""
    start = target.strip().casefold()
    return bool(start) and not start.startswith(("http:", "https:", "mailto:", "#"))


def _inspect_part(source: _Source, part: str, relation: Relation, styles: InvisibleStyles, sheet: str) -> None:  # noqa: C901, PLR0912  one line a type of part
    package, found, places = source.package, source.found, source.book.places
    binary = part.endswith(".bin")
    if package.parts[part].file_size > _MOST_BYTES and relation.type not in _READ_IN_PIECES:
        raise Refusal("it is too large", SAVE_AGAIN)
    match relation.type:
        case "worksheet" if binary:
            found.add(HiddenKind.UNEXAMINED, _BINARY)
        case "worksheet":
            inspect_sheet(Sheet(sheet, part, package.part(part), package), styles, places, found)
        case "sharedStrings" if not binary:
            inspect_texts(package.part(part), source.book.grids, found, part, all_read=source.book.all_read)
        case "chart" | "chartEx":
            inspect_chart(package.xml(part), places, found, part, sheet)
        case "drawing" | "chartUserShapes":
            _inspect_drawing(package, found, part, sheet)
        case "image" | "hdImage":
            found.add(HiddenKind.UNEXAMINED, _PICTURE, sheet=sheet, part=part)
            inspect_picture(package.binary(part), found, part)
        case "pivotCacheDefinition":
            inspect_pivot_cache(package, source.graph, part, places, found)
        case "externalLink":
            _inspect_link(package, found, part)
        case "comments" | "threadedComment":
            _inspect_comments(package, found, part, sheet)
        case "person" if any(local_name(entry) == "person" for entry in package.xml(part)):
            found.add(HiddenKind.COMMENT, "a list of persons who commented", part=part)
        case "core-properties" | "extended-properties":
            inspect_properties(package.xml(part), found, part)
        case "custom-properties":
            inspect_custom_properties(package.xml(part), found, part)
        case "classificationlabels":
            inspect_labels(package.xml(part), found, part)
        case "customXml":
            inspect_custom_xml(package, found, part)
        case known if known in ROOTS and not binary and _root_of(package.binary(part)) != ROOTS[known]:
            found.add(HiddenKind.UNEXAMINED, UNKNOWN_PART, sheet=sheet, part=part)
        case _:
            pass


def _root_of(content: bytes) -> str:
    """Name of the first element, without its namespace; comments and the like before it are skipped."""
    tag = _FIRST_TAG.search(content)
    return tag[1].decode() if tag else ""


def _inspect_drawing(package: Package, found: Findings, part: str, sheet: str) -> None:
    """Note text in shapes; charts and pictures are parts of their own."""
    for entry in package.xml(part).iter():
        if local_name(entry) in ("sp", "cxnSp") and any(local_name(text) == "t" and text.text for text in entry.iter()):
            found.add(HiddenKind.UNEXAMINED, _SHAPE, sheet=sheet, part=part)


def _inspect_link(package: Package, found: Findings, part: str) -> None:
    if part.endswith(".bin"):
        found.add(HiddenKind.LINK, "another file is linked, and its values may be kept", part=part)
        return
    names = {local_name(entry) for entry in package.xml(part).iter()}
    if names & {"ddeLink", "oleLink"}:
        found.add(HiddenKind.LINK, "another program is linked", part=part)
    elif "v" in names:
        found.add(HiddenKind.LINK, "values of another workbook are kept", part=part)
    else:
        found.add(HiddenKind.LINK, "another workbook is linked", part=part)


def _inspect_comments(package: Package, found: Findings, part: str, sheet: str) -> None:
    if part.endswith(".bin"):
        found.add(HiddenKind.COMMENT, "there are comments", sheet=sheet, part=part)
        return
    entries = [entry for entry in package.xml(part).iter() if local_name(entry) in ("comment", "threadedComment")]
    if entries:
        area = entries[0].get("ref", "")
        found.add(HiddenKind.COMMENT, "there are comments", sheet=sheet, area=area, part=part, many=len(entries))
