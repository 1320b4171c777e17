"""Spreads measure columns into one strip per number a cell holds: ``12 (4.5%)`` fills two strips."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray, SmallArray, at


@dataclass(frozen=True, slots=True)
class Strip:
    """The ``part``-th numbers of one measure column. ``rows`` are positions among the body rows that have such a number or gap.

    ``code`` points into ``texts``, how a gap is written; ``form`` into ``forms``, how a cell of several numbers is written.
    """

    place: int
    part: int
    rows: Indices
    kind: SmallArray
    value: FloatArray
    decimals: SmallArray
    percent: BoolArray
    bracketed: BoolArray
    code: IntArray
    texts: Sequence[str]
    form: IntArray
    forms: tuple[str, ...]


def spread(cells: Cells, block: Block) -> list[Strip]:
    """Strips of a block, column by column, then part by part."""
    return [strip for place, index in enumerate(block.measures) for strip in _strips(cells.columns[index], block.rows, place)]


def _strips(column: Column, body: Indices, place: int) -> list[Strip]:
    composite = {code: held for code, held in column.literals.items() if held.kind is Kind.COMPOSITE}
    code = at(column.code, body)
    bracketed = column.flagged({code for code, held in column.literals.items() if held.bracketed})[body]
    everything = np.arange(len(body))
    none = np.zeros(len(body), dtype=np.int32)
    first = Strip(
        place, 0, everything, at(column.kind, body), at(column.value, body), at(column.decimals, body),
        at(column.percent, body), bracketed, code, column.texts, none, ("",),
    )  # fmt: skip
    if not composite or not np.isin(code, list(composite)).any():
        return [first]
    forms = ("", *sorted({held.form for held in composite.values()}))
    most = max(len(held.parts) for held in composite.values())
    return [_strip(column, body, (place, part), composite, forms) for part in range(most)]


def _strip(column: Column, body: Indices, where: tuple[int, int], composite: Collection[int], forms: tuple[str, ...]) -> Strip:
    place, part = where
    held = {code: column.literals[code] for code in composite}
    present = np.array([code in held and part < len(held[code].parts) for code in range(len(column.texts))], dtype=np.bool_)
    if part == 0:
        present[:] = True
    rows = np.flatnonzero(present[column.code[body]])
    code = column.code[body][rows]
    kind, value, decimals = column.kind[body][rows].copy(), column.value[body][rows].copy(), column.decimals[body][rows].copy()
    percent, form = column.percent[body][rows].copy(), np.zeros(len(rows), dtype=np.int32)
    texts = list(column.texts)
    new_code = code.copy()
    for number, literal in held.items():
        mine = code == number
        if not mine.any():
            continue
        piece = literal.parts[part]
        kind[mine], value[mine], decimals[mine], percent[mine] = piece.kind, piece.value, piece.decimals, piece.percent
        form[mine] = forms.index(literal.form)
        if piece.kind is not Kind.NUMBER:
            texts.append(piece.text)
            new_code[mine] = len(texts) - 1
    return Strip(
        place,
        part,
        rows,
        kind,
        value,
        decimals,
        percent,
        np.zeros(len(rows), dtype=np.bool_),
        new_code,
        tuple(texts),
        form,
        forms,
    )
