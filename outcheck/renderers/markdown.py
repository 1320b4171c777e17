"""Renders Markdown for a ticket or a merge request."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.model.report import Report
from outcheck.model.rule import Certainty
from outcheck.model.showing import in_markdown
from outcheck.renderers.grouping import FileGroups, Group, gather, named
from outcheck.renderers.wording import CONFIDENTIAL, HEADLINES, hidden_cells, place_name, reasons, standing, steps

_MOST_PLACES = 12


def render(report: Report) -> str:
    """Render with headings, lists and tables. Labels are escaped: they can neither format nor link nor call anybody."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.verdict.value.upper()}"
    yield from ("", f"**{HEADLINES[report.verdict]}**", "", " ".join(reasons(report)))
    if report.values_shown:
        yield from ("", f"**{CONFIDENTIAL}**")
    if unread := [(file.path, entry) for file in report.files for entry in file.unread]:
        yield from ("", "## Not examined", "")
        yield from (
            f"- **{in_markdown(place_name(path, entry.sheet))}**: {in_markdown(entry.what)}; {in_markdown(entry.todo)}"
            for path, entry in unread
        )
    gathered = gather(report)
    yield from _part(report, "Findings", gathered.open)
    yield from _part(report, "Waived", gathered.waived)
    yield from ("", "## What to do now", "")
    yield from (f"{number}. {in_markdown(step)}" for number, step in enumerate(steps(report), start=1))
    yield from _provenance(report)


def _part(report: Report, title: str, files: tuple[FileGroups, ...]) -> Iterator[str]:
    if not files:
        return
    yield from ("", f"## {title}")
    for file in files:
        for table in file.tables:
            heading = place_name(file.path, table.sheet, table.table.range if table.table else "")
            yield from ("", f"### {in_markdown(heading)}", "")
            if table.table and table.table.title:
                yield from (in_markdown(table.table.title), "")
            yield from ("| level | what | where | rule |", "|---|---|---|---|")
            yield from (_row(report, group) for group in table.groups)


def _row(report: Report, group: Group) -> str:
    first = group.first
    said = (
        f"{first.message}{', ' + group.extent if group.extent else ''}{', could not be determined' if first.undetermined else ''}"
    )
    if told := list(dict.fromkeys(held.proof.words for held in group.findings if held.proof)):
        said += f". {'; '.join(told[:_MOST_PLACES])}"
    if report.values_shown and (words := list(dict.fromkeys(held.said for held in group.findings if held.said))):
        said += f". It says: {'; '.join(words)}"
    if first.waived:
        said += f". Waived by {first.waived.by} until {first.waived.until.isoformat()}: {first.waived.reason}"
    elif first.remedies:
        said += f". To do: {first.remedies[0]}"
    places = named(group.areas, group.cells, most=_MOST_PLACES) if group.areas else ""
    labels = "; ".join(f"{name}: {label}" for name, label in group.shared_labels)
    where = " · ".join(part for part in (places, labels) if part)
    level = f"{first.level.value}{standing(report, first)}"
    return f"| {level} | {in_markdown(said)} | {in_markdown(where)} | {first.code} {in_markdown(first.rule)} |"


def _provenance(report: Report) -> Iterator[str]:
    numbers = report.totals.numbers
    yield from ("", "## What was checked", "")
    yield (
        f"{numbers.numbers:,} numbers = {numbers.checked:,} checked + {numbers.labels:,} labels "
        f"+ {numbers.unexplained:,} not understood. outcheck {report.tool_version}."
    )
    yield from (in_markdown(hidden_cells(looked)) for looked in report.looked)
    yield from ("", "| file | SHA-256 | verdict |", "|---|---|---|")
    yield from (f"| {in_markdown(file.path)} | {file.sha256 or 'not read'} | {file.verdict.value} |" for file in report.files)
    yield from ("", "| pack | version | SHA-256 | source |", "|---|---|---|---|")
    for pack in report.packs:
        source = f"{in_markdown(pack.source.title)} ({pack.source.certainty.value})"
        yield f"| {in_markdown(pack.pack)} | {pack.version} | {pack.sha256} | {source} |"
    unsure = [rule.rule for rule in report.unverified_rules if rule.source.certainty is Certainty.UNVERIFIED]
    if unsure:
        yield from ("", f"Nobody has verified the source of these rules: {in_markdown(', '.join(unsure))}.")
