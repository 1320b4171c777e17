"""Gathers findings for the eye: by file and table, those that say the same together, their cells folded into ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from outcheck.model.finding import Finding
from outcheck.model.places import Area
from outcheck.model.report import Report, TableReport
from outcheck.renderers.wording import counted


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one table that say the same. ``positions`` are theirs in the report; ``number`` counts groups from 1."""

    positions: tuple[int, ...]
    findings: tuple[Finding, ...]
    number: int = 0

    @property
    def first(self) -> Finding:
        """The finding that stands for all: level, rule, message, remedies and waiver are the same."""
        return self.findings[0]

    @property
    def cells(self) -> int:
        """How many cells the group speaks of."""
        return sum(finding.cells for finding in self.findings)

    @property
    def extent(self) -> str:
        """How much it speaks of, in words, where that is more than one cell."""
        if self.cells < 2:  # noqa: PLR2004  one cell needs no words
            return ""
        cells = counted(self.cells, "cell")
        # A message may count the cells of its own finding; where several such stand together, the reader must see that.
        return cells if len(self.findings) in (1, self.cells) else f"{counted(len(self.findings), 'finding')} on {cells}"

    @property
    def areas(self) -> list[Area]:
        """Its cells, folded."""
        return fold(area for finding in self.findings for area in areas_of(finding))

    @property
    def shared_labels(self) -> list[tuple[str, str]]:
        """Labels that all its findings have."""
        every = [set(finding.labels) for finding in self.findings]
        return [label for label in self.first.labels if all(label in labels for labels in every)]


@dataclass(frozen=True, slots=True)
class TableGroups:
    """The groups of one table, or of what a file or sheet holds outside its tables."""

    table: TableReport | None
    sheet: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class FileGroups:
    """What was found in one file, table by table."""

    path: str
    tables: tuple[TableGroups, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All groups of a report, numbered through: first those that are open, then the waived."""

    open: tuple[FileGroups, ...]
    waived: tuple[FileGroups, ...]

    @property
    def groups(self) -> list[Group]:
        """Every group in the order of its number."""
        return [group for held in (*self.open, *self.waived) for table in held.tables for group in table.groups]


def gather(report: Report) -> Gathered:
    """Gather the findings of a report."""
    open_ = _files(report, [number for number, held in enumerate(report.findings) if held.waived is None], after=0)
    count = sum(len(table.groups) for file in open_ for table in file.tables)
    waived = _files(report, [number for number, held in enumerate(report.findings) if held.waived is not None], after=count)
    return Gathered(open_, waived)


def areas_of(finding: Finding) -> list[Area]:
    """Areas of the cells that a finding is about, without those that only explain it."""
    if not finding.place.cell:
        return []
    places = [finding.place, *(finding.related if finding.cells > 1 else ())]
    return [Area.parse(place.cell) for place in places if place.cell]


def fold(areas: Iterable[Area]) -> list[Area]:
    """Join areas that stand without a gap below or beside each other; covers the same cells."""
    columns = _join_down(areas)
    turned = _join_down(Area(area.left, area.top, area.right, area.bottom) for area in columns)
    return sorted(Area(area.left, area.top, area.right, area.bottom) for area in turned)


def named(areas: Sequence[Area], cells: int, *, most: int) -> str:
    """The first areas by name, and exactly how much more there is of ``cells``."""
    shown, hidden = areas[:most], areas[most:]
    text = ", ".join(str(area) for area in shown)
    if not hidden:
        return text
    exact = sum(_size(area) for area in areas) == cells
    left = counted(sum(_size(area) for area in hidden), "more cell") if exact else counted(len(hidden), "more range")
    return f"{text} and {left}"


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _join_down(areas: Iterable[Area]) -> list[Area]:
    joined: list[Area] = []
    for area in sorted(areas, key=lambda held: (held.left, held.right, held.top, held.bottom)):
        last = joined[-1] if joined else None
        if last and (last.left, last.right) == (area.left, area.right) and area.top <= last.bottom + 1:
            joined[-1] = replace(last, bottom=max(last.bottom, area.bottom))
        else:
            joined.append(area)
    return joined


def _files(report: Report, positions: Sequence[int], *, after: int) -> tuple[FileGroups, ...]:
    """Groups by file and table, in the order in which the report lists these, numbered from ``after + 1``."""
    home = _Homes(report)
    by_home: dict[tuple[int, int, str, str], list[int]] = defaultdict(list)
    for position in positions:
        by_home[home.of(report.findings[position])].append(position)
    files: dict[str, list[TableGroups]] = defaultdict(list)
    for (_, table, path, sheet), held in sorted(by_home.items()):
        groups = tuple(replace(group, number=after + number) for number, group in enumerate(_groups(report, held), start=1))
        after += len(groups)
        files[path].append(TableGroups(report.tables[table] if table >= 0 else None, sheet, groups))
    return tuple(FileGroups(path, tuple(tables)) for path, tables in files.items())


def _groups(report: Report, positions: Sequence[int]) -> list[Group]:
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for position in positions:
        held = report.findings[position]
        alike[
            held.level, held.code, held.pack, held.rule, held.message, held.undetermined, held.remedies, held.waived, held.known
        ].append(position)
    groups = [Group(tuple(same), tuple(report.findings[position] for position in same)) for same in alike.values()]
    return sorted(groups, key=lambda group: (-group.first.level.rank, group.positions))


class _Homes:
    """Where findings belong: the place of their file and table in the report. A finding may name a file that is in neither."""

    def __init__(self, report: Report) -> None:
        self._files = {file.path: number for number, file in enumerate(report.files)}
        self._tables = {table.id: number for number, table in enumerate(report.tables)}
        self._areas: dict[tuple[str, str], list[tuple[Area, int]]] = defaultdict(list)
        for number, table in enumerate(report.tables):
            self._areas[table.file, table.sheet].append((Area.parse(table.range), number))

    def of(self, finding: Finding) -> tuple[int, int, str, str]:
        """Order of the file, order of the table (-1 outside all tables), path, sheet."""
        place = finding.place
        table = self._tables.get(finding.table, -1)
        if table < 0 and place.cell:
            area = Area.parse(place.cell)
            around = self._areas[place.file, place.sheet]
            table = next((number for held, number in around if held.holds(area.top, area.left)), -1)
        return self._files.get(place.file, len(self._files)), table, place.file, place.sheet
