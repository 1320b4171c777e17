"""Finds out which cells of a table are the sum of which, by labels and by adding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from outcheck.layout.grand import grand_sums
from outcheck.layout.levels import totals_among
from outcheck.layout.nesting import Nesting, coincidence, find_nesting
from outcheck.layout.rounding import Added, Spread, add_up, loosely_rounded, spread, widest_halves
from outcheck.layout.twins import code_of, twins, without
from outcheck.model.arrays import FloatArray, Indices, IntArray
from outcheck.model.precision import ADDITIVE, half_widths_by_decimals
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Dimension, Lines, Meaning, Sums, Table, lines_along, no_sums

_CHANCE = 1e-3
"""Probability of a coincidence below which a category without a telling label is taken for the total."""

_MOST_LABELLED = 8
_MOST_SEARCHED = 200_000
_SAMPLE = 4000
_FEW_PARTS = 3
_ENOUGH_SUMS = 4
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class _Width:
    """How far true numbers may be off: surely, per measure and decimals, and in measures that look rounded without proof."""

    sure: FloatArray
    loosely: dict[int, float]


@dataclass(frozen=True, slots=True)
class _Found:
    """The best reading of one dimension: who is part of which category, which is the total, and how well it adds up."""

    parent: IntArray
    total: int
    confirmed: int = 0
    broken: int = 0

    @property
    def all_parents(self) -> IntArray:
        """Parents, the total among them."""
        parent = self.parent.copy()
        if self.total >= 0:
            parent[parent < 0] = self.total
            parent[self.total] = -1
        return parent


def find_sums(table: Table) -> tuple[tuple[Dimension, ...], Sums]:
    """Dimensions with their totals and parents, and one sum per line and category that has parts in it.

    Measures should know their rounding (``round_measures``). Cells that are not applicable are no part of any sum.
    """
    width = _Width(half_widths_by_decimals(table), loosely_rounded(table))
    dimensions = list(table.dimensions)
    pieces: list[Sums] = []
    along: list[tuple[int, Sums]] = []
    additive = np.flatnonzero(table.where(*ADDITIVE) & ~table.means(Meaning.NOT_APPLICABLE))
    for place, others in twins(table):
        seen = without(table, others)
        if len(table.dimensions[place].labels) < 2:  # noqa: PLR2004  one category is no breakdown
            continue
        lines = lines_along(seen, place, additive)
        found = _read(seen, place, spread(seen, _first_lines(lines), place, width.sure))
        if found.total < 0 and not (found.parent >= 0).any():
            continue
        sums = _judge(table, spread(seen, lines, place, width.sure), found.all_parents, width)
        pieces += [sums, _shares(seen, place, found, width)]
        along += [(twin, sums) for twin in (place, *others)]
        for twin in (place, *others):
            dimensions[twin] = _told(table, place, twin, found)
    grand = grand_sums(replace(table, dimensions=tuple(dimensions)), additive, along, width.sure)
    return tuple(dimensions), _joined([*pieces, *grand])


def _first_lines(lines: Lines) -> Lines:
    """Lines enough to see what is part of what; every line is then added up, but need not be searched."""
    if len(lines.cells) <= _MOST_SEARCHED:
        return lines
    kept = lines.group < lines.count * _MOST_SEARCHED // len(lines.cells)
    return Lines(lines.cells[kept], lines.group[kept], lines.is_total[kept], lines.count)


def add_sums(table: Table) -> Table:
    """The table with its sums, and with the totals and parents of its dimensions."""
    dimensions, sums = find_sums(table)
    return replace(table, dimensions=dimensions, sums=sums)


def _told(table: Table, place: int, twin: int, found: _Found) -> Dimension:
    """A dimension that is told what was found in it or in its twin."""
    mapped = code_of(table.dimensions[place], table.dimensions[twin])
    held = table.dimensions[twin]
    parents = np.full(len(held.labels), -1, dtype=np.int32)
    inner = np.flatnonzero((found.parent >= 0) & (mapped[:-1] >= 0))
    parents[mapped[inner]] = mapped[found.parent[inner]]
    total = int(mapped[found.total]) if found.total >= 0 else -1
    return replace(held, total=total, parents=tuple(parents.tolist()) if (parents >= 0).any() else ())


def _read(table: Table, place: int, cells: Spread) -> _Found:
    """The reading of a dimension that most sums confirm; of equals, the one that needs least faith."""
    along = table.dimensions[place]
    telling = _telling(table, cells)
    nesting = find_nesting(telling, along.labels)
    labelled = _labelled(along)
    readings = [_stripped(parent, along.total) for parent in _options(nesting)]
    tried = [reading for parent, root in readings for reading in _labels_tried(cells, parent, labelled, root)]
    best = max(tried, key=lambda found: (found.confirmed, -found.broken), default=None)
    if best is not None and (best.confirmed or not best.broken):
        return best
    parent = readings[0][0]
    unlabelled = _largest(telling, parent, readings[0][1])
    if unlabelled >= 0:
        return _Found(parent, unlabelled)
    return _Found(parent, labelled[0]) if labelled else _Found(parent, -1)


def _telling(table: Table, cells: Spread) -> Spread:
    """Cells of measures the file names, if it names any, without measures that have negative numbers."""
    negative = np.zeros(len(table.measures), dtype=np.bool_)
    negative[table.measure[cells.cell[cells.low + cells.high < 0]]] = True
    sure = np.array([measure.sure for measure in table.measures], dtype=np.bool_)
    measure = table.measure[cells.cell]
    kept = ~negative[measure]
    if (kept & sure[measure]).any():
        kept &= sure[measure]
    return cells if kept.all() else cells.taken(kept)


def _labelled(along: Dimension) -> list[int]:
    """Categories called a total, the one that the layout chose first."""
    codes = [code for code in totals_among(along.labels) if code != along.total]
    return ([along.total] if along.total >= 0 else []) + codes[:_MOST_LABELLED]


def _options(nesting: Nesting) -> list[IntArray]:
    """Readings of the nesting: what is sure, everything found, nothing."""
    options: list[IntArray] = []
    for parent in (nesting.surest(), nesting.parent, np.full_like(nesting.parent, -1)):
        if not any(np.array_equal(parent, other) for other in options):
            options.append(parent)
    return options


def _stripped(parent: IntArray, labelled: int) -> tuple[IntArray, int]:
    """Nesting without the category that holds all others, and that category, or -1."""
    roots = np.flatnonzero(parent < 0)
    if len(roots) != 1 or len(parent) == 1:
        if labelled >= 0 and (parent == labelled).any() and parent[labelled] < 0:
            return np.where(parent == labelled, -1, parent).astype(np.int32), -1
        return parent, -1
    return np.where(parent == roots[0], -1, parent).astype(np.int32), int(roots[0])


def _labels_tried(cells: Spread, parent: IntArray, labelled: list[int], root: int) -> Iterator[_Found]:
    """The reading under each candidate for the total."""
    for total in dict.fromkeys([*labelled, *([root] if root >= 0 else [])]):
        if parent[total] < 0 and not (parent == total).any():
            tried = _Found(parent, total)
            added = add_up(cells, tried.all_parents)
            wrong = added.beyond | ~(added.fits | added.gap)
            mine = (cells.code[added.total] == total) & (cells.high[added.total] > 0)
            yield replace(tried, confirmed=int((added.fits & mine).sum()), broken=int((wrong & mine).sum()))


def _largest(cells: Spread, parent: IntArray, root: int) -> int:
    """Category that equals the sum of all other top categories in every line that can tell, and not by chance; else -1."""
    if root >= 0:
        return root
    top = np.flatnonzero((parent[cells.code] < 0) & cells.shown)
    if not top.size or int((parent < 0).sum()) < _FEW_PARTS:
        return -1
    total = int(cells.code[top[np.argmax(cells.low[top] + cells.high[top])]])
    if (parent == total).any():
        return -1
    for few in _growing(cells):
        added = add_up(few, _Found(parent, total).all_parents)
        mine = few.code[added.total] == total
        if (mine & (added.beyond | ~(added.fits | added.gap))).any():
            return -1
    parts = _parts_with_numbers(cells, added)
    says = mine & added.fits & (cells.low[added.total] > 0) & (parts > 1)
    enough = int(says.sum()) > 1 or (parts[says] >= _FEW_PARTS).any()
    low, high = _ends(cells, added)
    chance = coincidence(cells.low[added.total][says], cells.high[added.total][says], low[says], high[says])
    return total if enough and chance < _CHANCE else -1


def _growing(cells: Spread) -> Iterator[Spread]:
    """The cells of a few lines, which most often refute what the cells of all lines would, then all."""
    if len(cells.line) > _SAMPLE:
        yield cells.taken(cells.line <= cells.line[_SAMPLE])
    yield cells


def _parts_with_numbers(cells: Spread, added: Added) -> Indices:
    counted: Indices = np.add.reduceat((cells.high[added.parts] > 0).astype(np.intp), added.start[:-1])
    return counted


def _ends(cells: Spread, added: Added) -> tuple[FloatArray, FloatArray]:
    first = added.start[:-1]
    return np.add.reduceat(cells.low[added.parts], first), np.add.reduceat(cells.high[added.parts], first)


def _judge(table: Table, cells: Spread, parent: IntArray, width: _Width) -> Sums:
    """Sums with their judgement: what only an unproven rounding could explain stays untested."""
    added = add_up(cells, parent)
    total = cells.cell[added.total]
    measure = table.measure[total]
    signed = np.zeros(len(table.measures), dtype=np.bool_)
    signed[[number for number, statistic in enumerate(table.statistics) if statistic is Statistic.SUM]] = True
    gap = added.gap & ~(added.beyond & ~signed[measure])
    tested = np.bincount(measure[~added.gap], minlength=len(table.measures))
    fitting = np.bincount(measure[added.fits], minlength=len(table.measures))
    seldom = (tested >= _ENOUGH_SUMS) & (2 * fitting < tested)
    addition = np.full(len(total), Addition.BROKEN, dtype=np.int16)
    addition[gap] = Addition.UNTESTED
    doubtful = ~added.fits & (np.isin(measure, list(width.loosely)) | seldom[measure])
    if doubtful.any():
        half = widest_halves(table, width.sure, width.loosely)
        reach = half[table.measure[cells.cell], table.decimals[cells.cell]] * cells.shown
        value = np.where(cells.shown, table.value[cells.cell], 0.0)
        addition[doubtful & add_up(replace(cells, low=value - reach, high=value + reach), parent).fits] = Addition.UNTESTED
    addition[added.fits] = Addition.CONFIRMED
    return Sums(total, added.start, cells.cell[added.parts], addition)


def _shares(table: Table, place: int, found: _Found, width: _Width) -> Sums:
    """Percentages that add up to a total of 100; where none does along a dimension, its percentages share no base."""
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE) & ~table.means(Meaning.NOT_APPLICABLE))
    total = table.dimensions[place].codes[shares] == found.total
    if found.total < 0 or not (table.value[shares[total]] == _WHOLE).any():
        return no_sums()
    cells = spread(table, lines_along(table, place, shares), place, widest_halves(table, width.sure, {}))
    added = add_up(cells, _Found(found.parent, found.total).all_parents)
    total = cells.cell[added.total]
    whole = (cells.code[added.total] == found.total) & (table.value[total] == _WHOLE)
    confirmed = whole & added.fits
    known = np.zeros(len(table.measures), dtype=np.bool_)
    known[table.measure[total[confirmed]]] = True
    kept = confirmed | (whole & added.gap & ~added.beyond & known[table.measure[total]])
    size = np.diff(added.start)
    start = np.concatenate([[0], np.cumsum(size[kept])]).astype(np.intp)
    addition = np.where(added.fits, Addition.CONFIRMED, Addition.UNTESTED).astype(np.int16)
    return Sums(total[kept], start, cells.cell[added.parts[np.repeat(kept, size)]], addition[kept])


def _joined(pieces: list[Sums]) -> Sums:
    pieces = [piece for piece in pieces if len(piece)]
    if not pieces:
        return no_sums()
    start = np.concatenate([[0], np.cumsum(np.concatenate([np.diff(piece.start) for piece in pieces]))]).astype(np.intp)
    return Sums(
        np.concatenate([piece.total for piece in pieces]),
        start,
        np.concatenate([piece.parts for piece in pieces]),
        np.concatenate([piece.addition for piece in pieces]),
    )
