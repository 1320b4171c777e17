"""Looks into a workbook package itself: true extent, number formats, formulas without a value, errors."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from outcheck.model.arrays import SmallArray
from outcheck.model.grid import GENERAL
from outcheck.model.places import column_number
from outcheck.readers.trouble import Trouble

MOST_PART_BYTES = 1 << 30
"""A part that inflates to more is refused."""
MOST_CELLS = 50_000_000
"""A sheet whose filled rectangle is larger is refused."""
_BUILT_IN = {9: "0%", 10: "0.00%"}
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"'](\d+)[\"']")
_WIDE = re.compile(rb"\sr=[\"'][A-Z]{2}")
_CELL_WITH_STYLE = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\ss=[\"'])([^>]*)>")
_ATTRIBUTE = re.compile(rb"(?:^|\s)([rst])=[\"']([^\"']*)[\"']")
_ADDRESS = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]+)[\"']")
_EMPTY_FORMULA = re.compile(
    rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>|<(?:\w+:)?f[^>]*/>\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's part as bytes, after its extent and its formulas were found harmless."""

    name: str
    part: bytes


class Package:
    """A workbook package, opened for looking."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._formats = self._style_formats()
        self.parts = self._sheet_parts()

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name, inflated and measured; raises Trouble where it is too large or names no cells."""
        part = self._read(self.parts[name])
        rows, columns = _extent(part)
        if rows * columns > MOST_CELLS:
            raise Trouble("the sheet stretches over more cells than any table needs", "delete stray cells and save it anew")
        if _EMPTY_FORMULA.search(part):
            raise Trouble("the sheet has formulas without a stored value", "paste it as values, or open and save it in Excel")
        return Sheet(name, part)

    def formats(self, sheet: Sheet, height: int, width: int) -> tuple[tuple[SmallArray | None, ...], tuple[str, ...]]:
        """Number format codes by column, and the formats they stand for; None for a column that is all General."""
        used = {int(code) for code in re.findall(rb"\ss=[\"'](\d+)[\"']", sheet.part)}
        wanted = {code for code in used if self._formats.get(code, GENERAL) != GENERAL}
        names = (GENERAL, *sorted({self._formats[code] for code in wanted}))
        columns: list[SmallArray | None] = [None] * width
        if not wanted:
            return tuple(columns), names
        for attributes in _CELL_WITH_STYLE.findall(sheet.part):
            held = dict(_ATTRIBUTE.findall(b" " + attributes))
            code = int(held.get(b"s", b"0"))
            if code not in wanted or b"r" not in held:
                continue
            row, column = _position(held[b"r"])
            if row < height and column < width:
                codes = columns[column]
                if codes is None:
                    codes = columns[column] = np.zeros(height, dtype=np.int16)
                codes[row] = names.index(self._formats[code])
        return tuple(columns), names

    @staticmethod
    def errors(sheet: Sheet) -> list[tuple[int, int, str]]:
        """Error cells such as ``#REF!``, by row and column."""
        if b't="e"' not in sheet.part and b"t='e'" not in sheet.part:
            return []
        found = []
        for attributes, text in _ERROR.findall(sheet.part):
            held = dict(_ATTRIBUTE.findall(b" " + attributes))
            found.append((*_position(held[b"r"]), text.decode()))
        return found

    def _read(self, name: str) -> bytes:
        try:
            size = self._package.getinfo(name).file_size
        except KeyError as error:
            raise Trouble("a part of the workbook is missing", "save it anew") from error
        if size > MOST_PART_BYTES:
            raise Trouble("the workbook inflates to more than any table needs", "save it anew, or split it")
        with self._package.open(name) as stream:
            data = stream.read(MOST_PART_BYTES + 1)
        if len(data) > MOST_PART_BYTES:
            raise Trouble("the workbook inflates to more than any table needs", "save it anew, or split it")
        return data

    def _xml(self, name: str) -> Element:
        try:
            root: Element = fromstring(self._read(name))
        except (ParseError, DefusedXmlException) as error:
            raise Trouble("a part of the workbook is not well formed", "save it anew") from error
        return root

    def _sheet_parts(self) -> dict[str, str]:
        related = {
            entry.get("Id"): entry.get("Target", "")
            for entry in self._xml("xl/_rels/workbook.xml.rels")
            if entry.get("Type", "").endswith("/worksheet")
        }
        parts = {}
        for entry in self._xml("xl/workbook.xml").iter():
            key = next((value for name, value in entry.attrib.items() if name.endswith("}id")), None)
            if entry.tag.endswith("}sheet") and key in related:
                target = related[key]
                parts[entry.get("name", "")] = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                )
        return parts

    def _style_formats(self) -> dict[int, str]:
        if "xl/styles.xml" not in self._package.namelist():
            return {}
        root = self._xml("xl/styles.xml")
        custom = {
            int(entry.get("numFmtId", "0")): entry.get("formatCode", GENERAL)
            for entry in root.iter()
            if entry.tag.endswith("}numFmt")
        }
        cells = next((entry for entry in root.iter() if entry.tag.endswith("}cellXfs")), None)
        formats = {}
        for code, entry in enumerate(() if cells is None else cells):
            number = int(entry.get("numFmtId", "0"))
            formats[code] = custom.get(number, _BUILT_IN.get(number, GENERAL))
        return formats


def _extent(part: bytes) -> tuple[int, int]:
    """Rows and columns of the filled rectangle; a sheet of at most 26 columns is taken to have 26."""
    if part.count(b"<c ") + part.count(b":c ") > part.count(b' r="') + part.count(b" r='"):
        raise Trouble("cells of this sheet carry no addresses", "open it in a spreadsheet program and save it anew")
    numbers = [int(number) for number in _ROW.findall(part)]
    if numbers and _WIDE.search(part) is None and max(numbers) * 26 <= MOST_CELLS:
        return max(numbers), 26
    found = _ADDRESS.findall(part)
    letters = {column for column, _ in found}
    return max((int(row) for _, row in found), default=0), max((column_number(each.decode()) + 1 for each in letters), default=0)


def _position(address: bytes) -> tuple[int, int]:
    match = re.fullmatch(rb"([A-Z]{1,3})([0-9]+)", address)
    if match is None:
        raise Trouble("a cell of this sheet has no proper address", "open it in a spreadsheet program and save it anew")
    return int(match[2]) - 1, column_number(match[1].decode())
