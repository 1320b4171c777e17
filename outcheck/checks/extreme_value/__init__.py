"""Minimums, maximums and other ends of a distribution: each is the value of one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, Repair, TableCheck, chosen
from outcheck.checks.extreme_value.bins import is_range, overlap, telling_ends
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Measure, Table

_ENDS = re.compile(r"\bwhiskers?\b|^range$|\brange of\b", re.IGNORECASE)
_PERHAPS = re.compile(r"\b(min|max|minimum|maximum|smallest|largest|lowest|highest|youngest|oldest)\b", re.IGNORECASE)
"""Words that layout does not believe over whole numbers, which may be counts of the lowest grade: the reading stays unsure."""
_RANGE = re.compile(r"\brange\b|\bmin(imum)?\b.*\bmax(imum)?\b|\bsmallest\b.*\blargest\b|\blowest\b.*\bhighest\b", re.IGNORECASE)
_COUNTED = (Statistic.COUNT, Statistic.WEIGHTED_COUNT, Statistic.PERCENTAGE)


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every minimum, maximum, whisker and range, and counts and percentages in the end bins of a histogram.

    A range in one cell, ``990 to 81,233``, is read as a gap, or as a category of the other numbers of its row.
    """
    numbers = table.is_number & (_ends(table) | _beside_ranges(table) | (table.where(*_COUNTED) & _in_end_bins(table)))
    return numbers | _written_ranges(table)


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure, but for what the manifest calls structural."""
    open_ = chosen(cells, ~_structural(table)[cells])
    ends = (_ends(table) | _written_ranges(table))[open_]
    for measure in np.unique(table.measure[open_[ends]]):
        same = chosen(open_, ends & (table.measure[open_] == measure))
        yield Hit(same, "the value of one unit, unless it is an end by design", together=True)
    ranges = _beside_ranges(table)[open_] & ~ends
    if ranges.any():
        yield Hit(open_[ranges], "the range beside it gives the values of two units, unless design sets its ends", together=True)
    bins = open_[~ends & ~ranges]
    if bins.size:
        message = "the outermost bin ends at a number that may be the smallest or largest value"
        yield Hit(bins, message, remedies=_OPEN_BINS, together=True, undetermined=True)


def _ends(table: Table) -> BoolArray:
    named = np.array([_may_be_an_end(measure) for measure in table.measures], dtype=np.bool_)
    return table.where(Statistic.MINIMUM, Statistic.MAXIMUM) | named[table.measure]


def _written_ranges(table: Table) -> BoolArray:
    """Gaps that are the two ends of a range, by their heading."""
    named = np.array(
        [held.statistic in (Statistic.MINIMUM, Statistic.MAXIMUM) or _says_range(held.name) for held in table.measures],
        dtype=np.bool_,
    )
    written = np.array([*(is_range(marker.text) for marker in table.markers), False], dtype=np.bool_)
    return ~table.is_number & named[table.measure] & written[table.marker]


def _beside_ranges(table: Table) -> BoolArray:
    """Cells of which a category is a range that overlaps with others: no bin, it tells where the numbers of a group end."""
    found = np.zeros(len(table), dtype=np.bool_)
    for held in table.dimensions:
        if _says_range(held.name) and overlap(held.labels):
            found |= np.array([*map(is_range, held.labels), False], dtype=np.bool_)[held.codes]
    return found


def _says_range(name: str) -> bool:
    return _RANGE.search(name.replace("_", " ")) is not None


def _may_be_an_end(measure: Measure) -> bool:
    return bool(_ENDS.search(measure.name) or (not measure.sure and _PERHAPS.search(measure.name.replace("_", " "))))


def _in_end_bins(table: Table) -> BoolArray:
    found = np.zeros(len(table), dtype=np.bool_)
    for dimension in table.dimensions:
        told = np.array([*telling_ends(dimension.labels), False], dtype=np.bool_)
        found |= told[dimension.codes]
    return found


def _structural(table: Table) -> BoolArray:
    """Cells whose measure or one of whose categories the manifest calls structural."""
    names = {name.casefold() for name in table.structural}
    found = np.array([measure.name.casefold() in names for measure in table.measures], dtype=np.bool_)[table.measure]
    for dimension in table.dimensions:
        told = [dimension.name.casefold() in names or label.casefold() in names for label in dimension.labels]
        found |= np.array([*told, False], dtype=np.bool_)[dimension.codes]
    return found


_OPEN_BINS = (
    "leave the outermost bins open, such as 'under' and 'and over', or end them at a round number",
    "name the heading under 'structural' in outcheck.yaml, if the ends are given by design",
)

CHECK = Check(
    code="OC401",
    name="extreme-value",
    asks="Does a number say where a distribution ends, which is the value of one unit?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.END_POINTS,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "show a quantile with enough units beyond it, such as a decile",
        "name the heading or category under 'structural' in outcheck.yaml, if design sets the end (ages of a cohort, a scale)",
    ),
    repair=Repair.HIDE,
)
