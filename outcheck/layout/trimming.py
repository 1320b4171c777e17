"""Takes cells that are no statistics out of strips, and gives gaps among cells of several numbers as many entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from outcheck.layout.axes import Axes
from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.literals import Kind
from outcheck.layout.spread import Strip
from outcheck.layout.words import is_gap_word
from outcheck.model.arrays import BoolArray, Cell, IntArray


def without_words(cells: Cells, block: Block, strips: list[Strip]) -> list[Strip]:
    """Strips of a table of estimates without rows of words such as ``Fixed effects: Yes, No``; words for gaps stay."""
    numbers = np.zeros(len(block.rows), dtype=np.bool_)
    words, others = numbers.copy(), numbers.copy()
    for index in block.measures:
        column = cells.columns[index]
        kind = column.kind[block.rows]
        wordy = cells.wordy(column)[block.rows]
        refers = column.flagged({code for code in column.codes(block.rows) if is_gap_word(column.texts[code])})[block.rows]
        numbers |= np.isin(kind, (Kind.NUMBER, Kind.COMPOSITE))
        words |= wordy & ~refers
        others |= (kind == Kind.TEXT) & (~wordy | refers)
    return _without(strips, words & ~numbers & ~others)


def only_numbers(cells: Cells, strips: list[Strip]) -> list[Strip]:
    """Strips of a list of pairs: what stands there without being a number is a name, a date or a word, unless it marks a gap."""

    def is_gap(strip: Strip) -> BoolArray:
        texts = map(strip.texts.__getitem__, strip.code.tolist())
        marks = [text.casefold() in cells.known_gaps or text[:1] in "<≤" or is_gap_word(text) for text in texts]
        found: BoolArray = np.array(marks, dtype=np.bool_) & (strip.kind == Kind.TEXT)
        return found

    return [_kept(strip, (strip.kind == Kind.NUMBER) | is_gap(strip)) for strip in strips]


def without_heads(axes: Axes, strips: list[Strip]) -> list[Strip]:
    """Strips without the empty cells of parents that only have a number in another kind of column: a p-value over a group."""
    if not axes.heads.any() or not any(axes.column_names):
        return strips
    unnamed = [strip for strip in strips if not axes.column_names[strip.place]]
    if not unnamed or len(unnamed) == len(strips):
        return strips
    filled = np.zeros(len(axes.heads), dtype=np.bool_)
    for strip in unnamed:
        filled[strip.rows[strip.kind != Kind.EMPTY]] = True
    empty = axes.heads & ~filled
    return [_kept(strip, ~empty[strip.rows]) if not axes.column_names[strip.place] else strip for strip in strips]


def _without(strips: list[Strip], rows: BoolArray) -> list[Strip]:
    return [_kept(strip, ~rows[strip.rows]) for strip in strips] if rows.any() else strips


def _kept(strip: Strip, kept: BoolArray) -> Strip:
    return replace(
        strip,
        rows=strip.rows[kept],
        kind=strip.kind[kept],
        value=strip.value[kept],
        decimals=strip.decimals[kept],
        percent=strip.percent[kept],
        bracketed=strip.bracketed[kept],
        code=strip.code[kept],
        form=strip.form[kept],
    )


def share_gaps(strips: list[Strip], rows: int) -> list[Strip]:
    """Strips in which a gap stands for as many numbers as the cells beside it hold, else those above or below."""
    several = {strip.place for strip in strips if strip.part > 0}
    if not several:
        return strips
    forms = sorted({form for strip in strips for form in strip.forms if form})
    beside = np.zeros(rows, dtype=np.int32)
    wanted: dict[int, IntArray] = {}
    for strip in strips:
        if strip.part == 0 and strip.place in several:
            wanted[strip.place] = _forms_of(strip, forms, rows)
            beside = np.maximum(beside, wanted[strip.place])
    return [
        shared
        for place in sorted({strip.place for strip in strips})
        for shared in _shared([strip for strip in strips if strip.place == place], wanted.get(place), beside, forms)
    ]


def _forms_of(strip: Strip, forms: Sequence[str], rows: int) -> IntArray:
    """Number of each row's form, from 1; 0 where a cell holds no or one number."""
    number = np.array([forms.index(form) + 1 if form else 0 for form in strip.forms], dtype=np.int32)
    found = np.zeros(rows, dtype=np.int32)
    found[strip.rows] = number[strip.form]
    return found


def _shared(strips: list[Strip], own: IntArray | None, beside: IntArray, forms: Sequence[str]) -> list[Strip]:
    if own is None:
        return strips
    first = strips[0]
    gap = (first.kind != Kind.NUMBER) & (first.form == 0)
    near = np.where(beside[first.rows] > 0, beside[first.rows], _nearest(own[first.rows], ~gap))
    form = np.where(gap, near, 0)
    if not form.any():
        return strips
    known = (*first.forms, *forms)
    found = [replace(first, form=np.where(form > 0, form + len(first.forms) - 1, first.form).astype(np.int32), forms=known)]
    for part, strip in enumerate(strips[1:], 1):
        fitting = np.array([False, *(text.count("#") > part for text in forms)])[form]
        found.append(_joined(strip, _kept(found[0], fitting), known))
    return found


def _nearest(form: IntArray, holds: BoolArray) -> IntArray:
    """Form of the nearest filled cell above each, else of the nearest below."""
    place = np.arange(len(form))
    above = np.maximum.accumulate(np.where(holds, place, -1))
    below = np.minimum.accumulate(np.where(holds, place, len(form))[::-1])[::-1]
    nearest = np.where(above >= 0, above, np.minimum(below, len(form) - 1))
    found: IntArray = form[nearest]
    return found


def _joined(strip: Strip, gaps: Strip, forms: tuple[str, ...]) -> Strip:
    """A strip with more gaps, in the order of rows."""
    order = np.argsort(np.concatenate([strip.rows, gaps.rows]), kind="stable")

    def merged(one: Cell, other: Cell) -> Cell:
        return cast("Cell", np.concatenate([one, other])[order])

    return replace(
        strip,
        rows=merged(strip.rows, gaps.rows),
        kind=merged(strip.kind, gaps.kind),
        value=merged(strip.value, gaps.value),
        decimals=merged(strip.decimals, gaps.decimals),
        percent=merged(strip.percent, gaps.percent),
        bracketed=np.zeros(len(order), dtype=np.bool_),
        code=merged(strip.code, gaps.code),
        form=merged(strip.form, gaps.form),
        forms=forms,
    )
