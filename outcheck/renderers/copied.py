"""Tells what copies of a release have otherwise than its files, and what a check of them still finds. Neither carries a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcheck.model.finding import Finding
from outcheck.model.otherwise import Otherwise
from outcheck.model.places import Area, Place
from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.protect import Stuck
from outcheck.renderers.protection import gathered
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
        yield f"{file}: {now}: {', '.join(what)}"
    for (file, now, because), many in cells.items():
        if now != "a line":
            yield f"{file}: {now} in {counted(many, 'cell')}: {because}"


def still_found(report: Report, told: Sequence[Stuck]) -> Iterator[str]:
    """What was not examined, and findings that are left beside those told before, a line or two each."""
    for file in report.files:
        for entry in file.unread:
            yield f"  {Place(file.path, entry.sheet)}"
            yield f"      not examined, {entry.what}: {entry.todo}"
    known = {(held.place, held.rule) for held in told}
    left = [held for held in report.findings if held.waived is None and held.level is not Level.NOTE]
    yield from gathered((held.place, _said(held)) for held in left if (held.place, held.rule) not in known)


def _said(finding: Finding) -> str:
    doubt = ", could not be determined" if finding.undetermined else ""
    todo = f": {finding.remedies[0]}" if finding.remedies else ""
    return f"{finding.message} ({finding.rule}){doubt}{todo}"
