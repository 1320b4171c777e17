"""Renders a report for a terminal: in words, at any width, in a pipe, with or without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

from rich.console import Console

from outcheck.model.baseline import KnownFinding
from outcheck.model.report import Outcome, Report, Verdict
from outcheck.model.rule import Certainty
from outcheck.renderers.changes import files_of, summary, tables_of
from outcheck.renderers.findings_terminal import MOST_QUIET, found, then, waived
from outcheck.renderers.grouping import gather
from outcheck.renderers.paragraphs import Line, Signs, Styled, show, signs_of
from outcheck.renderers.wording import (
    CONFIDENTIAL,
    HEADLINES,
    counted,
    hidden_cells,
    place_name,
    reasons,
    rules_with,
    steps,
)

_FOUND = (Outcome.HIT, Outcome.UNDETERMINED)
_VERDICTS = {
    Verdict.CLEAR: "bold green",
    Verdict.REVIEW: "bold yellow",
    Verdict.BLOCKED: "bold red",
    Verdict.INCOMPLETE: "bold magenta",
}


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """Render as text of a width. Reads neither the environment nor the terminal it runs in."""
    page = io.StringIO()
    console = Console(
        file=page,
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )
    print_report(report, console)
    return page.getvalue()


def print_report(report: Report, console: Console) -> None:
    """Print to a console, whatever its width, encoding and colours."""
    show(console, _lines(report, signs_of(console), console.width))


def _lines(report: Report, signs: Signs, width: int) -> Iterator[Line]:
    gathered = gather(report)
    yield from _verdict(report)
    parts = (
        ("Not examined", _unread(report, signs)),
        ("Findings", found(report, gathered, signs)),
        ("Waived", waived(report, gathered)),
        ("Known, and no more", _stale(report)),
        ("Since last time", _since(report)),
        ("Rules", _rules(report)),
        ("Numbers", _numbers(report)),
        ("What to do now", _steps(report)),
    )
    for title, lines in parts:
        first = next(lines, None)
        if first is not None:
            yield Line()
            yield Line((Styled(title, "bold"), Styled(" " + signs.rule * (width - len(title) - 1), "dim")))
            yield from _without_last_blank(chain([first], lines))


def _without_last_blank(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines, but for an empty one at their end: every part begins with one of its own."""
    held = next(lines)
    for line in lines:
        yield held
        held = line
    if held != Line():
        yield held


def _verdict(report: Report) -> Iterator[Line]:
    word = Styled(report.verdict.value.upper(), _VERDICTS[report.verdict])
    yield Line((Styled(HEADLINES[report.verdict], "bold"),), lead=word, column=len(word.text) + 2)
    if report.values_shown:
        yield Line((Styled(CONFIDENTIAL, "bold red"),))
    yield Line()
    if said := reasons(report):
        yield Line((Styled(" ".join(said)),), indent=2)
    totals = report.totals
    sizes = (counted(totals.files, "file"), counted(totals.tables, "table"), counted(totals.numbers.numbers, "number"))
    packs = ", ".join(f"{pack.pack} {pack.version}" for pack in report.packs)
    yield Line(
        (Styled(f"Checked {', '.join(sizes)} under {packs or 'no rules'}, outcheck {report.tool_version}.", "dim"),), indent=2
    )


def _unread(report: Report, signs: Signs) -> Iterator[Line]:
    for file in report.files:
        for entry in file.unread:
            yield Line((Styled(place_name(file.path, entry.sheet), "bold"),))
            yield Line((Styled(entry.what),), indent=10)
            yield then(entry.todo, signs)


def _stale(report: Report) -> Iterator[Line]:
    for entry in report.compared.stale if report.compared else ():
        about = f"{entry.file} ({entry.fingerprint})" if isinstance(entry, KnownFinding) else f"{entry.table}, could not tell"
        yield Line((Styled(about),), lead=Styled(entry.rule), indent=2, column=22)


def _since(report: Report) -> Iterator[Line]:
    """What is other than before, where something before was named."""
    if report.since is None:
        return
    yield Line((Styled(summary(report.since)),), indent=2)
    for view in tables_of(report):
        yield Line()
        yield Line((Styled(view.name, "bold"),))
        yield Line((Styled(view.against, "dim"),), indent=2)
        for sentence, cells in view.said:
            yield Line((Styled(sentence, "bold"), Styled(f": {cells}" if cells else "")), indent=10)
    files = [(words, held) for words, held in files_of(report.since) if held]
    if files:
        yield Line()
    for words, held in files:
        left = len(held) - MOST_QUIET
        more = f" and {counted(left, 'more file')}" if left > 0 else ""
        yield Line((Styled(f"{words}: ", "bold"), Styled(", ".join(held[:MOST_QUIET]) + more)), indent=2)


def _rules(report: Report) -> Iterator[Line]:
    counts = [f"{len(held)} {outcome.value.replace('-', ' ')}" for outcome in Outcome if (held := rules_with(report, outcome))]
    for pack in report.packs:
        source = f"{pack.source.certainty.value} source: {pack.source.title}{', ' if pack.source.date else ''}{pack.source.date}"
        yield Line((Styled(f"{pack.title}; {source}"),), lead=Styled(f"{pack.pack} {pack.version}", "bold"), indent=2, column=22)
    yield Line((Styled(", ".join(counts)),), lead=Styled(counted(len(report.rules), "rule")), indent=2, column=22)
    for outcome in (Outcome.UNDETERMINED, Outcome.NOT_ASKED):
        for rule in rules_with(report, outcome):
            said = f"{rule.rule}{': ' if rule.reason else ''}{rule.reason}"
            yield Line((Styled(said),), lead=Styled(outcome.value.replace("-", " "), "bold yellow"), indent=2, column=22)
    for certainty in (Certainty.SECOND_HAND, Certainty.UNVERIFIED):
        unsure = [rule for rule in report.unverified_rules if rule.source.certainty is certainty]
        if unsure:
            found = ", ".join(rule.rule for rule in unsure if rule.outcome in _FOUND)
            said = counted(len(unsure), "rule") + (f", of which these found something: {found}" if found else "")
            yield Line((Styled(said),), lead=Styled(f"{certainty.value} source"), indent=2, column=22)


def _numbers(report: Report) -> Iterator[Line]:
    held = report.totals.numbers
    told = f"{held.numbers:,} = {held.checked:,} checked + {held.labels:,} labels + {held.unexplained:,} not understood"
    yield Line((Styled(told),), indent=2)
    for looked in report.looked:
        yield Line((Styled(hidden_cells(looked)),), lead=Styled("hidden cells"), indent=2, column=22)
    lost = [f"{file.path} {file.numbers.unexplained:,}" for file in report.files if file.numbers.unexplained]
    if lost:
        yield Line((Styled(", ".join(lost)),), lead=Styled("not understood"), indent=2, column=22)


def _steps(report: Report) -> Iterator[Line]:
    if report.findings:  # the first line may have left the screen
        word = Styled(report.verdict.value.upper(), _VERDICTS[report.verdict])
        yield Line((Styled(HEADLINES[report.verdict]),), lead=word, indent=2, column=len(word.text) + 4)
    for number, step in enumerate(steps(report), start=1):
        yield Line((Styled(step),), lead=Styled(f"{number}."), indent=2, column=5)
    if report.findings:
        more = (
            "`outcheck rule CODE` explains a finding and the other ways to mend it; `-o report.html` draws the tables and says "
        )
        more += "where every rule comes from."
        yield Line((Styled(more, "dim"),), indent=2)
