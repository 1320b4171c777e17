"""Looks that follow from values: those that a copy can take over without a formula and without hiding anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.places import Area
from outcheck.writers.shown import ShownCells

_BY_RANK = frozenset({"top10", "aboveAverage", "duplicateValues", "uniqueValues"})
_FAR = 96
_DIGITS = 6


def set_conditions(new: Worksheet, old: Worksheet, cells: ShownCells, moved: Callable[[Area], Area | None]) -> None:
    """Give a new sheet the conditional looks of an old one, for numbers alone: a marker is larger than any number to Excel."""
    for held in old.conditional_formatting:
        areas = [area for part in held.sqref.ranges if (area := moved(Area.parse(part.coord))) is not None]
        numbers = " ".join(str(piece) for area in areas for piece in _numbers(area, cells))
        for rule in held.rules if numbers else ():
            if _may_be_kept(rule):
                kept = copy(rule)
                kept.dxfId = None
                new.conditional_formatting.add(numbers, kept)


def _numbers(area: Area, cells: ShownCells) -> Iterator[Area]:
    """The parts of a range that hold no text, column by column; the whole where there is none."""
    bottom = min(area.bottom, len(cells.values) - 1)
    texts = {
        (row, column)
        for row in range(area.top, bottom + 1)
        for column in range(area.left, min(area.right, len(cells.columns) - 1) + 1)
        if isinstance(cells.values[row][column], str) and cells.values[row][column]
    }
    if not texts:
        yield area
        return
    for column in range(area.left, min(area.right, len(cells.columns) - 1) + 1):
        top = area.top
        for row in range(area.top, bottom + 2):
            if row > bottom or (row, column) in texts:
                if row > top:
                    yield Area(top, column, row - 1, column)
                top = row + 1


def _may_be_kept(rule: Rule) -> bool:
    if rule.dxf is not None and not _is_seen(rule.dxf):
        return False
    if rule.type == "cellIs":
        return all(map(_is_number, rule.formula))
    if rule.type == "colorScale":
        return rule.colorScale is not None and _is_plain(rule.colorScale.cfvo)
    if rule.type == "dataBar":
        return rule.dataBar is not None and rule.dataBar.showValue is not False and _is_plain(rule.dataBar.cfvo)
    if rule.type == "iconSet":
        return rule.iconSet is not None and rule.iconSet.showValue is not False and _is_plain(rule.iconSet.cfvo)
    return rule.type in _BY_RANK


def _is_plain(bounds: object) -> bool:
    """Whether the bounds of a scale are numbers and no formulas."""
    held = list(bounds) if isinstance(bounds, list | tuple) else []
    return all(bound.type != "formula" and (bound.val is None or _is_number(bound.val)) for bound in held)


def _is_number(text: object) -> bool:
    try:
        float(str(text))
    except ValueError:
        return False
    return True


def _is_seen(look: DifferentialStyle) -> bool:
    """Whether a look cannot make a value unseen: no number format, and a colour of text far from that behind it."""
    if look.numFmt is not None:
        return False
    colour = look.font.color if look.font is not None else None
    if colour is None:
        return True
    behind = look.fill.bgColor if isinstance(look.fill, PatternFill) and look.fill.fill_type in (None, "solid") else None
    one, other = _channels(colour), _channels(behind) if behind is not None else (255, 255, 255)
    return one is not None and other is not None and max(abs(a - b) for a, b in zip(one, other, strict=True)) >= _FAR


def _channels(colour: Color) -> tuple[int, ...] | None:
    """Red, green and blue of a colour that is written by its digits."""
    if colour.type != "rgb" or not isinstance(colour.rgb, str) or colour.tint:
        return None
    digits = colour.rgb[-_DIGITS:]
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
