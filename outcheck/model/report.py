"""A report: everything a renderer may show. Carries values only where ``values_shown``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outcheck.model.baseline import Compared
from outcheck.model.deduction import Looked
from outcheck.model.finding import Finding
from outcheck.model.record import Record
from outcheck.model.release import Unread
from outcheck.model.rule import Certainty, Level, Source
from outcheck.model.since import Since


class Verdict(StrEnum):
    """May it leave? Ordered from best to worst; ``incomplete`` outranks all."""

    CLEAR = "clear"
    REVIEW = "review"
    BLOCKED = "blocked"
    INCOMPLETE = "incomplete"

    @property
    def rank(self) -> int:
        """0 for clear, 3 for incomplete."""
        return list(Verdict).index(self)


class Outcome(StrEnum):
    """What came of asking a rule."""

    HIT = "hit"
    UNDETERMINED = "undetermined"
    CLEAR = "clear"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASKED = "not-asked"


class Role(StrEnum):
    """What a drawn cell is."""

    HEADING = "heading"
    NUMBER = "number"
    GAP = "gap"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell of a drawing. ``text`` is a mask for numbers unless values are shown.

    ``across`` and ``down`` are how many drawn columns and rows a merged cell reaches over; both are 0 for those under it.
    """

    text: str
    role: Role
    address: str
    findings: tuple[int, ...] = ()
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table as the file shows it: headings, then the rows that matter. ``left_out`` counts body rows not drawn.

    ``findings`` of a drawn cell are positions in the report's findings.
    """

    headings: tuple[tuple[DrawnCell, ...], ...]
    rows: tuple[tuple[DrawnCell, ...], ...]
    rows_left_out: int = 0
    columns_left_out: int = 0


@dataclass(frozen=True, slots=True)
class DimensionSummary:
    """A dimension as reported: how many categories, and which label is their total."""

    name: str
    categories: int
    total: str | None


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure as reported; ``cells`` counts numbers and gaps."""

    name: str
    statistic: str
    unit: str | None
    cells: int
    gaps: int
    sure: bool
    why: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Account of numeric cells: ``numbers == checked + labels + unexplained``, always."""

    numbers: int = 0
    checked: int = 0
    labels: int = 0
    unexplained: int = 0

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(
            self.numbers + other.numbers,
            self.checked + other.checked,
            self.labels + other.labels,
            self.unexplained + other.unexplained,
        )


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table as understood, and its own verdict."""

    id: str
    file: str
    sheet: str
    range: str
    shape: str
    title: str
    verdict: Verdict
    dimensions: tuple[DimensionSummary, ...]
    measures: tuple[MeasureSummary, ...]
    sums: int
    numbers: Numbers
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file, its digest, its verdict, and what of it could not be read."""

    path: str
    sha256: str
    bytes: int
    format: str
    verdict: Verdict
    unread: tuple[Unread, ...]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class AskedRule:
    """A rule of the packs and what came of it; listed whether or not it fired.

    ``tables`` are those of which it could not tell.
    """

    rule: str
    check: str
    code: str
    pack: str
    level: Level
    outcome: Outcome
    examined: int
    reason: str
    source: Source
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackUsed:
    """A pack that was applied, with its digest."""

    pack: str
    version: int
    title: str
    sha256: str
    source: Source


@dataclass(frozen=True, slots=True)
class Totals:
    """Head counts of the report. ``blocked``, ``review`` and ``notes`` count findings that are not waived."""

    files: int
    tables: int
    numbers: Numbers
    blocked: int
    review: int
    notes: int
    waived: int


@dataclass(frozen=True, slots=True)
class Report:
    """The clearance report. Sorted; same input and rules give the same report.

    ``looked`` says, per attacker, what became of the hidden cells; it is empty where no rule asked about them. ``records`` are
    what other programs wrote down about the files; what belongs to them was not examined, and must not leave.
    ``compared`` is there where a baseline was given: the exit code then follows what is new, the verdict everything.
    ``since`` says what is other than before, where something before was named; nothing follows from it.
    """

    tool_version: str
    packs: tuple[PackUsed, ...]
    verdict: Verdict
    exit_code: int
    values_shown: bool
    totals: Totals
    files: tuple[FileReport, ...]
    tables: tuple[TableReport, ...]
    rules: tuple[AskedRule, ...]
    findings: tuple[Finding, ...]
    looked: tuple[Looked, ...] = ()
    records: tuple[Record, ...] = ()
    compared: Compared | None = None
    since: Since | None = None

    @property
    def unverified_rules(self) -> tuple[AskedRule, ...]:
        """Rules whose source nobody has verified; every renderer says so."""
        return tuple(rule for rule in self.rules if rule.source.certainty is not Certainty.VERIFIED)
