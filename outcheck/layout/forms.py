"""What the numbers of one cell are, by how they are written and by what is said of them: ``Mean (SD)``, ``n (%)``."""

from __future__ import annotations

import re

from outcheck.layout.words import statistics_in
from outcheck.model.statistics import Statistic

_S = Statistic
_PHRASE = re.compile(r"[;.]|\bor\b|(?<=[)\]])\s*,")
_SHARES = ("#(#%)", "#[#%]", "#,#%", "#/#(#%)", "#of#(#%)")
_SPREADS = (_S.QUANTILE, _S.CONFIDENCE_LIMIT, _S.MINIMUM)


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
