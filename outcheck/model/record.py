"""A record: what the program that made the outputs wrote down about them, beside them, for the checker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outcheck.model.places import Area


class Misfit(StrEnum):
    """How a file and the record beside it do not fit."""

    MISSING = "missing"
    UNNAMED = "unnamed"
    CHANGED = "changed"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class RecordedOutput:
    """One output as its record tells it. ``files`` are paths of the release.

    ``status`` is the word of the record; ``failed`` are the names of the record's own checks that did not pass, and ``cells``
    where they say so. ``exception`` and ``comments`` are the words of a person, which may hold anything. ``withheld`` says that
    it calls itself not for release.
    """

    name: str
    files: tuple[str, ...]
    status: str
    failed: tuple[str, ...] = ()
    cells: tuple[Area, ...] = ()
    exception: str = ""
    comments: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def passed(self) -> bool:
        """Whether the record finds no fault with it, or a reviewer has approved it."""
        return self.status in ("pass", "approved")


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its outputs. ``path`` is its own file; ``aside`` are the files that belong to it and do not leave.

    ``misfits`` are files that do not fit it, by path.
    """

    path: str
    tool: str
    outputs: tuple[RecordedOutput, ...] = ()
    aside: tuple[str, ...] = ()
    misfits: tuple[tuple[Misfit, str], ...] = ()
