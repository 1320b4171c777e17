"""Workbooks for tests: whole ones by openpyxl, and bare packages whose XML the test writes itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_SPACE = "http://schemas.openxmlformats.org/package/2006"


def saved(book: Workbook) -> bytes:
    """Bytes of an openpyxl workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_xml(rows: str, after: str = "") -> str:
    """A worksheet part with these rows, and what follows them."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def styles_xml(*formats: str) -> str:
    """A styles part whose cell style n shows numbers in the n-th format."""
    custom = "".join(f"<numFmt numFmtId='{200 + n}' formatCode={quoteattr(text)}/>" for n, text in enumerate(formats))
    cells = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    return f'<styleSheet xmlns="{_MAIN}"><numFmts>{custom}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def strings_xml(*items: str) -> str:
    """A part of shared texts."""
    return f'<sst xmlns="{_MAIN}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def package(sheets: Mapping[str, str | bytes], parts: Mapping[str, str | bytes] | None = None, *, calc: str = "") -> bytes:
    """A workbook package of these sheets by name; ``parts`` are added, or replace those made here."""
    names = {f"xl/worksheets/sheet{n}.xml": (name, part) for n, (name, part) in enumerate(sheets.items(), 1)}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(names.values(), 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE_RELATIONS}/worksheet" Target="{part[3:]}"/>' for n, part in enumerate(names, 1)
    )
    main = f'<Relationship Id="rId1" Type="{OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    made = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_SPACE}/relationships">{main}</Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE_SPACE}/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE_RELATIONS}"><sheets>{listed}</sheets>{calc}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_SPACE}/relationships">{related}</Relationships>',
        **{name: part for name, (_, part) in names.items()},
        **(parts or {}),
    }
    return zipped(made)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_changed_part(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same package with other words in one part."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return zipped({part: archive.read(part).replace(old, new if part == name else old) for part in archive.namelist()})


def without_part(book: bytes, name: str) -> bytes:
    """The same package without one part."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return zipped({part: archive.read(part) for part in archive.namelist() if part != name})


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN_SPACES = " ".join(
    f'xmlns:{prefix}="{_OPEN}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)
OPEN_MEDIA = "application/vnd.oasis.opendocument.spreadsheet"


def open_document(
    sheets: Mapping[str, str], *, styles: str = "", around: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument spreadsheet of these columns and rows by sheet; ``styles`` are automatic ones, ``around`` stands beside."""
    tables = "".join(f"<table:table table:name={quoteattr(name)}>{rows}</table:table>" for name, rows in sheets.items())
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {_OPEN_SPACES} {calc}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{around}{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": OPEN_MEDIA, "content.xml": content, **(parts or {})})
