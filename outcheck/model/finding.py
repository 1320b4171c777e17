"""A finding: what a rule found, where, why, and what to do. Never carries a value unless asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outcheck.model.deduction import Proof
from outcheck.model.places import Area, Place
from outcheck.model.rule import Level


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's decision that a finding may stand.

    Matches by fingerprint, or by rule id and place (file, then optionally sheet and cells), up to and including ``until``.
    ``line`` is its line in the manifest.
    """

    reason: str
    by: str
    until: date
    fingerprint: str = ""
    rule: str = ""
    file: str = ""
    sheet: str = ""
    cells: tuple[Area, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs doing or deciding.

    ``cells`` is how many cells it speaks of: the first is ``place``, the rest are covered by ``related``.
    ``level`` may be milder than the rule's where the reading of the table is unsure. ``said`` are words of a person that belong
    to it; they may hold anything, so that they are shown where values are, and nowhere else. ``known`` says that a baseline
    has it: it stands all the same.
    """

    code: str
    check: str
    rule: str
    pack: str
    level: Level
    risk: str
    statbarn: str
    place: Place
    table: str
    labels: tuple[tuple[str, str], ...]
    message: str
    related: tuple[Place, ...]
    remedies: tuple[str, ...]
    fingerprint: str
    cells: int = 1
    undetermined: bool = False
    waived: Waiver | None = None
    value: float | None = None
    proof: Proof | None = None
    said: str = ""
    known: bool = False
