"""Reads what a workbook says about its sheets and number formats, from the XML of its package."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np

from outcheck.model.arrays import SmallArray
from outcheck.model.grid import GENERAL
from outcheck.readers.package import SAVE_AGAIN, Package, local_name
from outcheck.readers.refusal import Refusal

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_MOST_FORMATS = 2**15

# ECMA-376 part 1, 18.8.30: formats that a file names by number alone.
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; ``kind`` is worksheet, chartsheet or what else the package calls it."""

    name: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Formats:
    """Number formats of a workbook: texts, General first, and for each cell style the index of its text."""

    texts: tuple[str, ...]
    of_style: SmallArray

    @property
    def special_styles(self) -> frozenset[int]:
        """Styles that do not show numbers as General."""
        return frozenset(np.flatnonzero(self.of_style).tolist())


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the package says beside its sheets. ``recalculates`` tells Excel not to trust the stored results of formulas."""

    sheets: tuple[SheetEntry, ...]
    formats: Formats
    recalculates: bool


def read_structure(package: Package) -> Workbook:
    """Sheets in their order, number formats, and whether results are computed anew on opening."""
    if not package.has(_WORKBOOK):
        raise Refusal(f"it is a zip package without a workbook in it (no {_WORKBOOK})", SAVE_AGAIN)
    root = package.xml(_WORKBOOK)
    return Workbook(
        sheets=_sheets(root, package),
        formats=_formats(package.xml(_STYLES)) if package.has(_STYLES) else Formats((GENERAL,), np.zeros(0, np.int16)),
        recalculates=any(_is_true(entry.get("fullCalcOnLoad")) for entry in root if local_name(entry) == "calcPr"),
    )


def _sheets(workbook: Element, package: Package) -> tuple[SheetEntry, ...]:
    relations = {entry.get("Id"): entry for entry in package.xml(_RELATIONS)}
    sheets: list[SheetEntry] = []
    for entry in workbook.iter():
        if local_name(entry) != "sheet":
            continue
        relation = relations.get(next((value for key, value in entry.attrib.items() if key.endswith("}id")), None))
        if relation is None:
            raise Refusal("it lists a sheet that it does not hold", SAVE_AGAIN)
        target = relation.get("Target", "")
        part = target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"
        sheets.append(SheetEntry(entry.get("name", ""), part, relation.get("Type", "").rpartition("/")[2]))
    if not sheets:
        raise Refusal("it lists no sheets", SAVE_AGAIN)
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        raise Refusal("two of its sheets have the same name", "give each sheet a name of its own")
    return tuple(sheets)


def _formats(styles: Element) -> Formats:
    """Number format of each cell style; a style or number that nothing explains shows numbers as General."""
    groups = {local_name(group): group for group in styles}
    custom = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in groups.get("numFmts", ())}
    built_in = {str(number): text for number, text in _BUILT_IN.items()}
    numbers = [entry.get("numFmtId", "0") for entry in groups.get("cellXfs", ()) if local_name(entry) == "xf"]
    named = [custom.get(number) or built_in.get(number, GENERAL) for number in numbers]
    named = [GENERAL if text.casefold() == GENERAL.casefold() else text for text in named]
    texts = tuple(dict.fromkeys((GENERAL, *named)))
    if len(texts) > _MOST_FORMATS:
        raise Refusal(f"it has more than {_MOST_FORMATS:,} number formats", SAVE_AGAIN)
    codes = {text: code for code, text in enumerate(texts)}
    return Formats(texts, np.array([codes[text] for text in named], dtype=np.int16))


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")
