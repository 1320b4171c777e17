"""The numbers that a table shows beside a ratio: of two groups in one row, or of a category and the one it is compared with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from outcheck.checks.places import categories_of
from outcheck.checks.rebuildable_ratio.names import group_and_outcome, is_reference, says_controls
from outcheck.model.arrays import Indices, IntArray
from outcheck.model.precision import half_widths
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table
from outcheck.sdc.two_by_two import MOST, Interval, Known

_COUNTS = (Statistic.COUNT, Statistic.MODEL_SIZE)
_OPEN: Interval = (0, MOST)
_PAIR = 2
_WHOLE = 100.0
_CELLS = {
    ("exposed", "outcome"): "a",
    ("exposed", "none"): "b",
    ("unexposed", "outcome"): "c",
    ("unexposed", "none"): "d",
    ("exposed", ""): "exposed",
    ("unexposed", ""): "unexposed",
    ("", "outcome"): "outcome",
    ("", "none"): "none",
}


@dataclass(frozen=True, slots=True)
class Margins:
    """What is known of the 2x2 table behind a ratio.

    ``own`` says that its numbers are of the groups compared, not of a whole model; ``all_read`` that no count beside it was left
    unread.
    """

    known: Known
    own: bool
    all_read: bool = True


class Beside:
    """Looks up what stands in the row of a ratio, and in that of its reference category."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.half = half_widths(table)
        self._rows = _Index(table.row)
        self._places = _Index(categories_of(table))
        self._counts = table.where(*_COUNTS)
        self._weighted = table.where(Statistic.WEIGHTED_COUNT)
        self._shares = table.where(Statistic.PERCENTAGE) & table.is_number
        self._limits = table.where(Statistic.CONFIDENCE_LIMIT) & table.is_number
        self._ratios = table.where(Statistic.RATIO)
        self._columns: dict[int, tuple[set[int], list[int]]] = {}

    def margins(self, cell: int) -> Margins:
        """Everything the table tells of the 2x2 table behind a ratio."""
        row = self._compatible(cell)
        counts = row[self._counts[row]]
        weighted = bool(self._weighted[row].any())
        two_groups = self._of_two_groups(counts)
        if two_groups is not None:
            return replace(two_groups, all_read=two_groups.all_read and not weighted)
        reference = self.reference(cell)
        if reference is not None and counts.size:
            return self._of_categories(cell, reference, counts)
        base = int(self._table.base[cell])
        if base >= 0 and self._counts[base]:
            return Margins(Known(total=self._interval(base)), own=False)
        return Margins(Known(), own=False)

    def limits(self, cell: int) -> tuple[int, int] | None:
        """Cells of the confidence limits of a ratio: those at its categories, up to the next ratio; None unless they are two."""
        table = self._table
        place = self._places.like(cell)
        near = place[self._limits[place]]
        near = near[(table.row[near] > table.row[cell]) | (table.column[near] >= table.column[cell])]
        others = place[self._ratios[place] & (table.column[place] > table.column[cell])]
        if others.size:
            near = near[table.column[near] < table.column[others].min()]
        if len(near) != _PAIR:
            return None
        low, high = sorted(near.tolist(), key=lambda each: float(table.value[each]))
        return low, high

    def reference(self, cell: int) -> int | None:
        """The ratio, or gap, of the category that others are compared with: the nearest above, else the only one."""
        table = self._table
        _, references = self._column(cell)
        place = bisect_left(references, int(table.row[cell]), key=lambda each: int(table.row[each]))
        above = next((each for each in reversed(references[:place]) if self._differs_in_one(cell, each)), None)
        if above is not None:
            return above
        return references[0] if len(references) == 1 and self._differs_in_one(cell, references[0]) else None

    def _column(self, cell: int) -> tuple[set[int], list[int]]:
        """Rows of the ratios in a cell's column, and the cells of those that are references, from the top."""
        table, column = self._table, int(self._table.column[cell])
        if column not in self._columns:
            ratios = np.flatnonzero(self._ratios & (table.column == column))
            ratios = ratios[np.argsort(table.row[ratios], kind="stable")]
            found = [each for each in ratios.tolist() if self.is_reference(each)]
            self._columns[column] = (set(table.row[ratios].tolist()), found)
        return self._columns[column]

    def is_reference(self, cell: int) -> bool:
        """Whether a ratio is that of a category with itself: one without limits, or a word that says so."""
        table = self._table
        if any(is_reference(label) for _, label in table.labels(cell)):
            return True
        if not table.is_number[cell]:
            return is_reference(table.markers[table.marker[cell]].text)
        return bool(table.value[cell] == 1) and self.limits(cell) is None

    def _compatible(self, cell: int) -> Indices:
        """Cells of the same row that no dimension sets apart."""
        row = self._rows.like(cell)
        fits = np.ones(len(row), dtype=np.bool_)
        for held in self._table.dimensions:
            mine, theirs = held.codes[cell], held.codes[row]
            fits &= (theirs == mine) | (theirs < 0) | (mine < 0)
        return row[fits]

    def _differs_in_one(self, cell: int, other: int) -> bool:
        return sum(bool(held.codes[cell] != held.codes[other]) for held in self._table.dimensions) == 1

    def _of_two_groups(self, counts: Indices) -> Margins | None:
        """Numbers of both groups, or of both outcomes, in one row; those of an outcome belong to the group on their left."""
        told = [self._text(count) for count in counts.tolist()]
        plain = [group_and_outcome(text, case_control=False) for text in told]
        cases = any(outcome == "outcome" for _, outcome in plain) and any(map(says_controls, told))
        roles = [group_and_outcome(text, case_control=cases) for text in told]
        groups, outcomes = {group for group, _ in roles}, {outcome for _, outcome in roles}
        if not groups >= {"exposed", "unexposed"} and not outcomes >= {"outcome", "none"}:
            return None
        known: dict[str, Interval] = {}
        all_read, last = True, ""
        in_order = sorted(zip(counts.tolist(), roles, strict=True), key=lambda each: int(self._table.column[each[0]]))
        several = sum(role == ("", "outcome") for role in roles) > 1 or sum(role == ("", "none") for role in roles) > 1
        for count, (group, outcome) in in_order:
            last = group or last
            name = _CELLS.get((last if several and outcome else group, outcome), "")
            if not name or name in known:
                all_read = False
            else:
                known[name] = self._interval(count)
        return Margins(Known(**known), own=True, all_read=all_read)

    def _of_categories(self, cell: int, reference: int, counts: Indices) -> Margins:
        """Numbers of a category, which is the exposed group, and of the one it is compared with."""
        table = self._table
        theirs = self._compatible(reference)
        there = {int(table.measure[each]): each for each in theirs[self._counts[theirs]].tolist()}
        both = [(count, there[int(table.measure[count])]) for count in counts.tolist() if int(table.measure[count]) in there]
        if not both:
            return Margins(Known(), own=False)
        if all(table.value[mine] == table.value[other] for mine, other in both) and not self._alone(cell, reference):
            return Margins(Known(total=self._interval(max(both, key=lambda pair: table.value[pair[0]])[0])), own=False)
        sizes = self._by_role(both)
        known = {name: self._interval(each) for name, each in sizes.items()}
        return Margins(self._with_shares(cell, reference, known, sizes), own=True, all_read=len(sizes) == 2 * len(both))

    def _alone(self, cell: int, reference: int) -> bool:
        """Whether only these two categories are compared: then equal numbers may be those of two equal groups."""
        return self._column(cell)[0] == {int(self._table.row[cell]), int(self._table.row[reference])}

    def _by_role(self, both: list[tuple[int, int]]) -> Mapping[str, int]:
        """Of two numbers without names for their roles, the smaller is of those with the outcome."""
        table = self._table
        roles = [group_and_outcome(self._text(mine), case_control=False)[1] for mine, _ in both]
        if len(both) == _PAIR and roles == ["", ""]:
            first, second = (np.array([table.value[each] for each in pair]) for pair in both)
            roles = ["outcome", ""] if (first <= second).all() else ["", "outcome"] if (second <= first).all() else roles
        found: dict[str, int] = {}
        for (mine, other), role in zip(both, roles, strict=True):
            for group, each in (("exposed", mine), ("unexposed", other)):
                found.setdefault(_CELLS[group, role], each)
        return found

    def _with_shares(self, cell: int, reference: int, known: dict[str, Interval], sizes: Mapping[str, int]) -> Known:
        """Besides, what percentages with the outcome leave to their numbers, unless they only spread persons over categories."""
        table = self._table
        if {"exposed", "unexposed"} <= sizes.keys() and not {"a", "c"} & sizes.keys():
            ends = []
            for each, size in ((cell, sizes["exposed"]), (reference, sizes["unexposed"])):
                row = self._compatible(each)
                shares = row[self._shares[row] & (table.base[row] == size)]
                ends.append([self._share(int(share), size) for share in shares.tolist()])
            mine, other = ends
            if len(mine) == len(other) == 1 and not _spreads(mine[0], other[0], known["exposed"], known["unexposed"]):
                known |= {"a": mine[0], "c": other[0]}
        return Known(**known)

    def _share(self, share: int, size: int) -> Interval:
        table, (low, high) = self._table, self._interval(size)
        least, most = table.value[share] - self.half[share], table.value[share] + self.half[share]
        whole = table.measures[table.measure[share]].whole
        return max(ceil(low * least / whole - 1e-9), 0), min(floor(high * most / whole + 1e-9), high)

    def _interval(self, cell: int) -> Interval:
        """Least and most that a count can be: as rounded, or as its marker admits."""
        table = self._table
        if table.is_number[cell]:
            value, half = float(table.value[cell]), float(self.half[cell])
            return max(ceil(value - half), 0), floor(value + half)
        admits = table.markers[table.marker[cell]].admits
        return (ceil(admits[0]), floor(admits[1])) if admits else _OPEN

    def _text(self, cell: int) -> str:
        table = self._table
        return " ".join((table.measures[table.measure[cell]].name, *(label for _, label in table.labels(cell))))


class _Index:
    """Cells by a number that each of them has."""

    def __init__(self, number: IntArray | Indices) -> None:
        self._number = number
        self._order = np.argsort(number, kind="stable")
        self._sorted = number[self._order]

    def like(self, cell: int) -> Indices:
        """Cells that have the number of this one, in order."""
        first, after = np.searchsorted(self._sorted, [self._number[cell], self._number[cell] + 1])
        return self._order[first:after]


def _spreads(mine: Interval, other: Interval, size: Interval, other_size: Interval) -> bool:
    """Whether two percentages are in the ratio of their numbers, as shares of all persons are."""
    low, high = mine[0] * other_size[0] ** 2, mine[1] * other_size[1] ** 2
    return low <= other[1] * size[1] ** 2 and high >= other[0] * size[0] ** 2
