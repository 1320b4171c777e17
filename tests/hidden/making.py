"""Makes workbooks that carry something beside what they show: by openpyxl, then by edits of the package that can be read."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping

from books import saved, zipped
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
ROWS = (("Region", "Learners"), ("North", 120), ("South", 130), ("England", 250))


def book() -> tuple[Workbook, Worksheet]:
    """A workbook with one small table that every rule lets pass."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Table 1"
    for row in ROWS:
        sheet.append(row)
    return made, sheet


def plain() -> bytes:
    """That workbook as it is."""
    return saved(book()[0])


def two_sheets(state: str = "visible") -> bytes:
    """The same table twice; the second sheet is called Workings."""
    made, _ = book()
    second = made.create_sheet("Workings")
    for row in ROWS:
        second.append(row)
    second.sheet_state = state
    return saved(made)


def parts(data: bytes) -> dict[str, bytes]:
    """Parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with one piece of one part replaced, which must be there."""
    held = parts(data)
    text = held[part].decode()
    assert old in text, f"{part} has no {old!r}: {text[:2000]}"
    return zipped({**held, part: text.replace(old, new, 1)})


def added(data: bytes, new: Mapping[str, str | bytes]) -> bytes:
    """The package with more parts, to which nothing leads."""
    return zipped({**parts(data), **new})


def related(data: bytes, kind: str, target: str, content: str | bytes = "<x/>", *, holder: str = BOOK, mode: str = "") -> bytes:
    """The package with one more part and the relation that leads to it, or with a relation alone that leads outside.

    ``kind`` is the last word of the relation's type, ``target`` the whole name of the part.
    """
    held: dict[str, str | bytes] = dict(parts(data))
    folder, name = posixpath.split(holder)
    listing = posixpath.join(folder, "_rels", f"{name}.rels") if holder else "_rels/.rels"
    known = held.get(listing, f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>')
    text = known.decode() if isinstance(known, bytes) else known
    said = f'TargetMode="{mode}" Target="{target}"' if mode else f'Target="/{target}"'
    entry = f'<Relationship Id="rIdX{text.count("rIdX")}" Type="{OFFICE}/{kind}" {said}/>'
    held[listing] = text.replace("</Relationships>", f"{entry}</Relationships>")
    if not mode:
        held[target] = content
    return zipped(held)


def with_chart(
    formula: str, values: tuple[float, ...], *, sheets: bytes | None = None, literal: bool = False, title: str = ""
) -> bytes:
    """A workbook with a chart that keeps these values of the cells that a formula names."""
    points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
    kept = f"<c:numLit>{points}</c:numLit>" if literal else f"<c:f>{formula}</c:f><c:numCache>{points}</c:numCache>"
    held = kept if literal else f"<c:numRef>{kept}</c:numRef>"
    told = f'<c:title><c:tx><c:rich><a:p xmlns:a="urn:a"><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>'
    chart = f'<c:chartSpace xmlns:c="urn:chart"><c:chart>{told}<c:ser><c:val>{held}</c:val></c:ser></c:chart></c:chartSpace>'
    drawing = '<xdr:wsDr xmlns:xdr="urn:drawing"><xdr:graphicFrame/></xdr:wsDr>'
    data = related(sheets or plain(), "drawing", "xl/drawings/drawing1.xml", drawing, holder=SHEET)
    return related(data, "chart", "xl/charts/chart1.xml", chart, holder="xl/drawings/drawing1.xml")


def with_picture(content: bytes) -> bytes:
    """A workbook with a picture on its sheet."""
    drawing = '<xdr:wsDr xmlns:xdr="urn:drawing"><xdr:pic/></xdr:wsDr>'
    data = related(plain(), "drawing", "xl/drawings/drawing1.xml", drawing, holder=SHEET)
    return related(data, "image", "xl/media/image1.png", content, holder="xl/drawings/drawing1.xml")


def png(*texts: tuple[bytes, bytes]) -> bytes:
    """A picture of one point, with these key words and remarks."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), *((b"tEXt", key + b"\x00" + text) for key, text in texts), (b"IDAT", zlib.compress(b"\x00\x00"))]
    body = b"".join(_chunk(name, content) for name, content in (*chunks, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
