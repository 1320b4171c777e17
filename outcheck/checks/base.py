"""What a check is: a question, where it applies, and how it finds what it looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.deduction import Proof
from outcheck.model.finding import Waiver
from outcheck.model.record import Record
from outcheck.model.release import Account, ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Table


class Undetermined(Exception):  # noqa: N818  it is an answer, not an error
    """The check lacks what it needs to answer; the reason says what, without a value."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Cells that offend, all for one reason.

    Each cell becomes a finding of its own, or all of them one finding where ``together``. ``related`` holds, per cell, the
    index of the cell that explains it (a base, a total), -1 for none. ``undetermined`` says that the check could not tell.
    ``message`` and ``remedies`` carry parameters, never a cell's content.
    """

    cells: Indices
    message: str
    related: Indices | None = None
    remedies: tuple[str, ...] = ()
    together: bool = False
    undetermined: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something found about a file, an account, a waiver or a record rather than about cells of a table.

    ``area`` is where it begins, ``related`` are further ranges of the same sheet. ``file`` is the file that it is about, where
    that is not the one asked about. ``said`` are words of a person, to be shown where values are.
    """

    message: str
    sheet: str = ""
    area: str = ""
    cells: int = 1
    remedies: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    file: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHit:
    """Cells of one table, each given by its table and its own number, that make one finding of a release as a whole.

    The first of ``cells`` is where it is shown. ``related`` are cells, of any table, that explain it. ``proof`` says how what
    is found can be worked out. ``doubtful`` says that the reading behind it is not sure, or that what is found may do no
    harm: then a person decides. ``undetermined`` says that the check could not tell.
    """

    cells: tuple[tuple[int, int], ...]
    message: str
    proof: Proof | None = None
    related: tuple[tuple[int, int], ...] = ()
    remedies: tuple[str, ...] = ()
    doubtful: bool = False
    undetermined: bool = False


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver and what became of it."""

    waiver: Waiver
    expired: bool
    used: int


@dataclass(frozen=True, slots=True)
class TableCheck:
    """Asks about the cells of one table. ``examines`` says which cells the question is about; ``find`` answers for those.

    ``narrows`` leaves out those that a rule's own parameters are not about.
    """

    examines: Callable[[Table], BoolArray]
    find: Callable[[Table, Indices, Any], Iterator[Hit]]
    narrows: Callable[[Table, Any], BoolArray] | None = None

    def asked(self, table: Table, parameters: CheckParameters) -> BoolArray:
        """Which cells a rule with these parameters is about."""
        mask = self.examines(table)
        return mask & self.narrows(table, parameters) if self.narrows else mask


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """Asks what all tables of a release tell together.

    ``examines`` says which cells of a table the question is about; ``find`` gets one such mask per table, less what is out of
    the rule's scope, and answers for those.
    """

    examines: Callable[[Table], BoolArray]
    find: Callable[[Deductions, Sequence[BoolArray], Any], Iterator[ReleaseHit]]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Asks about one file as bytes and kind."""

    find: Callable[[ReleaseFile, Any], Iterator[Note]]


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """Asks about the numbers of one grid that no table explains."""

    find: Callable[[Account, Any], Iterator[Note]]


@dataclass(frozen=True, slots=True)
class WaiverCheck:
    """Asks about one waiver of the manifest."""

    find: Callable[[WaiverUse, Any], Iterator[Note]]


class Repair(StrEnum):
    """What ``outcheck fix`` may do about a finding by itself.

    ``hide`` puts a marker in place of the numbers found. ``protect`` hides others, since those found are hidden already and can
    be worked out. ``decide`` leaves it to a person.
    """

    HIDE = "hide"
    PROTECT = "protect"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """Asks about what another program wrote down about the files."""

    find: Callable[[Record, Any], Iterator[Note]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check as the catalogue holds it."""

    code: str
    name: str
    asks: str
    risk: Risk
    statbarn: Statbarn
    parameters: type[CheckParameters]
    question: TableCheck | ReleaseCheck | FileCheck | AccountCheck | WaiverCheck | RecordCheck
    remedies: tuple[str, ...] = ()
    repair: Repair = Repair.DECIDE


def chosen(cells: Indices, mask: BoolArray) -> Indices:
    """Those of ``cells`` where ``mask`` (one entry per chosen cell) holds."""
    return cells[np.asarray(mask, dtype=np.bool_)]
