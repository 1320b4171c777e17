"""Tells rows that only name those below them from rows whose numbers somebody left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.layout.words import is_total, names_any_variable
from outcheck.model.arrays import BoolArray, Indices, IntArray, at

_SEVERAL = 2
_MOST_ROWS = 500
_LINE = re.compile(r"[-–—_=─]{8,}")


def filled_in(cells: Cells, body: Indices, used: Sequence[int]) -> BoolArray:
    """Which body rows have anything in some columns."""
    filled = np.zeros(len(body), dtype=np.bool_)
    for index in used:
        filled |= at(cells.columns[index].kind, body) != Kind.EMPTY
    return filled


def are_lines(cells: Cells, body: Indices, used: Sequence[int]) -> BoolArray:
    """Which body rows are lines drawn by dashes, with a label before them perhaps, as regression tables part themselves."""
    lines = np.zeros(len(body), dtype=np.bool_)
    if len(body) > _MOST_ROWS or len(used) < _SEVERAL:
        return lines
    for place, row in enumerate(body.tolist()):
        texts = [text for index in used[1:] if (text := cells.columns[index].text(row))]
        lines[place] = bool(texts) and all(map(_LINE.fullmatch, texts))
    return lines


def find_groups(cells: Cells, corner: str, body: Indices, labels: Sequence[int], measures: Sequence[int]) -> BoolArray:
    """Rows that only name those below them: one label, and every measure empty, where several could be filled.

    ``corner`` is what stands over the first labels. A row of blanks that nothing shows to be a parent is a row of gaps.
    """
    none = np.zeros(len(body), dtype=np.bool_)
    told = filled_in(cells, body, measures)
    if told.all():
        return none
    labelled = np.zeros(len(body), dtype=np.int32)
    for index in labels:
        labelled += at(cells.columns[index].kind, body) != Kind.EMPTY
    groups: BoolArray = ~told & (labelled == 1)
    if len(labels) > 1:
        return groups & (cells.columns[labels[0]].kind[body] != Kind.EMPTY) if len(measures) > 1 else none
    column = cells.columns[labels[0]]
    if column.indent is not None and len(set(column.indent[body].tolist())) > 1:
        return groups & _stands_over(at(column.indent, body), groups)
    if len(measures) == 1:
        return none
    several = any(held.parts for index in measures for held in cells.columns[index].literals.values())
    return groups & _have_members(column, corner, body, groups, several=several)


def _stands_over(indent: IntArray | np.ndarray, groups: BoolArray) -> BoolArray:
    """Which rows stand further out than the row below."""
    over = np.zeros(len(groups), dtype=np.bool_)
    over[:-1] = indent[:-1] < indent[1:]
    return over if (over & groups).any() else groups


def _have_members(column: Column, corner: str, body: Indices, groups: BoolArray, *, several: bool) -> BoolArray:
    """Which of the rows of blanks have rows under them, where anything speaks for groups at all."""
    texts = [column.text(row) for row in body.tolist()]
    followed = groups.copy()
    followed[:-1] &= ~groups[1:]
    followed[-1] = False
    number = np.cumsum(followed)
    first = int(np.flatnonzero(groups)[0])
    if several or any(text.endswith(":") for text, group in zip(texts, groups, strict=True) if group) or _repeat(texts, groups):
        return followed
    leads = all(map(is_total, texts[:first]))
    members = np.bincount(number[~groups & (number > 0)], minlength=2)
    alone = int(followed.sum()) == 1 and corner and not names_any_variable(corner)
    return followed if leads and not alone and int(members[1:].max(initial=0)) >= _SEVERAL else np.zeros_like(groups)


def _repeat(texts: Sequence[str], groups: BoolArray) -> bool:
    """Whether labels stand under several groups, as ``Female`` and ``Male`` under every region."""
    number = np.cumsum(groups)
    under = {(text, group) for text, group, heads in zip(texts, number.tolist(), groups.tolist(), strict=True) if not heads}
    counted = Counter(text for text, _ in under if not is_total(text))
    return any(times > 1 for times in counted.values())
