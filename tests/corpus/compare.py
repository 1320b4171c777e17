"""Compares what was understood of a file with the truth about it, decision by decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.raw import has_digit, is_empty, is_number, plain, value_at
from corpus.truth import Cell, TrueDimension, TrueTable, Truth, expanded, load, name_of

from outcheck.layout import Understanding, understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.places import Area, address
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Marker, Meaning, Table
from outcheck.readers import read_release

_MEANINGS = {"c": Meaning.SUPPRESSED, "z": Meaning.NOT_APPLICABLE, "x": Meaning.NOT_AVAILABLE}
HINTS = Hints(markers=tuple(Marker(text, said) for letter, said in _MEANINGS.items() for text in (letter, f"[{letter}]")))

DECISIONS = (
    "tables", "shape", "title", "dimensions", "names", "totals", "statistic", "unsure", "safe", "gaps", "sums", "labels",
    "unexplained",
)  # fmt: skip
_COUNTED = frozenset({Statistic.COUNT, Statistic.MODEL_SIZE})


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision about one place: what is true, and what was understood."""

    decision: str
    where: str
    truth: str
    understood: str

    @property
    def right(self) -> bool:
        return self.truth == self.understood


@dataclass(frozen=True, slots=True)
class Read:
    """A corpus file with its truth, and what was understood of it."""

    name: str
    truth: Truth
    grids: tuple[Grid, ...]
    understood: tuple[Understanding, ...]


def read(path: Path) -> Read:
    """Read and understand a corpus file; nothing in it may be unread."""
    (file,) = read_release([path])
    assert not file.unread, file.unread
    return Read(name_of(path), load(path), file.grids, tuple(understand(grid, HINTS) for grid in file.grids))


def judge(held: Read) -> list[Judgement]:
    """Every decision about one file. Beside what should be there, ``others`` says that nothing else is."""
    sheets = [
        judgement
        for grid, understood in zip(held.grids, held.understood, strict=True)
        for judgement in _sheet(grid, held.truth.on(grid.sheet), understood.tables)
    ]
    return [*sheets, *_account(held)]


def _sheet(grid: Grid, true: Sequence[TrueTable], found: Sequence[Table]) -> Iterator[Judgement]:
    ranges = [str(table.area) for table in found]
    for table in true:
        where = _place(grid, str(table.area))
        nearest = max(found, key=lambda other: _overlap(table.area, other.area), default=None)
        if nearest is not None and not _overlap(table.area, nearest.area):
            nearest = None
        same = str(table.area) in ranges
        yield Judgement(
            "tables", where, str(table.area), str(table.area) if same else str(nearest.area) if nearest is not None else "nothing"
        )
        yield from _table(where, table, nearest)
    others = ", ".join(text for text in ranges if text not in {str(table.area) for table in true})
    yield Judgement("tables", _place(grid, "others"), "", others)
    yield from _numbers(grid, true, found)


def _overlap(one: Area, other: Area) -> int:
    height = min(one.bottom, other.bottom) - max(one.top, other.top) + 1
    width = min(one.right, other.right) - max(one.left, other.left) + 1
    return max(height, 0) * max(width, 0)


def _table(where: str, true: TrueTable, found: Table | None) -> Iterator[Judgement]:
    title, said = plain(true.title), plain(found.title) if found is not None else "nothing"
    # A subtitle told with its title is no error.
    yield Judgement("title", where, title, title if title and said.startswith(title) else said)
    yield Judgement("shape", where, true.shape.value, found.shape.value if found is not None else "nothing")
    yield from _dimensions(where, true, found)
    yield from _sums(where, true, found)


def _dimensions(where: str, true: TrueTable, found: Table | None) -> Iterator[Judgement]:
    left = [dimension for dimension in (found.dimensions if found is not None else ()) if len(dimension.labels) > 1]
    for dimension in true.dimensions:
        labels = _labels(dimension.labels)
        place = f"{where} {dimension.name or labels}"
        same = next((other for other in _by_name(left, dimension) if _labels(other.labels) == labels), None)
        total = plain(dimension.total or "")
        if same is None:
            near = max(left, key=lambda other: len(set(other.labels) & set(dimension.labels)), default=None)
            yield Judgement("dimensions", place, labels, _labels(near.labels) if near else "nothing")
            yield Judgement("totals", place, total, "no such dimension")
        else:
            left.remove(same)
            yield Judgement("dimensions", place, labels, labels)
            yield Judgement("totals", place, total, plain(same.labels[same.total]) if same.total >= 0 else "")
        if dimension.name is not None:
            yield Judgement("names", place, plain(dimension.name), plain(same.name) if same else "no such dimension")
    yield Judgement("dimensions", f"{where} others", "", "; ".join(f"{other.name}: {_labels(other.labels)}" for other in left))


def _by_name(found: Sequence[Dimension], true: TrueDimension) -> list[Dimension]:
    """Those of the same name first: two dimensions may have the same labels."""
    return sorted(found, key=lambda other: plain(other.name) != plain(true.name or ""))


def _labels(labels: Sequence[str]) -> str:
    return " | ".join(sorted({plain(label) for label in labels}))


def _sums(where: str, true: TrueTable, found: Table | None) -> Iterator[Judgement]:
    known: dict[str, list[str]] = {}
    for number in range(len(found.sums) if found is not None else 0):
        assert found is not None
        added = {(int(found.row[part]), int(found.column[part])) for part in found.sums.parts_of(number)}
        known.setdefault(found.cell(int(found.sums.total[number])), []).append(_cells(added))
    for total, areas in true.sums.items():
        parts = expanded(areas) & true.statistic_of.keys()
        wanted, said = _cells(parts), known.get(total, [])
        yield Judgement("sums", f"{where} {total}", wanted, wanted if wanted in said else " or ".join(said) or "no sum")


def _cells(cells: set[Cell] | frozenset[Cell]) -> str:
    return " + ".join(address(*cell) for cell in sorted(cells))


@dataclass(frozen=True, slots=True)
class _Entry:
    statistics: tuple[str, ...]
    sure: bool
    gaps: tuple[str, ...]


def _numbers(grid: Grid, true: Sequence[TrueTable], found: Sequence[Table]) -> Iterator[Judgement]:
    """Statistic, sureness and gaps, cell by cell and whatever the ranges of the tables."""
    entries = {cell: entry for table in found for cell, entry in _entries(table).items()}
    nothing = _Entry((), sure=True, gaps=())
    stray = dict(entries)
    for table in true:
        for cell, statistics in sorted(_entered(grid, table).items()):
            entry, place = entries.get(cell, nothing), _place(grid, address(*cell))
            stray.pop(cell, None)
            yield from _parts(place, statistics, entry)
            yield from _safe(place, statistics, entry)
            sure = "" if cell not in entries else "sure" if entry.sure else "unsure"
            yield Judgement("unsure", place, "unsure" if cell in table.unsure_cells else "sure", sure or "nothing")
            gap = table.gap_of.get(cell)
            if gap is not None or entry.gaps:
                yield Judgement("gaps", place, gap.value if gap else "", ", ".join(sorted(set(entry.gaps))))
    yield Judgement("statistic", _place(grid, "others"), "", _cells({cell for cell, entry in stray.items() if not entry.gaps}))
    yield Judgement("gaps", _place(grid, "others"), "", _cells({cell for cell, entry in stray.items() if entry.gaps}))


def _parts(place: str, statistics: Sequence[Statistic], entry: _Entry) -> Iterator[Judgement]:
    for part, statistic in enumerate(statistics):
        where = place if len(statistics) == 1 else f"{place} number {part + 1}"
        yield Judgement(
            "statistic", where, statistic.value, entry.statistics[part] if part < len(entry.statistics) else "nothing"
        )
    extra = entry.statistics[len(statistics) :]
    if extra:
        yield Judgement("statistic", f"{place} others", "", ", ".join(extra))


def _safe(place: str, statistics: Sequence[Statistic], entry: _Entry) -> Iterator[Judgement]:
    """Whether a number that is or may be a count is examined as one, or at least not passed off as something else for sure."""
    if not entry.gaps and any(statistic in _COUNTED for statistic in statistics):
        counted = {statistic.value for statistic in _COUNTED}
        pairs = zip(statistics, (*entry.statistics, *[""] * len(statistics)), strict=False)
        hidden = [said for true, said in pairs if true in _COUNTED and said not in counted]
        yield Judgement("safe", place, "", ", ".join(said or "nothing" for said in hidden) if entry.sure else "")


def _entered(grid: Grid, table: TrueTable) -> dict[Cell, tuple[Statistic, ...]]:
    """Cells of the truth that hold something: an empty cell only where it is a gap."""
    return {cell: said for cell, said in table.statistic_of.items() if cell in table.gap_of or not is_empty(value_at(grid, cell))}


def _entries(table: Table) -> dict[Cell, _Entry]:
    held: dict[Cell, _Entry] = {}
    for index in range(len(table)):
        cell = int(table.row[index]), int(table.column[index])
        measure, marker = table.measures[table.measure[index]], int(table.marker[index])
        before = held.get(cell, _Entry((), sure=True, gaps=()))
        gaps = (*before.gaps, table.markers[marker].meaning.value) if marker >= 0 else before.gaps
        held[cell] = _Entry((*before.statistics, measure.statistic.value), before.sure and measure.sure, gaps)
    return held


def _place(grid: Grid, text: str) -> str:
    return f"{grid.sheet}!{text}" if grid.sheet else text


def _account(held: Read) -> Iterator[Judgement]:
    accounts = [understood.account for understood in held.understood]
    lost = sum(item.numbers for account in accounts for item in account.not_understood)
    pairs = (
        ("labels", held.truth.label_cells, sum(account.labels for account in accounts)),
        ("unexplained", held.truth.unexplained_cells, lost),
    )
    for decision, cells, count in pairs:
        values = [value_at(grid, cell) for grid in held.grids for cell in sorted(cells)]
        least, most = sum(map(is_number, values)), sum(map(has_digit, values))
        # Whether 2021/22 or a date is a number is nothing that clearance depends on.
        yield Judgement(decision, "numbers", str(least), str(least if least <= count <= most else count))
