"""Evidence of one table from the microdata behind it: opens the data, chooses rows and columns, asks for every group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from outcheck.evidence.aggregates import WHO, Amounts, Key, amounts, distinct
from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.groups import Cell, Grouping, cells_of, collapsed_key, groupings_of, plain, wholes
from outcheck.evidence.recomputed import UNIT, Values, values_of
from outcheck.evidence.sources import Source, opened
from outcheck.evidence.weighted import WEIGHT
from outcheck.model.evidence import Entity
from outcheck.model.hints import Microdata
from outcheck.model.table import Table

Value: TypeAlias = str | int | float | bool
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data say of one group of a table."""

    amounts: Amounts
    entities: Mapping[Entity, int]


@dataclass(frozen=True, slots=True)
class Computed:
    """Facts of every group of a table, and how many groups of the data no cell of the table shows.

    ``values`` are what the values of each group come to, where they were asked for; ``counted`` and ``weighted`` how many, and of
    what weight, are in each group and in those that it is a share of.
    """

    groupings: tuple[Grouping, ...]
    facts: Mapping[Cell, Facts]
    unshown: int
    values: Mapping[Cell, Values]
    counted: Mapping[Key, float]
    weighted: Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be computed besides: whether ``values``, of which quantiles by their ``shares``, and the wholes of ``parts``."""

    values: bool = False
    shares: tuple[float, ...] = ()
    parts: bool = False


def compute(table: Table, microdata: Microdata, folder: Path, depth: int, asked: Asked) -> Computed:
    """Facts behind a table, with the sums of the ``depth`` largest contributions; raises EvidenceError.

    A group of which the data have no row has zeros: the table says what it says of nobody.
    """
    groupings = groupings_of(table, microdata)
    cells = cells_of(table, groupings)
    levels = {cell.levels for cell in cells}
    if asked.parts:
        levels |= {collapsed_key(cell, which)[0] for cell in cells for which in wholes(len(groupings))}
    with opened(microdata.database, folder) as source:
        try:
            rows = _rows(source, microdata)
            base = selected(rows, microdata, groupings)
            found = amounts(base, groupings, levels, depth)
            told = values_of(_valued(rows, microdata, groupings), groupings, levels, asked.shares) if asked.values else {}
            counts = {kind: distinct(pairs, groupings, levels) for kind, pairs in _bodies(rows, microdata, groupings).items()}
        except EvidenceError:
            raise
        except Exception as failure:  # noqa: BLE001  what a database says may hold values: only its kind is told
            what = f"could not be computed ({type(failure).__name__})"
            raise EvidenceError(what, "check the kinds of its columns, and that the database is still there") from None
    if not any(held.n for held in found.values()):
        raise EvidenceError("selects no rows", "correct the filter, or the data it is asked of", "where")
    return _matched(groupings, cells, found, counts, told)


def _matched(
    groupings: tuple[Grouping, ...],
    cells: Sequence[Cell],
    found: Mapping[Key, Amounts],
    counts: Mapping[Entity | None, Mapping[Key, int]],
    told: Mapping[Key, Values],
) -> Computed:
    known = _by_plain_key(found)
    if len(known) < len(found):
        todo = "make them one in the data, or translate each under 'labels'"
        raise EvidenceError("has values that differ in case or spaces alone", todo, "by")
    counted = {kind: _by_plain_key(held) for kind, held in counts.items()}
    valued = _by_plain_key(told)
    nothing = Amounts(0, 0.0, 0, 0, 0.0, 0.0, ())
    facts = {}
    for cell in cells:
        key = (cell.levels, cell.key)
        held = known.get(key, nothing)
        if None in counted:
            held = _of_persons(held, counted[None].get(key, 0))
        facts[cell] = Facts(held, {kind: n.get(key, 0) for kind, n in counted.items() if kind is not None})
    shown = {(cell.levels, cell.key) for cell in cells}
    levels = {cell.levels for cell in cells}
    return Computed(
        groupings,
        facts,
        sum(key not in shown and key[0] in levels for key in known),
        {cell: valued[cell.levels, cell.key] for cell in cells if (cell.levels, cell.key) in valued},
        {key: float(counted[None].get(key, 0) if None in counted else held.n) for key, held in known.items()},
        {key: held.weighted_n for key, held in known.items() if held.weighted_n is not None},
    )


def _by_plain_key(held: Mapping[Key, Fact]) -> dict[Key, Fact]:
    return {(levels, tuple(map(plain, texts))): fact for (levels, texts), fact in held.items()}


def _of_persons(held: Amounts, persons: int) -> Amounts:
    return Amounts(persons, held.weighted_n, held.contributors, held.negatives, held.sum, held.absolute_sum, held.tops)


def _rows(source: Source, microdata: Microdata) -> Any:
    """Rows of the table behind the release, with columns of joined tables, that pass the filter."""
    rows = _table(source, microdata.table, "table")
    for name, on in microdata.join:
        other = _table(source, name, "join")
        for column in on:
            _known(column, other, "join")
            _known(column, rows, "join")
        repeated = other.group_by(list(on)).agg(rows=other.count())
        if repeated.filter(repeated["rows"] > 1).limit(1).count().to_pyarrow().as_py():
            raise EvidenceError("joins a table that has several rows for one key", "join one with a row for each key", "join")
        new = [column for column in other.columns if column not in rows.columns]
        rows = rows.left_join(other.select(*on, *new), list(on)).select(*rows.columns, *new)
    for column, values in microdata.where:
        _known(column, rows, "where")
        rows = rows.filter(rows[column].isin([_typed(rows[column], value) for value in values]))
    return rows


def _table(source: Source, name: str, key: str) -> Any:
    try:
        return source.table(name)
    except EvidenceError as fault:
        raise EvidenceError(fault.what, fault.todo, key) from None


def selected(rows: Any, microdata: Microdata, groupings: Sequence[Grouping]) -> Any:
    """The columns that amounts are computed from, under the names that ``amounts`` knows."""
    chosen = _keys(rows, groupings)
    if microdata.value:
        chosen["value"] = _amount(_known(microdata.value, rows, "value"), "value")
    if microdata.weight:
        chosen["weight"] = _amount(_known(microdata.weight, rows, "weight"), "weight")
    who = microdata.contributor or microdata.person
    if who and microdata.value:
        chosen[WHO] = _held_together(rows, microdata, who)
    return rows.select(**chosen) if chosen else rows


def _valued(rows: Any, microdata: Microdata, groupings: Sequence[Grouping]) -> Any:
    """The columns that values are computed from; those of one person are added up where the manifest tells persons apart."""
    chosen = _keys(rows, groupings) | {"value": _amount(_known(microdata.value, rows, "value"), "value")}
    if microdata.weight:
        chosen[WEIGHT] = _amount(_known(microdata.weight, rows, "weight"), "weight")
    if microdata.person:
        chosen[UNIT] = _known(microdata.person, rows, "person")
    return rows.select(**chosen)


def _bodies(rows: Any, microdata: Microdata, groupings: Sequence[Grouping]) -> dict[Entity | None, Any]:
    """For persons (None) and each kind of body, the columns that tell which stand behind a group."""
    found: dict[Entity | None, Any] = {}
    if microdata.person:
        found[None] = rows.select(**_keys(rows, groupings), **{WHO: _known(microdata.person, rows, "person")})
    for kind, column in microdata.entities:
        _known(column, rows, "entities")
        who = _held_together(rows, microdata, column) if column == microdata.contributor else rows[column]
        found[kind] = rows.select(**_keys(rows, groupings), **{WHO: who})
    return found


def _keys(rows: Any, groupings: Sequence[Grouping]) -> dict[str, Any]:
    return {f"k{number}": _known(held.column, rows, "by") for number, held in enumerate(groupings)}


def _held_together(rows: Any, microdata: Microdata, column: str) -> Any:
    """Contributors, those of one holding as one."""
    who = _known(column, rows, "contributor")
    if microdata.holding:
        group = _known(microdata.holding, rows, "holding").cast(who.type())
        who = (group.nullif("") if who.type().is_string() else group).fill_null(who)
    members = {
        _typed(who, member): _typed(who, holding[0]) for holding in microdata.holdings for member in holding[1:] if holding
    }
    return who.cases(*members.items(), else_=who) if members else who


def _known(column: str, rows: Any, key: str) -> Any:
    if column not in rows.columns:
        todo = "correct its name; a database may write it in another case"
        raise EvidenceError(f"has no column {column!r}", todo, key)
    return rows[column]


def _amount(column: Any, key: str) -> Any:
    if not (column.type().is_numeric() or column.type().is_boolean()):
        raise EvidenceError("adds up a column that holds no numbers", "name a column of numbers", key)
    return column.cast("float64")


def _typed(column: Any, value: Value) -> Value:
    """A value of the manifest as the column has it: YAML writes 2018 for a number and for a text alike."""
    kind = column.type()
    if kind.is_string():
        return str(value)
    try:
        if isinstance(value, str) and kind.is_integer():
            return int(value)
        if isinstance(value, str) and kind.is_numeric():
            return float(value)
    except ValueError:
        raise EvidenceError("compares a column of numbers with a text", "write a number", "where") from None
    return value
