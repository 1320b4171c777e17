"""Which tables the pages on differencing and the ledger say are compared: those that share numbers, or that the manifest names.

Worked out from what a world is divided into, and from what is printed; it shares nothing with outcheck.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from worlds import COUNTS, Said, Vector, World

CHANCE, FEWEST = 1 / 20, 3
"""Numbers that agree by chance more seldom than this tie two tables, and so many that one table has of a part of the other."""

REMAINDERS, MOST_GAPS, SMALL = 1 / 10, 4, 9
"""What gaps leave of totals ties tables that agree by chance more seldom; few gaps, each of a count that is small."""


TELLING = 30
"""A ledger holds categories with numbers that are no smaller."""


class Shown:
    """The counts of one table: what each is about, and whether it is printed."""

    def __init__(self, cells: Sequence[tuple[Said, bool]]) -> None:
        self.about = [said.labels for said, _ in cells]
        counts = [(said.part, shown) for said, shown in cells if said.measure in COUNTS]
        self.printed = {part.tobytes() for part, shown in counts if shown}
        every = np.unique(np.array([part for part, _ in counts]), axis=0) if counts else np.zeros((0, 0))
        inside = (every @ every.T == every.sum(axis=1)).sum(axis=1) if len(every) else np.zeros(0)
        self._least = every[inside == 1] if len(every) else every

    def gives(self, part: Vector) -> bool:
        """Whether it prints a number, or all that it is the sum of."""
        return part.tobytes() in self.printed or self.left_open(part) == []

    def left_open(self, part: Vector) -> list[Vector] | None:
        """What it hides of the parts of a number; None where it has none that make it up."""
        mine = [held for held in self._least if (held <= part).all()]
        if not mine or not np.array_equal(np.sum(mine, axis=0), part):
            return None
        return [held for held in mine if held.tobytes() not in self.printed]


def tied(
    world: World,
    tables: Sequence[Sequence[tuple[Said, bool]]],
    declared: Sequence[int] = (),
    past: Sequence[int] = (),
) -> list[int]:
    """Number of the group of each table: tables that are compared, and those that are compared with them, are one.

    ``declared`` are tables that the manifest gives one population, ``past`` those that left before.
    """
    shown = [Shown(cells) for cells in tables]
    group = list(range(len(tables)))
    now = [held for number, held in enumerate(shown) if number not in past]
    left_out = {number for number in past if not any(_looked_up(world, shown[number], held) for held in now)}
    for one, other in itertools.combinations([number for number in range(len(tables)) if number not in left_out], 2):
        if {one, other} <= set(declared) or _compared(world, shown[one], shown[other]):
            group = [group[one] if held == group[other] else held for held in group]
    return group


def _looked_up(world: World, before: Shown, now: Shown) -> bool:
    """Whether a ledger finds one table beside another: by what both are broken down by, or by numbers that agree."""
    totals = [_totals(before), _totals(now)]
    without = [{variable for variable, total in held.items() if not total} for held in totals]
    if without[0] <= totals[1].keys() and without[1] <= totals[0].keys():
        return True
    return not _telling(world, before).isdisjoint(_telling(world, now))


def _totals(shown: Shown) -> dict[str, bool]:
    """Variables that a table breaks down, and whether it has a total over each; areas and regions are one."""
    categories: dict[str, set[tuple[str, ...] | None]] = {}
    for variables in (("Region", "Area"), ("Sex",), ("Sector",)):
        categories[variables[0]] = {next((labels[held] for held in variables if held in labels), None) for labels in shown.about}
    return {variable: None in held for variable, held in categories.items() if len(held) > 1}


def _telling(world: World, shown: Shown) -> set[tuple[str, float]]:
    """Categories with what they come to, alone or of one other category, where that is no small number."""
    own = _totals(shown)
    only = {variable: held for variable, held in shown.about[0].items() if variable in ("Sex", "Sector") and variable not in own}
    found = set()
    for labels in _labels(world):
        variables = {"Region" if held == "Area" else held for held in labels}
        part = world.says({**labels, **only}, COUNTS[0]).part
        value = float(part @ world.truth)
        if variables <= own.keys() and 1 <= len(labels) <= 2 and value >= TELLING and shown.gives(part):
            found |= {(held[0], value) for held in labels.values()}
    return found


def _compared(world: World, one: Shown, other: Shown) -> bool:
    parts = [*_parts(world)]
    values = {float(part @ world.truth) for part in parts if one.gives(part) and other.gives(part)}
    chance = float(np.prod([1 / max(value, 1.0) for value in values]))
    if chance < CHANCE:
        return True
    for inside, outside in ((one, other), (other, one)):
        held = [part for part, whole in _of_women(world) if inside.gives(part) and outside.gives(whole)]
        everybody = any(outside.gives(part) for part, _ in _of_women(world))
        if len(held) >= FEWEST and not everybody:
            return True
        if _left_over(world, inside, outside, parts) * chance < REMAINDERS:
            return True
    return False


def _left_over(world: World, gaps: Shown, whole: Shown, parts: Sequence[Vector]) -> float:
    """How probable it is that gaps of one table leave as little as they do of what the other prints."""
    chance, few, every = 1.0, 0, 0
    for part in parts:
        hidden = gaps.left_open(part)
        if not hidden or len(hidden) > MOST_GAPS or part.tobytes() in gaps.printed or not whole.gives(part):
            continue
        rest, size = sum(float(held @ world.truth) for held in hidden), float(part @ world.truth)
        every += 1
        if 1 <= rest <= SMALL * len(hidden):
            few += 1
            chance *= min((SMALL * len(hidden) + 1) / size, 1.0)
    return chance if 2 * few >= every else 1.0


def _parts(world: World) -> Iterator[Vector]:
    """What a table may break down: every combination of categories, also of all."""
    for labels in _labels(world):
        yield world.says(labels, COUNTS[0]).part


def _of_women(world: World) -> Iterator[tuple[Vector, Vector]]:
    """Women, and everybody, of each combination of other categories."""
    for labels in _labels(world):
        if "Sex" not in labels:
            yield world.says({**labels, "Sex": ("Female",)}, COUNTS[0]).part, world.says(labels, COUNTS[0]).part


def _labels(world: World) -> Iterator[dict[str, tuple[str, ...]]]:
    places = [{}, *({name: (held,)} for name in ("Region", "Area") for held in world.categories(name))]
    for place, sex, sector in itertools.product(places, (None, *world.categories("Sex")), (None, *world.categories("Sector"))):
        yield {**place, **({"Sex": (sex,)} if sex else {}), **({"Sector": (sector,)} if sector else {})}
