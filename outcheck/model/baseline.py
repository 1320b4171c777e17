"""A baseline: what was found before, so that a pipeline fails for what is new. It clears nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from outcheck.model.finding import Finding
from outcheck.model.rule import Level


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A finding as it was. ``cells`` is a digest of which cells it spoke of, empty where it was one that its labels name.

    ``rule`` and ``file`` say what it was about, for a person.
    """

    fingerprint: str
    pack: str
    rule: str
    level: Level
    file: str
    cells: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is this one and no graver: the same in every point but a milder level."""
        return known_of(finding, self.level) == self and finding.level.rank <= self.level.rank


@dataclass(frozen=True, slots=True)
class KnownDoubt:
    """A table of which a rule could not tell."""

    pack: str
    rule: str
    table: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Everything that was known."""

    findings: tuple[KnownFinding, ...] = ()
    doubts: tuple[KnownDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A report held against a baseline: how much of it was known and is new, and what of the baseline fits nothing any more."""

    known: int
    new: int
    stale: tuple[KnownFinding | KnownDoubt, ...]


def known_of(finding: Finding, level: Level) -> KnownFinding:
    """A finding as a baseline keeps it, under a level."""
    return KnownFinding(finding.fingerprint, finding.pack, finding.rule, level, finding.place.file, _cells(finding))


def _cells(finding: Finding) -> str:
    """Digest of the cells of a finding that speaks of several: with one more among them it is another."""
    if finding.cells == 1:
        return ""
    places = (finding.place, *finding.related)
    text = "\x1f".join([str(finding.cells), *(f"{place.file}\x1e{place.sheet}\x1e{place.cell}" for place in places)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
