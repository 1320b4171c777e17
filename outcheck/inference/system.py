"""Cuts the relations of a release into connected parts and makes a linear system of each part that a question needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from outcheck.inference.relations import Relations
from outcheck.inference.statements import Statements
from outcheck.model.arrays import Indices
from outcheck.sdc.system import System


@dataclass(frozen=True, slots=True)
class Part:
    """One connected part: a system, and the unknowns and relations of the release behind its columns and rows."""

    system: System
    unknowns: Indices
    relations: Indices

    def column(self, unknowns: Indices) -> Indices:
        """Columns of some unknowns of the part."""
        return np.searchsorted(self.unknowns, unknowns).astype(np.intp)


def parts_with(asked: Indices, statements: Statements, rows: Relations) -> Iterator[tuple[Part, Indices]]:
    """Parts that hold an asked unknown, with those they hold; unknowns that no relation speaks of are in no part."""
    if not asked.size or not len(rows):
        return
    row, column = _connections(statements, rows)
    count, relations = len(statements), len(rows)
    graph = csr_array((np.ones(len(row), dtype=np.int8), (row, column + relations)), shape=(relations + count,) * 2)
    label = connected_components(graph, directed=False)[1]
    spoken = np.zeros(count, dtype=np.bool_)
    spoken[column] = True
    asked = asked[spoken[asked]]
    order = np.argsort(label[relations + asked], kind="stable")
    groups = np.split(asked[order], np.flatnonzero(np.diff(label[relations + asked][order])) + 1) if asked.size else []
    by_label = np.argsort(label[:relations], kind="stable")
    sorted_labels = label[:relations][by_label]
    for held in sorted(groups, key=lambda group: int(group.min())):
        mine = label[relations + int(held[0])]
        first, last = np.searchsorted(sorted_labels, [mine, mine + 1])
        yield _part(np.sort(by_label[first:last]), statements, rows), np.sort(held)


def _connections(statements: Statements, rows: Relations) -> tuple[Indices, Indices]:
    """Row and unknown of every term whose unknown is not known exactly; exact numbers connect nothing."""
    row = np.repeat(np.arange(len(rows), dtype=np.intp), np.diff(rows.start))
    fixed = statements.lower == statements.upper
    loose = ~fixed[rows.unknown]
    return row[loose], rows.unknown[loose]


def _part(relations: Indices, statements: Statements, rows: Relations) -> Part:
    mine = rows.only(relations)
    unknowns, column = np.unique(mine.unknown, return_inverse=True)
    matrix = csr_array((mine.weight, column, mine.start), shape=(len(mine), len(unknowns)))
    system = System(
        matrix,
        mine.at_least,
        mine.at_most,
        statements.lower[unknowns],
        statements.upper[unknowns],
        statements.integral[unknowns],
    )
    return Part(system, unknowns, relations)
