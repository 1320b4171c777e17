"""Tells heading rows from body rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from outcheck.layout.cells import Cells
from outcheck.layout.columns import Column
from outcheck.layout.literals import Kind
from outcheck.layout.words import (
    curt_statistic,
    is_total,
    names_labels,
    names_statistic_column,
    names_steps,
    names_unit,
    stands_for_number,
    statistic_in,
    strong_statistic_in,
)
from outcheck.model.labels import interval

_MOST_HEADINGS = 5
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FEWEST_STEPS = 3
_HIGHEST_STEP = 110
_LONGEST_STEP = 10
"""Years between one heading and the next."""
_LONG_CODE = 6
_BAND = re.compile(
    r"^(?:£?\d[\d,]*\s?(?:-|–|to|and)\s?£?\d[\d,]*|\d{4}[/-]\d{2,4}[a-z]?|\d+\+|(?:Q[1-4] )?\d{4}(?: Q[1-4])?[a-z]?"
    r"|(?:aged? )?(?:under|over|below|less than|up to) £?\d[\d,]*(?: years)?"
    r"|(?:aged? )?£?\d[\d,]* (?:years )?(?:plus|(?:and|or) (?:over|under|older|above|more|below)))$",
    re.IGNORECASE,
)


def find_headings(cells: Cells, top: int, bottom: int, columns: tuple[int, int]) -> tuple[int, ...]:
    """Rows at the top of a rectangle that hold names rather than statistics."""
    used = cells.used(top, bottom, *columns)
    found: list[int] = []
    for row in range(top, min(bottom, top + _MOST_HEADINGS) + 1):
        if len(found) == _MOST_HEADINGS or not _may_head(cells, row, used, found):
            break
        found.append(row)
    while found and found[-1] == bottom and len(found) > 1 and cells.filled[found[-1]] == 1:
        found.pop()
    if _are_rows_of_a_list(cells, found, bottom, used):
        return (found[0],)
    return tuple(found) if not found or _names_columns(cells, found, used) else ()


def _are_rows_of_a_list(cells: Cells, found: list[int], bottom: int, used: list[int]) -> bool:
    """Whether rows of words down to the last are a list under its heading: none has a blank or names a statistic."""
    if len(found) < _FEWEST_STEPS or found[-1] != bottom or len(used) < 2:  # noqa: PLR2004  one column is a text
        return False
    full = all(cells.columns[index].kind[row] == Kind.TEXT for row in found for index in used)
    return full and not any(strong_statistic_in(cells.text(row, index)) for row in found[1:] for index in used)


def _names_columns(cells: Cells, rows: list[int], used: list[int]) -> bool:
    """Whether heading rows name anything beside the first column; a lone group label over rows does not."""
    return any(cells.text(row, index) for row in rows for index in used[1:]) or len(used) == 1


def _may_head(cells: Cells, row: int, used: list[int], found: list[int]) -> bool:
    held = [index for index in used if cells.kind(row, index) != Kind.EMPTY]
    texts = [index for index in held if cells.kind(row, index) == Kind.TEXT]
    numbers = [index for index in held if index not in texts]
    named = any(cells.is_wordy(cells.columns[index].text(row)) for index in texts if index != used[0])
    models = [index for index in numbers if _is_model(cells, row, index)]
    follow = bool((np.diff([cells.columns[index].value[row] for index in models]) == 1).all())
    if not follow or not all(_may_name(cells.columns[index], row, named=named) for index in numbers):
        return False
    telling = [index for index in numbers if not (named and cells.columns[index].percent[row]) and index not in models]
    if telling:
        return _number_heading(cells, row, used, found, [float(cells.columns[index].value[row]) for index in telling])
    if not found:
        return bool(held)
    shares = [index for index in numbers if cells.columns[index].percent[row]]
    if shares and _tell_apart_twice(cells, row, shares, found, cells.text(row, used[0])):
        return False
    written = [cells.columns[index].text(row) for index in texts if index != used[0]]
    gaps = not all(cells.is_wordy(text) or _is_band(text) for text in written)
    if gaps or not held or _holds_markers(cells, row, used, found):
        return False
    return not _is_group(cells, row, used, found) or _names_index(cells, row, used, found)


def _may_name(column: Column, row: int, *, named: bool) -> bool:
    """Whether a number may head a column: a whole one without signs, or a percentage such as 2.5 % among words."""
    if column.kind[row] == Kind.COMPOSITE:
        return False
    literal = column.literal(row)
    plainly = not column.decimals[row] and (literal is None or not (literal.starred or literal.money))
    return plainly or (named and bool(column.percent[row]))


def _is_model(cells: Cells, row: int, index: int) -> bool:
    """Whether a number in brackets heads a column: (1), (2), (3) are the models of a table of regressions."""
    literal = cells.columns[index].literal(row)
    return literal is not None and literal.bracketed


def _holds_markers(cells: Cells, row: int, used: list[int], found: list[int]) -> bool:
    """Whether texts under headings that tell columns apart stand for numbers: one marker again and again, or gaps in words."""
    stub = cells.text(row, used[0]) if cells.kind(row, used[0]) == Kind.TEXT else ""
    across = [index for index in used[1:] if cells.kind(row, index) == Kind.TEXT]
    texts = [cells.text(row, index) for index in across]
    if not across or not _tell_apart_twice(cells, row, across, found, stub):
        return False
    if any(strong_statistic_in(text) or curt_statistic(text) or names_unit(text) for text in texts):
        return False
    return (len(texts) > 1 and len(set(texts)) == 1) or all(map(stands_for_number, texts))


def _is_group(cells: Cells, row: int, used: list[int], found: list[int]) -> bool:
    """Whether a row under a heading only names a group of rows: nothing but its first cell, which the heading names."""
    alone = bool(cells.text(row, used[0])) and not any(cells.columns[index].kind[row] for index in used[1:])
    return alone and any(cells.columns[index].kind[found[-1]] for index in used[1:])


def _names_index(cells: Cells, row: int, used: list[int], found: list[int]) -> bool:
    """Whether a row with nothing but its first cell names the labels below, as pandas writes it; groups come in numbers."""
    if len(found) == 1 and cells.text(found[0], used[0]):
        return False
    alone = cells.columns[used[0]].kind[row:] == Kind.TEXT
    for index in used[1:]:
        alone &= cells.columns[index].kind[row:] == Kind.EMPTY
    return int(alone.sum()) == 1


def _number_heading(cells: Cells, row: int, used: list[int], found: list[int], numbers: list[float]) -> bool:
    """Whether numbers across the top are names of columns: years, or steps such as ages, deciles and models."""
    stub = cells.text(row, used[0]) if cells.kind(row, used[0]) == Kind.TEXT else ""
    over = next((cells.text(above, index) for above in reversed(found) for index in used[1:] if cells.text(above, index)), "")
    across = [index for index in used if cells.kind(row, index) == Kind.NUMBER]
    if _tell_apart_twice(cells, row, across, found, stub or (cells.text(row, used[0]) if used[0] in across else "")):
        return False
    if all(is_year(value) for value in numbers) and len(numbers) > 1:
        return _are_years(cells, row, used, found, numbers)
    if _is_row_of_bands(cells, row, used):
        return True
    words = sum(cells.kind(row, index) == Kind.TEXT and cells.is_wordy(cells.text(row, index)) for index in used[1:])
    if over and words > len(numbers) > 1 and all(map(is_step, map(_whole, numbers))) and (np.diff(numbers) > 0).all():
        return True  # percentiles beside a mean and a median
    if len(numbers) < _FEWEST_STEPS or (np.diff(numbers) <= 0).any() or max(numbers) > _HIGHEST_STEP:
        return False
    steady = bool((np.diff(numbers) == 1).all())
    named = any(map(_announces, filter(None, (stub, over)))) or not stub
    return named and (steady or bool(stub or over))


def _announces(text: str) -> bool:
    """Whether a text announces the numbers across the top: ages, years since an event, or variables by their numbers."""
    return names_steps(text) or names_statistic_column(text) or (names_labels(text) and statistic_in(text) is None)


def _tell_apart_twice(cells: Cells, row: int, across: list[int], found: list[int], stub: str) -> bool:
    """Whether a row with a label of its own stands under headings that tell all columns apart: ``Learners``, 2010, 2014."""
    if not found or not stub or names_labels(stub):
        return False
    if row + 1 < cells.height and not any(cells.columns[i].kind[row + 1] for i in across) and cells.filled[row + 1]:
        return False  # names of the columns, and below them those of the rows, as pandas writes
    texts = [cells.text(above, index) for above in found[-1:] for index in across]
    return all(texts) and len(set(texts)) == len(texts)


def _are_years(cells: Cells, row: int, used: list[int], found: list[int], numbers: list[float]) -> bool:
    """Whether numbers that may be years are: each stands once in each group of columns, in order, or something calls them so."""
    if found:
        return not any(_is_year_row(cells, above, used) for above in found)
    stub = cells.text(row, used[0]) if cells.kind(row, used[0]) == Kind.TEXT else ""
    steps = np.diff(numbers)
    return not stub or names_labels(stub) or bool((steps == steps[0]).all() and 0 < abs(steps[0]) <= _LONGEST_STEP)


def _is_row_of_bands(cells: Cells, row: int, used: list[int]) -> bool:
    """Whether numbers and bands follow one another without a gap: 0, ``1-4``, ``5-9``, ``10+``."""
    spans = [interval(cells.text(row, index)) for index in used[1:]]
    kept = [span for span in spans if span is not None]
    if len(kept) < len(spans) or len(kept) < _FEWEST_STEPS or all(low == high for low, high in kept):
        return False
    return all(later[0] == earlier[1] + 1 for earlier, later in pairwise(kept))


def _whole(number: float) -> str:
    return str(int(number)) if number.is_integer() and number <= _HIGHEST_STEP else ""


def _is_year_row(cells: Cells, row: int, used: list[int]) -> bool:
    return any(cells.kind(row, index) == Kind.NUMBER for index in used)


def _is_band(text: str) -> bool:
    """Whether a text without words may head a column: an age band, an academic year, a long code."""
    return text[:1].isdigit() and (len(text) >= _LONG_CODE or text[-1:] == "+" or any(sign in text for sign in "-–/"))


def is_step(label: str) -> bool:
    """Whether a heading is a whole number that is no year."""
    return label.isdigit() and not is_year(float(label))


def is_band(label: str) -> bool:
    """Whether a heading is a year, an academic year, an age band or another label that begins with a number."""
    return (label.isdigit() and is_year(float(label))) or _BAND.match(label) is not None


def are_steps_or_bands(labels: Sequence[str]) -> bool:
    """Whether headings are years, ages or bands, with one for all of them perhaps: 16, 17, ``18+``."""
    rest = [label for label in labels if not is_total(label)]
    bands = sum(map(is_band, rest))
    return len(rest) > 1 and bands + sum(map(is_step, rest)) == len(rest) and bands > 0


def is_year(value: float) -> bool:
    """Whether a number may be a calendar year."""
    return _FIRST_YEAR <= value <= _LAST_YEAR and value.is_integer()
