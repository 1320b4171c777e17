"""What a person or a pack told us before we read: marker meanings, and corrections to the reading of tables."""

from __future__ import annotations

from dataclasses import dataclass

from outcheck.model.evidence import Entity
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Marker


@dataclass(frozen=True, slots=True)
class ColumnHint:
    """A named column (or row, or heading) and what it is; ``statistic`` None says its numbers are labels.

    ``meaning`` is what a description beside the file calls the column. Where it tells no statistic, its words count instead of
    the column's own. ``why`` is who says so.
    """

    name: str
    statistic: Statistic | None
    line: int = 0
    meaning: str = ""
    measured_in: str = ""
    why: str = "said in the manifest"

    @property
    def tells(self) -> bool:
        """Whether the statistic is told, and not left to the words of the meaning."""
        return self.statistic is not Statistic.UNKNOWN or not self.meaning


@dataclass(frozen=True, slots=True)
class Microdata:
    """The microdata behind a table and how the table was made from it, as the manifest says it.

    ``lines`` are the manifest's lines of its keys, for messages. ``where`` holds columns and the values rows may have there.
    """

    table: str
    database: str = ""
    join: tuple[tuple[str, tuple[str, ...]], ...] = ()
    where: tuple[tuple[str, tuple[str | int | float | bool, ...]], ...] = ()
    by: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    value: str = ""
    weight: str = ""
    person: str = ""
    contributor: str = ""
    holding: str = ""
    holdings: tuple[tuple[str, ...], ...] = ()
    entities: tuple[tuple[Entity, str], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, key: str) -> int:
        """Line of a key in the manifest, or of the table where the key was not written."""
        lines = dict(self.lines)
        return lines.get(key, lines.get("table", 0))


@dataclass(frozen=True, slots=True)
class EvidenceHint:
    """The side file with supporting facts about a table: a path from the manifest's folder, and a sheet where it is a workbook.

    ``measures`` are the names of the measures that it is about; all of them where there is none.
    """

    file: str
    sheet: str = ""
    measures: tuple[str, ...] = ()
    line: int = 0
    microdata: Microdata | None = None


@dataclass(frozen=True, slots=True)
class TableHint:
    """What the manifest says of the tables of one file, or of one of its sheets."""

    file: str
    sheet: str = ""
    columns: tuple[ColumnHint, ...] = ()
    unit: Unit | None = None
    source: tuple[str, ...] = ()
    population: str = ""
    line: int = 0
    structural: tuple[ColumnHint, ...] = ()
    evidence: EvidenceHint | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything the layout may believe without evidence. Of two markers with one text the later counts."""

    markers: tuple[Marker, ...] = ()
    tables: tuple[TableHint, ...] = ()
