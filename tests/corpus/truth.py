"""The truth about corpus files: sidecars, read and expanded to cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from outcheck.model.places import Area
from outcheck.model.statistics import Statistic
from outcheck.model.table import Meaning, Shape

HOME = Path(__file__).parent
SUFFIX = ".truth.yaml"
MADE_FROM = frozenset({".py", ".md"})

Cell = tuple[int, int]


def _text(value: object) -> object:
    """YAML reads 2019 as a number and No as false; the first is meant as it stands, the second must be quoted."""
    return str(value) if type(value) is int else value


def _list(value: object) -> object:
    return value if isinstance(value, list) else [value]


Text = Annotated[str, BeforeValidator(_text)]
Statistics = Annotated[list[Statistic], BeforeValidator(_list)]
Areas = Annotated[list[str], BeforeValidator(_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TrueDimension(_Strict):
    labels: list[Text] = Field(min_length=2)
    name: Text | None = None
    total: Text | None = None


class TrueTable(_Strict):
    range: str
    shape: Shape
    sheet: str = ""
    title: Text = ""
    dimensions: list[TrueDimension] = []
    statistics: dict[str, Statistics] = {}
    unsure: list[str] = []
    gaps: dict[str, Meaning] = {}
    sums: dict[str, Areas] = {}

    @cached_property
    def area(self) -> Area:
        return Area.parse(self.range)

    @cached_property
    def statistic_of(self) -> dict[Cell, tuple[Statistic, ...]]:
        """Statistics of each cell of the areas, of the smallest area that holds it."""
        parsed = sorted(((Area.parse(text), said) for text, said in self.statistics.items()), key=lambda item: -size(item[0]))
        return {cell: tuple(said) for area, said in parsed for cell in cells_of(area)}

    @cached_property
    def gap_of(self) -> dict[Cell, Meaning]:
        """Meaning of each gap, of the smallest area that holds it."""
        parsed = sorted(((Area.parse(text), said) for text, said in self.gaps.items()), key=lambda item: -size(item[0]))
        return {cell: said for area, said in parsed for cell in cells_of(area)}

    @cached_property
    def unsure_cells(self) -> frozenset[Cell]:
        return expanded(self.unsure)


class Truth(_Strict):
    style: str
    tables: list[TrueTable] = []
    labels: list[str] = []
    unexplained: list[str] = []

    @cached_property
    def label_cells(self) -> frozenset[Cell]:
        return expanded(self.labels)

    @cached_property
    def unexplained_cells(self) -> frozenset[Cell]:
        return expanded(self.unexplained)

    def on(self, sheet: str) -> list[TrueTable]:
        """Tables of one sheet."""
        return [table for table in self.tables if table.sheet == sheet]


def size(area: Area) -> int:
    """How many cells an area has."""
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def cells_of(area: Area) -> Iterator[Cell]:
    """Cells of an area, row by row."""
    return ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))


def expanded(areas: Iterable[str]) -> frozenset[Cell]:
    """Cells of areas written as A1 ranges."""
    return frozenset(cell for text in areas for cell in cells_of(Area.parse(text)))


def sidecar(path: Path) -> Path:
    """Where the truth about a file stands."""
    return path.with_name(path.name + SUFFIX)


def load(path: Path) -> Truth:
    """The truth about a corpus file."""
    return Truth.model_validate(yaml.safe_load(sidecar(path).read_text(encoding="utf-8")))


def corpus_files(part: str = "") -> list[Path]:
    """Corpus files, or those with this in their path; what stands directly in the corpus folder is no corpus file."""
    found = (path for path in sorted(HOME.glob("*/**/*")) if path.is_file() and "__pycache__" not in path.parts)
    files = (path for path in found if path.suffix not in MADE_FROM and not path.name.endswith(SUFFIX))
    return [path for path in files if part in name_of(path)]


def name_of(path: Path) -> str:
    """Path below the corpus folder."""
    return path.relative_to(HOME).as_posix()
