"""What the HTML page shows, ready for its templates: findings by file and table, their cells linked to the drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.report import FileReport, Numbers, Report, TableReport
from outcheck.model.rule import Level
from outcheck.renderers.certificates import Certificate, certificate
from outcheck.renderers.drawings import Drawings, TableView
from outcheck.renderers.explained import Explained, explained
from outcheck.renderers.filters import LEVELS, Filters, filters_of
from outcheck.renderers.grouping import FileGroups, Group, TableGroups, areas_of, fold, gather, named
from outcheck.renderers.maps import TableMap, maps_of
from outcheck.renderers.plots import HiddenView, Segment, hidden_of, numbers_bar
from outcheck.renderers.wording import beside, value_of

_MOST_OPEN = 6
"""So many findings of a group stand open on the page; where there are more, all of them are folded away together.

Of more, the first so many are drawn as they are worked out; the others say it in words.
"""

_MOST_DRAWN = 400
"""So many findings of a page are drawn as they are worked out. A page with more opens as soon, and says the rest in words."""


@dataclass(frozen=True, slots=True)
class Link:
    """Cells by address; ``target`` is the id of the first one's drawing, empty where it is not drawn."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as a row: its cells, its labels in the columns of its group, what explains it, how it is worked out."""

    finding: Finding
    cells: tuple[Link, ...]
    labels: tuple[str, ...]
    related: tuple[Link, ...]
    value: str
    proof: str
    drawn: Certificate | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """Findings that say the same, under one number.

    ``key`` is what the page is narrowed to their check by, ``rule`` the id of the rule's row; ``names`` head the labels.
    """

    group: Group
    key: str
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
    def is_told(self) -> bool:
        """Whether any finding says in words alone how it can be worked out."""
        return any(row.proof and not row.drawn for row in self.rows)


@dataclass(frozen=True, slots=True)
class PartView:
    """The findings of one table, or of what stands outside tables. A table is drawn where it is first spoken of.

    ``id`` is that of the table's place on the page, empty where it is not drawn.
    """

    id: str
    sheet: str
    table: TableReport | None
    groups: tuple[GroupView, ...]
    drawing: TableView | None

    @property
    def levels(self) -> str:
        """Levels of its findings, for the filters."""
        held = {"waived" if group.group.first.waived else group.group.first.level.value for group in self.groups}
        return " ".join(level for level in LEVELS if level in held)

    @property
    def checks(self) -> str:
        """Keys of the checks of its findings, for the filters."""
        return " ".join(dict.fromkeys(group.key for group in self.groups))


@dataclass(frozen=True, slots=True)
class FileView:
    """The findings of one file. ``report`` is None for a file that does not leave, such as outcheck.yaml.

    ``key`` is what the page is narrowed to this file by.
    """

    path: str
    id: str
    key: str
    report: FileReport | None
    parts: tuple[PartView, ...]

    @property
    def levels(self) -> str:
        """Levels of its findings, for the filters."""
        held = {level for part in self.parts for level in part.levels.split()}
        return " ".join(level for level in LEVELS if level in held)

    @property
    def checks(self) -> str:
        """Keys of the checks of its findings, for the filters."""
        return " ".join(dict.fromkeys(key for part in self.parts for key in part.checks.split()))


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
    numbers: int
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the templates show beside the report itself.

    ``quiet`` are the tables without findings, ``hidden`` what attackers learn of hidden cells, ``linked`` the drawn cells that
    need an id.
    """

    glances: tuple[Glance, ...]
    maps: tuple[TableMap, ...]
    filters: Filters
    open: tuple[FileView, ...]
    waived: tuple[FileView, ...]
    quiet: tuple[PartView, ...]
    hidden: tuple[HiddenView, ...]
    explained: tuple[Explained, ...]
    linked: frozenset[str]

    @property
    def levels(self) -> set[str]:
        """What the filters of levels may leave out whole: the levels of every file and table with findings."""
        files = (*self.open, *self.waived)
        return {file.levels for file in files} | {part.levels for file in files for part in file.parts}


def page_of(report: Report) -> Page:
    """Arrange a report for the page."""
    gathered, filters = gather(report), filters_of(report)
    drawings = Drawings(report, gathered.groups)
    maker = _Maker(report, drawings, filters)
    open_, waived = maker.files(gathered.open, "file"), maker.files(gathered.waived, "waived")
    quiet = maker.quiet()
    parts = (*quiet, *(part for file in (*open_, *waived) for part in file.parts))
    targets = {part.drawing.table.id: part.id for part in parts if part.drawing}
    return Page(
        glances=_glances(report, (*waived, *open_)),
        maps=maps_of(report, gathered, targets),
        filters=filters,
        open=open_,
        waived=waived,
        quiet=quiet,
        hidden=hidden_of(report, drawings),
        explained=explained(report),
        linked=frozenset(drawings.linked),
    )


class _Maker:
    """Makes the views of one report and remembers which tables have been drawn."""

    def __init__(self, report: Report, drawings: Drawings, filters: Filters) -> None:
        self._report = report
        self._drawings = drawings
        self._filters = filters
        self._left = _MOST_DRAWN
        self._rules = {(rule.pack, rule.rule): f"rule-{number}" for number, rule in enumerate(report.rules, start=1)}
        self._undrawn = {table.id: table for table in report.tables}

    def files(self, files: Iterable[FileGroups], word: str) -> tuple[FileView, ...]:
        """Files with their findings; ``word`` begins the ids of their sections."""
        reports = {file.path: file for file in self._report.files}
        return tuple(
            FileView(
                path=file.path,
                id=f"{word}-{number}",
                key=self._filters.file_key(file.path),
                report=reports.get(file.path),
                parts=tuple(self._part(part) for part in file.tables),
            )
            for number, file in enumerate(files, start=1)
        )

    def quiet(self) -> tuple[PartView, ...]:
        """Tables not drawn so far."""
        return tuple(self._drawn(table, (), table.sheet) for table in self._undrawn.values())

    def _part(self, part: TableGroups) -> PartView:
        table = self._undrawn.pop(part.table.id, None) if part.table else None
        groups = tuple(self._group(group) for group in part.groups)
        return self._drawn(table, groups, part.sheet) if table else PartView("", part.sheet, part.table, groups, None)

    def _drawn(self, table: TableReport, groups: tuple[GroupView, ...], sheet: str) -> PartView:
        drawing = self._drawings.draw(table)
        return PartView(f"part-{drawing.id}", sheet, table, groups, drawing)

    def _group(self, group: Group) -> GroupView:
        names = tuple(dict.fromkeys(name for finding in group.findings for name, _ in finding.labels))
        return GroupView(
            group=group,
            key=self._filters.check_key(group.first.code, group.first.check),
            statbarns=tuple(dict.fromkeys(finding.statbarn for finding in group.findings)),
            rule=self._rules.get((group.first.pack, group.first.rule), ""),
            names=names,
            rows=tuple(self._row(finding, names, number) for number, finding in enumerate(group.findings)),
            summary=named(group.areas, group.cells, most=2 * _MOST_OPEN),
        )

    def _row(self, finding: Finding, names: Sequence[str], number: int) -> FindingView:
        explaining = finding.related if finding.cells == 1 else ()
        return FindingView(
            finding=finding,
            cells=tuple(self._link(finding.place, str(area), str(area)) for area in fold(areas_of(finding))),
            labels=tuple(", ".join(label for held, label in finding.labels if held == name) for name in names),
            related=tuple(self._link(place, place.cell, beside(place, finding)) for place in explaining),
            value=value_of(finding, self._report),
            proof=finding.proof.words.replace("`", "") if finding.proof else "",
            drawn=self._certificate(finding) if number < _MOST_OPEN else None,
        )

    def _certificate(self, finding: Finding) -> Certificate | None:
        drawn = certificate(finding, self._drawings) if self._left else None
        self._left -= drawn is not None
        return drawn

    def _link(self, place: Place, cells: str, text: str) -> Link:
        return Link(text, self._drawings.id_at(place, cells))


def _glances(report: Report, views: Iterable[FileView]) -> tuple[Glance, ...]:
    """Every file of the release, then the other files that findings speak of."""
    counts = Counter((held.place.file, "waived" if held.waived else held.level.value) for held in report.findings)
    targets = {view.path: view.id for view in views}
    files = {file.path: (file.verdict.value, len(file.unread), file.numbers) for file in report.files}
    others = {path: ("", 0, Numbers()) for path in targets if path not in files}
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
            numbers=numbers.numbers,
            bar=numbers_bar(numbers),
        )
        for path, (verdict, unread, numbers) in {**files, **others}.items()
    )
