"""Categories that two tables call by other names, codes here and abbreviations there, told by the numbers they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from outcheck.inference.blocks import Block, Reading, blocks_of, pairs
from outcheck.inference.frames import Axis
from outcheck.inference.spelling import spellings
from outcheck.inference.variables import Aliases

_CHANCE = 1e-3
"""Probability of a coincidence below which categories with the same numbers are the same."""

_TELLING = 20.0
_FEWEST = 2
_SHORTEST = 3
_SMALL = frozenset({"and", "of", "the", "in"})
_MOST_LABELS = 400
_MOST_PAIRS = 20_000
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class _Side:
    """The categories of one axis, in one spelling, with what each comes to over everything else, None where that is hidden."""

    axis: Axis
    value: dict[str, float | None]


def find_aliases(readings: Sequence[Reading]) -> Aliases:
    """What categories and variables are called otherwise in another table. Nothing is looked for where nothing is hidden."""
    found = Aliases()
    blocks = blocks_of(readings)
    if all(block.shown.all() for block in blocks):
        return found
    seen: set[tuple[object, ...]] = set()
    for number, (one, other) in enumerate(pairs(blocks)):
        if number >= _MOST_PAIRS:
            break
        for mine, yours in _sides(one, other):
            names = mine.axis.variable, yours.axis.variable, frozenset(mine.value), frozenset(yours.value)
            if names in seen:
                continue
            variables = {mine.axis.variable, yours.axis.variable}
            if len(variables) > 1 and any(variables <= reading.frame.variables for reading in readings):
                continue  # a table that is broken down by both says that they are two
            same = _same(mine, yours)
            if same:
                seen.add(names)
                found.add(mine.axis.variable, yours.axis.variable, same)
    return found


def _sides(one: Block, other: Block) -> Iterator[tuple[_Side, _Side]]:
    """Axes of two blocks that may be one variable, of which each has categories that the other has not."""
    for mine in one.frame.axes:
        for yours in other.frame.axes:
            apart = mine.variable not in other.frame.variables and yours.variable not in one.frame.variables
            if mine.dimension < 0 or yours.dimension < 0 or not (apart or mine.variable == yours.variable):
                continue
            names = [{spelt for _, spelt in _labels(block, axis)} for block, axis in ((one, mine), (other, yours))]
            if max(map(len, names)) <= _MOST_LABELS and names[0] - names[1] and names[1] - names[0]:
                yield _side(one, mine), _side(other, yours)


def _labels(block: Block, axis: Axis) -> list[tuple[int, str]]:
    spelt = spellings(block.table.dimensions[axis.dimension].labels)
    return [(code, spelt[code]) for code in np.unique(axis.kept[block.cells]).tolist() if code >= 0]


def _side(block: Block, axis: Axis) -> _Side:
    margin = block.margin(frozenset({axis.variable}))
    exact = margin.known & (margin.high - margin.low < _EXACT)
    told = dict(zip(margin.key[exact].tolist(), margin.low[exact].tolist(), strict=True))
    return _Side(axis, {label: told.get(int(axis.prints[code])) for code, label in _labels(block, axis)})


def _same(mine: _Side, yours: _Side) -> dict[str, str]:
    """Categories of the second by those of the first; none where numbers do not tell, or deny it."""
    common = mine.value.keys() & yours.value.keys()
    pairs_ = [(mine.value[label], yours.value[label]) for label in sorted(common)]
    known = [(one, other) for one, other in pairs_ if one is not None and other is not None]
    if any(_denied(one, other) for one, other in known):
        return {}
    rest, others = ({label: value for label, value in side.value.items() if label not in common} for side in (mine, yours))
    by_letters = _by_letters([*rest], [*others])
    if by_letters and not any(_denied(rest[one], others[other]) for one, other in by_letters.items()):
        return by_letters
    by_number = _telling(others)
    same = {label: by_number[number] for number, label in _telling(rest).items() if number in by_number}
    agreeing = {one for one, _ in known if one >= _TELLING}
    numbers = agreeing | {number for number, label in _telling(rest).items() if label in same}
    if len(numbers) < _FEWEST or 2 * (len(same) + len(common)) < min(len(mine.value), len(yours.value)):
        return {}
    # Numbers that lie close together agree by chance more often than large ones that do not.
    room = max(numbers) - min(numbers) + 1
    chance = float(np.prod([min(len(others) / room, 1.0)] * len(numbers - agreeing) + [1 / room] * len(agreeing)))
    return same | _in_order(mine, yours, same | {label: label for label in common}) if chance < _CHANCE else {}


def _denied(one: float | None, other: float | None) -> bool:
    """Whether two numbers that are both known differ."""
    return one is not None and other is not None and abs(one - other) > _EXACT


def _by_letters(mine: Sequence[str], yours: Sequence[str]) -> dict[str, str]:
    """Labels of which each is short for one other, its first letters or its beginning: all of the shorter list, or none."""
    for short, long in ((mine, yours), (yours, mine)):
        told = _each_short_for(short, long)
        if len(told) == len(set(told.values())) > 1:
            return told if short is mine else {other: label for label, other in told.items()}
    return {}


def _each_short_for(short: Sequence[str], long: Sequence[str]) -> dict[str, str]:
    """The one label that each is short for; none where one of them is short for none or for several."""
    told: dict[str, str] = {}
    for label in short:
        held = [other for other in long if _is_short_for(label, other)]
        if len(held) != 1:
            return {}
        told[label] = held[0]
    return told


def _is_short_for(label: str, other: str) -> bool:
    return len(label) < len(other) and (label == _initials(other) or (len(label) >= _SHORTEST and other.startswith(label)))


@lru_cache(maxsize=65_536)
def _initials(label: str) -> str:
    return "".join(word[0] for word in label.split() if word not in _SMALL)


def _in_order(mine: _Side, yours: _Side, same: dict[str, str]) -> dict[str, str]:
    """The categories left over, where both lists are one list in one order, as those that are told show."""
    left, right = list(mine.value), list(yours.value)
    if len(left) != len(right) or any(left.index(one) != right.index(other) for one, other in same.items()):
        return {}
    pairs_ = [(one, other) for one, other in zip(left, right, strict=True) if one not in same]
    told = [mine.value[one] is not None and yours.value[other] is not None for one, other in pairs_]
    return {} if any(told) else dict(pairs_)


def _telling(values: dict[str, float | None]) -> dict[float, str]:
    """Labels by their number, of those that are not small and that no other has."""
    times = Counter(values.values())
    return {value: label for label, value in values.items() if value is not None and value >= _TELLING and times[value] == 1}
