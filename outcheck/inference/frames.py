"""What the cells of a table are broken down by, in categories that mean the same in every table of the release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.inference.spelling import spellings
from outcheck.inference.variables import Variables
from outcheck.model.arrays import BoolArray, Indices, IntArray
from outcheck.model.table import Dimension, Table

Keys = np.ndarray[tuple[int], np.dtype[np.uint64]]
_SAMPLE = 4000
_MOST_PATTERNS = 64


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension.

    ``full`` has the category of each cell, -1 where the cell stands for all of them; ``kept`` is -1 too where a finer axis (one
    of ``finer``, by variable) says as much: the region of an authority. ``prints`` has the fingerprint of each category, and a
    last one, of -1, which is 0. ``root`` tells which categories are part of no other. ``labels`` are the categories as spelt.
    """

    variable: int
    dimension: int
    full: IntArray
    kept: IntArray
    prints: Keys
    root: BoolArray
    finer: frozenset[int] = frozenset()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes of one table."""

    axes: tuple[Axis, ...]

    @property
    def variables(self) -> frozenset[int]:
        """Variables that the table is broken down by."""
        return frozenset(axis.variable for axis in self.axes)

    def keys(self, cells: Indices) -> Keys:
        """What each cell is about: the sum of the fingerprints of its categories, 0 for everybody."""
        key = np.zeros(len(cells), dtype=np.uint64)
        for axis in self.axes:
            key += axis.prints[axis.kept[cells]]
        return key


def frame_of(table: Table, variables: Variables) -> Frame:
    """Frame of a table. Dimensions that repeat another in other words, or only tell which others apply, are left out."""
    codes = [np.where(held.codes == held.total, -1, held.codes).astype(np.int32) for held in table.dimensions]
    places = _without_twins(table.dimensions, codes)
    places = _without_levels(places, codes)
    numbers = variables.of_table((table.dimensions[place] for place in places), table.title)
    axes = []
    for place, number in zip(places, numbers, strict=True):
        held = table.dimensions[place]
        labels = tuple(spellings(held.labels))
        prints = np.array([*(variables.fingerprint(number, label) for label in labels), 0], dtype=np.uint64)
        axes.append(replace(_axis(held, place, number, codes[place], prints), labels=labels))
    return Frame(tuple(_without_coarse(axes)))


def _axis(held: Dimension, place: int, variable: int, codes: IntArray, prints: Keys) -> Axis:
    root = np.ones(len(held.labels), dtype=np.bool_)
    if held.parents:
        parents = np.array(held.parents)
        root = (parents < 0) | (parents == held.total)
    return Axis(variable, place, codes, codes.copy(), prints, root)


def _determines(finer: IntArray, coarse: IntArray) -> bool:
    """Whether each category of one axis occurs with one category of the other only; both apply to all cells."""
    for part in (slice(0, _SAMPLE), slice(None)):
        one, other = finer[part], coarse[part]
        told = np.full(int(one.max(initial=0)) + 1, -1, dtype=np.int32)
        told[one] = other
        if not (told[one] == other).all():
            return False
    return True


def _without_twins(dimensions: Sequence[Dimension], codes: Sequence[IntArray]) -> list[int]:
    """Dimensions of which none repeats another; of codes and names, the names stay."""
    wordy = sorted(range(len(codes)), key=lambda place: (_digits(dimensions[place].labels), place))
    kept: list[int] = []
    for place in wordy:
        mine = codes[place]
        applies = mine >= 0
        several = int(mine.max(initial=-1)) > 0
        twin = several and any(
            np.array_equal(applies, codes[other] >= 0)
            and _determines(mine[applies], codes[other][applies])
            and _determines(codes[other][applies], mine[applies])
            for other in kept
        )
        if not twin:
            kept.append(place)
    return sorted(kept)


def _digits(labels: tuple[str, ...]) -> bool:
    """Whether most labels hold a digit."""
    return 2 * sum(any(sign.isdigit() for sign in label) for label in labels) > len(labels)


def _without_levels(places: list[int], codes: Sequence[IntArray]) -> list[int]:
    """Dimensions without those that only tell which others apply, such as ``National`` and ``Regional``."""
    for place in places:
        others = [other for other in places if other != place]
        if len(others) > 30 or (codes[place] < 0).any():  # noqa: PLR2004  a bit each
            continue
        pattern = sum(
            ((codes[other] >= 0).astype(np.int32) << bit for bit, other in enumerate(others)), np.zeros_like(codes[place])
        )
        if pattern.size and pattern.min() != pattern.max() and len(np.unique(codes[place])) > 1:
            numbered = np.unique(pattern, return_inverse=True)[1].astype(np.int32)
            if _determines(numbered, codes[place]):
                return _without_levels(others, codes)
    return places


def _without_coarse(axes: list[Axis]) -> list[Axis]:
    """Axes whose categories are left out where a finer axis tells them."""
    if len(axes) > 30:  # noqa: PLR2004  a bit each
        return axes
    pattern = sum(((axis.full >= 0).astype(np.int32) << bit for bit, axis in enumerate(axes)), np.zeros(1, dtype=np.int32))
    patterns = np.unique(pattern)
    if len(patterns) > _MOST_PATTERNS:
        return axes
    finer: list[set[int]] = [set() for _ in axes]
    kept = [axis.full.copy() for axis in axes]
    for held in patterns.tolist():
        cells = np.flatnonzero(pattern == held)
        present = [place for place in range(len(axes)) if held >> place & 1]
        sizes = {place: len(np.unique(axes[place].full[cells])) for place in present}
        for coarse in present:
            for fine in present:
                more = sizes[fine] > sizes[coarse] > 1
                if more and _determines(axes[fine].full[cells], axes[coarse].full[cells]):
                    kept[coarse][cells] = -1
                    finer[coarse].add(axes[fine].variable)
                    break
    return [replace(axis, kept=kept[place], finer=frozenset(finer[place])) for place, axis in enumerate(axes)]
