"""What a person or a pack told us before we read: marker meanings, and corrections to the reading of tables."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything the layout may believe without evidence. Of two markers with one text the later counts."""

    markers: tuple[Marker, ...] = ()
    tables: tuple[TableHint, ...] = ()
