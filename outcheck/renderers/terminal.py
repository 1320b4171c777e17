"""Renders a report for a terminal: in words, at any width, in a pipe, with or without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from rich.console import Console
from rich.text import Text

from outcheck.model.finding import Finding
from outcheck.model.report import Outcome, Report, Verdict
from outcheck.model.rule import Certainty, Level
from outcheck.renderers.grouping import FileGroups, Gathered, Group, TableGroups, gather, named
from outcheck.renderers.wording import (
    CONFIDENTIAL,
    HEADLINES,
    beside,
    counted,
    hidden_cells,
    place_name,
    plain,
    quiet_files,
    reasons,
    rules_with,
    steps,
    value_of,
)

_MOST_PLACES = 8
_MOST_LABELLED = 3
_VERDICTS = {
    Verdict.CLEAR: "bold green",
    Verdict.REVIEW: "bold yellow",
    Verdict.BLOCKED: "bold red",
    Verdict.INCOMPLETE: "bold magenta",
}
_LEVELS = {Level.BLOCK: "bold red", Level.REVIEW: "bold yellow", Level.NOTE: "bold cyan"}


@dataclass(frozen=True, slots=True)
class _Styled:
    """A text and how it looks where there is colour."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph: what is said hangs to the right of its lead, ``column`` cells from the edge."""

    said: tuple[_Styled, ...] = ()
    lead: _Styled = _Styled("")
    indent: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class _Signs:
    """The two signs beside words; a console that cannot show the fine ones gets the plain ones."""

    rule: str
    then: str


_FINE, _PLAIN = _Signs("─", "→"), _Signs("-", "->")


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
    signs = _FINE if _can_show(console, _FINE.rule + _FINE.then) else _PLAIN
    for line in _lines(report, signs, console.width):
        for text in _wrapped(line, console):
            console.print(text, soft_wrap=True, highlight=False)


def _can_show(console: Console, text: str) -> bool:
    return text.encode(console.encoding, "replace").decode(console.encoding) == text


def _wrapped(line: _Line, console: Console) -> Iterator[Text]:
    """The paragraph in lines no wider than the console, without trailing space. Every text passes here and is made harmless."""

    def safe(part: _Styled) -> tuple[str, str]:
        return plain(part.text).encode(console.encoding, "backslashreplace").decode(console.encoding), part.style

    lead = Text.assemble(" " * line.indent, safe(line.lead))
    lead.pad_right(max(line.column - lead.cell_len, 1 if line.lead.text else 0))
    body = Text.assemble(*(safe(part) for part in line.said))
    room = max(console.width - lead.cell_len, 8)
    for number, text in enumerate(body.wrap(console, room, overflow="fold") or [Text()]):
        whole = (lead if number == 0 else Text(" " * lead.cell_len)) + text
        whole.rstrip()
        yield whole


def _lines(report: Report, signs: _Signs, width: int) -> Iterator[_Line]:
    gathered = gather(report)
    yield from _verdict(report)
    parts = (
        ("Not examined", _unread(report, signs)),
        ("Findings", _findings(report, gathered, signs)),
        ("Waived", _waived(report, gathered)),
        ("Rules", _rules(report)),
        ("Numbers", _numbers(report)),
        ("What to do now", _steps(report)),
    )
    for title, lines in parts:
        first = next(lines, None)
        if first is not None:
            yield _Line()
            yield _Line((_Styled(title, "bold"), _Styled(" " + signs.rule * (width - len(title) - 1), "dim")))
            yield from chain([first], lines)


def _verdict(report: Report) -> Iterator[_Line]:
    word = _Styled(report.verdict.value.upper(), _VERDICTS[report.verdict])
    yield _Line((_Styled(HEADLINES[report.verdict], "bold"),), lead=word, column=len(word.text) + 2)
    if report.values_shown:
        yield _Line((_Styled(CONFIDENTIAL, "bold red"),))
    yield _Line()
    if said := reasons(report):
        yield _Line((_Styled(" ".join(said)),), indent=2)
    totals = report.totals
    sizes = (counted(totals.files, "file"), counted(totals.tables, "table"), counted(totals.numbers.numbers, "number"))
    packs = ", ".join(f"{pack.pack} {pack.version}" for pack in report.packs)
    yield _Line(
        (_Styled(f"Checked {', '.join(sizes)} under {packs or 'no rules'}, outcheck {report.tool_version}.", "dim"),), indent=2
    )


def _unread(report: Report, signs: _Signs) -> Iterator[_Line]:
    for file in report.files:
        for entry in file.unread:
            yield _Line((_Styled(place_name(file.path, entry.sheet), "bold"),))
            yield _Line((_Styled(entry.what),), indent=10)
            yield _then(entry.todo, signs)


def _findings(report: Report, gathered: Gathered, signs: _Signs) -> Iterator[_Line]:
    for file, table in _tables(gathered.open):
        yield from _table_heading(file, table)
        for group in table.groups:
            word = group.first.level.value.upper()
            yield from _group(report, group, _Styled(word, _LEVELS[group.first.level]))
            if group.first.remedies:
                yield _then(group.first.remedies[0], signs)
        yield _Line()
    quiet = [file.path for file in quiet_files(report)]
    if quiet:
        yield _Line((_Styled(", ".join(quiet)),), lead=_Styled("Nothing found in", "bold"), column=18)


def _waived(report: Report, gathered: Gathered) -> Iterator[_Line]:
    for file, table in _tables(gathered.waived):
        yield from _table_heading(file, table)
        for group in table.groups:
            yield from _group(report, group, _Styled("WAIVED", "bold"))
            if waiver := group.first.waived:
                yield _Line((_Styled(f"{waiver.by}, until {waiver.until.isoformat()}: {waiver.reason}"),), indent=10)


def _tables(files: tuple[FileGroups, ...]) -> Iterator[tuple[str, TableGroups]]:
    for file in files:
        for table in file.tables:
            yield file.path, table


def _table_heading(path: str, held: TableGroups) -> Iterator[_Line]:
    yield _Line((_Styled(place_name(path, held.sheet, held.table.range if held.table else ""), "bold"),))
    if held.table and held.table.title:
        yield _Line((_Styled(held.table.title, "dim"),), indent=2)


def _group(report: Report, group: Group, word: _Styled) -> Iterator[_Line]:
    """What is wrong, in which rule's name, and where: cells with their labels while few, folded into ranges when many."""
    first = group.first
    pack = f" of {first.pack}" if len(report.packs) > 1 else ""
    said = (
        _Styled(first.message, "bold"),
        _Styled(f", {group.extent}" if group.extent else ""),
        _Styled(", could not be determined" if first.undetermined else ""),
        _Styled(f" ({first.code} {first.rule}{pack})", "dim"),
    )
    yield _Line(said, lead=word, indent=2, column=10)
    single = all(finding.cells == 1 and finding.place.cell for finding in group.findings)
    if single and (len(group.findings) <= _MOST_LABELLED or report.values_shown):
        yield from _labelled(report, group.findings[:_MOST_PLACES])
        if left := len(group.findings[_MOST_PLACES:]):
            yield _Line((_Styled(f"and {counted(left, 'more cell')}"),), indent=10)
    elif areas := group.areas:
        yield _Line((_Styled(named(areas, group.cells, most=_MOST_PLACES)),), indent=10)
        if shared := group.shared_labels:
            yield _Line((_Styled("all: " + _labels(shared)),), indent=10)
        for told in list(dict.fromkeys(held.proof.words for held in group.findings if held.proof))[:_MOST_PLACES]:
            yield _Line((_Styled(told),), indent=10)


def _labelled(report: Report, findings: tuple[Finding, ...]) -> Iterator[_Line]:
    column = 12 + max(len(finding.place.cell) for finding in findings)
    for finding in findings:
        known = [_labels(finding.labels)] if finding.labels else []
        known += [finding.proof.words] if finding.proof else [f"see {beside(place, finding)}" for place in finding.related]
        known += [f"value {value}"] if (value := value_of(finding, report)) else []
        yield _Line((_Styled("; ".join(known)),), lead=_Styled(finding.place.cell, "bold"), indent=10, column=column)


def _labels(labels: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {label}" for name, label in labels)


def _then(todo: str, signs: _Signs) -> _Line:
    return _Line((_Styled(todo),), lead=_Styled(signs.then), indent=10, column=11 + len(signs.then))


def _rules(report: Report) -> Iterator[_Line]:
    counts = [f"{len(held)} {outcome.value.replace('-', ' ')}" for outcome in Outcome if (held := rules_with(report, outcome))]
    for pack in report.packs:
        source = f"{pack.source.certainty.value} source: {pack.source.title}{', ' if pack.source.date else ''}{pack.source.date}"
        yield _Line(
            (_Styled(f"{pack.title}; {source}"),), lead=_Styled(f"{pack.pack} {pack.version}", "bold"), indent=2, column=22
        )
    yield _Line((_Styled(", ".join(counts)),), lead=_Styled(counted(len(report.rules), "rule")), indent=2, column=22)
    for outcome in (Outcome.UNDETERMINED, Outcome.NOT_ASKED):
        for rule in rules_with(report, outcome):
            said = f"{rule.rule}{': ' if rule.reason else ''}{rule.reason}"
            yield _Line((_Styled(said),), lead=_Styled(outcome.value.replace("-", " "), "bold yellow"), indent=2, column=22)
    for certainty in (Certainty.SECOND_HAND, Certainty.UNVERIFIED):
        unsure = [rule.rule for rule in report.unverified_rules if rule.source.certainty is certainty]
        if unsure:
            yield _Line((_Styled(", ".join(unsure)),), lead=_Styled(f"{certainty.value} source"), indent=2, column=22)


def _numbers(report: Report) -> Iterator[_Line]:
    held = report.totals.numbers
    told = f"{held.numbers:,} = {held.checked:,} checked + {held.labels:,} labels + {held.unexplained:,} not understood"
    yield _Line((_Styled(told),), indent=2)
    for looked in report.looked:
        yield _Line((_Styled(hidden_cells(looked)),), lead=_Styled("hidden cells"), indent=2, column=22)
    lost = [f"{file.path} {file.numbers.unexplained:,}" for file in report.files if file.numbers.unexplained]
    if lost:
        yield _Line((_Styled(", ".join(lost)),), lead=_Styled("not understood"), indent=2, column=22)


def _steps(report: Report) -> Iterator[_Line]:
    for number, step in enumerate(steps(report), start=1):
        yield _Line((_Styled(step),), lead=_Styled(f"{number}."), indent=2, column=5)
    if report.findings:
        more = "`outcheck rule CODE` explains a finding and the other ways to mend it; `-o report.html` draws the tables."
        yield _Line((_Styled(more, "dim"),), indent=2)
