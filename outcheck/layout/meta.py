"""Reads the ``.meta.csv`` that explore education statistics keeps beside a data file: what each of its columns is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outcheck.model.grid import Grid
from outcheck.model.hints import ColumnHint, TableHint
from outcheck.model.statistics import Statistic

_SUFFIX = ".meta.csv"
_WHY = "its .meta.csv says so"
_NAME, _TYPE, _LABEL = "col_name", "col_type", "label"
_UNIT, _DECIMALS, _GROUPING = "indicator_unit", "indicator_dp", "filter_grouping_column"


@dataclass(frozen=True, slots=True)
class MetaHints:
    """What the meta files of a release say of its data files, and what is wrong with which of them."""

    tables: tuple[TableHint, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


class _MisfitError(Exception):
    """Says how a meta file does not fit its data file."""


def read_meta_files(grids: Sequence[Grid]) -> MetaHints:
    """Hints of every meta file that has its data file beside it; one that does not fit gives none."""
    by_file = {grid.file: grid for grid in grids if not grid.sheet}
    tables: list[TableHint] = []
    wrong: list[tuple[str, str]] = []
    for meta in by_file.values():
        data = by_file.get(meta.file.removesuffix(_SUFFIX) + ".csv") if meta.file.endswith(_SUFFIX) else None
        if data is None:
            continue
        try:
            columns = _columns(meta, data)
        except _MisfitError as misfit:
            wrong.append((meta.file, f"{misfit}, so it says nothing of {data.file}"))
            continue
        settings = tuple(ColumnHint(name, None, why=_WHY) for name in _headings(meta))
        tables += [TableHint(data.file, columns=columns), TableHint(meta.file, columns=settings)]
    return MetaHints(tuple(tables), tuple(wrong))


def _columns(meta: Grid, data: Grid) -> tuple[ColumnHint, ...]:
    """Hints of the rows of a meta file, whose names the data file must have."""
    known = {name.casefold() for name in _headings(data)}
    found: dict[str, ColumnHint] = {}
    for line, row in _rows(meta):
        if row[_NAME].casefold() not in known:
            raise _MisfitError(f"its line {line} names a column that the data file does not have")
        if row[_NAME].casefold() in found:
            raise _MisfitError(f"its line {line} names a column again")
        if row.get(_DECIMALS) and not row[_DECIMALS].isdecimal():
            raise _MisfitError(f"its line {line} has an {_DECIMALS} that is no number of decimals")
        found[row[_NAME].casefold()] = _hint(row, line)
    for line, row in _rows(meta):
        grouping = row.get(_GROUPING, "")
        if grouping and grouping.casefold() not in known:
            raise _MisfitError(f"its line {line} groups by a column that the data file does not have")
        if grouping:
            found.setdefault(grouping.casefold(), ColumnHint(grouping, None, why=_WHY))
    return tuple(found.values())


def _hint(row: dict[str, str], line: int) -> ColumnHint:
    kind, unit = row[_TYPE].casefold(), row.get(_UNIT, "")
    if kind == "filter":
        return ColumnHint(row[_NAME], None, why=_WHY)
    if kind != "indicator":
        raise _MisfitError(f"its line {line} has a {_TYPE} that is neither Filter nor Indicator")
    statistic = Statistic.PERCENTAGE if unit == "%" else Statistic.UNKNOWN
    money = unit[0] if unit.startswith(("£", "$", "€")) else ""
    return ColumnHint(row[_NAME], statistic, meaning=row.get(_LABEL) or row[_NAME], measured_in=money, why=_WHY)


def _rows(meta: Grid) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of each row that is not empty, by the names of the columns."""
    headings = _headings(meta)
    if _NAME not in headings or _TYPE not in headings:
        raise _MisfitError(f"it has no columns {_NAME} and {_TYPE}")
    cells = [[str(cell or "").strip() for cell in column] for column in meta.columns]
    for row in range(1, meta.height):
        held = {name: column[row] for name, column in zip(headings, cells, strict=True)}
        if any(held.values()):
            yield row + 1, held


def _headings(grid: Grid) -> list[str]:
    """Names of the columns, which stand in the first line."""
    return [str(column[0] or "").strip() for column in grid.columns] if grid.height else []
