"""Tells the columns of labels from the columns of measures, and the rows of statistics from the rows that group them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.grouping import are_lines, filled_in, find_groups
from outcheck.layout.label_columns import split_columns
from outcheck.layout.literals import Kind
from outcheck.layout.pairs import are_pairs
from outcheck.layout.segments import Segment, find_segments
from outcheck.layout.words import names_notes, numbers_rows, totals_in
from outcheck.model.arrays import Indices, at
from outcheck.model.places import Area

_PROCEDURE = re.compile(r"^the \w+ procedure$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One table-like rectangle.

    ``rows`` are body rows with statistics, ``groups`` rows that only name those below them. ``labels``, ``notes`` and
    ``measures`` are grid columns.
    """

    area: Area
    title: str
    remarks: tuple[str, ...]
    headings: tuple[int, ...]
    rows: Indices
    groups: Indices
    labels: tuple[int, ...]
    notes: tuple[int, ...]
    measures: tuple[int, ...]
    pairs: bool = False
    """Whether every number has its own name on its left, as in a list of pairs."""


def find_blocks(cells: Cells) -> list[Block]:
    """Blocks of a grid from top to bottom: segments with labels and, unless they are lists, measures."""
    blocks = []
    for segment in find_segments(cells):
        block = _block(cells, segment)
        if block is not None:
            blocks.append(block)
    return blocks


def _block(cells: Cells, segment: Segment) -> Block | None:
    top, bottom = segment.rows
    used = cells.used(top, bottom, *segment.columns)
    body = np.arange(segment.first, bottom + 1)
    body = body[filled_in(cells, body, used)]
    body = body[~are_lines(cells, body, used)]
    if not body.size:
        return None
    pairs = not segment.headings and are_pairs(cells, body, (used[0], used[-1]))
    labels, measures = _split_pairs(cells, body, used) if pairs else _split(cells, segment.headings, body, used)
    if not measures and not (segment.headings and len(labels) > 1):
        return None
    if measures and not segment.headings and not _labelled(cells, body, labels, measures):
        return None
    if stray := _stray(cells, body, labels, used):
        body = body[:-stray]
        bottom = int(body[-1])
    notes = [index for index in labels if _is_note(cells, segment.headings, body, labels, index)]
    labels = [index for index in labels if index not in notes] or labels
    corner = _name(cells, segment.headings, labels[0]) if labels else ""
    groups = find_groups(cells, corner, body, labels, measures) if measures and not pairs else np.zeros(len(body), dtype=np.bool_)
    return Block(
        Area(top, used[0], bottom, used[-1]),
        _title(segment.titles),
        segment.remarks + segment.titles,
        segment.headings,
        body[~groups],
        body[groups],
        tuple(labels),
        tuple(index for index in notes if index not in labels),
        tuple(measures),
        pairs,
    )


def _split_pairs(cells: Cells, body: Indices, used: list[int]) -> tuple[list[int], list[int]]:
    """Columns of names, and columns with numbers."""
    numbers = [bool(np.isin(at(cells.columns[index].kind, body), (Kind.NUMBER, Kind.COMPOSITE)).any()) for index in used]
    return (
        [index for index, held in zip(used, numbers, strict=True) if not held],
        [index for index, held in zip(used, numbers, strict=True) if held],
    )


def _is_note(cells: Cells, headings: tuple[int, ...], body: Indices, labels: list[int], index: int) -> bool:
    """Whether a column of labels holds remarks or only numbers its rows: neither is a category."""
    name = _name(cells, headings, index)
    if names_notes(name):
        return True
    column = cells.columns[index]
    counts = len(labels) > 1 and (not name if index == labels[0] else numbers_rows(name))
    return counts and bool((at(column.kind, body) == Kind.NUMBER).all()) and len(column.codes(body)) == len(body)


def _labelled(cells: Cells, body: Indices, labels: list[int], measures: list[int]) -> bool:
    """Whether every row with numbers has a label, as a table without headings must."""
    label, number = (filled_in(cells, body, columns) for columns in (labels, measures))
    return bool(labels) and bool((label | ~number).all())


def _stray(cells: Cells, body: Indices, labels: list[int], used: list[int]) -> int:
    """How many rows at the end hold one number below words and nothing else: they name no category of which all is hidden."""
    found, places = 0, set[int]()
    while found < len(body) - 1:
        row = int(body[-1 - found])
        held = [index for index in used if cells.kind(row, index) != Kind.EMPTY]
        if len(held) != 1 or held[0] not in labels or cells.kind(row, held[0]) != Kind.NUMBER:
            break
        places.update(held)
        found += 1
    above = [at(cells.columns[index].kind, body[: len(body) - found]) for index in places]
    return found if all((kinds == Kind.TEXT).any() and not (kinds == Kind.NUMBER).any() for kinds in above) else 0


def _title(titles: tuple[str, ...]) -> str:
    """The nearest text above that begins as a title does, else the first: notes of a table above may stand between."""
    named = (title for title in reversed(titles) if title.casefold().startswith(("table", "figure")))
    return next(named, next((title for title in titles if title and not _PROCEDURE.match(title)), next(filter(None, titles), "")))


def _name(cells: Cells, headings: tuple[int, ...], column: int) -> str:
    return next((cells.text(row, column) for row in reversed(headings) if cells.text(row, column)), "")


def _split(cells: Cells, headings: tuple[int, ...], body: Indices, used: list[int]) -> tuple[list[int], list[int]]:
    """Columns of labels and columns of measures."""
    return split_columns(cells, [_name(cells, headings, index) for index in used], body, used)


def has_total(texts: tuple[str, ...]) -> bool:
    """Whether one of the labels stands for all the others."""
    return bool(totals_in(texts))
