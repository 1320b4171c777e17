"""Names the measures of a table: which statistic each number is, of whom, and how we know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from outcheck.layout.axes import Axes
from outcheck.layout.blocks import Block
from outcheck.layout.estimates import Estimates
from outcheck.layout.literals import Kind
from outcheck.layout.naming import name_measure
from outcheck.layout.row_names import counts_only, row_names
from outcheck.layout.said import Context, Numbers, Said
from outcheck.layout.spread import Strip
from outcheck.layout.words import statistics_in, strong_statistic_in
from outcheck.model.arrays import IntArray, SmallArray, at
from outcheck.model.hints import ColumnHint
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Measure

_NOTHING: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of this table, by the manifest or beside its file. ``measures`` is keyed by case-folded name."""

    measures: dict[str, ColumnHint] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    unit: Unit | None = None
    source: tuple[str, ...] = ()
    population: str = ""
    structural: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a body say of their numbers: codes into ``names`` and ``told``, and how far a row continues another."""

    name: IntArray
    names: tuple[str, ...]
    told: IntArray
    tellings: tuple[str, ...]
    continuation: IntArray
    unit: IntArray
    units: tuple[str, ...]
    yields: bool = False
    """Whether the names are those of rows of counts, which hold for numbers alone where columns name something else."""


def read_rows(axes: Axes, block: Block, estimates: Estimates | None, *, several: bool) -> Rows:
    """Names of statistics down the rows. ``several`` says that cells hold several numbers, which their rows may explain."""
    count = len(block.rows)
    nothing = np.zeros(count, dtype=np.int32)
    name: IntArray = nothing
    names = _NOTHING
    if axes.row_statistics is not None:
        name, names = axes.row_statistics.codes, axes.row_statistics.labels
    elif (given := _given_names(axes, estimates)) is not None:
        names = tuple(dict.fromkeys(("", *given)))
        name = np.array([names.index(text) for text in given], dtype=np.int32)
    told, tellings = _tellings(axes, count) if several else (nothing, _NOTHING)
    continuation = nothing
    if axes.continues.any():
        place = np.arange(count)
        continuation = (place - np.maximum.accumulate(np.where(axes.continues, 0, place))).astype(np.int32)
    units = axes.row_units
    yields = estimates is None and axes.row_statistics is None and _named_by_columns(axes)
    return Rows(
        name, names, told, tellings, continuation, units.codes if units else nothing, units.labels if units else _NOTHING, yields
    )


def _given_names(axes: Axes, estimates: Estimates | None) -> tuple[str, ...] | None:
    """Names of statistics among the labels of rows; under columns that name statistics only counts have any."""
    if estimates is None and _named_by_columns(axes):
        return counts_only(row_names(axes, only_fit=False))
    return row_names(axes, only_fit=estimates is not None) or _outer_names(axes, estimates)


def _named_by_columns(axes: Axes) -> bool:
    return any(strong_statistic_in(name) is not None for name in axes.column_names)


def _outer_names(axes: Axes, estimates: Estimates | None) -> tuple[str, ...] | None:
    """Names of statistics among labels that group rows, such as ``Median earnings`` over regions."""
    if estimates is not None:
        return None
    for level in reversed(axes.row_levels[:-1]):
        strong = [strong_statistic_in(label) is not None for label in level.labels]
        if all(strong) and len(level.labels) > 1:
            return tuple(level.labels[code] if code >= 0 else "" for code in level.codes)
    return None


def _tellings(axes: Axes, count: int) -> tuple[IntArray, tuple[str, ...]]:
    """Per row, the nearest of its labels that names several statistics (``Age, mean (SD)``)."""
    texts: list[str] = [""] * count
    for level in (*([axes.row_statistics] if axes.row_statistics else []), *reversed(axes.row_levels)):
        telling = [len(statistics_in(label)) > 1 for label in level.labels]
        if any(telling):
            texts = [
                text or (level.labels[code] if code >= 0 and telling[code] else "")
                for text, code in zip(texts, level.codes.tolist(), strict=True)
            ]
    names = tuple(dict.fromkeys(("", *texts)))
    return np.array([names.index(text) for text in texts], dtype=np.int32), names


def name_measures(axes: Axes, rows: Rows, strips: list[Strip], context: Context) -> tuple[SmallArray, tuple[Measure, ...]]:
    """Measure of every cell, strip by strip, and the measures in order of first appearance."""
    numbering: dict[Said, int] = {}
    codes = [_codes(axes, rows, strip, numbering) for strip in strips]
    held: dict[int, list[Numbers]] = {number: [] for number in numbering.values()}
    for strip, code in zip(strips, codes, strict=True):
        for number in np.flatnonzero(np.bincount(code)).tolist():
            mine = np.flatnonzero((code == number) & (strip.kind == Kind.NUMBER))
            held[number].append(Numbers(at(strip.value, mine), at(strip.decimals, mine), at(strip.percent, mine)))
    measures = tuple(name_measure(said, Numbers.joined(held[number]), context) for said, number in numbering.items())
    return np.concatenate(codes, dtype=np.int16, casting="same_kind"), _supported(measures, list(numbering))


def _supported(measures: tuple[Measure, ...], said: list[Said]) -> tuple[Measure, ...]:
    """Measures with whole numbers counted for sure where percentages that reach 100 stand under them."""
    shares = any(s.continuation and m.sure and m.statistic is Statistic.PERCENTAGE for s, m in zip(said, measures, strict=True))
    if not shares:
        return measures
    why = "whole numbers over percentages that reach 100"
    return tuple(
        replace(m, sure=True, why=why) if m.statistic is Statistic.COUNT and not (m.sure or s.continuation) else m
        for s, m in zip(said, measures, strict=True)
    )


def _codes(axes: Axes, rows: Rows, strip: Strip, numbering: dict[Said, int]) -> IntArray:
    """Number of what is said of each cell of a strip."""
    column, unit = axes.column_names[strip.place], axes.units[strip.place]
    beside = axes.beside.get(strip.place)
    name, names = (rows.name, rows.names) if beside is None else (beside.codes, beside.labels)
    name = name[strip.rows]
    if rows.yields and strong_statistic_in(column) is not None:
        name = np.where(strip.kind == Kind.NUMBER, name, 0)
    parts = (rows.told, rows.continuation, rows.unit)
    plainly = len(names) == len(rows.units) == 1 and not any(part.any() for part in (name, *parts))
    if plainly and not strip.form.any() and not strip.bracketed.any():
        said = Said(column, unit, part=strip.part)
        return np.full(len(strip.rows), numbering.setdefault(said, len(numbering)), dtype=np.int32)
    keys = np.stack([name, *(part[strip.rows] for part in parts), strip.form, strip.bracketed.astype(np.int32)], axis=1)
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    first = [int(np.flatnonzero(inverse.ravel() == number)[0]) for number in range(len(distinct))]
    codes = np.zeros(len(distinct), dtype=np.int32)
    for number in sorted(range(len(distinct)), key=first.__getitem__):
        row, told, continuation, own, form, bracketed = distinct[number].tolist()
        said = Said(
            column,
            rows.units[own] or unit,
            names[row],
            rows.tellings[told],
            continuation,
            strip.forms[form],
            strip.part,
            bool(bracketed),
        )
        codes[number] = numbering.setdefault(said, len(numbering))
    found: IntArray = codes[inverse.ravel()]
    return found
