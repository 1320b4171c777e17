"""Words that every report for people shares: what a verdict means, findings gathered, addresses folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from outcheck.model.finding import Finding
from outcheck.model.places import Area
from outcheck.model.report import Report, Verdict

VERDICTS = {
    Verdict.CLEAR: "Nothing was found that the rules stop.",
    Verdict.REVIEW: "A person must look at this before it leaves.",
    Verdict.BLOCKED: "This may not leave as it is.",
    Verdict.INCOMPLETE: "Not everything could be examined, so nothing is cleared.",
}
NEXT = {
    Verdict.CLEAR: "Submit the files together with this report.",
    Verdict.REVIEW: "Look at each finding; correct it, or record a waiver in outcheck.yaml.",
    Verdict.BLOCKED: "Correct the blocked cells and check again; submit nothing yet.",
    Verdict.INCOMPLETE: "Mend what could not be examined and check again; submit nothing yet.",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Findings of one rule with one message in one table, as one entry."""

    findings: tuple[tuple[int, Finding], ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0][1]

    @property
    def cells(self) -> int:
        """How many cells the entry speaks of."""
        return sum(finding.cells for _, finding in self.findings)

    @property
    def addresses(self) -> list[str]:
        """Addresses, runs down a column or along a row folded into ranges."""
        return fold([place for _, finding in self.findings for place in _areas(finding)])


def gather(report: Report, *, waived: bool) -> Iterator[tuple[str, list[Gathered]]]:
    """Findings by file and sheet, gathered; in the report's order."""
    chosen = [(number, held) for number, held in enumerate(report.findings) if (held.waived is not None) == waived]
    for where, group in groupby(chosen, key=lambda entry: (entry[1].place.file, entry[1].place.sheet)):
        entries: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
        for number, held in group:
            reason = held.waived and (held.waived.reason, held.waived.by)
            key = (-held.level.rank, held.code, held.pack, held.rule, held.message, held.table, reason)
            entries.setdefault(key, []).append((number, held))
        gathered = [Gathered(tuple(found)) for _, found in sorted(entries.items(), key=lambda entry: repr(entry[0]))]
        gathered.sort(key=lambda entry: (-entry.first.level.rank, entry.findings[0][0]))
        yield " / ".join(part for part in where if part), gathered


def _areas(finding: Finding) -> list[Area]:
    if not finding.place.cell:
        return []
    places = [finding.place, *(finding.related if finding.cells > 1 else ())]
    return [Area.parse(place.cell) for place in places]


def fold(areas: Sequence[Area]) -> list[str]:
    """Fold areas that stand below each other in one column into ranges."""
    folded: list[Area] = []
    for area in sorted(areas, key=lambda held: (held.left, held.right, held.top)):
        last = folded[-1] if folded else None
        if last and (last.left, last.right) == (area.left, area.right) and area.top <= last.bottom + 1:
            folded[-1] = Area(last.top, last.left, max(last.bottom, area.bottom), last.right)
        else:
            folded.append(area)
    return [str(area) for area in folded]


def plain(text: str) -> str:
    """A text without control, direction or line characters, so that a name cannot steer a screen."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
