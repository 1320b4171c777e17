"""What is other in a release than it was before. It says where, and never what a number is or was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a cell."""

    NUMBER = "number"
    """Another number."""
    PRECISION = "precision"
    """The same number, written with more or fewer decimals."""
    SHOWN = "shown"
    """A gap before, a number now."""
    HIDDEN = "hidden"
    """A number before, a gap now."""
    GAP = "gap"
    """Another gap."""
    NEW = "new"
    """Not there before."""
    GONE = "gone"
    """There before, and not now."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Cells of a table that changed in one way, as ranges; those that are gone stood so in the table before."""

    change: Change
    cells: int
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSince:
    """A table beside the one before that it is compared with.

    ``table`` is the id of the one, empty where it is gone; ``before`` names the other, empty where it is new. ``same`` counts
    cells that are as they were; ``said`` tells what is other about the table as a whole.
    """

    table: str
    before: str
    same: int
    changed: tuple[Changed, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """A release held against what was before.

    ``against`` names everything that some of it was compared with. Files are ``same`` byte for byte, ``new`` where nothing before
    resembles them, or ``gone``: there before beside others of these. Tables that are quite as before are only counted.
    ``untold`` are files of which one with the same name was there, other in its bytes, and nothing could be compared.
    """

    against: tuple[str, ...]
    same: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    tables: tuple[TableSince, ...]
    tables_as_before: int
    untold: tuple[str, ...] = ()
