"""Finds which cells are the sum of which: totals by their label, confirmed or refuted by adding up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.layout.rounding import ADDITIVE, half_widths, loosely_rounded
from outcheck.layout.words import is_total
from outcheck.model.arrays import BoolArray, FloatArray, Indices, SmallArray
from outcheck.model.table import Addition, Dimension, Lines, Meaning, Sums, Table, lines_along, no_sums

_RELATIVE = 1e-9


@dataclass(frozen=True, slots=True)
class _Along:
    """The lines of one dimension, with the total of each; ``-1`` where a line shows none."""

    lines: Lines
    total: Indices
    part: BoolArray


def find_sums(table: Table) -> Sums:
    """Every count or sum that a label calls the total of a line with at least two parts.

    Parts add up if they do within what rounding leaves open: half a unit of the last decimal, or half the base to which the
    numbers of the measure were rounded. A sum with a gap in it is untested, unless the parts shown are already too many.
    """
    cells = np.flatnonzero(table.where(*ADDITIVE))
    along = [_along(table, number, cells) for number, held in enumerate(table.dimensions) if held.total >= 0]
    found = [_sums(table, held, _slack(table)) for held in along if (held.total >= 0).any()]
    found = [sums for sums in found if len(sums)]
    if not found:
        return no_sums()
    offsets = np.concatenate(([0], np.cumsum([len(sums.parts) for sums in found])[:-1]))
    starts = [sums.start[:-1] + offset for sums, offset in zip(found, offsets.tolist(), strict=True)]
    parts = np.concatenate([sums.parts for sums in found])
    return Sums(
        np.concatenate([sums.total for sums in found]),
        np.concatenate([*starts, [len(parts)]]).astype(np.intp),
        parts,
        np.concatenate([sums.addition for sums in found]),
    )


def _slack(table: Table) -> FloatArray:
    """How far each cell may be from its true number; counts that all look rounded are taken to be."""
    half = half_widths(table)
    for mine, widest in loosely_rounded(table):
        half[mine] = widest
    return half


def _along(table: Table, number: int, cells: Indices) -> _Along:
    held = table.dimensions[number]
    lines = lines_along(table, number, cells)
    total = np.full(lines.count, -1, dtype=np.intp)
    whole = np.flatnonzero(lines.is_total)
    total[lines.group[whole]] = lines.cells[whole]
    return _Along(lines, total, ~lines.is_total & ~_other_totals(held)[held.codes[lines.cells]])


def _other_totals(held: Dimension) -> BoolArray:
    """Categories that are totals by their name beside the one that is taken for the total: adding them would count twice."""
    return np.array([is_total(label) for label in held.labels], dtype=np.bool_)


def _sums(table: Table, along: _Along, slack: FloatArray) -> Sums:
    lines = along.lines
    chosen = np.flatnonzero(along.part & (along.total >= 0)[lines.group])
    chosen = chosen[np.argsort(lines.group[chosen], kind="stable")]
    group, parts = lines.group[chosen], lines.cells[chosen]
    size = np.bincount(group, minlength=lines.count)
    kept = np.flatnonzero((along.total >= 0) & (size > 1))
    inside = (size > 1)[group]
    group, parts = group[inside], parts[inside]
    start = np.concatenate(([0], np.cumsum(size[kept]))).astype(np.intp)
    return Sums(along.total[kept], start, parts, _additions(table, along.total[kept], start, parts, slack))


def _additions(table: Table, total: Indices, start: Indices, parts: Indices, slack: FloatArray) -> SmallArray:
    """Whether the parts of each sum add up."""
    if not len(total):
        return np.zeros(0, dtype=np.int16)
    nothing = table.means(Meaning.NOT_APPLICABLE)
    value = np.where(table.is_number, table.value, 0.0)
    missing = ~table.is_number & ~nothing
    added = np.add.reduceat(value[parts], start[:-1])
    room = np.add.reduceat(slack[parts], start[:-1]) + slack[total] + _RELATIVE * np.maximum(np.abs(added), 1.0)
    gap = np.add.reduceat(missing[parts].astype(np.int32), start[:-1]) > 0
    apart = added - value[total]
    broken = np.where(gap, apart > room, np.abs(apart) > room) & ~missing[total]
    untested = (gap | missing[total]) & ~broken
    return np.select([broken, untested], [Addition.BROKEN, Addition.UNTESTED], Addition.CONFIRMED).astype(np.int16)
