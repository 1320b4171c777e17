"""Compares two tables cell by cell: cells of the same meaning are told by their labels, wherever they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcheck.engine.findings import ranges_of
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.since import Change, Changed, TableSince
from outcheck.model.table import Measure, Table

_SIGNS = re.compile(r"[\W_]+")
_MOST_RANGES = 200
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Matched:
    """Cells of two tables that speak of the same: ``now[i]`` and ``before[i]``. ``share`` is their part of the larger table."""

    now: Indices
    before: Indices
    share: float


def matched(now: Table, before: Table) -> Matched:
    """Cells of the same meaning in two tables, by the names of dimensions too, or by labels alone where those tell more."""
    named = _matched(now, before, by_name=True)
    if named.share == 1.0:
        return named
    plain = _matched(now, before, by_name=False)
    return plain if plain.share > named.share else named


def changes(now: Table, before: Table, held: Matched) -> TableSince:
    """What is other in a table than in one before."""
    here, there = held.now, held.before
    number, was = now.is_number[here], before.is_number[there]
    value, old = now.value[here], before.value[there]
    fewest = np.minimum(now.decimals[here], before.decimals[there]).astype(np.float64)
    with np.errstate(invalid="ignore"):
        apart = np.abs(value - old)
        blurred = (now.decimals[here] != before.decimals[there]) & (apart <= 0.5000001 * 10.0**-fewest)
        other = number & was & (apart > 0)
    precise = number & was & blurred
    rest = _texts(now, here) != _texts(before, there)
    kinds: list[tuple[Change, BoolArray]] = [
        (Change.NUMBER, other & ~precise),
        (Change.PRECISION, precise),
        (Change.SHOWN, number & ~was),
        (Change.HIDDEN, ~number & was),
        (Change.GAP, ~number & ~was & rest),
    ]
    found = [_changed(change, now, here[mask]) for change, mask in kinds]
    found.append(_changed(Change.NEW, now, np.setdiff1d(np.arange(len(now)), here)))
    found.append(_changed(Change.GONE, before, np.setdiff1d(np.arange(len(before)), there)))
    touched = np.logical_or.reduce([mask for _, mask in kinds])
    return TableSince(
        now.id,
        before.id,
        int(len(here) - touched.sum()),
        tuple(changed for changed in found if changed.cells),
        tuple(_said(now, before)),
    )


def all_of(change: Change, table: Table) -> Changed:
    """Every cell of a table."""
    return _changed(change, table, np.arange(len(table)))


def _changed(change: Change, table: Table, cells: Indices) -> Changed:
    return Changed(change, len(np.unique(_places(table, cells))), tuple(ranges_of(table, _first_at(table, cells))[:_MOST_RANGES]))


def _first_at(table: Table, cells: Indices) -> Indices:
    """One cell a place: several numbers may stand in one."""
    return cells[np.unique(_places(table, cells), return_index=True)[1]]


def _places(table: Table, cells: Indices) -> npt.NDArray[np.int64]:
    return table.row[cells].astype(np.int64) << 20 | table.column[cells]


def _texts(table: Table, cells: Indices) -> npt.NDArray[np.str_]:
    """What stands in place of a number, and what it means."""
    texts = np.array([f"{marker.text}\x1f{marker.meaning.value}" for marker in table.markers] + [""])
    return texts[table.marker[cells]]


def _matched(now: Table, before: Table, *, by_name: bool) -> Matched:
    measures = len(now.measures) > 1 or len(before.measures) > 1
    here, there = (_keys(table, by_name=by_name, measures=measures) for table in (now, before))
    _, first, second = np.intersect1d(here, there, assume_unique=True, return_indices=True)
    order = np.argsort(first, kind="stable")
    return Matched(first[order].astype(np.intp), second[order].astype(np.intp), len(first) / max(len(now), len(before), 1))


def _keys(table: Table, *, by_name: bool, measures: bool) -> Keys:
    """One number a cell that says what it speaks of, whatever the order of dimensions; equal ones are numbered in their order."""
    keys = np.zeros(len(table), dtype=np.uint64)
    if measures:
        keys += np.array([_hash("measure", held.name) for held in table.measures], dtype=np.uint64)[table.measure]
    for held in table.dimensions:
        name = held.name if by_name else ""
        # the last one is where the dimension does not apply
        keys += np.array([*(_hash(name, label) for label in held.labels), 0], dtype=np.uint64)[held.codes]
    order = np.lexsort((table.column, table.row, keys))
    firsts = np.append(True, np.diff(keys[order]) != 0)
    starts = np.flatnonzero(firsts)
    again = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    keys[order] += again.astype(np.uint64) * np.uint64(_hash("again", ""))
    return keys


def _hash(name: str, label: str) -> int:
    text = f"{_plain(name)}\x1f{_plain(label)}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text.casefold()).strip() or text


def _said(now: Table, before: Table) -> Iterator[str]:
    """What is other about a table as a whole, without a number of it."""
    if _plain(now.title) != _plain(before.title):
        yield "it has another title"
    if now.population != before.population:
        yield "it speaks of another population"
    if now.source != before.source:
        yield "it comes from another source"
    old = {_plain(held.name): held for held in before.measures}
    alone = len(now.measures) == len(before.measures) == 1
    for held in now.measures:
        was = before.measures[0] if alone else old.get(_plain(held.name))
        if was is None:
            continue
        if _plain(held.name) != _plain(was.name):
            yield f"{held.name!r} was called {was.name!r}"
        for word, mine, theirs in _meanings(held, was):
            if mine != theirs:
                yield f"{held.name!r} has {word} {mine or 'unknown'}, before {theirs or 'unknown'}"


def _meanings(held: Measure, was: Measure) -> Iterator[tuple[str, str, str]]:
    yield "the statistic", held.statistic.value, was.statistic.value
    yield "the unit", held.unit.value if held.unit else "", was.unit.value if was.unit else ""
    yield "the measure", held.measured_in, was.measured_in
    yield "the rounding base", _base(held), _base(was)


def _base(held: Measure) -> str:
    return f"{held.rounding.base:g}" if held.rounding else "none"
