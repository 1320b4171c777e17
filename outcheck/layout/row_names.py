"""Finds rows that name statistics among rows that name categories: ``N`` under means, measures of fit under estimates."""

from __future__ import annotations

import re

from outcheck.layout.axes import MOST_ROW_STATISTICS, Axes
from outcheck.layout.levels import Level
from outcheck.layout.names import CATEGORY_LETTERS
from outcheck.layout.words import is_total, names_model_size, strong_statistic_in
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic

_MOST_WORDS = 6
_NUMBERED = re.compile(r"[rR]\d{1,2}")
_MEMBER = re.compile(r"(?P<stem>.*\S)\s+(?P<last>[A-Za-z]{1,2}|\d{1,3})")
_ANYWHERE = ("accuracy",)


def row_names(axes: Axes, *, only_fit: bool) -> tuple[str, ...] | None:
    """Names of statistics among the categories of the innermost level of rows, such as a last row ``N``; None where none is."""
    if axes.row_statistics is not None or not axes.row_levels:
        return None
    level = axes.row_levels[-1]
    if len(level.labels) > MOST_ROW_STATISTICS:
        return None
    codes = _codes(level.labels)
    terms = _terms(axes, level) if only_fit else frozenset()
    names = [label if label not in terms | codes and _names_row(label, only_fit=only_fit) else "" for label in level.labels]
    if only_fit:
        names = _with_all_below(names, level.labels)
    if not any(names):
        return None
    return tuple(names[code] if code >= 0 else "" for code in level.codes)


def _codes(labels: tuple[str, ...]) -> frozenset[str]:
    """Labels that are codes of categories like others beside them: ``N`` beside ``Y``, ``R2`` beside ``R1``."""
    letters = any(plain(label) in CATEGORY_LETTERS for label in labels)
    short = [label for label in labels if letters and len(plain(label)) <= 2]  # noqa: PLR2004  N beside Y
    numbered = [label for label in labels if _NUMBERED.fullmatch(label)]
    return frozenset((*short, *(numbered if len(numbered) > 1 else ()), *_members(labels)))


def _members(labels: tuple[str, ...]) -> list[str]:
    """Labels that a letter or number tells apart: ``Group N`` beside ``Group 1``."""
    told = [match for label in labels if (match := _MEMBER.fullmatch(label))]
    numbered = {match["stem"] for match in told if match["last"].isdigit()}
    return [match[0] for match in told if match["stem"] in numbered and plain(match["stem"])]


def _terms(axes: Axes, level: Level) -> frozenset[str]:
    """Labels over a row without one: what stands under an estimate is no measure of fit."""
    over = axes.continues[1:] & ~axes.continues[:-1]
    return frozenset(level.labels[code] for code in level.codes[:-1][over].tolist())


def counts_only(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Names of rows that hold the same under whatever columns: a last row ``N`` under means, ``accuracy`` of a classifier."""
    kept = tuple(name if strong_statistic_in(name) is Statistic.COUNT or plain(name) in _ANYWHERE else "" for name in names or ())
    return kept if any(kept) else None


def _with_all_below(names: list[str], labels: tuple[str, ...]) -> list[str]:
    """Names of measures of fit, with whatever stands under the number of observations: no coefficient does."""
    first = next((place for place, name in enumerate(names) if name and strong_statistic_in(name) is Statistic.COUNT), len(names))
    return [name or (labels[place] if place > first else "") for place, name in enumerate(names)]


_FIT = (
    Statistic.R_SQUARED,
    Statistic.DEGREES_OF_FREEDOM,
    Statistic.TEST_STATISTIC,
    Statistic.COUNT,
    Statistic.P_VALUE,
    Statistic.STANDARD_DEVIATION,
    Statistic.MOMENT,
    Statistic.UNKNOWN,
)
_FIT_WORDS = ("aic", "bic", "log likelihood", "log lik", "loglik", "icc", "deviance")


def _names_row(label: str, *, only_fit: bool) -> bool:
    if len(label.split()) > _MOST_WORDS or is_total(label):
        return False
    statistic = strong_statistic_in(label)
    if only_fit:
        return statistic in _FIT or names_fit(label) or names_model_size(label) or plain(label) in ("f", "sigma", "chi2")
    return statistic is not None and statistic is not Statistic.UNKNOWN


def names_fit(label: str) -> bool:
    """Whether a label names a measure of fit that no statistic of ours stands for."""
    return label.casefold().replace("-", " ").replace(".", " ").strip().startswith(_FIT_WORDS)
