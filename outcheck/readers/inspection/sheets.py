"""What a worksheet carries beside its values: formulas, unseen text, lists, scenarios, print-only text."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.looks import WHITE_RUN, InvisibleStyles, is_white
from outcheck.readers.inspection.references import Places, Way
from outcheck.readers.package import SAVE_AGAIN, Package, local_name, parse
from outcheck.readers.refusal import Refusal
from outcheck.readers.tags import FORMULA, LOOKS, may_be_prefixed

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_LAST_ADDRESS = re.compile(rb"[\s]r\s*=\s*[\"']([A-Z]{1,3}[0-9]+)[\"']")
_BACK = 400
_COLOUR = re.compile(rb"<rPr>(?:(?!</rPr>).)*?<color(\s[^<>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*[\"']([^\"']*)[\"']")
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r'&(?:[LCRPNDTGBIUESXYAFZ+-]|"[^"]*"|\d+|K[0-9A-Fa-f+-]{6})')
_WORDS = re.compile(r"\b(?:page|of)\b", re.IGNORECASE)
_PATH = "&Z"
_FORMULAS = "there are formulas, and only values should leave"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet to inspect: its name, the name of its part, the XML in it, and the package that holds it."""

    name: str
    part: str
    xml: bytes
    package: Package


def inspect_sheet(sheet: Sheet, styles: InvisibleStyles, places: Places, found: Findings) -> None:
    """Note what one worksheet carries."""
    start, end = sheet.xml.find(b"<sheetData"), sheet.xml.rfind(b"</sheetData>")
    if 0 <= start < end:
        _note_formulas(sheet, start, end, found)
        frame = list(parse(sheet.xml[:start] + sheet.xml[end + len(b"</sheetData>") :], "its XML").iter())
    else:
        frame = _around_cells(sheet, found)
    _note_unseen(sheet, styles.cells, found)
    _note_white_runs(sheet, found)
    for entry in frame:
        _note_frame(entry, sheet, styles, places, found)


def _note_formulas(sheet: Sheet, begin: int, end: int, found: Findings) -> None:
    """Count formulas; searches for a few bytes tell in most sheets that there are none."""
    if not sheet.package.tags(sheet.part, sheet.xml)[FORMULA] and not may_be_prefixed(sheet.xml):
        return
    starts = [match.start() for match in _FORMULA.finditer(sheet.xml, begin, end)]
    if starts:
        before = _LAST_ADDRESS.findall(sheet.xml, max(starts[0] - _BACK, 0), starts[0])
        area = before[-1].decode() if before else ""
        found.add(HiddenKind.FORMULA, _FORMULAS, sheet=sheet.name, part=sheet.part, area=area, many=len(starts))


def _around_cells(sheet: Sheet, found: Findings) -> list[Element]:
    """Elements beside the cells, read one by one, of a sheet that is not written as spreadsheet programs do."""
    around, formulas, inside = [], 0, 0
    try:
        for event, element in iterparse(io.BytesIO(sheet.xml), events=("start", "end"), forbid_dtd=True):
            name = local_name(element)
            if event == "start":
                inside += name == "sheetData"
                continue
            formulas += name == "f" and bool(inside)
            inside -= name == "sheetData"
            if name in ("row", "sheetData"):
                element.clear()
            elif not inside:
                around.append(element)
    except (ParseError, DefusedXmlException):
        raise Refusal("its XML is damaged", SAVE_AGAIN) from None
    if formulas:
        found.add(HiddenKind.FORMULA, _FORMULAS, sheet=sheet.name, part=sheet.part, many=formulas)
    return around


def _note_unseen(sheet: Sheet, styles: frozenset[int], found: Findings) -> None:
    """Count cells with content whose style hides it. Most workbooks have no such style, and then nothing is searched."""
    if not styles:
        return
    numbers = b"|".join(b"%d" % style for style in sorted(styles))
    pattern = re.compile(rb"<(?:\w+:)?c(\s[^<>]*\bs\s*=\s*[\"'](?:" + numbers + rb")[\"'][^<>]*(?<!/))>")
    tags = pattern.findall(sheet.xml)
    if tags:
        address = _LAST_ADDRESS.search(tags[0])
        area = address[1].decode() if address else ""
        what = "text is written in the colour of its background, or too small to be seen"
        found.add(HiddenKind.TEXT, what, sheet=sheet.name, area=area, part=sheet.part, many=len(tags))


def _note_white_runs(sheet: Sheet, found: Findings) -> None:
    """Note texts that stand in their cells, rather than in the shared list, and are partly white."""
    if sheet.package.tags(sheet.part, sheet.xml)[LOOKS] or may_be_prefixed(sheet.xml):
        colours = (dict(_ATTRIBUTE.findall(tag.decode())) for tag in _COLOUR.findall(sheet.xml))
        white = sum(is_white(Element("color", said)) for said in colours)
        if white:
            found.add(HiddenKind.TEXT, WHITE_RUN, sheet=sheet.name, part=sheet.part, many=white)


def _note_frame(entry: Element, sheet: Sheet, styles: InvisibleStyles, places: Places, found: Findings) -> None:
    """Note one element that stands beside the cells."""
    name = local_name(entry)
    if name == "dataValidation":
        _note_validation(entry, sheet, places, found)
    elif name == "cfRule":
        _note_condition(entry, sheet, styles, found)
    elif name == "scenario":
        found.add(HiddenKind.LEFTOVER, "a scenario keeps other values of cells", sheet=sheet.name, part=sheet.part)
    elif name == "dataRef":
        found.add(HiddenKind.LINK, "a consolidation tells where its data came from", sheet=sheet.name, part=sheet.part)
    elif name in _HEADERS and entry.text:
        if _PATH in entry.text:
            what = "a header or footer prints where the file lies"
            found.add(HiddenKind.PROPERTIES, what, sheet=sheet.name, part=sheet.part)
        if _WORDS.sub("", _CODES.sub("", entry.text)).strip(" \r\n-/|"):
            what = "a header or footer has text that only printing shows"
            found.add(HiddenKind.UNEXAMINED, what, sheet=sheet.name, part=sheet.part)


def _note_validation(entry: Element, sheet: Sheet, places: Places, found: Findings) -> None:
    """Note a list of permitted values that holds them itself, or takes them from where nobody looks."""
    if entry.get("type") != "list":
        return
    formula = next(("".join(part.itertext()).strip() for part in entry if local_name(part) == "formula1"), "")
    area = (entry.get("sqref") or "").split(" ")[0]
    if formula.startswith('"'):
        what = "a list of permitted values is kept with the cells"
    else:
        elsewhere = "!" in formula or formula.casefold() in places.names
        quoted = sheet.name.replace("'", "''")
        if places.way(formula if elsewhere else f"'{quoted}'!{formula}") is Way.SHOWN:
            return
        what = "a list of permitted values comes from cells that are not shown, or cannot be traced"
    found.add(HiddenKind.VALIDATION, what, sheet=sheet.name, area=area, part=sheet.part)


def _note_condition(entry: Element, sheet: Sheet, styles: InvisibleStyles, found: Findings) -> None:
    number = entry.get("dxfId", "")
    hides = number.isdecimal() and int(number) < len(styles.conditional) and styles.conditional[int(number)]
    if hides or any(styles.hides(look) for look in entry if local_name(look) == "dxf"):
        what = "a conditional format can make values invisible"
        found.add(HiddenKind.TEXT, what, sheet=sheet.name, part=sheet.part)
    elif entry.get("type") in ("dataBar", "iconSet") and any(
        part.get("showValue") in ("0", "false") for part in entry if local_name(part) in ("dataBar", "iconSet")
    ):
        found.add(HiddenKind.TEXT, "a conditional format shows a sign in place of values", sheet=sheet.name, part=sheet.part)
