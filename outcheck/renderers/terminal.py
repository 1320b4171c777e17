"""Renders a report for a terminal: readable at any width, in a pipe, and without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outcheck.model.report import Outcome, Report, Verdict
from outcheck.model.rule import Certainty, Level
from outcheck.renderers.wording import NEXT, VERDICTS, Gathered, gather, plain

_STYLES = {
    Verdict.CLEAR: "bold green",
    Verdict.REVIEW: "bold yellow",
    Verdict.BLOCKED: "bold red",
    Verdict.INCOMPLETE: "bold magenta",
}
_LEVELS = {Level.BLOCK: ("BLOCK ", "bold red"), Level.REVIEW: ("REVIEW", "yellow"), Level.NOTE: ("NOTE  ", "cyan")}
_MOST_ADDRESSES = 8


def render(report: Report, *, width: int = 80) -> str:
    """Render as plain text of a width, without colour."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    print_report(report, console)
    text = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def print_report(report: Report, console: Console) -> None:
    """Print to a console, whatever its width, encoding and colours."""
    for line, indent in _lines(report):
        if _narrow(console):
            line = Text(line.plain.encode(console.encoding, "replace").decode(console.encoding), style=line.style)  # noqa: PLW2901  the same line, as this console can show it
        console.print(Padding(line, (0, 0, 0, indent)), soft_wrap=False, highlight=False)


def _narrow(console: Console) -> bool:
    return not console.encoding.lower().replace("-", "").startswith("utf8")


def _lines(report: Report) -> Iterator[tuple[Text, int]]:
    yield Text.assemble((report.verdict.value.upper(), _STYLES[report.verdict]), "  ", VERDICTS[report.verdict]), 0
    totals = report.totals
    counts = f"{totals.files} files, {totals.tables} tables: {totals.blocked} blocked, {totals.review} to review"
    yield Text(f"{counts}, {totals.notes} notes, {totals.waived} waived"), 0
    if report.values_shown:
        yield Text("This report shows confidential values: it may not leave.", style="bold red"), 0
    yield from _unread(report)
    for where, gathered in gather(report, waived=False):
        yield Text(), 0
        yield Text(plain(where), style="bold"), 0
        for entry in gathered:
            yield from _entry(entry)
    yield from _waived(report)
    yield from _rules(report)
    yield from _account(report)


def _unread(report: Report) -> Iterator[tuple[Text, int]]:
    troubled = [(file, entry) for file in report.files for entry in file.unread]
    if not troubled:
        return
    yield Text(), 0
    yield Text("Not examined", style="bold"), 0
    for file, entry in troubled:
        sheet = f" / {entry.sheet}" if entry.sheet else ""
        yield Text(plain(f"{file.path}{sheet}: {entry.what}")), 2
        yield Text(plain(f"-> {entry.todo}")), 4


def _entry(entry: Gathered) -> Iterator[tuple[Text, int]]:
    word, style = _LEVELS[entry.first.level]
    count = f" ({entry.cells} cells)" if entry.cells > 1 else ""
    head = Text.assemble((word, style), f" {entry.first.code} {entry.first.check}: {plain(entry.first.message)}{count}")
    yield head, 2
    addresses = entry.addresses
    if addresses:
        more = f" and {len(addresses) - _MOST_ADDRESSES} more" if len(addresses) > _MOST_ADDRESSES else ""
        yield Text("at " + ", ".join(addresses[:_MOST_ADDRESSES]) + more), 9
    if len(entry.findings) == 1 and entry.first.labels:
        yield Text(plain("; ".join(f"{name}: {label}" for name, label in entry.first.labels))), 9
    if entry.first.remedies:
        yield Text(plain(f"-> {entry.first.remedies[0]}")), 9


def _waived(report: Report) -> Iterator[tuple[Text, int]]:
    if not report.totals.waived:
        return
    yield Text(), 0
    yield Text("Waived", style="bold"), 0
    for where, gathered in gather(report, waived=True):
        for entry in gathered:
            waiver = entry.first.waived
            if waiver is not None:
                by = f"by {waiver.by} until {waiver.until.isoformat()}: {waiver.reason}"
                addresses = ", ".join(entry.addresses[:_MOST_ADDRESSES])
                yield Text(plain(f"{where} {addresses} {entry.first.check}, {by}")), 2


def _rules(report: Report) -> Iterator[tuple[Text, int]]:
    by_outcome = {outcome: [rule for rule in report.rules if rule.outcome is outcome] for outcome in Outcome}
    yield Text(), 0
    counts = ", ".join(f"{len(held)} {outcome.value}" for outcome, held in by_outcome.items() if held)
    yield (
        Text.assemble(("Rules", "bold"), f"  {len(report.rules)} in {', '.join(held.pack for held in report.packs)}: {counts}"),
        0,
    )
    for outcome in (Outcome.UNDETERMINED, Outcome.NOT_ASKED):
        if by_outcome[outcome]:
            yield Text(f"{outcome.value}: {', '.join(rule.rule for rule in by_outcome[outcome])}"), 2
    for certainty in (Certainty.SECOND_HAND, Certainty.UNVERIFIED):
        held = [rule.rule for rule in report.rules if rule.source.certainty is certainty]
        if held:
            yield Text(f"source {certainty.value}: {', '.join(held)}"), 2


def _account(report: Report) -> Iterator[tuple[Text, int]]:
    numbers = report.totals.numbers
    told = f"{numbers.numbers} = {numbers.checked} checked + {numbers.labels} labels + {numbers.unexplained} not understood"
    yield Text.assemble(("Numbers", "bold"), f"  {told}"), 0
    yield Text(), 0
    yield Text(NEXT[report.verdict], style="bold"), 0
