"""Hidden percentages that the others of their row or column give back, since all of them make a whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import half_units, in_per_cent
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Lines, Meaning, Table, lines_along

_WHOLE = 100.0
_SEVERAL = 2


class Parameters(CheckParameters):
    """What recoverable-share is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def examines(table: Table) -> BoolArray:
    """Every hidden percentage whose base is shown."""
    based = (table.base >= 0) & (table.is_number & table.where(Statistic.COUNT))[table.base]
    return table.where(Statistic.PERCENTAGE) & table.means(Meaning.SUPPRESSED, Meaning.UNEXPLAINED) & based


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Hidden percentages of a line that are together, by what is left of the whole, fewer than may leave."""
    asked = np.zeros(len(table), dtype=np.bool_)
    asked[cells] = True
    shares = np.flatnonzero(table.where(Statistic.PERCENTAGE) & ~table.means(Meaning.NOT_APPLICABLE))
    told = np.full(len(table), -1, dtype=np.intp)
    for lines in _wholes(table, shares):
        most = _most_left(table, lines)
        with np.errstate(invalid="ignore"):  # any share of nobody is nobody
            given = asked[lines.cells] & (most[lines.group] * table.value[table.base[lines.cells]] / _WHOLE < parameters.minimum)
        told[lines.cells[given]] = _smallest_shown(table, lines)[lines.group[given]]
    found = np.flatnonzero(asked & (told >= 0))
    if found.size:
        yield Hit(found, f"hidden, and what the other percentages leave of the whole is below {parameters.minimum}", told[found])


def _wholes(table: Table, shares: Indices) -> Iterator[Lines]:
    """Percentages that may be parts of one whole: along each dimension, then those of several measures about the same."""
    for dimension, along in enumerate(table.dimensions):
        if len(along.labels) >= _SEVERAL and all(parent < 0 for parent in along.parents):
            yield lines_along(table, dimension, shares)
    codes = np.stack([dimension.codes[shares] for dimension in table.dimensions], axis=1)
    _, group = np.unique(codes, axis=0, return_inverse=True)
    yield Lines(shares, group.ravel().astype(np.intp), np.zeros(len(shares), dtype=np.bool_), int(group.max(initial=-1)) + 1)


def _most_left(table: Table, lines: Lines) -> FloatArray:
    """The most that the hidden percentages of each line can come to; infinite where the lines are no wholes, or hide nothing.

    They are wholes if every line that shows all its percentages adds up to one; a line with fewer percentages is none.
    """
    part = ~lines.is_total
    shown = part & table.is_number[lines.cells]
    size, gaps = (np.bincount(lines.group[mask], minlength=lines.count) for mask in (part, part & ~shown))
    factor = in_per_cent(table)[lines.cells[shown]]
    added = np.bincount(lines.group[shown], factor * table.value[lines.cells[shown]], lines.count)
    slack = np.bincount(lines.group[shown], factor * half_units(table)[table.decimals[lines.cells[shown]]], lines.count)
    full = (size == size.max(initial=0)) & (size >= _SEVERAL)
    complete = full & (gaps == 0)
    whole = complete.any() and bool((np.abs(added - _WHOLE) <= slack)[complete].all())
    return np.where(full & (gaps > 0) & whole, np.maximum(_WHOLE - added + slack, 0.0), np.inf)


def _smallest_shown(table: Table, lines: Lines) -> Indices:
    """The smallest percentage that each line shows, -1 where it shows none."""
    shown = np.flatnonzero(~lines.is_total & table.is_number[lines.cells])
    largest_first = shown[np.argsort(-table.value[lines.cells[shown]], kind="stable")]
    smallest = np.full(lines.count, -1, dtype=np.intp)
    smallest[lines.group[largest_first]] = lines.cells[largest_first]  # the last one written stays
    return smallest


CHECK = Check(
    code="OC311",
    name="recoverable-share",
    asks="Does a hidden percentage follow from the others, since all of them make a whole?",
    risk=Risk.DIFFERENCING,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "hide a second percentage of the same whole",
        "merge the category with a neighbour, so that nothing needs hiding",
    ),
    repair=Repair.PROTECT,
)
