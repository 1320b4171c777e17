"""What GitHub and GitLab show beside the changes of a merge request: one line for findings that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.report import Report
from outcheck.renderers.grouping import gather, named
from outcheck.renderers.wording import HEADLINES, plain

_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a file: what is wrong, where in it, and the finding that stands for all it speaks of."""

    finding: Finding
    where: str
    said: str
    fingerprints: tuple[str, ...]


def remarks(report: Report) -> Iterator[Remark]:
    """Remarks on everything open, in the report's order. Waived findings need nobody's attention here."""
    for file in gather(report).open:
        for table in file.tables:
            for group in table.groups:
                first = group.first
                cells = named(group.areas, group.cells, most=_MOST_PLACES) if group.areas else ""
                where = plain(", ".join(part for part in (first.place.sheet and f"sheet {first.place.sheet}", cells) if part))
                todo = f" To do: {first.remedies[0]}." if first.remedies else ""
                said = plain(f"{where + ': ' if where else ''}{first.message}.{todo}")
                yield Remark(first, where, said, tuple(finding.fingerprint for finding in group.findings))


def unexamined(report: Report) -> Iterator[tuple[Place, str]]:
    """What could not be examined, with its file."""
    for file in report.files:
        for entry in file.unread:
            yield Place(file.path, entry.sheet), plain(f"{entry.sheet + ': ' if entry.sheet else ''}{entry.what}; {entry.todo}")


def closing(report: Report) -> str:
    """The verdict in one sentence."""
    return f"outcheck: {report.verdict.value}. {HEADLINES[report.verdict]}"
