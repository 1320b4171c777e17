"""Finds the cells of a table that each row of a side file is about, by their labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcheck.evidence.columns import (
    CONTRIBUTORS,
    DF,
    MEASURE,
    NEGATIVES,
    SUM,
    TABLE,
    VALUED,
    WEIGHTED_N,
    N,
)
from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.side_file import SideFile
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.evidence import MAGNITUDES, Entity, Evidence
from outcheck.model.places import column_letters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Table

_ABSENT = -2
"""Code of a label that the dimension does not have."""


def evidence_of(table: Table, side: SideFile, rows: Indices, measures: Sequence[str] = ()) -> Evidence:
    """Evidence of a table from rows of a side file; raises EvidenceError where one fits no cell, or two fit one.

    ``measures`` are the headings that the file is about: every measure where none is named.
    """
    row_of = _row_of_each_cell(table, side, rows)
    asked = _is_asked(table, measures, named_in_rows=MEASURE in side.labels)
    of_cell = np.where((row_of >= 0) & asked, rows[row_of], -1)
    contributed = table.where(*MAGNITUDES)

    def of(fact: FloatArray) -> FloatArray:
        return np.where(of_cell >= 0, fact[of_cell], np.nan)

    def of_amounts(fact: FloatArray) -> FloatArray:
        return np.where(contributed, of(fact), np.nan)

    return Evidence(
        n=of(side.fact(N)),
        valued=of(side.fact(VALUED)),
        weighted_n=of(side.fact(WEIGHTED_N)),
        entities=tuple((entity, of(side.facts[entity.value])) for entity in Entity if entity.value in side.facts),
        sum=of_amounts(side.fact(SUM)),
        total=of_amounts(side.total),
        tops=np.column_stack([of_amounts(top) for top in side.tops.T]) if side.tops.size else np.zeros((len(table), 0)),
        contributors=of_amounts(side.fact(CONTRIBUTORS)),
        negatives=of_amounts(side.fact(NEGATIVES)),
        df=of(side.fact(DF)),
    )


def _is_asked(table: Table, measures: Sequence[str], *, named_in_rows: bool) -> BoolArray:
    """Which cells the file is about. Of several counts it must say which one its numbers stand behind."""
    wanted = {_plain(name) for name in measures}
    if wanted - {_plain(measure.name) for measure in table.measures}:
        raise EvidenceError("is said to be about a measure that the table does not have", "correct its name under 'measures'")
    asked = [not wanted or _plain(measure.name) in wanted for measure in table.measures]
    counts = sum(it and held.statistic is Statistic.COUNT for it, held in zip(asked, table.measures, strict=True))
    if counts > 1 and not named_in_rows:
        todo = f"name the measures that it is about under 'measures', or add a column {MEASURE!r}"
        raise EvidenceError("does not say which of the counts of the table it stands behind", todo)
    return np.array(asked, dtype=np.bool_)[table.measure]


def _row_of_each_cell(table: Table, side: SideFile, rows: Indices) -> Indices:
    """Place in ``rows`` of the row about each cell, -1 for none. A row that names a measure is about its cells alone."""
    columns = _columns_of(table, side)
    key_of_cell = np.zeros(len(table), dtype=np.int64)
    key_of_row = np.zeros(len(rows), dtype=np.int64)
    fits = np.ones(len(rows), dtype=np.bool_)
    coded = [(dimension.labels, dimension.codes, texts) for dimension, texts in columns]
    if MEASURE in side.labels:
        names = tuple(measure.name for measure in table.measures)
        coded.append((names, table.measure.astype(np.int32), side.labels[MEASURE]))
    for labels, codes, texts in coded:
        told = _codes(labels, [texts[row] for row in rows])
        fits &= told != _ABSENT
        both = np.unique(
            np.concatenate((key_of_cell * (len(labels) + 2) + codes, key_of_row * (len(labels) + 2) + told)), return_inverse=True
        )[1]
        key_of_cell, key_of_row = both[: len(table)], both[len(table) :]
    fits &= np.isin(key_of_row, key_of_cell)
    _refuse_strangers(side.line[rows], fits)
    order = np.argsort(key_of_row, kind="stable")
    twice = np.flatnonzero(np.diff(key_of_row[order]) == 0)
    if twice.size:
        first, second = sorted(int(side.line[rows[order[place]]]) for place in (twice[0], twice[0] + 1))
        raise EvidenceError(f"has two rows for one cell, rows {first} and {second}", "keep the one that is true")
    found = np.searchsorted(key_of_row[order], key_of_cell)
    inside = np.minimum(found, max(len(rows) - 1, 0))
    hit = (key_of_row[order][inside] == key_of_cell) if len(rows) else np.zeros(len(table), dtype=np.bool_)
    return np.where(hit, order[inside] if len(rows) else -1, -1)


def _refuse_strangers(lines: IntArray, fits: BoolArray) -> None:
    if not fits.any():
        raise EvidenceError("fits no cell of the table, so it is about another table", "name the side file of this table")
    if not fits.all():
        first, others = lines[int((~fits).argmax())], int((~fits).sum()) - 1
        more = f" and {others} more" if others else ""
        todo = "write its labels as the table has them, or take the row out"
        raise EvidenceError(f"has a row whose labels no cell of the table has, row {first}{more}", todo)


def _columns_of(table: Table, side: SideFile) -> list[tuple[Dimension, tuple[str, ...]]]:
    """Dimensions with the label columns that name their categories: by heading, else by what the column holds."""
    left = {heading: texts for heading, texts in side.labels.items() if heading not in (MEASURE, TABLE)}
    found: list[tuple[Dimension, tuple[str, ...]]] = []
    unnamed = []
    for dimension in table.dimensions:
        heading = next((name for name in left if _plain(name) == _plain(dimension.name)), None)
        if heading is None:
            unnamed.append(dimension)
        else:
            found.append((dimension, left.pop(heading)))
    for dimension in unnamed:
        known = {_plain(label) for label in dimension.labels}
        fitting = [heading for heading, texts in left.items() if {_plain(text) for text in texts} <= known | {""}]
        if len(fitting) == 1:
            found.append((dimension, left.pop(fitting[0])))
        elif len(dimension.labels) > 1:
            what = f"has no column {dimension.name!r}" if dimension.name else "has no column for a dimension without a name"
            raise EvidenceError(what, "add a column with the labels that the table has there")
    if left:
        letters = column_letters(side.headings.index(next(iter(left))))
        raise EvidenceError(
            f"has a column, {letters}, that is neither a fact nor a dimension of the table", "correct its heading"
        )
    return found


def _codes(labels: Sequence[str], texts: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Codes of labels; -1 for an empty one, which says that the dimension does not apply."""
    known = {_plain(label): code for code, label in reversed(list(enumerate(labels)))}
    if len(known) < len(labels) and any(_plain(label) in {_plain(text) for text in texts} for label in _twice(labels)):
        raise EvidenceError("names a label that the table has twice", "give the categories of the table different names")
    known.setdefault("", -1)
    return np.array([known.get(_plain(text), _ABSENT) for text in texts], dtype=np.int64)


def _twice(labels: Sequence[str]) -> set[str]:
    plain = [_plain(label) for label in labels]
    return {label for label in plain if plain.count(label) > 1}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
