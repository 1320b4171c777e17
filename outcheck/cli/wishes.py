"""Places and weights as a person gives them to ``outcheck fix``."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from outcheck.cli.exits import refuse

if TYPE_CHECKING:
    from outcheck.model.places import Place

_LEAST, _MOST = 0.01, 100.0
_NEEDED = ("file", "cell", "weight")


def place_of(text: str) -> Place:
    """The place that ``FILE!SHEET!RANGE``, ``FILE!RANGE``, ``FILE!SHEET`` or ``FILE`` names."""
    from outcheck.model.places import Place  # noqa: PLC0415  heavy; --help must stay quick

    file, _, rest = text.partition("!")
    sheet, _, cell = rest.rpartition("!")
    if not rest:
        return Place(file)
    area = _area(cell)
    if area is None and sheet:
        refuse(f"{text}: {cell} is not a cell or range such as C7 or C7:D9")
    return Place(file, rest) if area is None else Place(file, sheet, area)


def weights_of(path: Path) -> Iterator[tuple[Place, float, str]]:
    """Each place of a file of weights with its weight, and the line that says so.

    The file is a CSV with the columns file, cell and weight, and sheet where a workbook has several, as the log of changes names
    places; other columns, and lines without a weight, say nothing.
    """
    from outcheck.model.places import Place  # noqa: PLC0415  heavy; --help must stay quick

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.DictReader(stream)
            names = {(name or "").strip().casefold(): name for name in lines.fieldnames or ()}
            lacking = next((name for name in _NEEDED if name not in names), "")
            if lacking:
                refuse(f"{path}:1: there is no column {lacking}; begin with the line file,sheet,cell,weight")
            for line in lines:
                said = f"{path}:{lines.line_num}"
                file, sheet, cell, weight = (
                    (line.get(names.get(name, name)) or "").strip() for name in ("file", "sheet", "cell", "weight")
                )
                if not weight:
                    continue
                area = _area(cell) if cell else ""
                if area is None:
                    refuse(f"{said}: {cell} is not a cell or range such as C7 or C7:D9")
                yield Place(file, sheet, area), _weight(weight, said), said
    except (UnicodeDecodeError, csv.Error):
        refuse(f"{path}: is no CSV file in UTF-8; save it as one")


def _weight(text: str, said: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not _LEAST <= weight <= _MOST:
        refuse(f"{said}: the weight {text} is no number from {_LEAST} to {_MOST:g}; what is not named has the weight 1")
    return weight


def _area(text: str) -> str | None:
    from outcheck.model.places import Area  # noqa: PLC0415  heavy; --help must stay quick

    try:
        return str(Area.parse(text))
    except ValueError:
        return None
