"""Asks rules of tables, files, accounts and waivers, and keeps what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from outcheck.checks.base import (
    AccountCheck,
    FileCheck,
    RecordCheck,
    ReleaseCheck,
    TableCheck,
    Undetermined,
    WaiverCheck,
    WaiverUse,
)
from outcheck.engine.findings import Asking, from_hit, from_note, from_release_hit
from outcheck.engine.geography import UNKNOWN, geography_of
from outcheck.inference.computed import Computed
from outcheck.inference.deductions import Deductions
from outcheck.model.arrays import BoolArray
from outcheck.model.deduction import Looked
from outcheck.model.finding import Finding
from outcheck.model.record import Record
from outcheck.model.release import Account, Release, ReleaseFile
from outcheck.model.report import AskedRule, Outcome
from outcheck.model.rule import Attacker, Rule
from outcheck.model.scopes import Geography
from outcheck.model.table import Table

MANIFEST = "outcheck.yaml"


@dataclass(slots=True)
class Answers:
    """What came of one rule, filled while it is asked. One that does not apply is not for the purpose of this release."""

    asking: Asking
    asked: bool
    applies: bool = True
    examined: int = 0
    reasons: list[str] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)
    """Tables of which the check could not tell, so that they are not clear."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the rule is asked of this release."""
        return self.asked and self.applies

    @property
    def outcome(self) -> Outcome:
        """The gravest thing that came of it."""
        if not self.asked:
            return Outcome.NOT_ASKED
        if not self.applies:
            return Outcome.NOT_APPLICABLE
        if any(not finding.undetermined for finding in self.findings):
            return Outcome.HIT
        if self.findings or self.reasons:
            return Outcome.UNDETERMINED
        return Outcome.CLEAR if self.examined else Outcome.NOT_APPLICABLE

    def summary(self) -> AskedRule:
        """As reported."""
        rule = self.asking.rule
        reasons = sorted(set(self.reasons) | {finding.message for finding in self.findings if finding.undetermined})
        code, name = self.asking.check.code, self.asking.check.name
        return AskedRule(
            rule.id, name, code, rule.pack, rule.level, self.outcome, self.examined, "; ".join(reasons[:3]), rule.source,
            tuple(sorted(self.doubted)),
        )  # fmt: skip


def ask_tables(answers: Iterable[Answers], table: Table, *, show_values: bool) -> BoolArray:
    """Ask every table rule about one table; gives the cells that at least one of them examined."""
    covered = np.zeros(len(table), dtype=np.bool_)
    for answer in answers:
        question = answer.asking.check.question
        if not answer.open or not isinstance(question, TableCheck):
            continue
        mask = question.asked(table, answer.asking.rule.parameters) & in_scope(answer.asking.rule, table)
        cells = np.flatnonzero(mask)
        if not cells.size:
            continue
        covered |= mask
        answer.examined += int(cells.size)
        try:
            for hit in question.find(table, cells, answer.asking.rule.parameters):
                answer.findings.extend(from_hit(answer.asking, table, hit, show_values=show_values))
        except Undetermined as reason:
            answer.reasons.append(str(reason))
            answer.doubted.add(table.id)
    return covered


def ask_release(
    answers: Iterable[Answers],
    release: Release,
    attackers: Mapping[str, Attacker],
    *,
    show_values: bool = False,
    computed: Sequence[Computed] = (),
) -> tuple[Looked, ...]:
    """Ask every rule about the release as a whole, each under its pack's attacker; tells what became of hidden cells.

    Tables that left before are read beside those of the release, and asked about by no rule: they cannot be changed any more.
    ``computed`` is what numbers are known to be computed from, beside what trying shows.
    """
    asked = [answer for answer in answers if answer.open and isinstance(answer.asking.check.question, ReleaseCheck)]
    looked = []
    for attacker in dict.fromkeys(attackers[answer.asking.rule.pack] for answer in asked):
        mine = [answer for answer in asked if attackers[answer.asking.rule.pack] == attacker]
        width = max(getattr(answer.asking.rule.parameters, "width", 1.0) for answer in mine)
        deductions = Deductions(release.tables, attacker, width=width, past=release.past, computed=computed)
        masks = [mask for answer in mine if (mask := _ask_deductions(answer, deductions)) is not None]
        hidden = (
            [np.logical_or.reduce([mask[place] for mask in masks]) for place in range(len(deductions.tables))] if masks else []
        )
        if hidden and (told := deductions.looked(hidden, show_values=show_values)).cells:
            looked.append(told)
    return tuple(looked)


def _ask_deductions(answer: Answers, deductions: Deductions) -> list[BoolArray] | None:
    """Ask one rule; gives the cells it is about, None where there are none."""
    question = answer.asking.check.question
    assert isinstance(question, ReleaseCheck)  # noqa: S101  ask_release has chosen them
    tables = deductions.tables
    masks = [question.examines(table) & in_scope(answer.asking.rule, table) for table in tables[: deductions.leaving]]
    masks += [np.zeros(len(table), dtype=np.bool_) for table in tables[deductions.leaving :]]
    count = sum(int(mask.sum()) for mask in masks)
    if not count:
        return None
    answer.examined += count
    try:
        for hit in question.find(deductions, masks, answer.asking.rule.parameters):
            answer.findings.append(from_release_hit(answer.asking, tables, hit))
    except Undetermined as reason:
        answer.reasons.append(str(reason))
        answer.doubted.update(table.id for table, mask in zip(tables, masks, strict=True) if mask.any())
    return masks


def ask_files(answers: Iterable[Answers], file: ReleaseFile) -> None:
    """Ask every file rule about one file."""
    for answer in answers:
        question = answer.asking.check.question
        if answer.open and isinstance(question, FileCheck):
            answer.examined += 1
            notes = question.find(file, answer.asking.rule.parameters)
            answer.findings.extend(from_note(answer.asking, file.path, note) for note in notes)


def ask_accounts(answers: Iterable[Answers], account: Account) -> None:
    """Ask what became of the numbers of one grid."""
    for answer in answers:
        question = answer.asking.check.question
        if answer.open and isinstance(question, AccountCheck):
            answer.examined += account.numbers
            notes = question.find(account, answer.asking.rule.parameters)
            answer.findings.extend(from_note(answer.asking, account.file, note, sheet=account.sheet) for note in notes)


def ask_records(answers: Iterable[Answers], records: Iterable[Record]) -> None:
    """Ask what another program wrote down about the files, and whether they fit it."""
    for record in records:
        for answer in answers:
            question = answer.asking.check.question
            if answer.open and isinstance(question, RecordCheck):
                answer.examined += len(record.outputs)
                notes = question.find(record, answer.asking.rule.parameters)
                answer.findings.extend(from_note(answer.asking, record.path, note) for note in notes)


def ask_waivers(answers: Iterable[Answers], uses: Iterable[WaiverUse]) -> None:
    """Ask whether each waiver still holds and still serves; what is found stands in the manifest."""
    for use in uses:
        for answer in answers:
            question = answer.asking.check.question
            if answer.open and isinstance(question, WaiverCheck):
                answer.examined += 1
                notes = question.find(use, answer.asking.rule.parameters)
                answer.findings.extend(from_note(answer.asking, MANIFEST, note) for note in notes)


def in_scope(rule: Rule, table: Table) -> BoolArray:
    """Cells the rule is about. What is not known about a cell never exempts it."""
    scope = rule.scope
    if scope.sources and table.source and not set(scope.sources) & set(table.source):
        return np.zeros(len(table), dtype=np.bool_)
    inside = [
        (not scope.units or measure.unit is None or measure.unit in scope.units)
        and (not scope.statistics or not measure.sure or measure.statistic in scope.statistics)
        for measure in table.measures
    ]
    mask = table.of_measures(inside)
    if scope.geographies:
        level = geography_of(table)
        mask = mask & ((level == UNKNOWN) | np.isin(level, [list(Geography).index(held) for held in scope.geographies]))
    return mask
