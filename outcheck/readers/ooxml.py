"""Reads what a workbook says about its sheets and number formats, from the XML of its package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np

from outcheck.model.arrays import BoolArray, SmallArray
from outcheck.model.grid import GENERAL, Visibility
from outcheck.readers.package import SAVE_AGAIN, Package, local_name
from outcheck.readers.refusal import Refusal

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_MOST_FORMATS = 2**15
_MOST_INDENT = 250
_STATES = {"visible": Visibility.VISIBLE, "veryHidden": Visibility.VERY_HIDDEN}

# ECMA-376 part 1, 18.8.30: formats that a file names by number alone.
BUILT_IN = {
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


class Relation(NamedTuple):
    """A part of the package that the workbook names; ``kind`` is worksheet, chartsheet, styles or what else it is called."""

    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it, with the part that holds it and what the package calls its kind."""

    name: str
    part: str
    kind: str
    visibility: Visibility = Visibility.VISIBLE


@dataclass(frozen=True, slots=True)
class Styles:
    """What the cell styles of a workbook say: texts of number formats, General first, and arrays with an entry a style.

    ``formats`` are indices into ``texts``, ``indents`` steps of indentation.
    """

    texts: tuple[str, ...]
    formats: SmallArray
    indents: SmallArray
    bold: BoolArray

    @property
    def special_styles(self) -> frozenset[int]:
        """Styles that are bold, indented, or do not show numbers as General."""
        return frozenset(np.flatnonzero((self.formats != 0) | (self.indents != 0) | self.bold).tolist())


NO_STYLES = Styles((GENERAL,), np.zeros(0, np.int16), np.zeros(0, np.int16), np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the package says beside its sheets. ``recalculates`` tells Excel not to trust the stored results of formulas."""

    sheets: tuple[SheetEntry, ...]
    styles: Styles
    recalculates: bool


def read_structure(package: Package) -> Workbook:
    """Sheets in their order, number formats, and whether results are computed anew on opening."""
    if not package.has(_WORKBOOK):
        raise Refusal(f"it is a zip package without a workbook in it (no {_WORKBOOK})", SAVE_AGAIN)
    root = package.xml(_WORKBOOK)
    return Workbook(
        sheets=_sheets(root, package),
        styles=_styles(package.xml(_STYLES)) if package.has(_STYLES) else NO_STYLES,
        recalculates=any(_recalculates(entry) for entry in root if local_name(entry) == "calcPr"),
    )


def _recalculates(calculation: Element) -> bool:
    """Whether all results are computed anew on opening, or some were due when the workbook was saved."""
    return is_true(calculation.get("fullCalcOnLoad")) or not is_true(calculation.get("calcCompleted", "1"))


def _sheets(workbook: Element, package: Package) -> tuple[SheetEntry, ...]:
    relations = relations_of(package, _RELATIONS)
    sheets: list[SheetEntry] = []
    for entry in workbook.iter():
        if local_name(entry) != "sheet":
            continue
        relation = next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")
        state = _STATES.get(entry.get("state", "visible"), Visibility.HIDDEN)
        sheets.append(SheetEntry(entry.get("name", ""), *listed(relations, relation), state))
    return distinct(sheets)


def relations_of(package: Package, part: str) -> dict[str, Relation]:
    """What the workbook is related to, by the name that it gives the relation."""
    return {
        entry.get("Id", ""): Relation(_full_name(entry.get("Target", "")), entry.get("Type", "").rpartition("/")[2])
        for entry in package.xml(part)
    }


def _full_name(target: str) -> str:
    return target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"


def listed(relations: Mapping[str, Relation], name: str) -> Relation:
    """The relation to a sheet that the workbook lists."""
    if name not in relations:
        raise Refusal("it lists a sheet that it does not hold", SAVE_AGAIN)
    return relations[name]


def distinct(sheets: Sequence[SheetEntry]) -> tuple[SheetEntry, ...]:
    """Sheets of a workbook, which must have some, and with names of their own."""
    if not sheets:
        raise Refusal("it lists no sheets", SAVE_AGAIN)
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        raise Refusal("two of its sheets have the same name", "give each sheet a name of its own")
    return tuple(sheets)


def _styles(root: Element) -> Styles:
    """Looks of each cell style; a style or number format that nothing explains shows numbers as General."""
    groups = {local_name(group): group for group in root}
    custom = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in groups.get("numFmts", ())}
    built_in = {str(number): text for number, text in BUILT_IN.items()}
    styles = [entry for entry in groups.get("cellXfs", ()) if local_name(entry) == "xf"]
    named = [custom.get(number) or built_in.get(number, GENERAL) for number in (style.get("numFmtId", "0") for style in styles)]
    bold_fonts = {str(number) for number, font in enumerate(groups.get("fonts", ())) if _is_bold(font)}
    bold = [style.get("fontId", "0") in bold_fonts for style in styles]
    return as_styles(named, [_indent(style) for style in styles], bold)


def as_styles(formats: Sequence[str], indents: Sequence[int], bold: Sequence[bool]) -> Styles:
    """Looks of styles by the number format, the indentation and the weight of each."""
    named = [GENERAL if text.casefold() == GENERAL.casefold() else text for text in formats]
    texts = tuple(dict.fromkeys((GENERAL, *named)))
    if len(texts) > _MOST_FORMATS:
        raise Refusal(f"it has more than {_MOST_FORMATS:,} number formats", SAVE_AGAIN)
    codes = {text: code for code, text in enumerate(texts)}
    return Styles(
        texts,
        np.array([codes[text] for text in named], dtype=np.int16),
        np.array(indents, dtype=np.int16),
        np.array(bold, dtype=np.bool_),
    )


def _is_bold(font: Element) -> bool:
    return any(local_name(part) == "b" and is_true(part.get("val", "1")) for part in font)


def _indent(style: Element) -> int:
    """Steps of indentation, of which Excel allows 250."""
    steps = next((part.get("indent", "0") for part in style if local_name(part) == "alignment"), "0")
    return min(int(steps), _MOST_INDENT) if steps.isdecimal() else 0


def is_true(text: str | None) -> bool:
    """Whether an attribute of a workbook says yes."""
    return text in ("1", "true", "on")
