"""What was found and what was waived, in lines for a terminal: by file and table, then by rule and place."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.model.finding import Finding
from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.renderers.grouping import FileGroups, Gathered, Group, TableGroups, named
from outcheck.renderers.paragraphs import Line, Signs, Styled
from outcheck.renderers.wording import beside, counted, place_name, quiet_files, standing, value_of

_MOST_PLACES = 8
_MOST_LABELLED = 3
MOST_QUIET = 12
"""The most files that are named in one line."""
_LEVELS = {Level.BLOCK: "bold red", Level.REVIEW: "bold yellow", Level.NOTE: "bold cyan"}


def found(report: Report, gathered: Gathered, signs: Signs) -> Iterator[Line]:
    """What is open, with what to do about it, and the files in which nothing was found."""
    for file, table in _tables(gathered.open):
        yield from _table_heading(file, table)
        for group in table.groups:
            word = group.first.level.value.upper()
            yield from _group(report, group, Styled(word, _LEVELS[group.first.level]))
            if group.first.remedies:
                yield then(group.first.remedies[0], signs)
        yield Line()
    quiet = [file.path for file in quiet_files(report)]
    if quiet:
        left = len(quiet) - MOST_QUIET
        named_files = ", ".join(quiet[:MOST_QUIET]) + (f" and {counted(left, 'more file')}" if left > 0 else "")
        yield Line((Styled(named_files),), lead=Styled("Nothing found in", "bold"), column=18)


def waived(report: Report, gathered: Gathered) -> Iterator[Line]:
    """What was found and waived, by whom and why."""
    for file, table in _tables(gathered.waived):
        yield from _table_heading(file, table)
        for group in table.groups:
            yield from _group(report, group, Styled("WAIVED", "bold"))
            if waiver := group.first.waived:
                yield Line((Styled(f"{waiver.by}, until {waiver.until.isoformat()}: {waiver.reason}"),), indent=10)


def _tables(files: tuple[FileGroups, ...]) -> Iterator[tuple[str, TableGroups]]:
    for file in files:
        for table in file.tables:
            yield file.path, table


def _table_heading(path: str, held: TableGroups) -> Iterator[Line]:
    yield Line((Styled(place_name(path, held.sheet, held.table.range if held.table else ""), "bold"),))
    if held.table and held.table.title:
        yield Line((Styled(held.table.title, "dim"),), indent=2)


def _group(report: Report, group: Group, word: Styled) -> Iterator[Line]:
    """What is wrong, in which rule's name, and where: cells with their labels while few, folded into ranges when many."""
    first = group.first
    pack = f" of {first.pack}" if len(report.packs) > 1 else ""
    said = (
        Styled(first.message, "bold"),
        Styled(f", {group.extent}" if group.extent else ""),
        Styled(", could not be determined" if first.undetermined else ""),
        Styled(standing(report, first)),
        Styled(f" ({first.code} {first.rule}{pack})", "dim"),
    )
    yield Line(said, lead=word, indent=2, column=10)
    for words in dict.fromkeys(held.said for held in group.findings if held.said and report.values_shown):
        yield Line((Styled(words),), lead=Styled("says"), indent=10, column=15)
    single = all(finding.cells == 1 and finding.place.cell for finding in group.findings)
    if single and (len(group.findings) <= _MOST_LABELLED or report.values_shown):
        yield from _labelled(report, group.findings[:_MOST_PLACES])
        if left := len(group.findings[_MOST_PLACES:]):
            yield Line((Styled(f"and {counted(left, 'more cell')}"),), indent=10)
    elif areas := group.areas:
        yield Line((Styled(named(areas, group.cells, most=_MOST_PLACES)),), indent=10)
        if shared := group.shared_labels:
            yield Line((Styled("all: " + _labels(shared)),), indent=10)
        for told in list(dict.fromkeys(held.proof.words for held in group.findings if held.proof))[:_MOST_PLACES]:
            yield Line((Styled(told),), indent=10)


def _labelled(report: Report, findings: tuple[Finding, ...]) -> Iterator[Line]:
    column = 12 + max(len(finding.place.cell) for finding in findings)
    for finding in findings:
        known = [_labels(finding.labels)] if finding.labels else []
        known += [] if finding.proof else [f"see {beside(place, finding)}" for place in finding.related]
        known += [f"value {value}"] if not finding.said and (value := value_of(finding, report)) else []
        lead = Styled(finding.place.cell, "bold")
        if known:
            yield Line((Styled("; ".join(known)),), lead=lead, indent=10, column=column)
        if finding.proof:
            yield Line((Styled(finding.proof.words),), lead=Styled("") if known else lead, indent=10, column=column)
        if not known and not finding.proof:
            yield Line(lead=lead, indent=10, column=column)


def _labels(labels: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    """Labels with the names of their dimensions, where these have one."""
    return "; ".join(label if name.startswith("column heading ") else f"{name}: {label}" for name, label in labels)


def then(todo: str, signs: Signs) -> Line:
    """What to do, behind a sign."""
    return Line((Styled(todo),), lead=Styled(signs.then), indent=10, column=11 + len(signs.then))
