"""Assesses a release: asks every rule, applies waivers, accounts for every number, gives the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from outcheck import __version__
from outcheck.checks.catalogue import check_named
from outcheck.engine.asking import Answers, ask_accounts, ask_files, ask_records, ask_release, ask_tables, ask_waivers
from outcheck.engine.drawing import draw
from outcheck.engine.findings import Asking
from outcheck.engine.known import compared, with_known
from outcheck.engine.verdict import exit_code, verdict_of, worst
from outcheck.engine.waivers import apply_waivers
from outcheck.inference.computed import Computed
from outcheck.model.arrays import BoolArray
from outcheck.model.baseline import Baseline, KnownDoubt
from outcheck.model.finding import Finding, Waiver
from outcheck.model.places import Area
from outcheck.model.release import Account, NotUnderstood, Release
from outcheck.model.report import (
    DimensionSummary,
    FileReport,
    MeasureSummary,
    Numbers,
    PackUsed,
    Report,
    TableReport,
    Totals,
    Verdict,
)
from outcheck.model.rule import Level, Pack
from outcheck.model.scopes import Purpose
from outcheck.model.table import Table


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a release is assessed. ``select`` and ``ignore`` name codes, checks, rules, or prefixes of codes.

    Without a ``purpose`` the rules for every purpose are asked.
    """

    packs: tuple[Pack, ...]
    waivers: tuple[Waiver, ...]
    today: date
    purpose: Purpose | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    show_values: bool = False
    fail_on_blocked_only: bool = False
    baseline: Baseline | None = None


def assess(release: Release, terms: Terms) -> Report:
    """Assess a release under the rules of its packs."""
    answers = [_answers(terms, asking) for asking in _askings(terms.packs)]
    covered = {table.id: ask_tables(answers, table, show_values=terms.show_values) for table in release.tables}
    attackers = {pack.name: pack.attacker for pack in terms.packs}
    looked = ask_release(answers, release, attackers, show_values=terms.show_values)
    for file in release.files:
        ask_files(answers, file)
    ask_records(answers, release.records)
    accounts = [_settled(account, release.tables, covered) for account in release.accounts]
    for account in accounts:
        ask_accounts(answers, account)
    findings, uses = apply_waivers([found for answer in answers for found in answer.findings], terms.waivers, terms.today)
    before = {id(answer): len(answer.findings) for answer in answers}
    ask_waivers(answers, uses)
    findings += [found for answer in answers for found in answer.findings[before[id(answer)] :]]
    report = _report(release, terms, answers, accounts, _unique(sorted(findings, key=_order)))
    return replace(report, looked=looked, records=release.records)


def disclosures(release: Release, terms: Terms, computed: Sequence[Computed] = ()) -> list[Finding]:
    """What the rules find in the tables of a release, each and together, with their waivers: no files, no accounts.

    ``computed`` is what numbers are known to be computed from, beside what trying shows.
    """
    answers = [_answers(terms, asking) for asking in _askings(terms.packs)]
    for table in release.tables:
        ask_tables(answers, table, show_values=False)
    ask_release(answers, release, {pack.name: pack.attacker for pack in terms.packs}, computed=computed)
    findings, _ = apply_waivers([found for answer in answers for found in answer.findings], terms.waivers, terms.today)
    return sorted(findings, key=_order)


def _askings(packs: Sequence[Pack]) -> list[Asking]:
    askings = []
    for pack in packs:
        for rule in pack.rules:
            check = check_named(rule.check)
            if check is None:
                raise LookupError(f"rule {rule.id} of pack {pack.name} asks for the unknown check {rule.check}")
            askings.append(Asking(rule, check))
    return askings


def _answers(terms: Terms, asking: Asking) -> Answers:
    names = (asking.check.name, asking.rule.id)

    def named(words: tuple[str, ...]) -> bool:
        return any(word in names or asking.check.code.startswith(word.upper()) for word in words)

    purposes = asking.rule.scope.purposes
    applies = not purposes or terms.purpose is None or terms.purpose in purposes
    return Answers(asking, asked=(not terms.select or named(terms.select)) and not named(terms.ignore), applies=applies)


def _settled(account: Account, tables: Sequence[Table], covered: Mapping[str, BoolArray]) -> Account:
    """The account after the rules were asked: a number no rule examined, or whose meaning is unsure, is not understood."""
    lost = list(account.not_understood)
    measured = 0
    for table in tables:
        if (table.file, table.sheet) != (account.file, account.sheet):
            continue
        sure = table.of_measures([measure.sure for measure in table.measures])
        checked = table.is_number & sure & covered[table.id]
        measured += int(np.count_nonzero(checked))
        for number, measure in enumerate(table.measures):
            cells = np.flatnonzero((table.measure == number) & table.is_number & ~checked)
            if cells.size:
                rows, columns = table.row[cells], table.column[cells]
                area = Area(int(rows.min()), int(columns.min()), int(rows.max()), int(columns.max()))
                why = measure.why if not measure.sure else f"no rule asks about a {measure.statistic.value}"
                lost.append(NotUnderstood(area, int(cells.size), why))
    unexplained = sum(entry.numbers for entry in lost)
    if account.numbers != measured + account.labels + unexplained:
        raise ArithmeticError(f"the account of {account.file} {account.sheet} does not balance; this is a fault of outcheck")
    return replace(account, measured=measured, not_understood=tuple(lost))


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    area = Area.parse(place.cell) if place.cell else Area(0, 0, 0, 0)
    return (place.file, place.sheet, area, -finding.level.rank, finding.code, finding.pack, finding.rule, finding.message)


def _unique(findings: list[Finding]) -> list[Finding]:
    """Findings with distinct fingerprints: of equal ones, the later carry their number."""
    seen: dict[str, int] = defaultdict(int)
    distinct = []
    for finding in findings:
        seen[finding.fingerprint] += 1
        again = seen[finding.fingerprint]
        distinct.append(finding if again == 1 else replace(finding, fingerprint=f"{finding.fingerprint}-{again}"))
    return distinct


def _report(release: Release, terms: Terms, answers: list[Answers], accounts: list[Account], findings: list[Finding]) -> Report:
    numbers = _numbers_by_file(accounts)
    partial = any(not answer.asked for answer in answers)
    doubts = {
        KnownDoubt(rule.pack, rule.id, table) for answer in answers for table in answer.doubted if (rule := answer.asking.rule)
    }
    doubted = {doubt.table for doubt in doubts}
    files, verdict = _judged(release, findings, numbers, doubted, partial=partial)
    decisive, against = verdict, None
    if terms.baseline is not None:
        findings = with_known(findings, terms.baseline)
        against = compared(findings, doubts, terms.baseline)
        settled = [replace(held, waived=_IS_KNOWN) if held.known else held for held in findings]
        fresh = {doubt.table for doubt in doubts - set(terms.baseline.doubts)}
        _, decisive = _judged(release, settled, numbers, fresh, partial=partial)
    open_ = [finding for finding in findings if finding.waived is None]
    return Report(
        tool_version=__version__,
        packs=tuple(PackUsed(pack.name, pack.version, pack.title, pack.sha256, pack.source) for pack in terms.packs),
        verdict=verdict,
        exit_code=exit_code(decisive, fail_on_blocked_only=terms.fail_on_blocked_only),
        values_shown=terms.show_values,
        totals=Totals(
            files=len(files),
            tables=len(release.tables),
            numbers=sum(numbers.values(), Numbers()),
            blocked=sum(finding.level is Level.BLOCK for finding in open_),
            review=sum(finding.level is Level.REVIEW for finding in open_),
            notes=sum(finding.level is Level.NOTE for finding in open_),
            waived=len(findings) - len(open_),
        ),
        files=files,
        tables=_tables(release, findings, accounts, doubted, terms),
        rules=tuple(answer.summary() for answer in answers),
        findings=tuple(findings),
        compared=against,
    )


_IS_KNOWN = Waiver("a baseline has it", "nobody", date.max)
"""Stands in for a decision while the exit code is worked out, and is in no report."""


def _judged(
    release: Release, findings: Sequence[Finding], numbers: Mapping[str, Numbers], doubted: Collection[str], *, partial: bool
) -> tuple[tuple[FileReport, ...], Verdict]:
    """Files with their verdicts, and the verdict on all of them. ``doubted`` are tables of which a rule could not tell."""
    every = (file.path for file in release.files)
    in_doubt = frozenset(every if partial else (table.file for table in release.tables if table.id in doubted))
    files = _files(release, findings, numbers, doubted=in_doubt)
    return files, worst([file.verdict for file in files] + [verdict_of(findings, unread=not files, doubtful=partial)])


def _files(
    release: Release, findings: Sequence[Finding], numbers: Mapping[str, Numbers], *, doubted: frozenset[str]
) -> tuple[FileReport, ...]:
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[finding.place.file].append(finding)
    return tuple(
        FileReport(
            file.path,
            file.sha256,
            file.bytes,
            file.format,
            verdict_of(
                by_file[file.path],
                unread=bool(file.unread),
                doubtful=file.path in doubted or (numbers[file.path].unexplained > 0 and not _waived(by_file[file.path])),
            ),
            file.unread,
            numbers[file.path],
        )
        for file in release.files
    )


def _waived(findings: Sequence[Finding]) -> bool:
    """Whether every finding about numbers not understood is waived, and there is one."""
    mine = [found for found in findings if found.check == "unexplained-number"]
    return bool(mine) and all(found.waived is not None for found in mine)


def _numbers_by_file(accounts: Sequence[Account]) -> dict[str, Numbers]:
    numbers: dict[str, Numbers] = defaultdict(Numbers)
    for account in accounts:
        unexplained = sum(entry.numbers for entry in account.not_understood)
        numbers[account.file] += Numbers(account.numbers, account.measured, account.labels, unexplained)
    return numbers


def _tables(
    release: Release, findings: Sequence[Finding], accounts: Sequence[Account], doubted: Collection[str], terms: Terms
) -> tuple[TableReport, ...]:
    grids = {(grid.file, grid.sheet): grid for file in release.files for grid in file.grids}
    lost = {(account.file, account.sheet): account.not_understood for account in accounts}
    by_table: dict[str, dict[int, Finding]] = defaultdict(dict)
    for number, found in enumerate(findings):
        by_table[found.table or f"{found.place.file}\0{found.place.sheet}"][number] = found
    reports = []
    for table in release.tables:
        beside = by_table[f"{table.file}\0{table.sheet}"].items()
        mine = by_table[table.id] | {number: found for number, found in beside if _inside(found, table)}
        where = (table.file, table.sheet)
        unexplained = sum(e.numbers for e in lost[where] if table.body.holds(e.area.top, e.area.left))
        numbers = int(np.count_nonzero(table.is_number))
        reports.append(
            TableReport(
                id=table.id,
                file=table.file,
                sheet=table.sheet,
                range=str(table.area),
                shape=table.shape.value,
                title=table.title,
                verdict=verdict_of(mine.values(), unread=False, doubtful=table.id in doubted),
                dimensions=tuple(_dimension(table, number) for number in range(len(table.dimensions))),
                measures=tuple(_measure(table, number) for number in range(len(table.measures))),
                sums=len(table.sums),
                numbers=Numbers(numbers, numbers - min(unexplained, numbers), 0, min(unexplained, numbers)),
                drawing=draw(table, grids[where], mine, show_values=terms.show_values),
            )
        )
    return tuple(reports)


def _inside(finding: Finding, table: Table) -> bool:
    """Whether a finding of no table, on the same sheet, is about a cell of this one."""
    if not finding.place.cell:
        return False
    area = Area.parse(finding.place.cell)
    return table.area.holds(area.top, area.left)


def _dimension(table: Table, number: int) -> DimensionSummary:
    held = table.dimensions[number]
    total = held.labels[held.total] if held.total >= 0 else None
    return DimensionSummary(held.name, len(held.labels), total)


def _measure(table: Table, number: int) -> MeasureSummary:
    held = table.measures[number]
    mine = table.measure == number
    gaps = int(np.count_nonzero(mine & ~table.is_number))
    unit = held.unit.value if held.unit else None
    return MeasureSummary(held.name, held.statistic.value, unit, int(np.count_nonzero(mine)), gaps, held.sure, held.why)
