"""What the properties of a document tell: who made it, where, with what, and how sensitive it is."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from outcheck.model.inspection import HiddenKind
from outcheck.model.marks import NOT_FOR_RELEASE
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.package import Package, local_name

_PERSONS = frozenset({"creator", "lastModifiedBy", "manager", "Manager", "initial-creator", "printed-by"})
_PLACES = frozenset({"Company", "HyperlinkBase", "Template", "template", "auto-reload", "hyperlink-behaviour"})
_TEXTS = frozenset({"title", "subject", "description", "keywords", "category", "contentStatus", "identifier", "keyword"})
# What programs write into a property of persons by themselves names nobody.
_PROGRAMS = frozenset({"openpyxl", "xlsxwriter", "apache poi", "microsoft office user", "microsoft excel", "sas institute inc."})
# Application properties of Excel, which LibreOffice keeps among those that somebody added.
_OF_EXCEL = frozenset({"AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop", "ShareDoc"})
_LABEL = "msip_label"
_LABELLED = "a sensitivity label says how the document was classified"


def inspect_properties(root: Element, found: Findings, part: str) -> None:
    """Note what core or application properties tell."""
    for entry in root.iter():
        name, text = local_name(entry), "".join(entry.itertext()).strip()
        if text.casefold().startswith(NOT_FOR_RELEASE.casefold()):
            found.add(HiddenKind.WITHHELD, "the document is marked as not for release", part=part)
        text = text or next((value for key, value in entry.attrib.items() if key.endswith("href")), "")
        if not text or text.casefold() in _PROGRAMS:
            continue
        if name in _PERSONS:
            found.add(HiddenKind.PROPERTIES, "the document names who wrote or changed it", part=part)
        elif name in _PLACES:
            found.add(HiddenKind.PROPERTIES, "the document names an organisation, a template or a place of files", part=part)
        elif name in _TEXTS:
            found.add(HiddenKind.PROPERTIES, "the document has a title, subject, remarks or keywords of its own", part=part)
        elif name == "user-defined" and not any(value in _OF_EXCEL for value in entry.attrib.values()):
            found.add(HiddenKind.PROPERTIES, "the document has properties that somebody added", part=part)


def inspect_custom_properties(root: Element, found: Findings, part: str) -> None:
    """Note properties that somebody, or a labelling program, added."""
    names = [entry.get("name", "") for entry in root if local_name(entry) == "property"]
    note_custom_names(names, found, part)


def note_custom_names(names: Iterable[str], found: Findings, part: str) -> None:
    """Note custom properties by their names: those of sensitivity labels apart."""
    for name in names:
        if name.casefold().startswith(_LABEL):
            found.add(HiddenKind.LABEL, _LABELLED, part=part)
        else:
            found.add(HiddenKind.PROPERTIES, "the document has properties that somebody added", part=part)


def inspect_labels(root: Element, found: Findings, part: str) -> None:
    """Note sensitivity labels of the newer form."""
    if any(local_name(entry) == "label" for entry in root.iter()):
        found.add(HiddenKind.LABEL, _LABELLED, part=part)


def inspect_custom_xml(package: Package, found: Findings, part: str) -> None:
    """Note a part of custom XML; one that holds queries is said to do so."""
    content = package.binary(part)
    # Power Query wraps its queries in one element, which Excel writes in UTF-16.
    if b"DataMashup" in content or "DataMashup".encode("utf-16-le") in content:
        found.add(HiddenKind.CONNECTION, "queries tell where the data came from and how it was made", part=part)
    else:
        found.add(HiddenKind.XML, "data of other programs is attached as XML", part=part)
