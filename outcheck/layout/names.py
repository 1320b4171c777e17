"""Which labels of one level name statistics, judged beside each other."""

from __future__ import annotations

from outcheck.layout.words import curt_statistic, strong_statistic_in
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic

CATEGORY_LETTERS = frozenset({"y", "m", "w", "nw", "ne", "sw"})
"""Letters that are categories (yes, male, north west); a letter beside them is one too."""
ESTIMATES = frozenset(
    {
        Statistic.COEFFICIENT,
        Statistic.STANDARD_ERROR,
        Statistic.P_VALUE,
        Statistic.CONFIDENCE_LIMIT,
        Statistic.TEST_STATISTIC,
        Statistic.RATIO,
        Statistic.DEGREES_OF_FREEDOM,
        Statistic.UNKNOWN,
    }
)
_BESIDE_CURT = ESTIMATES | {Statistic.MEAN, Statistic.STANDARD_DEVIATION, Statistic.R_SQUARED}
_PARTS_OF_ESTIMATES = (Statistic.COEFFICIENT, Statistic.STANDARD_ERROR)


def names_of(labels: tuple[str, ...]) -> list[Statistic | None]:
    """Statistics that the labels of one level name; very short ones count where their neighbours name parts of an estimate."""
    named = [strong_statistic_in(label) for label in labels]
    if any(statistic in _BESIDE_CURT for statistic in named) or _all_curt(labels):
        named = [curt_statistic(label) or statistic for label, statistic in zip(labels, named, strict=True)]
    if all(s is None or plain(label) == "sum" for label, s in zip(labels, named, strict=True)):
        named = [None] * len(labels)  # the margin that R adds, not a statistic beside others
    if any(plain(label) in CATEGORY_LETTERS for label in labels) and not _mean_and_deviation(labels):
        named = [None if len(plain(label)) <= 2 else s for label, s in zip(labels, named, strict=True)]  # noqa: PLR2004  N beside Y, SE beside SW
    return named


def _all_curt(labels: tuple[str, ...]) -> bool:
    """Whether short names stand beside nothing but their like: ``b`` and ``se``."""
    curt = [curt_statistic(label) for label in labels if label]
    return len(set(curt)) > 1 and None not in curt and any(statistic in _PARTS_OF_ESTIMATES for statistic in curt)


def _mean_and_deviation(labels: tuple[str, ...]) -> bool:
    """Whether ``M`` is the mean: it stands beside ``SD``."""
    return {"m", "sd"} <= {plain(label) for label in labels}
