"""Tells columns of numbers that are labels from those that are statistics; one that may be either is a statistic."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from outcheck.layout.cells import Cells
from outcheck.layout.columns import Column
from outcheck.layout.headings import is_year
from outcheck.layout.literals import Kind
from outcheck.layout.words import (
    is_gap_word,
    is_total,
    names_codes,
    names_labels,
    names_loosely,
    names_notes,
    names_variable,
    numbers_rows,
    stands_for_number,
    statistic_in,
    strong_statistic_in,
)
from outcheck.model.arrays import BoolArray, FloatArray, Indices, at

_SAMPLE = 2000
_HIDING = re.compile(r"\d{1,5}\s*(?:-|–|to)\s*\d{1,5}", re.IGNORECASE)
"""A range that may be a band of ages or what hides a count."""
_NUMERIC_LABEL = re.compile(r"\d|[(\[]\s?[-–−]?[\d.]+, ?[\d.]+[)\]]$")
"""A band or code: ``16-24``, ``(100.5, 200.5]``."""
_FEWEST_STEPS = 3
_MONTHS = 12
_MOST_CODES = 12
_MOST_ROWS = 20_000


def split_columns(cells: Cells, names: Sequence[str], body: Indices, used: Sequence[int]) -> tuple[list[int], list[int]]:
    """Columns of labels and columns of measures among those used; ``names`` has what stands over each."""
    labels: list[int] = []
    measures: list[int] = []
    for index, name in zip(used, names, strict=True):
        column = cells.columns[index]
        leads = not measures and (not labels or not column.decimals[body].any())
        is_label = _holds_labels(cells, column, name, _Place(cells, body, tuple(labels), leads=leads, followed=index != used[-1]))
        (labels if is_label else measures).append(index)
    return labels, measures


class _Place:
    """Where a column stands: ``before`` it which labels, ``leads`` says that no measure does; ``followed``, that more follow."""

    def __init__(self, cells: Cells, body: Indices, before: tuple[int, ...], *, leads: bool, followed: bool) -> None:
        self.body, self.before, self.leads, self.followed = body, before, leads, followed
        self._cells = cells

    def is_needed(self) -> bool:
        """Whether the labels before do not tell all rows apart, so that a further one is to be expected."""
        return not self.before or self.told_apart() < len(self.body)

    def told_apart(self, *more: Column) -> int:
        """How many rows the labels before, and some more, tell apart."""
        key = np.zeros(len(self.body), dtype=np.int64)
        for column in (*(self._cells.columns[index] for index in self.before), *more):
            codes = pd.factorize(at(column.code, self.body))[0]
            key = pd.factorize(key * (int(codes.max(initial=0)) + 1) + codes)[0]
        return int(key.max(initial=0)) + 1

    def is_told(self, numbers: BoolArray) -> bool:
        """Whether the label on the left of every number says that it is one: ``Year``, ``2021``."""
        column = self._cells.columns[self.before[-1]]
        return all(map(names_variable, column.distinct(self.body[numbers])))


def _holds_labels(cells: Cells, column: Column, name: str, place: _Place) -> bool:
    if name.casefold() in cells.label_names | cells.measure_names:
        return name.casefold() in cells.label_names
    kind = at(column.kind, place.body)
    numbers = (kind == Kind.NUMBER) | (kind == Kind.COMPOSITE)
    if not numbers.any():
        distinct = column.distinct(place.body) - {""}
        if place.before and _are_gaps(distinct, name):
            return False
        return not distinct or any(map(cells.is_wordy, distinct)) or _are_bands(distinct, name, place)
    if (kind == Kind.COMPOSITE).any():
        return False
    return _number_rows(column, name, place) or _are_called_labels(column, name, place) or _lead(cells, column, name, place)


def _number_rows(column: Column, name: str, place: _Place) -> bool:
    """Whether numbers are 1, 2, 3 and so on in whatever order, under a name for that."""
    values = column.value[place.body]
    return numbers_rows(name) and np.array_equal(np.sort(values), np.arange(1, len(values) + 1))


def _are_called_labels(column: Column, name: str, place: _Place) -> bool:
    called = bool(name) and names_labels(name) and not is_total(name) and strong_statistic_in(name) is None
    return called and _are_labels(column, name, place)


def _lead(cells: Cells, column: Column, name: str, place: _Place) -> bool:
    """Whether numbers that stand before all measures are labels although nothing says so: steps, or a few among words."""
    if not place.leads:
        return False
    kind = at(column.kind, place.body)
    numbers = kind == Kind.NUMBER
    if not name and _are_steps(column.value[place.body][numbers]) and (place.is_needed() or place.is_told(numbers)):
        return True
    if _complete_a_grid(column, name, place):
        return True
    mostly_words = int(numbers.sum()) * 2 < int((kind != Kind.EMPTY).sum())
    if not mostly_words or strong_statistic_in(name) is not None or not place.is_needed():
        return False
    return _words_among(cells, column, place.body)


def _complete_a_grid(column: Column, name: str, place: _Place) -> bool:
    """Whether 0 and 1, or 1, 2, 3 and so on, stand once beside each combination of labels before, and other columns follow."""
    if not name or not place.before or not place.followed or statistic_in(name) is not None or len(place.body) > _MOST_ROWS:
        return False
    values = np.unique(column.value[place.body])
    if len(values) > _MOST_CODES or values[0] not in (0, 1) or not (np.diff(values) == 1).all() or len(values) < 2:  # noqa: PLR2004  one code parts nothing
        return False
    before = place.told_apart()
    rows = len(place.body)
    return 1 < before < rows == before * len(values) == place.told_apart(column)


def _are_gaps(texts: set[str], name: str) -> bool:
    """Whether nothing but words for gaps, or one letter again and again, stands in a column that no word calls labels."""
    if not texts or names_labels(name) or names_notes(name):
        return False
    return all(map(is_gap_word, texts)) or (len(texts) == 1 and len(text := next(iter(texts))) == 1 and text.isalpha())


def _are_bands(texts: set[str], name: str, place: _Place) -> bool:
    """Whether texts without words are bands or codes rather than ranges that hide counts."""
    if not place.leads or not any(_NUMERIC_LABEL.match(text) for text in texts):
        return False
    hiding = all(_HIDING.fullmatch(text) for text in texts) and not names_labels(name)
    return not hiding or (statistic_in(name) is None and place.is_needed())


def _are_labels(column: Column, name: str, place: _Place) -> bool:
    """Whether numbers under a name for labels are labels: ``Private sector`` may also stand over counts."""
    numbers = place.body[at(column.kind, place.body) == Kind.NUMBER]
    values = column.value[numbers]
    if names_codes(name):
        return place.leads or not column.decimals[numbers].any()
    if not names_variable(name):
        return place.leads and place.is_needed() and (bool(place.before) or _ascend(values))
    if all(map(is_time, values[:_SAMPLE].tolist())):
        return True
    return place.leads and (not names_loosely(name) or place.is_needed())


def _ascend(values: FloatArray) -> bool:
    return len(values) > 1 and bool((np.diff(values) >= 0).all())


def is_time(value: float) -> bool:
    """Whether a number may be a year, an academic year such as 201516 or 1516, a month such as 202301, or a day."""
    if not value.is_integer():
        return False
    before, last = divmod(value, 100.0)
    follows = last == (before + 1) % 100
    if is_year(value) or (follows and (before < 100 or is_year(before))):  # noqa: PLR2004  two digits of a year
        return True
    year, month = divmod(before, 100.0) if is_year(before // 100) else (before, last)  # a day has two more digits
    return is_year(year) and 1 <= month <= _MONTHS


def _are_steps(values: FloatArray) -> bool:
    """Whether an unnamed column holds years, or counts its rows."""
    if all(is_year(value) for value in values[:_SAMPLE].tolist()):
        return True
    return len(values) >= _FEWEST_STEPS and values[0] in (0, 1) and bool((np.diff(values) == 1).all())


def _words_among(cells: Cells, column: Column, body: Indices) -> bool:
    """Whether the texts beside the numbers are words rather than markers."""
    texts = column.distinct(body[column.kind[body] == Kind.TEXT])
    return any(sum(c.isalpha() for c in text) > 1 and cells.is_wordy(text) and not stands_for_number(text) for text in texts)
