"""What outcheck takes the tables of one sheet to be, as a manifest would say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.layout import Understanding, understand
from outcheck.model.grid import Grid
from outcheck.model.hints import ColumnHint, Hints, TableHint
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Meaning, Measure, Table

_LONGEST_NAME = 200
_LONGEST_MARKER = 12
_MOST_MARKERS = 5


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A name and its statistic. One that is ``said`` stands as a value; any other waits in a comment for a person."""

    name: str
    statistic: Statistic
    why: str
    said: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """One file or sheet; ``persons`` says that it looks like one row per person.

    ``remarks`` are for the reader; ``markers`` are texts that nothing explains, with their cells.
    """

    file: str
    sheet: str
    remarks: tuple[str, ...]
    unit: Unit | None
    unit_said: bool
    columns: tuple[ColumnGuess, ...]
    markers: tuple[tuple[str, int], ...]
    persons: bool = False

    @property
    def hint(self) -> TableHint:
        """What the entry says to the reading, comments left out."""
        columns = tuple(ColumnHint(each.name, each.statistic) for each in self.columns if each.said)
        return TableHint(self.file, self.sheet, columns, self.unit if self.unit_said else None)


def guess_of(grid: Grid, hints: Hints) -> Guess | None:
    """Guess of a grid that no hint describes yet; None where there is nothing to say.

    Only what leaves the reading as it is stands as a value: the grid is read again with it, and compared.
    """
    try:
        read = understand(grid, hints)
    except Exception:  # noqa: BLE001  the report says that this sheet could not be understood
        return None
    if not read.tables and not read.account.numbers:
        return None
    if any(table.rows_of_persons for table in read.tables):
        remark = "looks like one row per person, which may not leave: nothing is guessed, and nothing of it is shown"
        return Guess(grid.file, grid.sheet, (remark,), None, unit_said=False, columns=(), markers=(), persons=True)
    unit, unit_said = _unit(read.tables)
    guess = Guess(grid.file, grid.sheet, _remarks(read), unit, unit_said, _columns(read.tables), _markers(read.tables))
    guess = _without_misfits(grid, hints, guess, {table.title for table in read.tables})
    if not _reads_alike(grid, hints, guess, read):
        waiting = tuple(replace(column, said=False) for column in guess.columns)
        guess = replace(guess, columns=waiting)
        if not _reads_alike(grid, hints, guess, read):
            guess = replace(guess, unit_said=False)
    return guess


def _unit(tables: Sequence[Table]) -> tuple[Unit | None, bool]:
    """Unit of the measures, and whether it is that of all: an entry has one for everything in the sheet."""
    units = [measure.unit for table in tables for measure in table.measures]
    known = [unit for unit in units if unit is not None]
    if not known:
        return None, False
    return max(sorted(set(known)), key=known.count), len(set(units)) == 1


def _columns(tables: Sequence[Table]) -> tuple[ColumnGuess, ...]:
    """Guesses by name; a name that means different things in two tables is sure in neither."""
    named: dict[str, list[Measure]] = {}
    for table in tables:
        for measure in table.measures:
            if measure.name.strip():
                named.setdefault(measure.name.casefold(), []).append(measure)
    return tuple(_column(held) for held in named.values())


def _column(held: list[Measure]) -> ColumnGuess:
    first = held[0]
    statistics = {measure.statistic for measure in held}
    if len(statistics) > 1:
        return ColumnGuess(first.name, Statistic.UNKNOWN, "read differently in different tables", said=False)
    unsure = next((measure for measure in held if not measure.sure), None)
    said = unsure is None and first.statistic is not Statistic.UNKNOWN
    return ColumnGuess(first.name, first.statistic, (unsure or first).why, said)


def _without_misfits(grid: Grid, hints: Hints, guess: Guess, titles: set[str]) -> Guess:
    """The guess with remarks in place of names that a correction cannot reach, such as a title's."""
    every = TableHint(grid.file, grid.sheet, tuple(ColumnHint(each.name, Statistic.COUNT) for each in guess.columns))
    missing = {hint.name for hint in _again(grid, hints, every).unfitting} if guess.columns else set()
    missing |= {each.name for each in guess.columns if len(each.name) > _LONGEST_NAME}
    remarks = [_remark(each, titles) for each in guess.columns if each.name in missing]
    kept = tuple(each for each in guess.columns if each.name not in missing)
    return replace(guess, columns=kept, remarks=(*guess.remarks, *remarks))


def _remark(column: ColumnGuess, titles: set[str]) -> str:
    name = "every cell" if column.name in titles else column.name[:_LONGEST_NAME]
    return f"{name}: {column.statistic.value}, {'sure' if column.said else 'unsure'}: {column.why}"


def _again(grid: Grid, hints: Hints, hint: TableHint) -> Understanding:
    return understand(grid, replace(hints, tables=(*hints.tables, hint)))


def _reads_alike(grid: Grid, hints: Hints, guess: Guess, read: Understanding) -> bool:
    """Whether nothing changes when the guess is said."""
    again = _again(grid, hints, guess.hint)
    return (
        not again.unfitting
        and again.account == read.account
        and len(again.tables) == len(read.tables)
        and all(_alike(one, other) for one, other in zip(read.tables, again.tables, strict=True))
    )


def _alike(one: Table, other: Table) -> bool:
    plain = (
        [
            (table.area, table.body, table.shape, table.title, table.markers),
            [(each.name, each.labels, each.total, each.parents, each.codes.tolist()) for each in table.dimensions],
            [replace(measure, why="") for measure in table.measures],
        ]
        for table in (one, other)
    )
    arrays = ("value", "marker", "decimals", "measure", "base", "row", "column")
    return next(plain) == next(plain) and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "value") for name in arrays
    )


def _markers(tables: Sequence[Table]) -> tuple[tuple[str, int], ...]:
    """Texts that nothing explains; longer ones, or ones with digits, are content rather than markers."""
    found: dict[str, int] = {}
    for table in tables:
        for number, marker in enumerate(table.markers):
            text = marker.text.strip()
            cells = int((table.marker == number).sum())
            usual = 0 < len(text) <= _LONGEST_MARKER and text.isprintable() and not any(sign.isdigit() for sign in text)
            if marker.meaning is Meaning.UNEXPLAINED and usual and cells:
                found[text] = found.get(text, 0) + cells
    return tuple(found.items()) if len(found) <= _MOST_MARKERS else ()


def _remarks(read: Understanding) -> tuple[str, ...]:
    said = []
    for table in read.tables:
        by = "; ".join(
            f"{held.name or '(no name)'} ({len(held.labels)}{f', total {held.labels[held.total]}' if held.total >= 0 else ''})"
            for held in table.dimensions
        )
        said.append(f"{table.area}, {table.shape.value}{f', {table.title}' if table.title else ''}{f', by {by}' if by else ''}")
    said += [f"{entry.numbers} not understood in {entry.area}: {entry.why}" for entry in read.account.not_understood]
    return tuple(said)
