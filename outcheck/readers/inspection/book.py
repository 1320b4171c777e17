"""What the workbook part of an Office package says: its sheets, its names, who shared it and where it lay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from outcheck.model.grid import Grid, Visibility
from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.references import Places, Way, places_of
from outcheck.readers.inspection.relations import Graph
from outcheck.readers.package import Package, local_name

_STATES = {"visible": Visibility.VISIBLE, "veryHidden": Visibility.VERY_HIDDEN}
_OF_EXCEL = "_xl"
_NAMES = {
    Way.HIDDEN: "a defined name leads to cells that are not shown",
    Way.MISSING: "a defined name leads to cells that are no longer there",
    Way.OUTSIDE: "a defined name leads to another file",
    Way.UNCLEAR: "a defined name holds a value or formula of its own",
}


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet as the workbook lists it; ``part`` in lower case, ``kind`` the type of the relation that leads to it."""

    name: str
    part: str
    kind: str
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets, names and grids of a workbook. ``root`` is None where the part is binary or damaged."""

    part: str
    root: Element | None
    sheets: tuple[ListedSheet, ...]
    names: tuple[Element, ...]
    places: Places
    grids: tuple[Grid, ...]

    @property
    def all_read(self) -> bool:
        """Whether every sheet that can hold texts became a grid."""
        return sum(sheet.kind != "chartsheet" for sheet in self.sheets) == len(self.grids)


def read_book(package: Package, graph: Graph, grids: Sequence[Grid], found: Findings) -> Book:
    """Workbook part, as far as it can be read: a binary one tells nothing."""
    part = next((relation.target for relation in graph.of("") if relation.type == "officeDocument"), "")
    root = None
    with found.examining(part):
        root = None if part.endswith(".bin") else package.xml(part)
    entries = list(root.iter()) if root is not None else []
    targets = {relation.id: relation for relation in graph.of(part)}
    sheets = []
    for entry in (entry for entry in entries if local_name(entry) == "sheet"):
        relation = targets.get(next((value for key, value in entry.attrib.items() if key.endswith("}id")), ""))
        if relation is not None:
            state = _STATES.get(entry.get("state", "visible"), Visibility.HIDDEN)
            sheets.append(ListedSheet(entry.get("name", ""), relation.target, relation.type, state))
    names = tuple(entry for entry in entries if local_name(entry) == "definedName")
    said = ((entry.get("name", ""), entry.text or "") for entry in names)
    places = places_of(((sheet.name, sheet.visibility) for sheet in sheets), grids, said)
    return Book(part, root, tuple(sheets), names, places, tuple(grids))


def inspect_book(book: Book, found: Findings) -> None:
    """Note what the workbook part tells beside its sheets, and sheets without cells that are hidden."""
    for sheet in book.sheets:
        if sheet.visibility is not Visibility.VISIBLE and sheet.kind != "worksheet":
            found.add(HiddenKind.SHEET, "a sheet without cells is hidden", sheet=sheet.name, part=sheet.part)
    for name in book.names:
        _note_name(name, book.places, found, book.part)
    for entry in book.root.iter() if book.root is not None else ():
        kind = local_name(entry)
        if kind == "absPath" and entry.get("url"):
            found.add(HiddenKind.PROPERTIES, "the workbook tells in which folder it lay", part=book.part)
        elif kind == "fileSharing" and entry.get("userName"):
            found.add(HiddenKind.PROPERTIES, "the document names who wrote or changed it", part=book.part)
        elif kind == "customWorkbookView":
            found.add(HiddenKind.LEFTOVER, "a view of the workbook under the name of its user", part=book.part)


def _note_name(entry: Element, places: Places, found: Findings, part: str) -> None:
    """Note a defined name that does not simply lead to cells that are shown. Its name stays unsaid."""
    name, formula = entry.get("name", ""), entry.text or ""
    way = places.way(formula)
    if way is Way.SHOWN and entry.get("hidden") in ("1", "true") and not name.casefold().startswith(_OF_EXCEL):
        found.add(HiddenKind.NAME, "a defined name is hidden", part=part)
    elif way is Way.UNCLEAR and places.mentions_hidden(formula):
        found.add(HiddenKind.NAME, _NAMES[Way.HIDDEN], part=part)
    elif way is not Way.SHOWN:
        found.add(HiddenKind.NAME, _NAMES[way], part=part)
