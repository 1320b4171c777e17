"""What the HTML page shows, ready for its templates: findings by file and table, their cells linked to the drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.report import FileReport, Report, TableReport
from outcheck.model.rule import Level
from outcheck.renderers.drawings import Drawings, TableView
from outcheck.renderers.grouping import FileGroups, Group, TableGroups, areas_of, fold, gather, named
from outcheck.renderers.wording import beside, value_of

_MOST_OPEN = 6
"""So many findings of a group stand open on the page; where there are more, all of them are folded away together."""


@dataclass(frozen=True, slots=True)
class Link:
    """Cells by address; ``target`` is the id of the first one's drawing, empty where it is not drawn."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as a row: its cells, its labels in the columns of its group, what explains it, and how it is worked out."""

    finding: Finding
    cells: tuple[Link, ...]
    labels: tuple[str, ...]
    related: tuple[Link, ...]
    value: str
    proof: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Findings that say the same, under one number. ``rule`` is the id of the rule's row, ``names`` head the labels."""

    group: Group
    statbarns: tuple[str, ...]
    rule: str
    names: tuple[str, ...]
    rows: tuple[FindingView, ...]
    summary: str

    @property
    def is_long(self) -> bool:
        """Whether its findings are folded away until asked for."""
        return len(self.rows) > _MOST_OPEN or any(len(row.cells) > _MOST_OPEN for row in self.rows)

    @property
    def has_cells(self) -> bool:
        """Whether any finding names a cell."""
        return any(row.cells for row in self.rows)

    @property
    def is_explained(self) -> bool:
        """Whether any finding names another cell that explains it."""
        return any(row.related for row in self.rows)

    @property
    def is_proven(self) -> bool:
        """Whether any finding says how it can be worked out."""
        return any(row.proof for row in self.rows)


@dataclass(frozen=True, slots=True)
class PartView:
    """The findings of one table, or of what stands outside tables. A table is drawn where it is first spoken of."""

    sheet: str
    table: TableReport | None
    groups: tuple[GroupView, ...]
    drawing: TableView | None


@dataclass(frozen=True, slots=True)
class FileView:
    """The findings of one file. ``report`` is None for a file that does not leave, such as outcheck.yaml."""

    path: str
    id: str
    report: FileReport | None
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """One file in one line; ``target`` is the id of its findings, empty where there are none."""

    path: str
    verdict: str
    unread: int
    block: int
    review: int
    note: int
    waived: int
    target: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the templates show beside the report itself; ``quiet`` are the tables without findings."""

    glances: tuple[Glance, ...]
    open: tuple[FileView, ...]
    waived: tuple[FileView, ...]
    quiet: tuple[TableView, ...]


def page_of(report: Report) -> Page:
    """Arrange a report for the page."""
    gathered = gather(report)
    maker = _Maker(report, gathered.groups)
    open_, waived = maker.files(gathered.open, "file"), maker.files(gathered.waived, "waived")
    return Page(_glances(report, (*waived, *open_)), open_, waived, maker.quiet())


class _Maker:
    """Makes the views of one report and remembers which tables have been drawn."""

    def __init__(self, report: Report, groups: Sequence[Group]) -> None:
        self._report = report
        self._drawings = Drawings(report, groups)
        self._rules = {(rule.pack, rule.rule): f"rule-{number}" for number, rule in enumerate(report.rules, start=1)}
        self._undrawn = {table.id: table for table in report.tables}

    def files(self, files: Iterable[FileGroups], word: str) -> tuple[FileView, ...]:
        """Files with their findings; ``word`` begins the ids of their sections."""
        reports = {file.path: file for file in self._report.files}
        return tuple(
            FileView(file.path, f"{word}-{number}", reports.get(file.path), tuple(self._part(part) for part in file.tables))
            for number, file in enumerate(files, start=1)
        )

    def quiet(self) -> tuple[TableView, ...]:
        """Tables not drawn so far."""
        return tuple(self._drawings.draw(table) for table in self._undrawn.values())

    def _part(self, part: TableGroups) -> PartView:
        table = self._undrawn.pop(part.table.id, None) if part.table else None
        groups = tuple(self._group(group) for group in part.groups)
        return PartView(part.sheet, part.table, groups, self._drawings.draw(table) if table else None)

    def _group(self, group: Group) -> GroupView:
        names = tuple(dict.fromkeys(name for finding in group.findings for name, _ in finding.labels))
        return GroupView(
            group=group,
            statbarns=tuple(dict.fromkeys(finding.statbarn for finding in group.findings)),
            rule=self._rules.get((group.first.pack, group.first.rule), ""),
            names=names,
            rows=tuple(self._row(finding, names) for finding in group.findings),
            summary=named(group.areas, group.cells, most=2 * _MOST_OPEN),
        )

    def _row(self, finding: Finding, names: Sequence[str]) -> FindingView:
        explaining = finding.related if finding.cells == 1 else ()
        return FindingView(
            finding=finding,
            cells=tuple(self._link(finding.place, str(area), str(area)) for area in fold(areas_of(finding))),
            labels=tuple(", ".join(label for held, label in finding.labels if held == name) for name in names),
            related=tuple(self._link(place, place.cell, beside(place, finding)) for place in explaining),
            value=value_of(finding, self._report),
            proof=finding.proof.words.replace("`", "") if finding.proof else "",
        )

    def _link(self, place: Place, cells: str, text: str) -> Link:
        return Link(text, self._drawings.id_at(place, cells))


def _glances(report: Report, views: Iterable[FileView]) -> tuple[Glance, ...]:
    """Every file of the release, then the other files that findings speak of."""
    counts = Counter((held.place.file, "waived" if held.waived else held.level.value) for held in report.findings)
    targets = {view.path: view.id for view in views}
    files = {file.path: (file.verdict.value, len(file.unread)) for file in report.files}
    others = {path: ("", 0) for path in targets if path not in files}
    return tuple(
        Glance(
            path=path,
            verdict=verdict,
            unread=unread,
            block=counts[path, Level.BLOCK.value],
            review=counts[path, Level.REVIEW.value],
            note=counts[path, Level.NOTE.value],
            waived=counts[path, "waived"],
            target=targets.get(path, ""),
        )
        for path, (verdict, unread) in {**files, **others}.items()
    )
