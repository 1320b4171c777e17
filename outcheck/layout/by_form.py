"""What the several numbers of one cell are, by how they are written and by what is said of them: ``Mean (SD)``, ``n (%)``."""

from __future__ import annotations

import re

from outcheck.layout.said import Context, Numbers, Said, Verdict
from outcheck.layout.words import curt_statistic, statistics_in, strong_statistic_in
from outcheck.model.statistics import Statistic

_S = Statistic
_PHRASE = re.compile(r"[;.]|\bor\b|(?<=[)\]])\s*,")
_SHARES = ("#(#%)", "#[#%]", "#,#%", "#/#(#%)", "#of#(#%)")
_SPREADS = (_S.QUANTILE, _S.CONFIDENCE_LIMIT, _S.MINIMUM)


_STATED = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\s?=\s?(?=#)|#")
_TESTED = re.compile(r"(F|t|z|chi2|χ2|χ²|X2)\s?\((#(?:, ?#)?)\)\s?=\s?#")
"""A test with its degrees of freedom: ``F(3, 4117) = 12.4``."""
_ESTIMATED = (_S.RATIO, _S.COEFFICIENT, _S.MEAN, _S.MEDIAN, _S.INDEX, _S.PERCENTAGE, _S.RATE, _S.CORRELATION)


def of_several(said: Said, numbers: Numbers, context: Context) -> Verdict | None:
    """What one of the numbers of a cell is; None where the cell says what all others are, and so holds but one like any cell."""
    stated = stated_parts(said.form)
    if (own := stated[said.part]) is not None:
        return own, True, "the cell says so"
    parts = sum(statistic is None for statistic in stated)
    if parts == 1 and len(stated) > 1:
        return None
    bare = re.sub(r"\s+", "", said.form)
    if said.continuation and bare[0] in "([":
        return _S.CONFIDENCE_LIMIT, True, "an interval in brackets below"
    near = (said.telling, said.row, said.column)
    told = told_parts(near, said.form, parts)
    if not told and strong_statistic_in(said.column) is not _S.CONFIDENCE_LIMIT:
        told = told_parts((context.title, *context.remarks), said.form, parts)
    if told:
        return told[min(said.part, len(told) - 1)], True, "named so, number by number"
    return _seen(said, numbers, context)


def stated_parts(form: str) -> list[Statistic | None]:
    """Statistics that the cell itself names, number by number: ``0.452 (df = 4117)``; those after a named one are like it."""
    found: list[Statistic | None] = []
    word: str | None = None
    tested = _TESTED.match(form)
    if tested is not None:
        found += [_S.DEGREES_OF_FREEDOM] * tested[2].count("#")
        found.append(curt_statistic(tested[1]) or _S.TEST_STATISTIC)
        form = form[tested.end() :]
    for match in _STATED.finditer(form):
        if match[1] is not None:
            word = match[1]
        else:
            found.append((curt_statistic(word) or strong_statistic_in(word)) if word is not None else None)
    return found


def _seen(said: Said, numbers: Numbers, context: Context) -> Verdict:
    parts = said.form.count("#")
    named = strong_statistic_in(said.row) or strong_statistic_in(said.column)
    estimate: Statistic | None = named if named in _ESTIMATED else None
    if estimate is None and context.estimates is not None:
        estimate = context.estimates.estimate
    if estimate in (_S.MEAN, _S.MEDIAN):
        spread = _S.STANDARD_DEVIATION if estimate is _S.MEAN and parts == 2 else _S.QUANTILE  # noqa: PLR2004  mean and spread
        return (estimate, True, "named so") if said.part == 0 else (spread, False, "only its place beside the first number tells")
    if named in (_S.CONFIDENCE_LIMIT, _S.QUANTILE):
        leads = parts > 2 and re.match(r"#[*%]*\s?[(\[]", said.form) is not None  # noqa: PLR2004  more than two limits
        if not leads or said.part:
            return named, True, "named so"
        return (estimate, True, "the table holds estimates") if estimate else (_S.UNKNOWN, False, "nothing names it")
    whole = numbers.whole if said.part == 0 else True
    seen, sure = seen_parts(said.form, whole=whole, estimate=estimate)
    why = "the way of writing tells" if sure else "nothing names the numbers of this cell"
    return seen[min(said.part, len(seen) - 1)], sure, why


def told_parts(texts: tuple[str, ...], form: str, parts: int) -> tuple[Statistic, ...]:
    """Statistics of the numbers of a cell as the nearest text says that names several; empty where none does."""
    for text in texts:
        found = [named for phrase in _PHRASE.split(text) if len(named := statistics_in(phrase)) > 1 and _alike(phrase, form)]
        fitting = [named for named in found if _count(named) == parts] or found
        if fitting:
            return _stretched(fitting[0], parts)
        if parts == 2 and re.search(r"\(%\)|\(per ?cent\w*\)", text) and "(" in form:  # noqa: PLR2004  ``FSM (%)`` over a number and its share
            return (_S.COUNT, _S.PERCENTAGE)
    return ()


def seen_parts(form: str, *, whole: bool, estimate: Statistic | None) -> tuple[tuple[Statistic, ...], bool]:
    """Statistics that the way of writing tells, and whether it is sure of them."""
    parts = form.count("#")
    bare = re.sub(r"\s+", "", form).rstrip("*")
    if bare.startswith("#%("):
        return (_S.PERCENTAGE, *(_S.COUNT,) * (parts - 1)), parts == 2  # noqa: PLR2004  a share and its number
    if bare in _SHARES:
        return (*(_S.COUNT,) * (parts - 1), _S.PERCENTAGE), whole
    if bare in ("#/#", "#of#"):
        return (_S.COUNT, _S.COUNT), False
    if estimate is not None:
        return _of_estimate(bare, parts, estimate), True
    if bare == "#±#":
        return (_S.MEAN, _S.STANDARD_DEVIATION), False
    return (_S.COUNT if whole else _S.UNKNOWN, *(_S.UNKNOWN,) * (parts - 1)), False


def _of_estimate(bare: str, parts: int, estimate: Statistic) -> tuple[Statistic, ...]:
    if bare[0] in "([" or bare.startswith("#to"):
        return (_S.CONFIDENCE_LIMIT,) * parts
    if parts == 2:  # noqa: PLR2004  an estimate and its error
        return (estimate, _S.STANDARD_ERROR)
    return (estimate, *(_S.CONFIDENCE_LIMIT,) * (parts - 1))


def _count(named: tuple[Statistic, ...]) -> int:
    return len(named) + (len(named) == 2 and named[1] in _SPREADS)  # noqa: PLR2004  one word for both limits


def _stretched(named: tuple[Statistic, ...], parts: int) -> tuple[Statistic, ...]:
    """As many statistics as there are numbers: the last word stands for all that follow (``Median (IQR)``)."""
    last = _S.MAXIMUM if named[-1] is _S.MINIMUM else named[-1]
    return (*named, *(last,) * parts)[:parts]


def _alike(phrase: str, form: str) -> bool:
    """Whether a phrase uses the brackets that the cell uses, if it uses any, and a percent sign where the cell has one."""
    brackets = [sign for sign in "([±" if sign in phrase]
    return (not brackets or any(sign in form for sign in brackets)) and ("%" not in form or "%" in phrase or "per" in phrase)
