"""What a pivot table keeps of the data that it was made from."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.references import Places, Way
from outcheck.readers.inspection.relations import Graph
from outcheck.readers.package import Package, local_name

RECORDS = "a pivot table keeps the records that it was made from"
_VALUES = "a pivot table keeps the distinct values of its data"
_FIELDS = "a pivot table keeps the names of the fields of its data"
_SOURCE = "a pivot table tells from which other file or database its data came"
_VALUE_TAGS = frozenset({"s", "n", "d", "b"})


def inspect_pivot_cache(package: Package, graph: Graph, part: str, places: Places, found: Findings) -> None:
    """Note one cache of a pivot table: with records, with values, or with the names of fields alone."""
    records = [relation.target for relation in graph.of(part) if relation.type == "pivotCacheRecords"]
    if part.endswith(".bin"):
        found.add(HiddenKind.PIVOT, RECORDS if records else _VALUES, part=part)
        return
    if any(package.has(name) and b"<" in package.binary(name) and _has_records(package.binary(name)) for name in records):
        found.add(HiddenKind.PIVOT, RECORDS, part=part)
        return
    root = package.xml(part)
    kept = any(local_name(value) in _VALUE_TAGS for items in root.iter() if local_name(items) == "sharedItems" for value in items)
    found.add(HiddenKind.PIVOT, _VALUES if kept else _FIELDS, part=part)
    if _from_outside(root, graph, part, places):
        found.add(HiddenKind.LINK, _SOURCE, part=part)


def _has_records(content: bytes) -> bool:
    return b"<r>" in content or b":r>" in content or b"<r " in content or b"<r/" in content


def _from_outside(root: Element, graph: Graph, part: str, places: Places) -> bool:
    if any(relation.external for relation in graph.of(part)):
        return True
    sources = [entry for entry in root.iter() if local_name(entry) == "worksheetSource"]
    return any(places.way(f"'{entry.get('sheet', '')}'!{entry.get('ref', '')}") is Way.OUTSIDE for entry in sources)
