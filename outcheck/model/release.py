"""A release: everything one request wants to take out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from outcheck.model.grid import Grid
from outcheck.model.inspection import Hidden
from outcheck.model.places import Area
from outcheck.model.record import Record
from outcheck.model.table import Table


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, and so makes the verdict incomplete.

    ``what`` says what happened, ``todo`` what to do; neither carries a cell's content.
    """

    what: str
    todo: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file as it would leave. ``path`` is relative to the release with ``/``; ``format`` is its true kind.

    ``hidden`` is what inspection found beside the values, with what it could not look into. ``source`` is where it was read from,
    None for what is no file.
    """

    path: str
    format: str
    bytes: int
    sha256: str
    grids: tuple[Grid, ...] = ()
    unread: tuple[Unread, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    source: Path | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Numeric cells that are neither a statistic nor a label, with the reason."""

    area: Area
    numbers: int
    why: str


@dataclass(frozen=True, slots=True)
class SaidCount:
    """A count that a text says in words, such as ``N = 12`` in a title, and where the text stands."""

    area: Area
    count: int


@dataclass(frozen=True, slots=True)
class Account:
    """Where every numeric cell of one grid went, and which counts its texts say.

    ``numbers`` is counted from the raw cells alone; ``measured`` are in tables, ``labels`` were recognised as labels.
    """

    file: str
    sheet: str
    numbers: int
    measured: int
    labels: int
    not_understood: tuple[NotUnderstood, ...] = ()
    said: tuple[SaidCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """All files, their tables, and the account of their numbers.

    ``past`` are tables that left before, to be read beside them; ``records`` what other programs wrote down about the files.
    """

    files: tuple[ReleaseFile, ...]
    tables: tuple[Table, ...]
    accounts: tuple[Account, ...]
    past: tuple[Table, ...] = ()
    records: tuple[Record, ...] = ()
