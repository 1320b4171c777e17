"""Decides what one measure is: by the manifest, by the kind of table, by the way of writing, by words."""

from __future__ import annotations

import re
from dataclasses import replace

from outcheck.layout.by_form import of_several
from outcheck.layout.by_words import names_statistics, of_continuation, of_words
from outcheck.layout.estimates import Estimates
from outcheck.layout.said import Context, Numbers, Said, Verdict
from outcheck.layout.words import curt_statistic, names_model_size, statistics_in, strong_statistic_in, unit_in
from outcheck.model.hints import ColumnHint
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import PARTS_OF_ONE, Measure

_S = Statistic
_PROPORTION = re.compile(r"\b(proportions?|prop|fractions?)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(shares?|rates?)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"%|\bper ?cent\w*|\bpct\b", re.IGNORECASE)
_LARGE = 0.5
"""Shares up to one of which one is above this are no percentages below one."""
_MONEY = re.compile(r"[£$€]")


def name_measure(said: Said, numbers: Numbers, context: Context) -> Measure:
    """The measure of some numbers."""
    name = said.row or said.column or context.title
    hint = _hint(said, context)
    words = replace(said, column=hint.meaning, unit=hint.measured_in or said.unit) if hint is not None and hint.meaning else said
    statistic, sure, why = _statistic(words, hint, numbers, context)
    unit = context.unit or unit_in(words.row) or unit_in(words.column) or _unit_of_title(context.title)
    if statistic is _S.COUNT and len(numbers.value) and (numbers.value < 0).any():
        statistic, sure, why = _S.UNKNOWN, False, "called a count, but some numbers are negative"
    if hint is not None and hint.statistic is _S.PERCENTAGE:
        words = replace(words, column=f"share: {words.column}")  # one that is told so need not be called so
    return Measure(name, statistic, unit, sure, why, _measured_in(statistic, words, numbers, context))


def _measured_in(statistic: Statistic, said: Said, numbers: Numbers, context: Context) -> str:
    """``%`` or parts of 1 for percentages, a currency for others that are no counts."""
    if statistic is _S.PERCENTAGE:
        told = says_proportion(f"{said.row} {said.column} {said.unit}", numbers)
        return PARTS_OF_ONE if told and numbers.within_one and not numbers.percent.any() else "%"
    return _money(said, context) if statistic not in (_S.COUNT, _S.MODEL_SIZE) else ""


def says_proportion(text: str, numbers: Numbers) -> bool:
    """Whether numbers up to one are called shares of one rather than per cent."""
    text = text.replace("_", " ")
    if _PER_CENT.search(text):
        return False
    return _PROPORTION.search(text) is not None or (_SHARE.search(text) is not None and numbers.highest > _LARGE)


def _unit_of_title(title: str) -> Unit | None:
    """Who is counted, by a title: ``Learners by college`` counts learners."""
    return unit_in(re.split(r"\bby\b", title, maxsplit=1, flags=re.IGNORECASE)[0]) or unit_in(title)


def _money(said: Said, context: Context) -> str:
    found = _MONEY.search(said.row) or _MONEY.search(said.unit) or _MONEY.search(said.column)
    if found is None and not (said.row or said.column):
        found = _MONEY.search(context.title)
    return found[0] if found else ""


def _statistic(said: Said, hint: ColumnHint | None, numbers: Numbers, context: Context) -> Verdict:
    if hint is not None and hint.tells and hint.statistic is not None:
        return hint.statistic, True, hint.why
    several = of_several(said, numbers, context) if said.form else None
    statistic, sure, why = several or _of_one(said, numbers, context)
    if hint is not None and hint.measured_in and statistic is _S.COUNT and not sure:
        return _S.UNKNOWN, False, f"measured in {hint.measured_in}, but nothing names the statistic"
    return statistic, sure, hint.why if hint is not None and sure else why


def _of_one(said: Said, numbers: Numbers, context: Context) -> Verdict:
    """What a number is that stands alone in its cell."""
    if not said.row and said.continuation < len(context.stack):
        return context.stack[said.continuation], True, "named so line by line, over the numbers"
    if context.correlations and not said.row and not said.column:
        return (_S.P_VALUE if said.continuation else _S.CORRELATION), True, "rows and columns carry the same names"
    if context.estimates is not None and said.row:
        return _of_fit(said, numbers, context)
    if context.estimates is not None:
        return _of_estimates(said, context.estimates, numbers, context)
    if said.continuation and said.bracketed and context.below is not None:
        return context.below, True, "stands in brackets below, as the notes say"
    return of_continuation(numbers) if said.continuation else of_words(said, numbers, context)


def _hint(said: Said, context: Context) -> ColumnHint | None:
    """What is told of the row, of the column or, where neither has a name, of the title."""
    names = (said.row, said.column) if said.row or said.column else (context.title,)
    return next((context.told[text.casefold()] for text in names if text.casefold() in context.told), None)


def _of_estimates(said: Said, estimates: Estimates, numbers: Numbers, context: Context) -> Verdict:
    if said.bracketed or said.continuation:
        return estimates.below, True, "stands under an estimate"
    several = statistics_in(said.column)
    named = several[0] if len(several) > 1 else curt_statistic(said.column) or strong_statistic_in(said.column)
    if named is _S.COUNT:
        size = names_model_size(said.column) and not (estimates.estimate is _S.RATIO and plain(said.column) == "n")
        return (_S.MODEL_SIZE if size else _S.COUNT), True, "named so, in a table of estimates"
    if named is _S.COEFFICIENT and estimates.estimate is _S.RATIO and plain(said.column) in ("estimate", "point estimate"):
        return _S.RATIO, True, "an estimate in a table of ratios"
    if named is not None and names_statistics(context):
        return named, True, "named so"
    if said.column and names_statistics(context) and (numbers.whole or numbers.percent.any()):
        return of_words(said, numbers, context)
    return estimates.estimate, True, "the table holds estimates"


def _of_fit(said: Said, numbers: Numbers, context: Context) -> Verdict:
    """A row below the estimates: observations, measures of fit, and whatever else stands there."""
    if names_model_size(said.row):
        return _S.MODEL_SIZE, True, "named so"
    named = strong_statistic_in(said.row) or curt_statistic(said.row)
    return (named, True, "named so") if named is not None else of_words(said, numbers, context)
