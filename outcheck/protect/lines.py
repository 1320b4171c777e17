"""Which rows or columns of a table become one when categories are merged, and which labels change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from outcheck.inference.spelling import normal
from outcheck.model.grid import Grid
from outcheck.model.table import Table
from outcheck.protect.tallies import Tally

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one table: rows or columns of the grid that become the first of them, and those that go.

    ``together`` has an entry for each that stays and takes up others, itself first; ``gone`` are all that go, also those that
    nothing takes up. ``labels`` are the new texts by row and column of the grid. ``parts`` has, for each new label, and for None
    where they go, the old labels and their lines.
    """

    table: int
    by_rows: bool
    together: tuple[tuple[int, ...], ...]
    gone: frozenset[int]
    labels: Mapping[Spot, str]
    parts: tuple[tuple[str | None, tuple[str, ...], tuple[int, ...]], ...]


def lines_of(tally: Tally, table: Table, grid: Grid, dimension: int, into: Mapping[int, str | None]) -> Lines | None:
    """Lines of a table; None where its categories do not stand in rows or columns of their own.

    ``into`` has the new label of each category that is merged, by its code, None where it goes.
    """
    codes = tally.codes[:, dimension]
    for by_rows in (True, False):
        along = np.asarray(table.row if by_rows else table.column, dtype=np.intp)
        if _one_each(along, codes):
            return _along(tally, table, grid, dimension, into, along, by_rows=by_rows)
    return None


def _one_each(along: np.ndarray, codes: np.ndarray) -> bool:
    """Whether all cells of each line are of one category."""
    first = np.full(int(along.max(initial=0)) + 1, -2, dtype=np.intp)
    first[along] = codes
    return bool((first[along] == codes).all()) and len(np.unique(codes)) > 1


def _along(
    tally: Tally, table: Table, grid: Grid, dimension: int, into: Mapping[int, str | None],
    along: np.ndarray, *, by_rows: bool,
) -> Lines | None:  # fmt: skip
    codes = tally.codes[:, dimension]
    across = np.asarray(table.column if by_rows else table.row, dtype=np.intp)
    cells = np.flatnonzero(np.isin(codes, list(into)))
    line = tally.lines(dimension, cells)
    leader: dict[int, int] = {}

    def first(position: int) -> int:
        while leader.setdefault(position, position) != position:
            position = leader[position]
        return position

    met: dict[tuple[object, ...], int] = {}
    spots: set[tuple[object, ...]] = set()
    code_at: dict[int, int] = {}
    for cell, key in zip(cells.tolist(), line.tolist(), strict=True):
        position, code = int(along[cell]), int(codes[cell])
        code_at[position] = code
        new = into[code]
        if new is None:
            continue
        spot = (key, int(across[cell]), code)
        if spot in spots:
            return None
        spots.add(spot)
        with_it = met.setdefault((new, *spot[:2]), position)
        one, other = sorted((first(position), first(with_it)))
        leader[other] = one
    members: dict[int, list[int]] = {}
    for position in sorted(leader):
        members.setdefault(first(position), []).append(position)
    together = tuple(tuple(held) for held in members.values() if len(held) > 1)
    if any(len({code_at[position] for position in held}) < len(held) for held in together):
        return None
    gone = frozenset(position for held in together for position in held[1:])
    gone |= {position for position, code in code_at.items() if into[code] is None}
    stay = {position: into[code_at[position]] for position in members}
    labels = _labels(tally, table, grid, dimension, stay, code_at, by_rows=by_rows)
    parts = tuple(_part(table.dimensions[dimension].labels, new, into, code_at) for new in dict.fromkeys(into.values()))
    return None if labels is None else Lines(tally.place, by_rows, together, gone, labels, parts)


def _part(
    names: Sequence[str], new: str | None, into: Mapping[int, str | None], code_at: Mapping[int, int]
) -> tuple[str | None, tuple[str, ...], tuple[int, ...]]:
    positions = tuple(sorted(position for position, code in code_at.items() if into[code] == new))
    codes = dict.fromkeys(code_at[position] for position in positions)
    return new, tuple(names[code].strip() for code in codes), positions


def nothing_else(found: Sequence[Lines], tables: Sequence[Table], grids: Mapping[tuple[str, str], Grid]) -> bool:
    """Whether the lines that go hold nothing but what goes with them: parts of these tables, all of which leave them out."""
    for lines in found:
        mine = tables[lines.table]
        grid = grids[mine.file, mine.sheet]
        going = [other for other in found if other.by_rows is lines.by_rows and _beside(mine, tables[other.table])]
        for table in tables:
            positions = set(np.unique(table.row if lines.by_rows else table.column).tolist()) & lines.gone
            leaves = {position for other in going if tables[other.table] is table for position in other.gone}
            if _beside(mine, table) and positions - leaves:
                return False
        areas = [tables[other.table].area for other in going]
        for spot in _spots(grid, lines):
            if grid.columns[spot[1]][spot[0]] not in (None, "") and not any(area.holds(*spot) for area in areas):
                return False
    return True


def _beside(one: Table, other: Table) -> bool:
    return (one.file, one.sheet) == (other.file, other.sheet)


def _spots(grid: Grid, lines: Lines) -> Iterator[Spot]:
    for position in lines.gone:
        across = range(grid.width if lines.by_rows else grid.height)
        yield from ((position, number) if lines.by_rows else (number, position) for number in across)


def _labels(
    tally: Tally, table: Table, grid: Grid, dimension: int, stay: Mapping[int, str | None], code_at: Mapping[int, int],
    *, by_rows: bool,
) -> dict[Spot, str] | None:  # fmt: skip
    """New labels of the lines that stay, also in words that say the same; None where their labels are not found."""
    numbers = set(zip(table.row.tolist(), table.column.tolist(), strict=True))
    found: dict[Spot, str] = {}
    every = [_codes_at(tally, place, table, by_rows=by_rows) for place in range(len(tally.labels))]
    spelt = lru_cache(maxsize=4096)(normal)
    for place in (dimension, *tally.twins[dimension]):
        codes = every[place]
        votes: dict[int, set[int]] = {}
        for position in code_at:
            wanted = tally.labels[place][codes[position]]
            for spot in _inside(table, position, by_rows=by_rows):
                if spot not in numbers and spelt(_text(grid.columns[spot[1]][spot[0]])) == wanted:
                    votes.setdefault(spot[1] if by_rows else spot[0], set()).add(position)
        if not votes:
            return None
        # The nearest to the numbers, of those that name most of the lines.
        where = max(votes, key=lambda number: (len(votes[number]), number))
        for position, new in stay.items():
            spot = (position, where) if by_rows else (where, position)
            text = _text(grid.columns[spot[1]][spot[0]])
            if not text or new is None:
                continue
            if position in votes[where]:
                found[spot] = text[: len(text) - len(text.lstrip())] + new
                continue
            names = [tally.labels[other][held[position]] for other, held in enumerate(every) if held[position] >= 0]
            if spelt(text) not in names:  # what lies under a category may be named in the same column
                return None
    return found


def _codes_at(tally: Tally, place: int, table: Table, *, by_rows: bool) -> dict[int, int]:
    along = (table.row if by_rows else table.column).tolist()
    return dict(zip(along, tally.codes[:, place].tolist(), strict=True))


def _inside(table: Table, position: int, *, by_rows: bool) -> Iterator[Spot]:
    """Places of the table in one line."""
    area = table.area
    if by_rows:
        yield from ((position, column) for column in range(area.left, area.right + 1))
    else:
        yield from ((row, position) for row in range(area.top, area.bottom + 1))


def _text(stored: object) -> str:
    if isinstance(stored, float) and stored.is_integer():
        return str(int(stored))
    return "" if stored is None else str(stored)
