"""Decides what one measure is from all that is said of it, the nearest word first."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from outcheck.layout.axes import names_fit
from outcheck.layout.estimates import Estimates
from outcheck.layout.forms import seen_parts, told_parts
from outcheck.layout.words import curt_statistic, statistic_in, statistics_in, strong_statistic_in, unit_in
from outcheck.model.arrays import BoolArray, FloatArray, SmallArray
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Measure

_S = Statistic
_MONEY = re.compile(r"[£$€]")
_QUANTILE_NAME = re.compile(r"^\d{1,2}(\.\d+)?\s?%$")
_SPREAD_NAMES = re.compile(r"^(min|max|mean|std|minimum|maximum)\b", re.IGNORECASE)
_OBSERVATIONS = re.compile(r"^(n|obs\w*|nobs|observations|num\.? obs\.?|number of obs\w*)$", re.IGNORECASE)
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a set of numbers: over them, beside them, above their group, and by how they are written."""

    column: str = ""
    unit: str = ""
    row: str = ""
    telling: str = ""
    continuation: int = 0
    form: str = ""
    part: int = 0
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers themselves, without gaps."""

    value: FloatArray
    decimals: SmallArray
    percent: BoolArray

    @property
    def whole(self) -> bool:
        """Whether they could be counts."""
        return bool(len(self.value) and not self.decimals.any() and (self.value >= 0).all())


@dataclass(frozen=True, slots=True)
class Context:
    """What is said of the whole table, and what kind of table it is."""

    title: str
    remarks: tuple[str, ...]
    told: dict[str, Statistic]
    unit: Unit | None
    estimates: Estimates | None
    correlations: bool
    siblings: tuple[str, ...]
    """Texts that name statistics beside each other, along either axis."""
    stack: tuple[Statistic, ...] = ()
    """What rows under each other hold, as the corner says line by line."""


def name_measure(said: Said, numbers: Numbers, context: Context) -> Measure:
    """The measure of some numbers."""
    name = said.row or said.column or context.title
    statistic, sure, why = _statistic(said, numbers, context)
    unit = context.unit or unit_in(said.row) or unit_in(said.column) or unit_in(context.title)
    if statistic is _S.COUNT and len(numbers.value) and (numbers.value < 0).any():
        statistic, sure, why = _S.UNKNOWN, False, "called a count, but some numbers are negative"
    shown_in = "%" if statistic is _S.PERCENTAGE else _money(said, context) if statistic not in (_S.COUNT, _S.MODEL_SIZE) else ""
    return Measure(name, statistic, unit, sure, why, shown_in)


def _money(said: Said, context: Context) -> str:
    found = _MONEY.search(said.row) or _MONEY.search(said.unit) or _MONEY.search(said.column)
    if found is None and not (said.row or said.column):
        found = _MONEY.search(context.title)
    return found[0] if found else ""


def _statistic(said: Said, numbers: Numbers, context: Context) -> tuple[Statistic, bool, str]:
    corrected = _corrected(said, context)
    if corrected is not None:
        return corrected, True, "said in the manifest"
    if said.form:
        return _of_several(said, numbers, context)
    if said.continuation < len(context.stack):
        return context.stack[said.continuation], True, "named so in the corner, line by line"
    if context.correlations:
        return (_S.P_VALUE if said.continuation else _S.CORRELATION), True, "rows and columns carry the same names"
    if context.estimates is not None:
        return _of_estimates(said, context.estimates, numbers, context)
    return _of_continuation(numbers) if said.continuation else _of_words(said, numbers, context)


def _corrected(said: Said, context: Context) -> Statistic | None:
    """What the manifest says of the row, of the column or, where neither has a name, of the title."""
    names = (said.row, said.column) if said.row or said.column else (context.title,)
    return next((context.told[text.casefold()] for text in names if text.casefold() in context.told), None)


def _of_several(said: Said, numbers: Numbers, context: Context) -> tuple[Statistic, bool, str]:
    parts = said.form.count("#")
    near = (said.telling, said.row, said.column)
    told = told_parts(near, said.form, parts) or told_parts((context.title, *context.remarks), said.form, parts)
    if told:
        return told[min(said.part, len(told) - 1)], True, "named so, number by number"
    named = strong_statistic_in(said.row) or strong_statistic_in(said.column)
    estimate: Statistic | None = named if named in (_S.RATIO, _S.COEFFICIENT, _S.MEAN, _S.MEDIAN) else None
    if estimate is None and context.estimates is not None:
        estimate = context.estimates.estimate
    if estimate in (_S.MEAN, _S.MEDIAN):
        spread = _S.STANDARD_DEVIATION if estimate is _S.MEAN and parts == 2 else _S.QUANTILE  # noqa: PLR2004  mean and spread
        return (estimate, True, "named so") if said.part == 0 else (spread, False, "only its place beside the first number tells")
    if context.estimates is None and named in (_S.CONFIDENCE_LIMIT, _S.QUANTILE):
        return named, True, "named so"
    whole = numbers.whole if said.part == 0 else True
    seen, sure = seen_parts(said.form, whole=whole, estimate=estimate)
    if not seen:
        return _of_words(said, numbers, context)
    why = "the way of writing tells" if sure else "nothing names the numbers of this cell"
    return seen[min(said.part, len(seen) - 1)], sure, why


def _of_estimates(said: Said, estimates: Estimates, numbers: Numbers, context: Context) -> tuple[Statistic, bool, str]:
    if said.row:
        return _of_fit(said, numbers, context)
    if said.bracketed or said.continuation:
        return estimates.below, True, "stands under an estimate"
    named = curt_statistic(said.column) or strong_statistic_in(said.column)
    if named is _S.COUNT:
        return _S.MODEL_SIZE, True, "named so, in a table of estimates"
    if _names_statistics(context):
        if named is not None:
            return named, named is not _S.UNKNOWN, "named so"
        if numbers.whole and said.column:
            return _of_words(said, numbers, context)
    return estimates.estimate, True, "the table holds estimates"


def _of_fit(said: Said, numbers: Numbers, context: Context) -> tuple[Statistic, bool, str]:
    """A row below the estimates: observations, measures of fit, and whatever else stands there."""
    if names_fit(said.row):
        return _S.TEST_STATISTIC, True, "a measure of fit"
    named = strong_statistic_in(said.row) or curt_statistic(said.row)
    if named is None:
        return _of_words(said, numbers, context)
    return (_S.MODEL_SIZE if named is _S.COUNT else named), True, "named so"


def _names_statistics(context: Context) -> bool:
    return any(strong_statistic_in(text) is not None for text in context.siblings)


def _of_continuation(numbers: Numbers) -> tuple[Statistic, bool, str]:
    within = bool(len(numbers.value) and (numbers.value <= _WHOLE).all() and (numbers.value >= 0).all())
    if within and numbers.decimals.any() and (np.abs(numbers.value - _WHOLE) < 0.5).any():  # noqa: PLR2004  rounded to the whole
        return _S.PERCENTAGE, True, "stands under a count, and reaches 100"
    return _S.UNKNOWN, False, "a row without a label stands under another"


def _of_words(said: Said, numbers: Numbers, context: Context) -> tuple[Statistic, bool, str]:
    """Statistic by words: of the row, of the column, of the unit, of the title."""
    if len(numbers.value) and numbers.percent.all() and not _is_rate(said):
        return _S.PERCENTAGE, True, "every number is shown with a percent sign"
    row = said.row if len(statistics_in(said.row)) < 2 else ""  # noqa: PLR2004  a row of several numbers a cell does not name one of them
    for text in filter(None, (row, said.column, said.unit)):
        named = _quantile(text, context) or strong_statistic_in(text)
        if named is None and (_estimate_words(context) or (text.casefold() == "se" and _names_statistics(context))):
            named = curt_statistic(text)
        if named is None and names_fit(text) and _beside_fit(context):
            return _S.TEST_STATISTIC, True, "a measure of fit"
        if named is _S.COUNT and _OBSERVATIONS.match(text) and _beside_fit(context):
            return _S.MODEL_SIZE, True, "named so, beside measures of fit"
        if named is not None:
            return named, named is not _S.UNKNOWN, "named so"
    named = statistic_in(row) or statistic_in(said.column)
    if named is None and "_" not in (said.row or said.column):
        named = statistic_in(context.title)
        return (named, True, "named so in the title") if named else _of_numbers(numbers)
    return (named, True, "named so") if named else _of_numbers(numbers)


def _of_numbers(numbers: Numbers) -> tuple[Statistic, bool, str]:
    if numbers.whole:
        return _S.COUNT, False, "nothing names the statistic; whole numbers could be counts"
    return _S.UNKNOWN, False, "nothing names the statistic"


def _beside_fit(context: Context) -> bool:
    return _S.R_SQUARED in map(strong_statistic_in, context.siblings)


def _quantile(text: str, context: Context) -> Statistic | None:
    """What ``25%`` says beside ``min``, ``mean`` and ``max``."""
    if not _QUANTILE_NAME.match(text) or not any(_SPREAD_NAMES.match(other) for other in context.siblings):
        return None
    return _S.MEDIAN if text.startswith("50") else _S.QUANTILE


def _is_rate(said: Said) -> bool:
    named = strong_statistic_in(said.row) or strong_statistic_in(said.column)
    return named not in (None, _S.PERCENTAGE, _S.COUNT)


def _estimate_words(context: Context) -> bool:
    named = {strong_statistic_in(text) for text in context.siblings}
    return bool(
        named & {_S.COEFFICIENT, _S.STANDARD_ERROR, _S.P_VALUE, _S.CONFIDENCE_LIMIT, _S.TEST_STATISTIC, _S.DEGREES_OF_FREEDOM}
    )
