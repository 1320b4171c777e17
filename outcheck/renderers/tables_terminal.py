"""Renders what was understood for a terminal: in words, at any width, in a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from outcheck.model.release import Release
from outcheck.model.statistics import Statistic
from outcheck.model.table import Meaning
from outcheck.renderers.tables_summary import DimensionSeen, FileSeen, GapSeen, MeasureSeen, Numbers, Seen, TableSeen, see
from outcheck.renderers.wording import counted, place_name, plain

_COLUMN = 14
_MOST_NAMES = 6
_MOST_PLACES = 12
_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)


def render(release: Release, *, width: int = 80) -> str:
    """Render as text of a width. Reads neither the environment nor the terminal it runs in."""
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False, _environ={})
    lines = (line for said in _lines(see(release)) for line in _wrapped(*said, console))
    return "".join(f"{line}\n" for line in lines)


def _wrapped(lead: str, said: str, column: int, console: Console) -> Iterator[str]:
    """A paragraph that hangs to the right of its lead. Every text passes here and is made harmless."""
    room = max(console.width - column, 8)
    for number, part in enumerate(Text(plain(said)).wrap(console, room, overflow="fold") or [Text()]):
        yield ((lead if number == 0 else "").ljust(column) + part.plain).rstrip()


def _lines(seen: Seen) -> Iterator[tuple[str, str, int]]:
    for file in seen.files:
        yield "", f"{file.path} ({file.format})", 0
        yield from _file(file)
        yield "", "", 0
    yield "", _account(seen.numbers), 0
    for holds, sentence in (
        (seen.unread, f"{counted(seen.unread, 'part')} could not be read."),
        (seen.numbers.not_understood, "Say under 'columns' in outcheck.yaml what the numbers not understood are."),
        (
            seen.unsure,
            f"{counted(seen.unsure, 'reading')} unsure: `outcheck init` writes them into outcheck.yaml to be corrected.",
        ),
        (seen.unexplained, f"{counted(seen.unexplained, 'gap')} without a meaning: give it under 'markers' in outcheck.yaml."),
    ):
        if holds:
            yield "", sentence, 0


def _account(held: Numbers) -> str:
    told = f"{held.labels:,} labels + {held.in_tables:,} in tables + {held.not_understood:,} not understood"
    return f"{counted(held.numbers, 'number')} = {told}"


def _file(file: FileSeen) -> Iterator[tuple[str, str, int]]:
    for entry in file.unread:
        yield _item("not read", f"{entry.sheet and f'sheet {entry.sheet}: '}{entry.what}; {entry.todo}")
    if not file.tables and not file.unread:
        yield _item("", "no table in it")
    for table in file.tables:
        yield from _table(table)
    if file.numbers.numbers:
        yield _item("numbers", _account(file.numbers))
    for (sheet, why), entries in groupby(file.lost, key=lambda each: (each[0], each[1].why)):
        held = [entry for _, entry in entries]
        places = ", ".join(str(entry.area) for entry in held[:_MOST_PLACES]) + _more(len(held) - _MOST_PLACES)
        total = sum(entry.numbers for entry in held)
        yield _item("  lost", f"{place_name('', sheet, places)}: {counted(total, 'number')}, {why}")


def _item(lead: str, said: str) -> tuple[str, str, int]:
    return f"  {lead}", said, _COLUMN


def _more(left: int) -> str:
    return f" and {left:,} more" if left > 0 else ""


def _table(held: TableSeen) -> Iterator[tuple[str, str, int]]:
    table = held.table
    title = f": {table.title}" if table.title else ""
    yield _item("table", f"{place_name('', table.sheet, str(table.area))}, {table.shape.value}{title}")
    if table.rows_of_persons:
        yield _item("", "looks like one row per person, so its labels are not shown")
    about = [*(["from " + ", ".join(table.source)] if table.source else []), *([table.population] if table.population else [])]
    if about:
        yield _item("  about", "; ".join(about))
    for number, dimension in enumerate(held.dimensions):
        yield _item("  by" if number == 0 else "", _dimension(dimension))
    for number, (said, names) in enumerate(_measures(held)):
        listed = ", ".join(names[:_MOST_NAMES]) + _more(len(names) - _MOST_NAMES)
        yield _item("  measures" if number == 0 else "", f"{listed}: {said}")
    if any(held.sums):
        confirmed, untested, broken = held.sums
        wrong = f", {broken:,} do not add up" if broken else ""
        yield _item("  sums", f"{confirmed:,} confirmed, {untested:,} untested{wrong}")
    for number, gap in enumerate(held.gaps):
        yield _item("  gaps" if number == 0 else "", _gap(gap))


def _dimension(held: DimensionSeen) -> str:
    total = f", total {held.total}" if held.total else ", no total"
    nested = f", {held.nested:,} are part of another" if held.nested else ""
    many = f"{held.categories:,} {'category' if held.categories == 1 else 'categories'}"
    return f"{held.name or '(no name)'}: {many}{total}{nested}"


def _measures(held: TableSeen) -> list[tuple[str, list[str]]]:
    """Measures of which the same is to be said, together."""
    said: dict[str, list[str]] = {}
    for measure in held.measures:
        name = "every cell" if measure.name and measure.name == held.table.title else measure.name
        said.setdefault(_measure(measure), []).append(name or "(no name)")
    return list(said.items())


def _measure(held: MeasureSeen) -> str:
    word = "not understood" if held.statistic is Statistic.UNKNOWN else held.statistic.value.replace("-", " ")
    said = [f"{word}{f' in {held.measured_in}' if held.measured_in else ''}{f' of unit {held.unit}' if held.unit else ''}"]
    if held.weighted is False:
        said.append("unweighted")
    if held.statistic not in _COUNTS:
        shown = "no base shown" if not held.with_base else f"base shown for {held.with_base:,} of {held.cells:,}"
        said.append("base shown" if held.with_base == held.cells else shown)
    if held.rounding is not None:
        exceptions = f" but for {held.rounding.exceptions:,}" if held.rounding.exceptions else ""
        sums = ", every sum holds" if held.rounding.adds_up else ""
        said.append(f"rounded to {held.rounding.base:g}{exceptions}{sums}")
    said.append(f"{'sure' if held.sure else 'UNSURE'}{f' ({held.why})' if held.why else ''}")
    return ", ".join(said)


def _gap(held: GapSeen) -> str:
    bounds = f" ({held.admits[0]:g} to {held.admits[1]:g})" if held.admits else ""
    meaning = "nothing says what it means" if held.meaning is Meaning.UNEXPLAINED else held.meaning.value.replace("-", " ")
    return f"{held.text or '(empty)'}: {meaning}{bounds}, {counted(held.cells, 'cell')}"
