"""Recognises tables of estimates: regressions, their stars and bracketed errors, and matrices of correlations."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.layout.axes import Axes
from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.literals import Literal
from outcheck.layout.names import names_of
from outcheck.layout.row_names import names_fit
from outcheck.layout.spread import Strip
from outcheck.layout.words import names_difference, statistics_in
from outcheck.model.arrays import BoolArray
from outcheck.model.statistics import Statistic

_S = Statistic
_TERMS = re.compile(r"^(_cons|constant|\(?intercept\)?|const|\(constant\))$", re.IGNORECASE)
_FIT = re.compile(r"^(r-?squared|r2|adj\w*\.? r.*|r²|pseudo r2|observations|num\. ?obs\.?|n|nobs|f|f-stat\w*)$", re.IGNORECASE)
_OF_ESTIMATES = (_S.COEFFICIENT, _S.RATIO)
_BESIDE = (_S.STANDARD_ERROR, _S.P_VALUE, _S.CONFIDENCE_LIMIT, _S.TEST_STATISTIC)
_HIGHEST = 1.0000001
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Estimates:
    """A block of estimates. ``estimate`` is what its unnamed numbers are, ``below`` what stands in brackets under them."""

    estimate: Statistic
    below: Statistic


def find_estimates(cells: Cells, block: Block, axes: Axes, strips: list[Strip]) -> Estimates | None:
    """The kind of estimates a block holds, or None where it holds other statistics."""
    if len(block.rows) > _SAMPLE or axes.row_statistics is not None or not any(map(_can_be_estimates, strips)):
        return None
    terms = axes.row_levels[-1].labels if axes.row_levels else ()
    names = tuple(dict.fromkeys(name for name in axes.column_names if not names_difference(name)))
    columns = {statistic for statistic in names_of(names) if statistic is not None}
    columns |= {statistic for name in names if len(said := statistics_in(name)) > 1 for statistic in said}
    by_columns = bool(columns & set(_OF_ESTIMATES)) and bool(columns & set(_BESIDE))
    by_rows = any(_TERMS.match(term) for term in terms) or sum(bool(_FIT.match(t)) or names_fit(t) for t in terms) > 1
    text = " ".join((block.title, *block.remarks, *_headings(cells, block))).casefold()
    stars = any(_is_starred(held) for index in block.measures for held in cells.columns[index].literals.values())
    by_words = bool(
        re.search(r"regression|odds ratio|hazard ratio|risk ratio|coefficient|marginal effect|std\.? errors? in|\bols\b", text)
    )
    brackets = any(strip.bracketed.any() for strip in strips) and bool(axes.continues.any())
    if not (by_columns or stars or by_rows or (by_words and (brackets or _has_intervals(strips)))):
        return None
    if columns & {_S.MEAN, _S.COUNT, _S.PERCENTAGE, _S.MEDIAN} and not by_columns and not by_rows:
        return None
    ratio = re.search(r"(odds|hazard|risk|incidence rate)[ -]ratio|\bexp\(b", text)
    return Estimates(_S.RATIO if ratio else _S.COEFFICIENT, told_below(text) or _S.STANDARD_ERROR)


def has_estimates(axes: Axes) -> bool:
    """Whether the rows of a block are coefficients, their errors and so on."""
    named = names_of(axes.row_statistics.labels) if axes.row_statistics is not None else []
    return _S.COEFFICIENT in named and _S.STANDARD_ERROR in named


def _can_be_estimates(strip: Strip) -> bool:
    """Whether any number has decimals, a minus or company in its cell: whole numbers alone could be counts."""
    return bool(strip.decimals.any() or (strip.value < 0).any() or strip.form.any())


def _is_starred(held: Literal) -> bool:
    return bool(held.starred and held.decimals) or "#*" in held.form


def _headings(cells: Cells, block: Block) -> list[str]:
    return [cells.text(row, index) for row in block.headings for index in (*block.labels, *block.measures)]


def _has_intervals(strips: list[Strip]) -> bool:
    return any(strip.part > 0 for strip in strips)


def told_below(text: str) -> Statistic | None:
    """What notes say about numbers in brackets under others; None where they say nothing."""
    if re.search(r"([tz])[ -]?(statistics|values|stats?)[^.;]*(in|parenthes)", text):
        return _S.TEST_STATISTIC
    if re.search(r"p[ -]?values?[^.;<]*in (parenthes|brackets)", text):
        return _S.P_VALUE
    return _S.STANDARD_ERROR if re.search(r"(standard|std\.?) errors?[^.;<]*(in|parenthes|bracket)", text) else None


def is_correlations(axes: Axes, strips: list[Strip]) -> bool:
    """Whether rows and columns carry the same names and no number exceeds one: a matrix of correlations."""
    if not axes.row_levels or len(strips) < 2 or any(strip.part for strip in strips):  # noqa: PLR2004  one variable correlates with nothing
        return False
    across = _across(axes)
    down = {_bare(label) for label in axes.row_levels[-1].labels}
    if len(across & down) * 2 < len(across | down) or len(across & down) < 2:  # noqa: PLR2004  likewise
        return False
    values = np.concatenate([strip.value[strip.kind == 1] for strip in strips])
    ones: BoolArray = np.isclose(values, 1)
    decimals = any(strip.decimals.any() for strip in strips)
    return decimals and bool((np.abs(values) <= _HIGHEST).all()) and int(ones.sum()) >= len(across & down) - 1


def _across(axes: Axes) -> set[str]:
    if axes.column_levels:
        return {_bare(label) for label in axes.column_levels[-1].labels}
    return {_bare(name) for name in axes.column_names if name}


def _bare(label: str) -> str:
    """A variable by its number where it has one, as headings then carry the number alone."""
    numbered = re.match(r"^\(?(\d+)[).]", label)
    return numbered[1] if numbered else label.casefold()
