"""Looks for everything wrong with a sample by brute force, over the numbers the script itself laid out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from samples.files import WRITTEN
from samples.plan import MANIFEST, Planned
from samples.suppression import bounds
from samples.tables import NOT_APPLICABLE, SUPPRESSED, Figure, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

MINIMUM = 10
MONEY = "£"
Cells = dict[tuple[str, ...], Figure]


def scan_sheet(file: str, sheet: Sheet) -> Iterator[Planned]:
    """Find every cell of one table that breaks a rule."""
    counts: Cells = {figure.labels: figure for figure in sheet.figures if figure.measure.kind is Kind.COUNT}
    for figure in sheet.figures:
        for check, level in _faults(sheet, figure, counts):
            yield Planned(file, sheet.name, figure.cell, check, level, "")
    columns: dict[tuple[str, str, int], list[Figure]] = defaultdict(list)
    for figure in sheet.figures:
        if figure.number is None and figure.shown not in {SUPPRESSED, NOT_APPLICABLE}:
            columns["unexplained-marker", str(figure.shown), figure.column].append(figure)
        elif figure.measure.kind is Kind.NAMELESS:
            columns["unexplained-number", "", figure.column].append(figure)
        elif figure.number is not None and figure.measure.kind is not Kind.COUNT and not counts:
            columns["low-base", "", figure.column].append(figure)
        if figure.number is not None and figure.measure.kind is Kind.MEAN and MONEY in figure.measure.heading:
            columns["unproven-dominance", figure.measure.heading, 0].append(figure)
    for (check, _, _), figures in columns.items():
        first = min(figures, key=lambda figure: (figure.column, figure.row))
        yield Planned(file, sheet.name, first.cell, check, "review", "", len(figures))


def scan_linked(totals: tuple[str, Sheet], inner: tuple[str, Sheet]) -> Iterator[Planned]:
    """Find hidden counts of two tables of the same people that the one prints for the other, or that then follow from totals."""
    (file, sheet), (other_file, other) = totals, inner
    counts = {figure.labels: figure for figure in sheet.figures if figure.measure.kind is Kind.COUNT}
    printed = {figure.labels: figure for figure in other.figures if figure.measure.kind is Kind.COUNT}
    known = {
        (labels[0], labels[1]): figure.shown if isinstance(figure.shown, str) else int(figure.shown)
        for held in (counts, {labels: figure for labels, figure in printed.items() if figure.number is not None})
        for labels, figure in held.items()
    }
    down, across = sheet.dimensions
    follows = {cell: low for cell, (low, high) in bounds(known, (down, across)).items() if low == high}
    for path, mine, yours in ((file, counts, printed), (other_file, printed, counts)):
        for labels, figure in mine.items():
            shown = yours[labels].number if labels in yours else None
            number = follows.get((labels[0], labels[1])) if shown is None else shown
            if figure.shown == SUPPRESSED and number is not None:
                check = "recoverable-cell" if shown is None else "shown-elsewhere"
                yield Planned(path, "", figure.cell, check, "block" if number < MINIMUM else "review", "")


def _faults(sheet: Sheet, figure: Figure, counts: Cells) -> Iterator[tuple[str, str]]:
    """Rules one cell breaks by itself or beside its base and totals."""
    number, kind = figure.number, figure.measure.kind
    if number is None:
        return
    if kind in {Kind.COUNT, Kind.PERCENT} and number == 0:
        yield "zero-count", "review"
    if kind is Kind.COUNT:
        if 0 < number < MINIMUM:
            yield "low-count", "block"
        if number and number in _group_totals(sheet, figure, counts):
            yield "full-category", "review"
        return
    if kind is Kind.PERCENT and number == 100:  # noqa: PLR2004  a hundred per cent
        yield "full-category", "review"
    base = counts[figure.labels].number if figure.labels in counts else None
    if base is not None:
        yield from _faults_on_base(figure, int(base))


def _faults_on_base(figure: Figure, base: int) -> Iterator[tuple[str, str]]:
    """Rules a statistic breaks beside the number it is based on."""
    kind = figure.measure.kind
    if base < MINIMUM:
        yield "low-base", "block"
    if kind in {Kind.MEDIAN, Kind.QUANTILE} and sum(unit <= base * _side(figure) for unit in range(1, base + 1)) < MINIMUM:
        yield "percentile-base", "review"
    if kind is Kind.PERCENT and _pinned(figure, base):
        yield "implied-count", "block"


def _side(figure: Figure) -> float:
    """Share of people on the smaller side of a quantile: quartiles are the only others in the samples."""
    return 0.5 if figure.measure.kind is Kind.MEDIAN else 0.25


def _group_totals(sheet: Sheet, figure: Figure, counts: Cells) -> Iterator[float]:
    """Totals, shown or not, of the lines that run through a cell, the cell itself not being the total."""
    for place, dimension in enumerate(sheet.dimensions):
        if figure.labels[place] == dimension.total:
            continue
        line = [counts.get((*figure.labels[:place], label, *figure.labels[place + 1 :])) for label in dimension.shown]
        shown = {other.labels[place]: other.number for other in line if other is not None and other.number is not None}
        total = shown.pop(dimension.total, None)
        if total is not None:
            yield total
        elif len(shown) > 1:
            yield sum(shown.values())


def _pinned(figure: Figure, base: int) -> bool:
    """Whether every numerator that fits the percentage is too small, or leaves too few."""
    numerators = _numerators(figure, base)
    return all(part < MINIMUM or part > base - MINIMUM for part in numerators)


def _numerators(figure: Figure, base: int) -> range:
    """Whole numbers whose share of the base rounds to the percentage shown, a half either way."""
    scale = 10**figure.measure.decimals
    shown = round((figure.number or 0) * scale)
    fitting = [part for part in range(base + 1) if abs(2 * (100 * scale * part - shown * base)) <= base]
    if not fitting:
        raise ValueError(f"the percentage in {figure.cell} fits no numerator of its base")
    return range(fitting[0], fitting[-1] + 1)


def check_arithmetic(file: str, sheet: Sheet) -> None:
    """Raise ValueError unless totals add up, percentages agree with those of their totals, and nothing hidden is pinned."""
    counts: Cells = {figure.labels: figure for figure in sheet.figures if figure.measure.kind is Kind.COUNT}
    percents: Cells = {figure.labels: figure for figure in sheet.figures if figure.measure.kind is Kind.PERCENT}
    for labels, figure in counts.items():
        for place, dimension in enumerate(sheet.dimensions):
            if labels[place] != dimension.total:
                continue
            parts = [(*labels[:place], label, *labels[place + 1 :]) for label in dimension.labels]
            shown = [counts[part] for part in parts if part in counts]
            if not any(part.shown == SUPPRESSED for part in shown) and sum(part.number or 0 for part in shown) != figure.number:
                raise ValueError(f"{file}: the total in {figure.cell} is not the sum of its parts")
            if percents:
                _check_numerators(file, percents[labels], [percents[part] for part in parts if part in percents], counts)
    if any(figure.shown == SUPPRESSED for figure in sheet.figures) and all(held.total for held in sheet.dimensions):
        _check_suppression(file, sheet)


def _check_numerators(file: str, whole: Figure, parts: list[Figure], counts: Cells) -> None:
    """Raise unless the numerators of the parts can add up to that of the whole."""
    ranges = [_numerators(part, int(counts[part.labels].number or 0)) for part in parts]
    total = _numerators(whole, int(counts[whole.labels].number or 0))
    if sum(part[0] for part in ranges) > total[-1] or sum(part[-1] for part in ranges) < total[0]:
        raise ValueError(f"{file}: the percentage in {whole.cell} does not agree with its parts")


def _check_suppression(file: str, sheet: Sheet) -> None:
    """Raise unless each hidden count could be at least ten, and lies in a range at least ten wide."""
    down, across = sheet.dimensions
    shown = {(figure.labels[0], figure.labels[1]): figure.shown for figure in sheet.figures}
    table = {cell: value if isinstance(value, str) else int(value) for cell, value in shown.items()}
    for cell, (low, high) in bounds(table, (down, across)).items():
        if high < MINIMUM or high - low < MINIMUM:
            raise ValueError(f"{file}: the hidden count of {cell} is pinned by the totals")


def apply_waivers(found: list[Planned], manifest: str) -> list[Planned]:
    """Mark what a waiver of the manifest covers, and add a finding for each waiver that has expired."""
    waivers = yaml.safe_load(manifest).get("waivers", [])
    held = [waiver for waiver in waivers if waiver["until"] >= WRITTEN.date()]
    marked = [replace(one, waived=any(_covers(waiver, one) for waiver in held)) for one in found]
    return marked + [Planned(MANIFEST, "", "", "stale-waiver", "review", "") for _ in range(len(waivers) - len(held))]


def _covers(waiver: dict[str, Any], one: Planned) -> bool:
    """Whether a waiver is for this finding; a rule's id ends in the name of its check."""
    held = waiver.get("cells", [one.cell])  # without cells a waiver is for the whole sheet
    place = waiver["file"] == one.file and waiver.get("sheet", "") == one.sheet and one.cell in held
    return place and str(waiver["rule"]).endswith(one.check)
