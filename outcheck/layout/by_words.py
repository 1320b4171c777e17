"""What a number is by the words over it, beside it and above its table, the nearest first."""

from __future__ import annotations

import re

import numpy as np

from outcheck.layout.said import Context, Numbers, Said, Verdict
from outcheck.layout.words import (
    curt_statistic,
    is_explicit,
    names_model_size,
    statistic_in,
    statistics_in,
    strong_statistic_in,
    sums_money,
)
from outcheck.model.statistics import Statistic

_S = Statistic
_SHARE_NAME = re.compile(r"^(\d{1,3}(?:\.\d+)?)\s?%")
_INTERVAL = re.compile(r"\b(conf\w*|ci)\b", re.IGNORECASE)
_SPREAD_NAMES = re.compile(r"\b(min|max|mean|std|minimum|maximum)\b", re.IGNORECASE)
_MARGIN = re.compile(r"^(predictive )?margins?$", re.IGNORECASE)
_WHOLE = 100.0
_FEWEST_SHARES = 3
_COUNTING = (_S.COUNT, _S.WEIGHTED_COUNT, _S.MODEL_SIZE)
_SAME_IN_ANY_ROW = (_S.P_VALUE, _S.CONFIDENCE_LIMIT, _S.DEGREES_OF_FREEDOM, _S.STANDARD_ERROR)
_AT_MOST_ONE = (_S.P_VALUE, _S.R_SQUARED, _S.CORRELATION)
_PARTS_OF_ESTIMATES = {
    _S.COEFFICIENT, _S.STANDARD_ERROR, _S.P_VALUE, _S.CONFIDENCE_LIMIT, _S.TEST_STATISTIC, _S.DEGREES_OF_FREEDOM, _S.R_SQUARED,
}  # fmt: skip


def of_words(said: Said, numbers: Numbers, context: Context) -> Verdict:
    """Statistic by words: of the row, of the column, of the unit, of the title."""
    if len(numbers.value) and numbers.percent.all() and not _is_rate(said):
        return _S.PERCENTAGE, True, "every number is shown with a percent sign"
    several = len(statistics_in(said.row)) > 1 and strong_statistic_in(said.row) is not _S.P_VALUE
    row = "" if several else said.row  # a row of several numbers a cell does not name one of them
    beside = (said.column, row) if strong_statistic_in(said.column) in _SAME_IN_ANY_ROW else (row, said.column)
    for text in filter(None, (*beside, said.unit)):
        named = _named(text, said, numbers, context)
        if named is not None:
            return believed(named, text, numbers, context)
    if said.column in context.before_errors and not row and not numbers.whole:
        return (_S.PERCENTAGE if numbers.within_one else _S.MEAN), True, "stands before its standard error"
    named = statistic_in(row) or statistic_in(said.column)
    if named is None and "_" not in (said.row or said.column):
        named = statistic_in(context.title)
        if named is not None:
            return _weighted(believed(named, context.title, numbers, context, where=" in the title"), context)
    return _weighted((named, True, "named so") if named else _of_numbers(numbers), context)


def _named(text: str, said: Said, numbers: Numbers, context: Context) -> Statistic | None:
    several = statistics_in(text)
    if text == said.column and len(several) > 1 and strong_statistic_in(text) is _S.CONFIDENCE_LIMIT:
        return several[0]  # a lone number in a column of several: the reference beside odds ratios and intervals
    named = _quantile(text, numbers, context) or strong_statistic_in(text)
    if named is None and (_estimate_words(context) or (text.casefold() == "se" and names_statistics(context))):
        named = curt_statistic(text)
    if named is None and _MARGIN.match(text):
        named = _S.RATE if numbers.within_one else _S.MEAN
    if named is _S.COUNT and names_model_size(text) and _S.R_SQUARED in map(strong_statistic_in, context.siblings):
        return _S.MODEL_SIZE
    if named is _S.RATE and said.unit.strip() == "%":
        return _S.PERCENTAGE
    if named is _S.SUM and numbers.whole and text.casefold().startswith("sum of ") and not sums_money(text):
        return _S.COUNT  # a pivot table adds up persons or events, one a row
    return named


def believed(named: Statistic, text: str, numbers: Numbers, context: Context, where: str = "") -> Verdict:
    """What a word says, unless whole numbers that could be counts speak against it: ``Max 2 years`` may be a category."""
    if named in _COUNTING or not numbers.whole:
        return named, True, f"named so{where}"
    beyond = (named in _AT_MOST_ONE and numbers.highest > 1) or (named is _S.PERCENTAGE and numbers.highest > _WHOLE)
    explicit = is_explicit(text) or (not where and any(map(is_explicit, context.siblings)))
    if beyond or not explicit:
        return _S.COUNT, False, f"may be called a {named.value.replace('-', ' ')}{where}, but whole numbers could be counts"
    return named, True, f"named so{where}"


def _weighted(verdict: Verdict, context: Context) -> Verdict:
    """A count that nothing names more closely is weighted where the labels of its table say so."""
    if verdict[0] is _S.COUNT and context.weighted:
        return _S.WEIGHTED_COUNT, True, "labels say that counts are weighted"
    return verdict


def _of_numbers(numbers: Numbers) -> Verdict:
    if numbers.whole:
        return _S.COUNT, False, "nothing names the statistic; whole numbers could be counts"
    return _S.UNKNOWN, False, "nothing names the statistic"


def _quantile(text: str, numbers: Numbers, context: Context) -> Statistic | None:
    """What ``25%`` says beside ``min``, ``mean`` and ``max``, or beside other levels over numbers that are no percentages."""
    match = _SHARE_NAME.match(text)
    if match is None or _INTERVAL.search(text):
        return None
    alike = sum(_SHARE_NAME.match(other) is not None for other in context.siblings)
    beside = any(_SPREAD_NAMES.search(other) for other in context.siblings)
    if not beside and not (alike >= _FEWEST_SHARES and numbers.highest > _WHOLE):
        return None
    return {0.0: _S.MINIMUM, 50.0: _S.MEDIAN, 100.0: _S.MAXIMUM}.get(float(match[1]), _S.QUANTILE)


def _is_rate(said: Said) -> bool:
    named = strong_statistic_in(said.row) or strong_statistic_in(said.column)
    return named not in (None, _S.PERCENTAGE, _S.COUNT)


def names_statistics(context: Context) -> bool:
    """Whether anything beside the rows or over the columns names a statistic."""
    return any(strong_statistic_in(text) is not None for text in context.siblings)


def _estimate_words(context: Context) -> bool:
    return bool({strong_statistic_in(text) for text in context.siblings} & _PARTS_OF_ESTIMATES) or "SD" in context.siblings


def of_continuation(numbers: Numbers) -> Verdict:
    """What numbers are that stand under others in a row without a label."""
    within = bool(len(numbers.value) and (numbers.value <= _WHOLE).all() and (numbers.value >= 0).all())
    if within and numbers.decimals.any() and (np.abs(numbers.value - _WHOLE) < 0.5).any():  # noqa: PLR2004  rounded to the whole
        return _S.PERCENTAGE, True, "stands under a count, and reaches 100"
    return _S.UNKNOWN, False, "a row without a label stands under another"
