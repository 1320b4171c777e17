"""Events between the points of a survival curve, from the numbers at risk."""

from __future__ import annotations

import re

import numpy as np

from outcheck.checks.places import categories_of
from outcheck.model.arrays import FloatArray, Indices
from outcheck.model.precision import in_per_cent
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Table, lines_along

_AT_RISK = re.compile(r"\brisk\b")
_TIME = re.compile(r"-?\d+(\.\d+)?")
_FEWEST_POINTS = 2


def events_of_steps(table: Table, cells: Indices) -> FloatArray:
    """Events, to the nearest whole, between each survival of ``cells`` and the one before it; NaN where nothing tells them.

    Of ``n`` at risk, ``n * (before - after) / before`` had the event, ``before`` being 1 at the first point. The points stand
    along a dimension whose categories are numbers.
    """
    events = np.full(len(table), np.nan)
    at_risk = _at_risk(table)
    for number, held in enumerate(table.dimensions):
        time = _times(held)
        if time is None:
            continue
        lines = lines_along(table, number, cells)
        order = np.lexsort((time[held.codes[lines.cells]], lines.group))
        cell, group = lines.cells[order], lines.group[order]
        first = np.diff(group, prepend=-1) != 0
        whole = np.where(table.where(Statistic.PERCENTAGE)[cell], 100.0 / in_per_cent(table)[cell], 1.0)
        before = np.where(first, whole, np.roll(table.value[cell], 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            events[cell] = np.maximum(np.rint(at_risk[cell] * (before - table.value[cell]) / before), 0)
        changed = (before > table.value[cell]) & (events[cell] == 0)
        events[cell[changed]] = 1  # it fell, so somebody had the event
        break
    return events


def _at_risk(table: Table) -> FloatArray:
    """Number at risk at the categories of each cell; NaN where none is shown."""
    place = categories_of(table)
    named = [
        measure.statistic is Statistic.COUNT and _AT_RISK.search(re.sub(r"[^a-z]+", " ", measure.name.casefold())) is not None
        for measure in table.measures
    ]
    shown = np.flatnonzero(table.is_number & np.array(named, dtype=np.bool_)[table.measure])
    of_place = np.full(int(place.max(initial=0)) + 1, np.nan)
    of_place[place[shown]] = table.value[shown]
    return of_place[place]


def _times(held: Dimension) -> FloatArray | None:
    """Points in time as numbers, one per category; None where the categories are no numbers."""
    found = [_TIME.search(label) for label in held.labels]
    if len(found) < _FEWEST_POINTS or any(time is None for time in found):
        return None
    return np.array([float(time[0]) for time in found if time is not None] + [np.nan])
