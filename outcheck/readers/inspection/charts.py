"""Whether the numbers that a chart keeps are those of cells that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from xml.etree.ElementTree import Element

from outcheck.layout.said_counts import counts_in
from outcheck.model.inspection import HiddenKind
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.references import Places, Way
from outcheck.readers.package import local_name

_SERIES = frozenset({"numRef", "strRef", "multiLvlStrRef", "numDim", "strDim"})
SAYS = {
    Way.HIDDEN: "a chart keeps values of hidden cells",
    Way.MISSING: "a chart keeps values of cells that are not in the workbook",
    Way.OUTSIDE: "a chart keeps values of another file",
    Way.UNCLEAR: "a chart keeps values that cannot be traced to cells",
}
DIFFERENT = "a chart keeps values that differ from the cells that it names"
NO_CELL = "a chart keeps numbers that stand in no cell"
COUNTED = "a title or label of a chart says how many there are, which only a person can hold against the tables"
_DATES = (date, datetime, time, timedelta, bool)


@dataclass(frozen=True, slots=True)
class _Cache:
    """What one series of a chart refers to, and the points that are kept of it."""

    formula: str
    points: tuple[str, ...]


def inspect_chart(root: Element, places: Places, found: Findings, part: str, sheet: str) -> None:
    """Note caches of a chart, of either form, that hold what no visible cell shows, and counts in texts of its own."""
    if any(counts_in(text) for text in _written(root)):
        found.add(HiddenKind.UNEXAMINED, COUNTED, sheet=sheet, part=part)
    for entry in root.iter():
        name = local_name(entry)
        if name == "numLit" and any(local_name(point) == "pt" for point in entry.iter()):
            found.add(HiddenKind.CHART, NO_CELL, sheet=sheet, part=part)
        elif name in _SERIES:
            cache = _cache(entry)
            said = _judged(cache, places) if cache.points else ""
            if said:
                found.add(HiddenKind.CHART, said, sheet=sheet, part=part)


def _written(root: Element) -> Iterator[str]:
    """Paragraphs that are written in the chart itself, such as its title, rather than taken from a cell."""
    for entry in root.iter():
        if local_name(entry) == "p":
            yield "".join(part.text or "" for part in entry.iter() if local_name(part) == "t")


def _cache(entry: Element) -> _Cache:
    formula = next(("".join(child.itertext()) for child in entry if local_name(child) == "f"), "")
    return _Cache(formula, tuple(_points(entry)))


def _points(entry: Element) -> Iterator[str]:
    """Texts of the points: in an element of their own, or in the point itself in charts of the newer form."""
    for point in entry.iter():
        if local_name(point) == "pt":
            yield next(("".join(value.itertext()) for value in point if local_name(value) == "v"), point.text or "")


def _judged(cache: _Cache, places: Places) -> str:
    """What is wrong with a cache; empty if nothing is."""
    if not cache.formula:
        return NO_CELL
    way = places.way(cache.formula)
    if way is not Way.SHOWN:
        return SAYS[way]
    return "" if agrees(cache.formula, cache.points, places) else DIFFERENT


def agrees(formula: str, points: Sequence[str], places: Places) -> bool:
    """Whether every point is the value of one of the cells. Sheets that could not be read are told elsewhere."""
    texts: set[str] = set()
    numbers: set[str] = set()
    for sheet, area in places.cells(formula) or ():
        grid = places.grids.get(sheet.casefold())
        if grid is None:
            return True
        for column in grid.columns[area.left : area.right + 1]:
            for value in islice(column, area.top, area.bottom + 1):
                if isinstance(value, _DATES):  # a chart keeps the numbers behind dates, which the grid does not have
                    return True
                if isinstance(value, int | float):
                    numbers.add(_rounded(value))
                elif value:
                    texts.add(str(value).strip())
    return all(_known(point.strip(), texts, numbers) for point in points)


def _known(point: str, texts: set[str], numbers: set[str]) -> bool:
    if point in texts or point in ("", "#N/A"):
        return True
    try:
        number = float(point)
    except ValueError:
        return False
    return number == 0 or _rounded(number) in numbers


def _rounded(number: float) -> str:
    """Number as far as programs agree on it when they write it twice."""
    return f"{number:.10g}"
