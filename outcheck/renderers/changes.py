"""Words and JSON for what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outcheck.model.places import Area
from outcheck.model.report import Report
from outcheck.model.since import Change, Changed, Since, TableSince
from outcheck.renderers.grouping import fold, named
from outcheck.renderers.wording import counted, place_name

_MOST_RANGES = 8
_WORDS = {
    Change.NUMBER: ("shows another number", "show other numbers"),
    Change.PRECISION: ("shows its number with more or fewer decimals", "show their numbers with more or fewer decimals"),
    Change.SHOWN: ("was a gap and is a number now", "were gaps and are numbers now"),
    Change.HIDDEN: ("was a number and is a gap now", "were numbers and are gaps now"),
    Change.GAP: ("is another gap", "are other gaps"),
    Change.NEW: ("is new", "are new"),
    Change.GONE: ("is gone, which stood at", "are gone, which stood at"),
}
_AS_BEFORE = "Nothing in the tables is other than before."


@dataclass(frozen=True, slots=True)
class TableView:
    """One table that changed: its name, what it is compared with, and what is other, a sentence each with its cells."""

    name: str
    title: str
    against: str
    said: tuple[tuple[str, str], ...]


def tables_of(report: Report) -> Iterator[TableView]:
    """Tables that changed, in words."""
    titles = {table.id: table for table in report.tables}
    for held in report.since.tables if report.since else ():
        table = titles.get(held.table)
        name = place_name(table.file, table.sheet, table.range) if table else held.before
        said = [(_sentence(changed), _cells(changed)) for changed in held.changed]
        whole = [(f"{sentence[:1].upper()}{sentence[1:]}", "") for sentence in held.said]
        yield TableView(name, table.title if table else "", _against(held), (*said, *whole))


def files_of(held: Since) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Files by what became of them."""
    yield "New, with nothing like them before", held.new
    yield "Other than before, without a table to compare", held.untold
    yield "There before, and not now", held.gone
    yield "The same as before, byte for byte", held.same


def summary(held: Since) -> str:
    """What the release was held against, and how much of it is as it was."""
    if not held.against:
        return "Nothing of this release, nor anything like it, was found before."
    tables = f"{counted(held.tables_as_before, 'table')} as before" if held.tables_as_before else ""
    same = f"{counted(len(held.same), 'file')} the same byte for byte" if held.same else ""
    rest = "; ".join(part for part in (same, tables) if part)
    said = f"Held against {', '.join(held.against)}{': ' if rest else ''}{rest}."
    return said if held.tables or held.new or held.gone or held.untold else f"{said} {_AS_BEFORE}"


def _against(held: TableSince) -> str:
    if not held.before:
        return "a new table"
    if not held.table:
        return "this table is gone"
    return f"beside {held.before}; {counted(held.same, 'cell')} as before"


def _sentence(held: Changed) -> str:
    return f"{counted(held.cells, 'cell')} {_WORDS[held.change][held.cells != 1]}"


def _cells(held: Changed) -> str:
    return named(fold(Area.parse(text) for text in held.ranges), held.cells, most=_MOST_RANGES)


def as_json(held: Since) -> dict[str, object]:
    """What the JSON report says of it."""
    return {
        "against": list(held.against),
        "same": list(held.same),
        "new": list(held.new),
        "gone": list(held.gone),
        "untold": list(held.untold),
        "tables": [
            {
                "table": table.table,
                "before": table.before,
                "same": table.same,
                "changed": [
                    {"change": one.change.value, "cells": one.cells, "ranges": list(one.ranges)} for one in table.changed
                ],
                "said": list(table.said),
            }
            for table in held.tables
        ],
        "tables_as_before": held.tables_as_before,
    }
