"""Where the references of a workbook lead: to cells that are shown, to hidden or missing ones, or to another file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outcheck.model.grid import Grid, Visibility
from outcheck.model.places import Area

_PART = re.compile(r"(?:'((?:[^']|'')+)'|([^'!(),\s]+))!(\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?)")
_OUTSIDE = re.compile(r"\[[^\]]+\]|\\\\|file:", re.IGNORECASE)
_WHOLE_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_MOST_ROWS, _MOST_LETTERS = 2**20, "XFD"
_MOST_STEPS = 8


class Way(StrEnum):
    """Where a reference leads."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    MISSING = "missing"
    OUTSIDE = "outside"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Places:
    """Sheets by their names in small letters, with their grids where they could be read, and what defined names stand for."""

    visibility: Mapping[str, Visibility]
    grids: Mapping[str, Grid]
    names: Mapping[str, str]

    def cells(self, formula: str) -> tuple[tuple[str, Area], ...] | None:
        """Sheets and areas of a formula that is nothing but references, in their order; None for any other."""
        text = formula.strip().lstrip("=").strip()
        for _ in range(_MOST_STEPS):
            if text.casefold() not in self.names:
                break
            text = self.names[text.casefold()].strip().lstrip("=")
        inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
        found = list(_PART.finditer(inner))
        rest = _PART.sub("", inner)
        if not found or rest.strip(", "):
            return None
        areas = [_area(match[3]) for match in found]
        sheets = [(match[1] or match[2]).replace("''", "'") for match in found]
        if any(area is None for area in areas):
            return None
        return tuple((sheet, area) for sheet, area in zip(sheets, areas, strict=True) if area is not None)

    def way(self, formula: str) -> Way:
        """Where a formula leads: the worst of its references."""
        text = self.names.get(formula.strip().casefold(), formula)
        if "#REF!" in text.upper():
            return Way.MISSING
        if _OUTSIDE.search(text):
            return Way.OUTSIDE
        cells = self.cells(text)
        if cells is None:
            return Way.UNCLEAR
        ways = {self._way_of(sheet, area) for sheet, area in cells}
        return next(way for way in (Way.MISSING, Way.HIDDEN, Way.SHOWN) if way in ways)

    def mentions_hidden(self, formula: str) -> bool:
        """Whether any formula, not only one of references alone, names a sheet that is hidden."""
        return any(
            self.visibility.get((match[1] or match[2]).replace("''", "'").casefold(), Visibility.VISIBLE)
            is not Visibility.VISIBLE
            for match in _PART.finditer(formula)
        )

    def _way_of(self, sheet: str, area: Area) -> Way:
        state = self.visibility.get(sheet.casefold())
        if state is None:
            return Way.MISSING
        grid = self.grids.get(sheet.casefold())
        if state is not Visibility.VISIBLE or (grid is not None and any(overlap(area, hidden) for hidden in grid.hidden)):
            return Way.HIDDEN
        return Way.SHOWN


def places_of(sheets: Iterable[tuple[str, Visibility]], grids: Sequence[Grid], names: Iterable[tuple[str, str]]) -> Places:
    """Places of a workbook's sheets, grids and defined names; the first of two names that are alike counts."""
    known: dict[str, str] = {}
    for name, formula in names:
        known.setdefault(name.casefold(), formula)
    return Places(
        {name.casefold(): visibility for name, visibility in sheets}, {grid.sheet.casefold(): grid for grid in grids}, known
    )


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas share a cell."""
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def _area(text: str) -> Area | None:
    columns, rows = _WHOLE_COLUMNS.fullmatch(text), _WHOLE_ROWS.fullmatch(text)
    if columns:
        text = f"{columns[1]}1:{columns[2]}{_MOST_ROWS}"
    elif rows:
        text = f"A{rows[1]}:{_MOST_LETTERS}{rows[2]}"
    try:
        return Area.parse(text)
    except ValueError:
        return None
