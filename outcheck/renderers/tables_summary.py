"""What was understood of a release, in words and numbers that may leave: no value of a cell, no label of a person's row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.model.release import Account, NotUnderstood, Release, ReleaseFile, Unread
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Meaning, Rounding, Table

WITHHELD = "(withheld: it could be about a person)"
_LONGEST_MARKER = 12
_MOST_MARKERS = 5


@dataclass(frozen=True, slots=True)
class DimensionSeen:
    """A dimension: how many categories, which is the total, and how many are parts of another."""

    name: str
    categories: int
    total: str
    nested: int


@dataclass(frozen=True, slots=True)
class MeasureSeen:
    """A measure; ``with_base`` counts its cells whose base is shown, ``weighted`` is None where nothing tells."""

    name: str
    statistic: Statistic
    unit: str
    measured_in: str
    weighted: bool | None
    cells: int
    gaps: int
    with_base: int
    rounding: Rounding | None
    sure: bool
    why: str


@dataclass(frozen=True, slots=True)
class GapSeen:
    """A marker and how many cells hold it; ``text`` is empty for empty cells."""

    text: str
    meaning: Meaning
    admits: tuple[float, float] | None
    cells: int


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table. ``sums`` are confirmed, untested and broken ones."""

    table: Table
    dimensions: tuple[DimensionSeen, ...]
    measures: tuple[MeasureSeen, ...]
    gaps: tuple[GapSeen, ...]
    sums: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where numeric cells went."""

    numbers: int
    in_tables: int
    labels: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file: its account, where the rest of its numbers stand, and what could not be read."""

    path: str
    format: str
    numbers: Numbers
    lost: tuple[tuple[str, NotUnderstood], ...]
    unread: tuple[Unread, ...]
    tables: tuple[TableSeen, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was understood. ``exit_code``: 2 something unread, 1 something not or not surely understood, else 0."""

    files: tuple[FileSeen, ...]
    numbers: Numbers

    @property
    def unread(self) -> int:
        """How much could not be read."""
        return sum(len(file.unread) for file in self.files)

    @property
    def unsure(self) -> int:
        """How many measures were guessed."""
        return sum(not measure.sure for file in self.files for table in file.tables for measure in table.measures)

    @property
    def unexplained(self) -> int:
        """How many gaps nothing explains."""
        gaps = (gap for file in self.files for table in file.tables for gap in table.gaps)
        return sum(gap.cells for gap in gaps if gap.meaning is Meaning.UNEXPLAINED)

    @property
    def exit_code(self) -> int:
        """Exit code of the command."""
        if self.unread or not self.files:
            return 2
        return 1 if self.numbers.not_understood or self.unsure or self.unexplained else 0


def see(release: Release) -> Seen:
    """Sum up a release."""
    return Seen(tuple(_file(file, release) for file in release.files), _numbers(release.accounts))


def _file(file: ReleaseFile, release: Release) -> FileSeen:
    accounts = [account for account in release.accounts if account.file == file.path]
    return FileSeen(
        path=file.path,
        format=file.format,
        numbers=_numbers(accounts),
        lost=tuple((account.sheet, entry) for account in accounts for entry in account.not_understood),
        unread=file.unread,
        tables=tuple(_table(table) for table in release.tables if table.file == file.path),
    )


def _numbers(accounts: list[Account] | tuple[Account, ...]) -> Numbers:
    return Numbers(
        sum(account.numbers for account in accounts),
        sum(account.measured for account in accounts),
        sum(account.labels for account in accounts),
        sum(entry.numbers for account in accounts for entry in account.not_understood),
    )


def _table(table: Table) -> TableSeen:
    held = [int((table.sums.addition == addition).sum()) for addition in Addition]
    return TableSeen(
        table=table,
        dimensions=tuple(_dimension(table, number) for number in range(len(table.dimensions))),
        measures=tuple(_measure(table, number) for number in range(len(table.measures))),
        gaps=_gaps(table),
        sums=(held[Addition.CONFIRMED], held[Addition.UNTESTED], held[Addition.BROKEN]),
    )


def _dimension(table: Table, number: int) -> DimensionSeen:
    held = table.dimensions[number]
    total = held.labels[held.total] if held.total >= 0 else ""
    nested = sum(parent >= 0 for parent in held.parents)
    return DimensionSeen(held.name, len(held.labels), WITHHELD if total and table.rows_of_persons else total, nested)


def _measure(table: Table, number: int) -> MeasureSeen:
    held = table.measures[number]
    mine = table.measure == number
    return MeasureSeen(
        name=WITHHELD if table.rows_of_persons and _named_by_rows(table) else held.name,
        statistic=held.statistic,
        unit=held.unit.value if held.unit else "",
        measured_in=held.measured_in,
        weighted={Statistic.WEIGHTED_COUNT: True, Statistic.COUNT: False}.get(held.statistic),
        cells=int(mine.sum()),
        gaps=int((mine & ~table.is_number).sum()),
        with_base=int((mine & (table.base >= 0)).sum()),
        rounding=held.rounding,
        sure=held.sure,
        why=held.why,
    )


def _named_by_rows(table: Table) -> bool:
    """Whether names of measures stand in rows, where one row a person would put a label."""
    pairs = np.unique(np.stack([table.column.astype(np.int64), table.measure.astype(np.int64)]), axis=1)
    return bool(pairs.shape[1] > len(np.unique(pairs[0])))


def _gaps(table: Table) -> tuple[GapSeen, ...]:
    """Markers with their cells. Texts that nothing explains could be anything, so those that may be values are one entry."""
    unknown = {held.text.strip() for held in table.markers if held.meaning is Meaning.UNEXPLAINED} - {""}
    hidden = (
        unknown if table.rows_of_persons or len(unknown) > _MOST_MARKERS else {text for text in unknown if not _harmless(text)}
    )
    found: dict[tuple[str, Meaning, tuple[float, float] | None], int] = {}
    for number, held in enumerate(table.markers):
        text = held.text.strip()
        key = (WITHHELD if text in hidden else text, held.meaning, held.admits)
        found[key] = found.get(key, 0) + int((table.marker == number).sum())
    return tuple(GapSeen(text, meaning, admits, cells) for (text, meaning, admits), cells in found.items() if cells)


def _harmless(text: str) -> bool:
    """Whether a text is short, without digits and one word, so that it can hardly be a value or a name in full."""
    return len(text) <= _LONGEST_MARKER and text.isprintable() and not any(sign.isdigit() or sign.isspace() for sign in text)
