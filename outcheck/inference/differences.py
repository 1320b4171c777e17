"""Differences that are counts themselves: of populations of which the one holds the other and few more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.frames import Axis
from outcheck.inference.links import Near
from outcheck.inference.spelling import normal
from outcheck.inference.steps import is_running, steps
from outcheck.inference.words import Cell
from outcheck.model.labels import interval
from outcheck.model.statistics import Statistic
from outcheck.model.table import Addition, Table

_MOST_INTERVALS = 400
_UNTIL = re.compile(
    r"\b(?:within|up to|by|at most|no more than) (?:the )?(?:age |end of |month |year )?(\d{1,4})\b", re.IGNORECASE
)
_WHOM = ("of whom", "of which", "including")
_WITHIN = {
    "england": ("england and wales", "great britain", "united kingdom", "gb", "uk"),
    "wales": ("england and wales", "great britain", "united kingdom", "gb", "uk"),
    "scotland": ("great britain", "united kingdom", "gb", "uk"),
    "england and wales": ("great britain", "united kingdom", "gb", "uk"),
    "northern ireland": ("united kingdom", "uk"),
    "great britain": ("united kingdom", "uk"),
    "gb": ("united kingdom", "uk"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell, and others whose numbers are part of it; what is left is a count. ``sure`` says that labels or sums show it."""

    larger: Cell
    smaller: tuple[Cell, ...]
    sure: bool


def differences(tables: Sequence[Table], blocks: Sequence[Block], near: Sequence[Near]) -> Iterator[Difference]:
    """Everything in a release that may be subtracted from something else that holds it."""
    for block in blocks:
        if block.statistic is Statistic.COUNT and any(nested(held.labels) for held in block.table.dimensions):
            for axis in block.frame.axes:
                yield from _within(block, axis)
        if is_running(block):
            yield from _steps(block)
    for place, table in enumerate(tables):
        yield from _rests(place, table)
        yield from _samples(place, table)
    for held in near:
        yield from _between(held)


def _steps(block: Block) -> Iterator[Difference]:
    """Running totals less those before them."""
    for _, found in steps(block):
        for later, earlier in found:
            cells = block.cells[[later, earlier]].tolist()
            yield Difference((block.place, cells[0]), ((block.place, cells[1]),), sure=True)


def _within(block: Block, axis: Axis) -> Iterator[Difference]:
    """Categories of one dimension of which one lies inside the other, without being one of its listed parts."""
    held = block.table.dimensions[axis.dimension]
    inside = [(larger, smaller) for larger, smaller in nested(held.labels) if not _listed(held.parents, larger, smaller)]
    if not inside:
        return
    codes = axis.full[block.cells]
    rest = block.key - axis.prints[axis.kept[block.cells]]
    for larger, smaller in inside:
        one, other = (np.flatnonzero((codes == code) & block.alone) for code in (larger, smaller))
        _, at_one, at_other = np.intersect1d(rest[one], rest[other], return_indices=True)
        for left, right in zip(block.cells[one[at_one]].tolist(), block.cells[other[at_other]].tolist(), strict=True):
            yield Difference((block.place, left), ((block.place, right),), sure=True)


def _listed(parents: tuple[int, ...], larger: int, smaller: int) -> bool:
    """Whether one category is among the parts that the other was found to be the sum of."""
    above = smaller
    for _ in range(len(parents)):
        above = parents[above]
        if above == larger:
            return True
        if above < 0:
            break
    return False


@lru_cache(maxsize=256)
def nested(labels: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Pairs of labels of which the first holds the second: intervals, countries, and what is said to be of whom."""
    spans = [(code, span) for code, label in enumerate(labels) if (span := interval(label))][:_MOST_INTERVALS]
    found = [
        (larger, smaller)
        for larger, outer in spans
        for smaller, inner in spans
        if outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]
    ]
    until = [(code, *told) for code, label in enumerate(labels[:_MOST_INTERVALS]) if (told := _until(label))]
    found += [(one[0], other[0]) for one in until for other in until if one[1] == other[1] and one[2] > other[2]]
    names = [normal(label) for label in labels]
    place = {name: code for code, name in enumerate(names)}
    found += [
        (place[larger], place[smaller])
        for smaller, around in _WITHIN.items()
        for larger in around
        if {larger, smaller} <= place.keys()
    ]
    whole = -1
    for code, name in enumerate(names):
        if not name.startswith(_WHOM):
            whole = code
        elif whole >= 0:
            found.append((whole, code))
    return tuple(found)


def _until(label: str) -> tuple[str, int] | None:
    """What a label such as ``within 6 months`` or ``In work by age 19`` counts, and up to when, from nothing on."""
    found = _UNTIL.search(label)
    return (normal(label[: found.start(1)] + label[found.end(1) :]), int(found[1])) if found else None


def _rests(place: int, table: Table) -> Iterator[Difference]:
    """Totals that hold more than the parts shown."""
    exact = table.where(Statistic.COUNT) & table.is_number & (table.decimals == 0)
    rounded = np.array([held.rounding is not None for held in table.measures], dtype=np.bool_)
    exact &= ~rounded[table.measure]
    for number in np.flatnonzero(table.sums.addition == Addition.BROKEN).tolist():
        total, parts = int(table.sums.total[number]), table.sums.parts_of(number)
        if exact[total] and exact[parts].all():
            yield Difference((place, total), tuple((place, part) for part in parts.tolist()), sure=True)


def _samples(place: int, table: Table) -> Iterator[Difference]:
    """Sizes of models, of which one may rest on the sample of the other and few more."""
    sizes = np.flatnonzero(table.where(Statistic.MODEL_SIZE) & table.is_number)
    order = sizes[np.argsort(table.value[sizes], kind="stable")]
    for smaller, larger in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        yield Difference((place, larger), ((place, smaller),), sure=False)


def _between(near: Near) -> Iterator[Difference]:
    """Numbers of a table that are a little larger than those of another."""
    one, other = near.larger.margin(near.variables), near.smaller.margin(near.variables)
    for left, right in zip(near.shared.one.tolist(), near.shared.other.tolist(), strict=True):
        if one.cell[left] >= 0 and other.cell[right] >= 0:
            yield Difference(near.larger.where(one.cell[[left]])[0], near.smaller.where(other.cell[[right]]), sure=False)
