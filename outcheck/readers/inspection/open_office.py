"""Inspects OpenDocument spreadsheets: every part that the manifest lists, and the content element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.grid import Grid
from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.readers.inspection.edges import inspect_edges
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.leftovers import inspect_weight
from outcheck.readers.inspection.open_charts import excel_reference, inspect_open_chart
from outcheck.readers.inspection.open_looks import invisible_open_styles
from outcheck.readers.inspection.pictures import inspect_picture
from outcheck.readers.inspection.properties import inspect_properties, note_custom_names
from outcheck.readers.inspection.references import Places, Way, places_of
from outcheck.readers.ods_rows import PlainRow, WithoutPlainRows
from outcheck.readers.package import SAVE_AGAIN, Content, Package, local_name
from outcheck.readers.refusal import Refusal

_MANIFEST, _CONTENT, _STYLES = "META-INF/manifest.xml", "content.xml", "styles.xml"
_UNLISTED = frozenset({"mimetype", "meta-inf/manifest.xml"})
_FIELDS = frozenset({"sheet-name", "page-number", "page-count", "date", "time", "title"})
_OF_PROGRAM = ("page", "/", "of", "(", ")", "???")
_SHAPES = frozenset({"custom-shape", "rect", "text-box", "ellipse", "polygon", "caption", "line", "path"})
_UNSEEN = "text is written in the colour of its background, or too small to be seen"
_NAMES = {
    Way.HIDDEN: "a defined name leads to cells that are not shown",
    Way.MISSING: "a defined name leads to cells that are no longer there",
    Way.OUTSIDE: "a defined name leads to another file",
    Way.UNCLEAR: "a defined name holds a value or formula of its own",
}
_CHART, _SHEET_MEDIA = "opendocument.chart", "opendocument.spreadsheet"


@dataclass(slots=True)
class _Content:
    """Where the walk through the content stands."""

    places: Places
    found: Findings
    unseen: frozenset[str]
    media: dict[str, str]
    sheet: str = ""
    depth: int = 0
    charts: list[tuple[str, str]] = field(default_factory=list)


def inspect_open_office(held: Content, grids: Sequence[Grid]) -> tuple[Hidden, ...]:
    """Everything an OpenDocument spreadsheet carries beside its visible values, as far as this version can tell."""
    found = Findings()
    package = held.package
    inspect_edges(held.data, package, found)
    media = _media(package)
    for name, info in package.parts.items():
        if name not in media and name not in _UNLISTED and not name.endswith("/"):
            found.add(HiddenKind.STRAY, "the package holds a part that nothing in it leads to", part=info.filename)
    for name in sorted(media):
        with found.examining(name):
            _inspect_part(package, name, found)
    places = places_of(((grid.sheet, grid.visibility) for grid in grids), grids, ())
    with found.examining(_CONTENT):
        content = _Content(places, found, invisible_open_styles(package), media)
        _walk(package.part(_CONTENT), content)
        for folder, sheet in content.charts:
            with found.examining(f"{folder}/content.xml", sheet):
                inspect_open_chart(package.xml(f"{folder}/content.xml"), places, found, sheet)
    inspect_weight(len(held.data), package, grids, found)
    return found.all()


def _media(package: Package) -> dict[str, str]:
    """Types of the parts that the manifest lists, by their names in lower case; folders end in a slash."""
    if not package.has(_MANIFEST):
        return dict.fromkeys(package.parts, "")
    listed = {}
    for entry in package.xml(_MANIFEST):
        said = {key.rpartition("}")[2]: value for key, value in entry.attrib.items()}
        listed[said.get("full-path", "").casefold()] = said.get("media-type", "")
    return listed


def _inspect_part(package: Package, name: str, found: Findings) -> None:
    """Note what a part is by its name, and what properties and pictures tell."""
    if not package.has(name) or name.endswith("/"):
        return
    if name == "meta.xml":
        root = package.xml(name)
        inspect_properties(root, found, name)
        custom = [_said(entry, "name") for entry in root.iter() if local_name(entry) == "user-defined"]
        note_custom_names([text for text in custom if text.casefold().startswith("msip_label")], found, name)
    elif name == "settings.xml":
        named = [entry for entry in package.xml(name).iter() if _said(entry, "name") in ("PrinterName", "PrinterSetup")]
        if any(entry.text for entry in named):
            found.add(HiddenKind.PROPERTIES, "settings of a printer name it, and may name its network", part=name)
    elif name == _STYLES:
        _note_headers(package.xml(name), found)
    elif name.startswith(("basic/", "scripts/")):
        found.add(HiddenKind.MACRO, "a project of macros is attached", part=name)
    elif name.startswith("thumbnails/"):
        found.add(HiddenKind.UNEXAMINED, "there is a preview picture, which only a person can check", part=name)
    elif name.startswith(("pictures/", "media/")):
        found.add(HiddenKind.UNEXAMINED, "there is a picture, which only a person can check", part=name)
        inspect_picture(package.binary(name), found, name)
    elif name.startswith("meta-inf/documentsignatures"):
        found.add(HiddenKind.PROPERTIES, "a digital signature names who signed", part=name)


def _note_headers(root: Element, found: Findings) -> None:
    """Note headers and footers with text beside the fields that every new spreadsheet has."""
    for entry in root.iter():
        if local_name(entry).startswith(("header", "footer")) and _said(entry, "display") != "false":
            text = "".join(_texts(entry)).casefold()
            for word in _OF_PROGRAM:
                text = text.replace(word, "")
            if text.strip(" 0123456789-.:"):
                found.add(HiddenKind.UNEXAMINED, "a header or footer has text that only printing shows")


def _texts(entry: Element) -> Iterator[str]:
    """Texts below an element, those of fields left out."""
    if local_name(entry) not in _FIELDS:
        yield entry.text or ""
        for child in entry:
            yield from _texts(child)
            yield child.tail or ""


def _walk(xml: bytes, content: _Content) -> None:
    # Plain rows are most of a large sheet, and have nothing to note but the styles of their cells.
    rest = WithoutPlainRows(xml, lambda: content.depth > 0, lambda row: _note_row(row, content), content.unseen)
    try:
        for event, element in iterparse(rest, events=("start", "end"), forbid_dtd=True):
            name = local_name(element)
            if name == "table":
                content.depth += 1 if event == "start" else -1
                if event == "start" and content.depth == 1:
                    content.sheet = _said(element, "name")
            if event == "start":
                if name in ("table-cell", "covered-table-cell") and (formula := _said(element, "formula")):
                    _note_formula(formula, content)
                continue
            note = _NOTES.get(name)
            if note is not None:
                note(element, content)
            if name in ("table-row", "table"):
                element.clear()
    except (ParseError, DefusedXmlException):
        raise Refusal("its content is damaged", SAVE_AGAIN) from None


def _note_formula(formula: str, content: _Content) -> None:
    content.found.add(HiddenKind.FORMULA, "there are formulas, and only values should leave", sheet=content.sheet)
    if "file:" in formula.casefold():
        content.found.add(HiddenKind.LINK, "another workbook is linked", sheet=content.sheet)


def _note_row(row: PlainRow, content: _Content) -> None:
    if content.unseen and not content.unseen.isdisjoint((row.marks.cell_style, *(style or "" for style in row.styles))):
        content.found.add(HiddenKind.TEXT, _UNSEEN, sheet=content.sheet)


def _note_cell(cell: Element, content: _Content) -> None:
    if _said(cell, "style-name") in content.unseen and (len(cell) or _said(cell, "value-type")):
        content.found.add(HiddenKind.TEXT, _UNSEEN, sheet=content.sheet)


def _note_default_style(element: Element, content: _Content) -> None:
    if _said(element, "default-cell-style-name") in content.unseen:
        content.found.add(HiddenKind.TEXT, _UNSEEN, sheet=content.sheet)


def _note_condition(element: Element, content: _Content) -> None:
    if _said(element, "apply-style-name") in content.unseen:
        content.found.add(HiddenKind.TEXT, "a conditional format can make values invisible", sheet=content.sheet)


def _note_object(element: Element, content: _Content) -> None:
    folder = _said(element, "href").removeprefix("./").casefold()
    kind = content.media.get(f"{folder}/", content.media.get(folder, ""))
    if _CHART in kind:
        content.charts.append((folder, content.sheet))
    else:
        content.found.add(HiddenKind.OBJECT, "a whole file or object is embedded", sheet=content.sheet)


def _note_shape(element: Element, content: _Content) -> None:
    if any(local_name(part) == "p" and "".join(part.itertext()).strip() for part in element.iter()):
        what = "text is written in a shape, which only a person can check"
        content.found.add(HiddenKind.UNEXAMINED, what, sheet=content.sheet)


def _note_validation(element: Element, content: _Content) -> None:
    condition = _said(element, "condition")
    if "is-in-list" not in condition and "cell-content-is-in" not in condition:
        return
    inner = condition.partition("(")[2].rpartition(")")[0]
    if inner.startswith('"'):
        content.found.add(HiddenKind.VALIDATION, "a list of permitted values is kept with the cells")
    elif content.places.way(excel_reference(inner)) is not Way.SHOWN:
        what = "a list of permitted values comes from cells that are not shown, or cannot be traced"
        content.found.add(HiddenKind.VALIDATION, what)


def _note_name(element: Element, content: _Content) -> None:
    reference = _said(element, "cell-range-address") or _said(element, "expression")
    way = content.places.way(excel_reference(reference))
    if way is not Way.SHOWN:
        content.found.add(HiddenKind.NAME, _NAMES[way])


def _note_link(element: Element, content: _Content) -> None:
    target = _said(element, "href").casefold()
    if target and not target.startswith(("http:", "https:", "mailto:", "#")):
        content.found.add(HiddenKind.LINK, "a hyperlink tells a place of files", sheet=content.sheet)


def _notes(kind: HiddenKind, what: str) -> Callable[[Element, _Content], None]:
    """Note of an element whose presence says all."""

    def note(element: Element, content: _Content) -> None:
        del element
        content.found.add(kind, what, sheet=content.sheet)

    return note


def _note_children(kind: HiddenKind, what: str) -> Callable[[Element, _Content], None]:
    """Note of an element that every file has, and that says something only where there is something in it."""

    def note(element: Element, content: _Content) -> None:
        if len(element):
            content.found.add(kind, what, sheet=content.sheet)

    return note


_SOURCE = _notes(HiddenKind.CONNECTION, "connections tell where the data came from")
_NOTES: dict[str, Callable[[Element, _Content], None]] = {
    "table-cell": _note_cell,
    "table-column": _note_default_style,
    "table-row": _note_default_style,
    "condition": _note_condition,
    "object": _note_object,
    "object-ole": _notes(HiddenKind.OBJECT, "a whole file or object is embedded"),
    "annotation": _notes(HiddenKind.COMMENT, "there are comments"),
    "content-validation": _note_validation,
    "named-range": _note_name,
    "named-expression": _note_name,
    "a": _note_link,
    "table-source": _notes(HiddenKind.LINK, "values of another workbook are kept"),
    "cell-range-source": _notes(HiddenKind.LINK, "values of another workbook are kept"),
    "dde-link": _notes(HiddenKind.LINK, "another program is linked"),
    "scenario": _notes(HiddenKind.LEFTOVER, "a scenario keeps other values of cells"),
    "data-pilot-table": _notes(HiddenKind.PIVOT, "a pivot table keeps the distinct values of its data"),
    "database-source-sql": _SOURCE,
    "database-source-table": _SOURCE,
    "database-source-query": _SOURCE,
    "scripts": _note_children(HiddenKind.MACRO, "a program is attached"),
    "forms": _note_children(HiddenKind.OBJECT, "a control can run or hold what its sheet does not show"),
    **dict.fromkeys(_SHAPES, _note_shape),
}


def _said(element: Element, name: str) -> str:
    """Attribute by its name without the namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
