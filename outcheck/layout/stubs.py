"""Reads the labels of rows: blank-filled columns, indentation, bold parents and rows that only group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.columns import Column
from outcheck.layout.levels import ALL, PLAIN_TOTALS, Level
from outcheck.layout.literals import Kind
from outcheck.layout.words import is_total
from outcheck.model.arrays import BoolArray, Indices, SmallArray, at
from outcheck.model.labels import plain

_OWN_TOTALS = (*PLAIN_TOTALS, "subtotal", "sub total")


@dataclass(frozen=True, slots=True)
class Stub:
    """Levels of row labels, outermost first.

    ``continues`` marks body rows that have no label of their own but continue the row above; ``heads`` those that other rows
    stand under.
    """

    levels: list[Level]
    continues: BoolArray
    heads: BoolArray


def row_levels(cells: Cells, block: Block) -> Stub:
    """Levels of row labels, and how rows hang together."""
    rows = np.sort(np.concatenate([block.rows, block.groups])) if block.groups.size else block.rows
    is_body = ~np.isin(rows, block.groups) if block.groups.size else np.ones(len(rows), dtype=np.bool_)
    empty = {index: _empty(cells, index, rows) for index in block.labels}
    bare = np.logical_and.reduce(list(empty.values())) if empty else np.zeros(len(rows), dtype=np.bool_)
    levels: list[Level] = []
    whole, heads = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    for position, index in enumerate(block.labels):
        column = cells.columns[index]
        name = next((cells.text(row, index) for row in reversed(block.headings) if cells.text(row, index)), "")
        name = name or f"row label {position + 1}"
        depth = _depths(cells, block, column, rows, is_body) if position == 0 else None
        if depth is not None:
            heads[:-1] = depth[1:] > depth[:-1]
            levels += _nested(_texts(cells, index, rows), depth, (is_body, heads), name)
            continue
        last = position == len(block.labels) - 1
        if position:
            whole = empty[index] & (~empty[block.labels[position - 1]] | whole)
        inherits = empty[index] & ~whole & (bare if last else True)
        levels.append(_flat(_Labels(cells, index, rows, is_body, name), empty[index], whole, inherits))
        if not last:
            levels[-1] = _without_subtotals(levels[-1])
    levels = [level for level in levels if any(level.labels)] or levels
    return Stub(_without_variable(levels), bare[is_body], heads[is_body])


@dataclass(frozen=True, slots=True)
class _Labels:
    cells: Cells
    index: int
    rows: Indices
    is_body: BoolArray
    name: str


def _empty(cells: Cells, index: int, rows: Indices) -> BoolArray:
    empty: BoolArray = at(cells.columns[index].kind, rows) == Kind.EMPTY
    if cells.is_merged and empty.any():
        for place in np.flatnonzero(empty).tolist():
            empty[place] = not cells.text(int(rows[place]), index)
    return empty


def _texts(cells: Cells, index: int, rows: Indices) -> list[str]:
    return [cells.text(row, index) for row in rows.tolist()]


def _flat(stub: _Labels, empty: BoolArray, whole: BoolArray, inherits: BoolArray) -> Level:
    """A column of labels: blanks repeat the label above them, but beside an outer label of their own they stand for all."""
    column = stub.cells.columns[stub.index]
    code = at(column.code, stub.rows).astype(np.int64)
    texts = list(column.texts)
    if empty.all():
        return Level(stub.name, ("",), np.zeros(int(stub.is_body.sum()), dtype=np.int32))
    if stub.cells.is_merged:
        for place in np.flatnonzero((column.kind[stub.rows] == Kind.EMPTY) & ~empty).tolist():
            texts.append(stub.cells.text(int(stub.rows[place]), stub.index))
            code[place] = len(texts) - 1
    if whole.any():
        shown = column.codes(stub.rows)
        totals = [known for known in shown if plain(texts[known]) in _OWN_TOTALS]
        texts += [] if totals else [ALL]
        code[whole] = totals[0] if totals else len(texts) - 1
    if inherits.any():
        code = code[np.maximum.accumulate(np.where(inherits, 0, np.arange(len(code))))]
    code = code[stub.is_body]
    if len(texts) > len(column.texts):  # a merged text may stand in the column itself as well
        codes, labels = pd.factorize(np.array(texts, dtype=object)[code])
        return Level(stub.name, tuple(str(label) for label in labels), codes.astype(np.int32))
    codes, uniques = pd.factorize(code)
    return Level(stub.name, tuple(texts[unique] for unique in uniques), codes.astype(np.int32))


def _without_subtotals(level: Level) -> Level:
    """An outer level in which ``North Total`` reads as ``North``: the level inside says that it is the total."""
    whose = {f"{label} Total": code for code, label in enumerate(level.labels)}
    if not any(label in whose for label in level.labels):
        return level
    code = np.array([whose.get(label, own) for own, label in enumerate(level.labels)], dtype=np.int32)
    codes, uniques = pd.factorize(code[level.codes])
    return Level(level.name, tuple(level.labels[unique] for unique in uniques), codes.astype(np.int32))


def _depths(cells: Cells, block: Block, column: Column, rows: Indices, is_body: BoolArray) -> SmallArray | None:
    """How deep each row stands, or None where nothing tells depths apart."""
    filled = column.kind[rows] != Kind.EMPTY
    if column.indent is not None:
        indent = column.indent[rows]
        steps, depth = np.unique(indent[filled], return_inverse=True)
        if len(steps) > 1 and indent[filled][0] == steps[0]:
            found = np.zeros(len(rows), dtype=np.int16)
            found[filled] = depth
            outer = {cells.text(int(row), block.labels[0]) for row in rows[filled & (found == 0)].tolist()}
            if len(steps) > 2 or not (len(outer) == 1 and is_total(next(iter(outer)))):  # noqa: PLR2004  a total over one level nests nothing
                return _carried(found, filled)
    if not block.groups.size or len(block.labels) > 1:
        return None
    below = (is_body & (np.cumsum(~is_body) > 0)).astype(np.int16)
    below[_closing_totals(cells, block, rows, is_body)] = 0
    return _carried(below, filled)


def _carried(depth: SmallArray, filled: BoolArray) -> SmallArray:
    """Depths with rows that have no label standing as deep as the row above."""
    last = np.maximum.accumulate(np.where(filled, np.arange(len(depth)), 0))
    carried: SmallArray = depth[last]
    return carried


def _closing_totals(cells: Cells, block: Block, rows: Indices, is_body: BoolArray) -> Indices:
    """Totals at the end that belong to the whole table: those that only the last group has."""
    group = np.cumsum(~is_body)
    totals = [
        place
        for place in np.flatnonzero(is_body & (group > 0)).tolist()
        if is_total(cells.text(int(rows[place]), block.labels[0]))
    ]
    having = {int(group[place]) for place in totals}
    if not totals or having != {int(group.max())} or int(group.max()) == 1:
        return np.zeros(0, dtype=np.intp)
    return np.array(totals, dtype=np.intp)


def _nested(texts: list[str], depth: SmallArray, flags: tuple[BoolArray, BoolArray], name: str) -> list[Level]:
    """One level per depth; a row has the labels of the rows it stands under, and stands for all that stand under it."""
    is_body, heads = flags
    deepest = int(depth[is_body].max(initial=0))
    path = [""] * (int(depth.max()) + 1)
    paths: list[tuple[str, ...]] = []
    for text, level, body in zip(texts, depth.tolist(), is_body.tolist(), strict=True):
        if text:
            path[level] = text
            path[level + 1 :] = [ALL] * (len(path) - level - 1)
        if body:
            paths.append(tuple(path[: deepest + 1]))
    levels = []
    only_total = deepest > 1 and len({place[0] for place in paths}) == 1 and is_total(paths[0][0])
    for level in range(int(only_total), deepest + 1):
        title = name if level == int(only_total) else f"row group {level + 1}"
        applies = bool((heads & is_body & (depth < level)).any())
        levels.append(_depth_level(title, [place[level] for place in paths], applies=applies))
    return levels


def _depth_level(title: str, labels: list[str], *, applies: bool) -> Level:
    """A level of one depth; where no row stands for others under it, rows further out have no category in it."""
    codes, uniques = pd.factorize(np.array([label if applies or label != ALL else None for label in labels], dtype=object))
    return Level(title, tuple(str(unique) for unique in uniques), codes.astype(np.int32))


def _without_variable(levels: list[Level]) -> list[Level]:
    """Levels without an outer one that only names the variable of the next: ``Gender`` beside its categories, then ``Total``."""
    if len(levels) < 2:  # noqa: PLR2004  nothing stands inside
        return levels
    outer, inner = levels[:2]
    names = [code for code, label in enumerate(outer.labels) if not is_total(label)]
    all_ = inner.total if ALL not in inner.labels else inner.labels.index(ALL)
    if len(names) != 1 or len(outer.labels) != 2 or all_ < 0:  # noqa: PLR2004  a name and a total
        return levels
    if not np.array_equal(inner.codes == all_, outer.codes != names[0]):
        return levels
    total = next(label for label in outer.labels if is_total(label))
    labels = tuple(total if label == ALL else label for label in inner.labels)
    return [Level(outer.labels[names[0]], labels, inner.codes), *levels[2:]]
