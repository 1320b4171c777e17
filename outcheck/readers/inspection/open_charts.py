"""Whether the numbers that a chart of an OpenDocument file keeps are those of cells that are shown."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.charts import DIFFERENT, NO_CELL, SAYS, agrees
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.references import Places, Way
from outcheck.readers.package import local_name

_SHEET = r"(?:'(?:[^']|'')+'|[^'.:\s\[\]]*)"
_RANGE = re.compile(rf"\$?({_SHEET})\.(\$?[A-Z]+\$?\d+)(?::\$?{_SHEET}\.(\$?[A-Z]+\$?\d+))?")
_REFERENCES = frozenset({"values-cell-range-address", "label-cell-address", "cell-range-address"})


def excel_reference(text: str) -> str:
    """References written the way of OpenDocument (``$T.$B$2:.$B$3``), as Excel writes them; any other text as it is."""
    found = list(_RANGE.finditer(text.removeprefix("of:").removeprefix("=")))
    if not found or re.sub(r"[\s\[\];]", "", _RANGE.sub("", text)):
        return text
    return ",".join(f"{match[1]}!{match[2]}" + (f":{match[3]}" if match[3] else "") for match in found)


def inspect_open_chart(root: Element, places: Places, found: Findings, sheet: str) -> None:
    """Note a chart whose table of its own holds what no visible cell shows."""
    numbers = tuple(_numbers(root))
    references = [value for entry in root.iter() for key, value in entry.attrib.items() if key.rpartition("}")[2] in _REFERENCES]
    references = [excel_reference(text) for text in references if text and not text.startswith("local-table")]
    if not numbers:
        return
    if not references:
        found.add(HiddenKind.CHART, NO_CELL, sheet=sheet)
        return
    ways = {places.way(reference) for reference in references}
    if ways != {Way.SHOWN}:
        found.add(HiddenKind.CHART, SAYS[min(ways - {Way.SHOWN})], sheet=sheet)
    elif not agrees(",".join(references), numbers, places):
        found.add(HiddenKind.CHART, DIFFERENT, sheet=sheet)


def _numbers(root: Element) -> list[str]:
    """Numbers in the table that the chart keeps."""
    said = ({key.rpartition("}")[2]: value for key, value in entry.attrib.items()} for entry in root.iter() if _is_cell(entry))
    return [cell["value"] for cell in said if "value" in cell and cell["value"] not in ("NaN", "1.#NAN")]


def _is_cell(entry: Element) -> bool:
    return local_name(entry) == "table-cell"
