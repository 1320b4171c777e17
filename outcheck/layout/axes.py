"""Reads a block's axes: which labels are categories, and which say what the numbers are."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcheck.layout.blocks import Block, has_total
from outcheck.layout.cells import Cells
from outcheck.layout.stubs import ALL, Level, row_levels
from outcheck.layout.words import (
    curt_statistic,
    is_total,
    names_person_key,
    names_statistic_column,
    statistic_in,
    statistics_in,
    strong_statistic_in,
)
from outcheck.model.arrays import BoolArray, IntArray
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic

_MOST_ROW_STATISTICS = 60
_MOST_WORDS = 6
_UNITS = frozenset(
    {"£", "£s", "%", "000s", "£000s", "thousands", "per cent", "£ per week", "£ per year", "£m", "$", "€", "years", "days"}
)
_CATEGORY_LETTERS = frozenset({"y", "m", "w", "nw", "ne", "sw"})
"""Letters that are categories (yes, male, north west); a letter beside them is one too."""
_PIVOT = "Column Labels"
"""What Excel writes over the columns of a pivot table."""
_COUNTED = frozenset({"n", "no.", "number", "num"})
_MODEL = re.compile(r"^\(?\d+\)?$|^\(\d+\) |^model \w+$|^m\d+$|^$", re.IGNORECASE)
_ESTIMATES = frozenset(
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
_BESIDE_CURT = _ESTIMATES | {Statistic.MEAN, Statistic.STANDARD_DEVIATION}


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes of a block.

    ``row_statistics`` is the level of rows whose labels name statistics, if there is one. ``column_names`` holds, per measure
    column, the text that names its statistic, empty where it is only a category, and ``units`` what a row of units says of it.
    ``continues`` marks body rows that have no label of their own.
    """

    row_levels: tuple[Level, ...]
    column_levels: tuple[Level, ...]
    column_names: tuple[str, ...]
    units: tuple[str, ...]
    continues: BoolArray
    row_statistics: Level | None = None


def read_axes(cells: Cells, block: Block) -> Axes:
    """Separate the levels of both axes into categories and names of statistics."""
    rows, continues = row_levels(cells, block)
    columns, units = _column_levels(cells, block)
    named = _statistics_level(columns, cells.measure_names)
    row_named = None if named is not None and _is_strong(named) else _row_statistics(rows, cells.measure_names)
    if row_named is not None:
        named = None
        if len(block.measures) == 1:
            columns = []
    elif named is None and columns and _reads_as_names(cells, columns[-1], block):
        named = columns[-1]
    column_names = tuple(named.labels[code] for code in named.codes) if named else ("",) * len(block.measures)
    apart = _taken_apart(column_names)
    if apart is not None:
        columns, column_names = [*columns, apart[0]], apart[1]
    kept = tuple(level for level in columns if level is not named and len(level.labels) > 1)
    return Axes(tuple(level for level in rows if level is not row_named), kept, column_names, units, continues, row_named)


def _column_levels(cells: Cells, block: Block) -> tuple[list[Level], tuple[str, ...]]:
    """Levels of headings over the measures, topmost first, and what a row of units says."""
    levels: list[Level] = []
    units = ("",) * len(block.measures)
    above: list[str] = [""] * len(block.measures)
    lowest = {cells.text(row, index) for row in block.headings[-1:] for index in block.measures}
    for position, row in enumerate(block.headings):
        texts = ["" if text == _PIVOT else text for text in (cells.text(row, index) for index in block.measures)]
        if not any(texts):
            continue
        if _are_units(texts):
            units = tuple(texts)
            continue
        if position < len(block.headings) - 1 and not cells.is_merged:
            texts = _filled(texts, above)
        last = row == block.headings[-1]
        texts = [text or _from_above(over, last=last) for text, over in zip(_intervals(texts), above, strict=True)]
        above = texts
        whole = [text.removeprefix("Total ") if text.removeprefix("Total ") in lowest - {text} else "" for text in texts]
        texts = [(name if last else ALL) if name else text for text, name in zip(texts, whole, strict=True)]
        if set(texts) <= {"", ALL}:
            continue
        codes, uniques = pd.factorize(np.array(texts, dtype=object))
        levels.append(Level(f"column heading {position + 1}", tuple(str(text) for text in uniques), codes.astype(np.int32)))
    return levels, units


def _from_above(over: str, *, last: bool) -> str:
    """What a blank heading under another says: the same total or, in the last row, the same statistic."""
    return over if is_total(over) or (last and (strong_statistic_in(over) or curt_statistic(over))) else ""


def _filled(texts: list[str], above: list[str]) -> list[str]:
    """Headings carried over the blanks on their right, but not under a total."""
    filled = list(texts)
    for place in range(1, len(filled)):
        if not filled[place] and not is_total(above[place]):
            filled[place] = filled[place - 1]
    return filled


def _taken_apart(names: tuple[str, ...]) -> tuple[Level, tuple[str, ...]] | None:
    """Headings such as ``count_male`` and ``pct_male`` as categories and statistics, where every pair of them occurs."""
    pairs = [_statistic_and_category(name) for name in names]
    told = [pair for pair in pairs if pair is not None]
    statistics, categories = {pair[0] for pair in told}, {pair[1] for pair in told}
    complete = len(told) == len(names) == len(set(told)) == len(statistics) * len(categories)
    if not complete or len(statistics) < 2 or len(categories) < 2:  # noqa: PLR2004  one of either is no breakdown
        return None
    codes, uniques = pd.factorize(np.array([pair[1] for pair in told], dtype=object))
    level = Level("column heading 2", tuple(str(unique) for unique in uniques), codes.astype(np.int32))
    return level, tuple(pair[0] for pair in told)


def _statistic_and_category(name: str) -> tuple[str, str] | None:
    words = plain(name).split()
    for statistic, category in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        if category and strong_statistic_in(" ".join(statistic)) and not strong_statistic_in(" ".join(category)):
            return " ".join(statistic), " ".join(category)
    return None


def _intervals(texts: list[str]) -> list[str]:
    """Headings with the second limit of an interval, which stands under no heading of its own, named as the first."""
    return [
        text or (texts[place - 1] if place and strong_statistic_in(texts[place - 1]) is Statistic.CONFIDENCE_LIMIT else "")
        for place, text in enumerate(texts)
    ]


def _are_units(texts: list[str]) -> bool:
    told = {text.casefold().strip("() ") for text in texts if text}
    return bool(told & _UNITS) and told <= _UNITS | _COUNTED and told != {"%"} | (told & _COUNTED)


def names_of(labels: tuple[str, ...]) -> list[Statistic | None]:
    """Statistics that the labels of one level name; very short ones count where their neighbours name parts of an estimate."""
    named = [strong_statistic_in(label) for label in labels]
    if any(statistic in _BESIDE_CURT for statistic in named):
        named = [curt_statistic(label) or statistic for label, statistic in zip(labels, named, strict=True)]
    if all(s is None or plain(label) == "sum" for label, s in zip(labels, named, strict=True)):
        named = [None] * len(labels)  # the margin that R adds, not a statistic beside others
    if any(plain(label) in _CATEGORY_LETTERS for label in labels):
        named = [None if len(plain(label)) <= 2 else s for label, s in zip(labels, named, strict=True)]  # noqa: PLR2004  N beside Y, SE beside SW
    return named


def _is_strong(level: Level) -> bool:
    return any(statistic is not None for statistic in names_of(level.labels))


def _statistics_level(levels: list[Level], told: frozenset[str]) -> Level | None:
    """The lowest level whose labels name statistics; one name is enough where no label is a total."""
    for level in reversed(levels):
        strong = names_of(level.labels)
        named = [
            statistic or (statistic_in(label) if not has_total(level.labels) else None)
            for label, statistic in zip(level.labels, strong, strict=True)
        ]
        count = sum(s is not None or label.casefold() in told for label, s in zip(level.labels, named, strict=True))
        if count * 2 > len(level.labels) or (count and not has_total(level.labels)):
            return level
    return None


def _row_statistics(levels: list[Level], told: frozenset[str]) -> Level | None:
    """The level of rows of which every label names a statistic, or that is headed so."""
    for level in levels:
        if names_statistic_column(level.name) and len(level.labels) <= _MOST_ROW_STATISTICS and _mostly_named(level, told):
            return level
    for level in levels:
        if names_person_key(level.name):
            continue
        named = [s is not None or len(statistics_in(x)) > 1 for x, s in zip(level.labels, names_of(level.labels), strict=True)]
        if 1 < len(level.labels) <= _MOST_ROW_STATISTICS and all(named):
            return level
    return None


def _mostly_named(level: Level, told: frozenset[str]) -> bool:
    """Whether more than half of the labels name statistics: under ``Variables`` there are also terms of regressions."""
    named = [statistic_in(label) is not None or label.casefold() in told for label in level.labels]
    return sum(named) * 2 > len(named)


def row_names(axes: Axes, *, only_fit: bool) -> tuple[str, ...] | None:
    """Names of statistics among the categories of the innermost level of rows, such as a last row ``N``; None where none is."""
    if axes.row_statistics is not None or not axes.row_levels:
        return None
    level = axes.row_levels[-1]
    if len(level.labels) > _MOST_ROW_STATISTICS:
        return None
    letters = any(plain(label) in _CATEGORY_LETTERS for label in level.labels)
    names = [
        label if _names_row(label, only_fit=only_fit) and not (letters and len(plain(label)) <= 2) else ""  # noqa: PLR2004  likewise
        for label in level.labels
    ]
    if only_fit:
        names = _with_all_below(names, level.labels)
    if not any(names):
        return None
    return tuple(names[code] if code >= 0 else "" for code in level.codes)


def counts_only(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Names of rows that can only be counts, such as a last row ``N`` under columns of means."""
    kept = tuple(name if strong_statistic_in(name) is Statistic.COUNT else "" for name in names or ())
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
)
_FIT_WORDS = ("aic", "bic", "log likelihood", "log lik", "loglik", "icc", "deviance")


def _names_row(label: str, *, only_fit: bool) -> bool:
    if len(label.split()) > _MOST_WORDS or is_total(label):
        return False
    statistic = strong_statistic_in(label)
    if only_fit:
        return statistic in _FIT or names_fit(label) or plain(label) in ("f", "sigma", "chi2")
    return statistic is not None and statistic is not Statistic.UNKNOWN


def names_fit(label: str) -> bool:
    """Whether a label names a measure of fit that no statistic of ours stands for."""
    return label.casefold().replace("-", " ").replace(".", " ").strip().startswith(_FIT_WORDS)


def _reads_as_names(cells: Cells, level: Level, block: Block) -> bool:
    """Whether headings name variables (``pt_overall``) rather than categories of what the title or the cells name."""
    if has_total(level.labels) or any(_holds_several(cells, index) for index in block.measures):
        return False
    if all(_MODEL.match(label) for label in level.labels):
        return False
    return statistic_in(block.title) is None or any("_" in label for label in level.labels)


def _holds_several(cells: Cells, column: int) -> bool:
    return any(held.parts for held in cells.columns[column].literals.values())


def path_codes(levels: tuple[Level, ...], size: int) -> IntArray:
    """Number of each row's or column's combination of categories."""
    path = np.zeros(size, dtype=np.int64)
    for level in levels:
        path = pd.factorize(path * (len(level.labels) + 1) + level.codes + 1)[0].astype(np.int64)
    return path.astype(np.int32)
