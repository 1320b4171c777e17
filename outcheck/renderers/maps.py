"""Small maps of the tables of a report: where in each the findings stand, and no number of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from outcheck.model.places import Area
from outcheck.model.report import Report, Role, TableReport
from outcheck.renderers.grouping import Gathered, Group, areas_of

_MOST_ROWS, _MOST_COLUMNS = 36, 30
"""A map has no more squares; in a larger table each stands for several cells."""

_RANKS = ("waived", "note", "review", "block")


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle of squares that show the same; ``tone`` is the gravest level of a finding in them."""

    tone: str
    x: int
    y: int
    width: int
    height: int

    @property
    def below(self) -> int:
        """The row of squares under it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class TableMap:
    """A table in small: ``columns`` by ``rows`` squares, of which the first are headings. ``target`` is where it is shown."""

    table: TableReport
    target: str
    columns: int
    rows: int
    heading_columns: int
    heading_rows: int
    marks: tuple[Mark, ...]
    counts: tuple[tuple[str, int], ...]


def maps_of(report: Report, gathered: Gathered, targets: Mapping[str, str]) -> tuple[TableMap, ...]:
    """A map of every table, in the report's order; ``targets`` are ids on the page by table."""
    groups: dict[str, list[Group]] = {}
    for file in (*gathered.open, *gathered.waived):
        for part in file.tables:
            if part.table:
                groups.setdefault(part.table.id, []).extend(part.groups)
    return tuple(_map(table, groups.get(table.id, ()), targets.get(table.id, "")) for table in report.tables)


def _map(table: TableReport, groups: Iterable[Group], target: str) -> TableMap:
    area, drawing = Area.parse(table.range), table.drawing
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    across, down = min(columns, _MOST_COLUMNS), min(rows, _MOST_ROWS)
    gravest: dict[tuple[int, int], int] = {}
    counts = dict.fromkeys(_RANKS, 0)
    for group in groups:
        tone = "waived" if group.first.waived else group.first.level.value
        counts[tone] += len(group.findings)
        rank = _RANKS.index(tone)
        for square in _squares(group, area, (down, across)):
            gravest[square] = max(gravest.get(square, 0), rank)
    labels = sum(cell.role is Role.HEADING for cell in drawing.rows[0]) if drawing.rows else 0
    return TableMap(
        table,
        target,
        across,
        down,
        heading_columns=-(-labels * across // columns) if labels else 0,
        heading_rows=-(-len(drawing.headings) * down // rows),
        marks=tuple(_joined(gravest)),
        counts=tuple((tone, counts[tone]) for tone in reversed(_RANKS) if counts[tone]),
    )


def _squares(group: Group, area: Area, size: tuple[int, int]) -> set[tuple[int, int]]:
    """Squares that the cells of a group fall into; cells outside the table fall nowhere."""
    down, across = size
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    found: set[tuple[int, int]] = set()
    for finding in group.findings:
        for held in areas_of(finding):
            top, bottom = max(held.top, area.top) - area.top, min(held.bottom, area.bottom) - area.top
            left, right = max(held.left, area.left) - area.left, min(held.right, area.right) - area.left
            if top > bottom or left > right:
                continue
            found.update(
                (y, x)
                for y in range(top * down // rows, bottom * down // rows + 1)
                for x in range(left * across // columns, right * across // columns + 1)
            )
    return found


def _joined(gravest: Mapping[tuple[int, int], int]) -> list[Mark]:
    """Rectangles of squares that show the same: first beside each other, then those as wide below each other."""
    across: list[tuple[int, int, int, int]] = []  # rank, first column, columns, row
    for (y, x), rank in sorted(gravest.items()):
        last = across[-1] if across else None
        if last and last[0] == rank and last[3] == y and last[1] + last[2] == x:
            across[-1] = (rank, last[1], last[2] + 1, y)
        else:
            across.append((rank, x, 1, y))
    marks: list[Mark] = []
    for rank, x, width, y in sorted(across):
        last_mark = marks[-1] if marks else None
        if last_mark and (last_mark.tone, last_mark.x, last_mark.width) == (_RANKS[rank], x, width) and last_mark.below == y:
            marks[-1] = replace(last_mark, height=last_mark.height + 1)
        else:
            marks.append(Mark(_RANKS[rank], x, y, width, 1))
    return marks
