"""Tells what copies of a release have otherwise than its files, and what a check of them still finds. Neither carries a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcheck.model.finding import Finding
from outcheck.model.otherwise import LACKING, NOTED, Otherwise
from outcheck.model.places import Area, Place
from outcheck.model.report import Report
from outcheck.renderers.protection import gathered, listed
from outcheck.renderers.wording import counted


def beside_what_was_asked(otherwise: Sequence[Otherwise]) -> Iterator[str]:
    """What the copy of each file has otherwise, beside what protects it: a line a kind of thing."""
    gone: dict[tuple[str, str], list[str]] = {}
    cells: dict[tuple[str, str, str], int] = {}
    for held in otherwise:
        if held.place.cell:
            key = held.place.file, held.now, held.because
            area = Area.parse(held.place.cell)
            cells[key] = cells.get(key, 0) + (area.bottom - area.top + 1) * (area.right - area.left + 1)
        else:
            gone.setdefault((held.place.file, held.now), []).append(held.because)
    for (file, now), what in gone.items():
        yield f"{file}: its copy lacks {listed(what)}" if now == LACKING else f"{file}: {now}, {what[0]}"
    for (file, now, because), many in cells.items():
        if now != NOTED:
            yield f"{file}: {counted(many, 'more cell')} changed; {'it' if many == 1 else 'each'} {because}"


def still_found(report: Report, left: Sequence[Finding]) -> Iterator[str]:
    """What was not examined of copies, and what is left to settle, a line or two each."""
    unread = (
        (Place(file.path, held.sheet), f"not examined, {held.what}: {held.todo}") for file in report.files for held in file.unread
    )
    yield from gathered((*unread, *((held.place, _said(held)) for held in left)))


def _said(finding: Finding) -> str:
    doubt = ", could not be determined" if finding.undetermined else ""
    todo = f": {finding.remedies[0]}" if finding.remedies else ""
    return f"{finding.message} ({finding.rule}){doubt}{todo}"
