"""Releases of linked tables drawn from people, and an attacker who knows what every number means.

The attacker knows which kinds of people (by region, sex, age, work) each number counts, and bounds what is hidden by whole
programs over these kinds alone. It knows nothing of how outcheck reads tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Group = tuple[slice, ...]
EVERYBODY: Group = (slice(None),) * 4
SPELT = (
    (
        ("North East", "NE", "E12000001"),
        ("North West", "NW", "E12000002"),
        ("Yorkshire and The Humber", "Yorkshire & Humber", "E12000003"),
        ("London", "london", "E12000007"),
        ("South West", "SW", "E12000009"),
    ),
    (("Female", "Females", "F"), ("Male", "Males", "M")),
    (("16-18", "16 to 18", "Aged 16-18"), ("19-24", "19 to 24", "Aged 19-24"), ("25+", "25 and over", "25+")),
)
NAMES = (("Region", "region_name", "Region of residence"), ("Sex", "sex", "Gender"), ("Age", "age_group", "Age band"))
WORDS = ("region", "sex", "age")
MARKER = "[c]"
_MOST_ROWS = 400
_UNBOUNDED = 3


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden number: where it stands, whom it counts, and how many these are."""

    file: str
    sheet: str
    cell: str
    group: Group
    true: int


@dataclass(slots=True)
class Linked:
    """A release: files as text, or as texts by sheet; what it says as rows over kinds of people; what it hides."""

    people: Counts
    files: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[Floats, float, float]] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)

    def count(self, group: Group) -> int:
        """How many people are in a group."""
        return int(self.people[group].sum())

    def vector(self, group: Group) -> Floats:
        """A group as weights of the kinds of people."""
        held = np.zeros(self.people.shape)
        held[group] = 1.0
        return held.ravel()

    def say(self, group: Group) -> None:
        """Note that the size of a group is printed."""
        self.rows.append((self.vector(group), self.count(group), self.count(group)))

    def say_share(self, part: Group, base: Group, shown: float) -> None:
        """Note that a percentage with one decimal is printed."""
        mine, all_, slack = self.vector(part), self.vector(base), 1e-7 * self.count(base)
        self.rows.append((mine - (shown - 0.05) / 100 * all_, -slack, np.inf))
        self.rows.append((mine - (shown + 0.05) / 100 * all_, -np.inf, slack))

    def bounds(self) -> Iterator[tuple[Hidden, float, float]]:
        """Each hidden number between the least and the most that everything printed leaves open."""
        if not self.rows or len(self.rows) > _MOST_ROWS:
            return
        matrix, low, high = (np.array(part) for part in zip(*self.rows, strict=True))
        for held in self.hidden:
            ends: list[float] = []
            for sign in (1, -1):
                found = milp(
                    sign * self.vector(held.group),
                    constraints=LinearConstraint(matrix, low, high),
                    bounds=Bounds(0, np.inf),
                    integrality=np.ones(matrix.shape[1], dtype=np.int64),
                    options={"time_limit": 3.0},
                )
                if found.status == _UNBOUNDED:
                    ends.append(-sign * np.inf)
                elif found.status == 0:
                    ends.append(round(sign * found.fun))
            if len(ends) == 2:
                yield held, ends[0], ends[1]


def linked(seed: int) -> Linked:
    """A release of one to four outputs about the same people, drawn by a seed."""
    random = np.random.default_rng(seed)
    shape = int(random.integers(3, 6)), 2, 3, 2
    people = random.poisson(random.gamma(0.35, random.choice([12, 30, 80]), shape)) + 2 * (random.random(shape) < 0.5)
    drawer = _Drawer(Linked(people), random)
    for _ in range(int(random.integers(1, 5))):
        drawer.draw()
    return drawer.release


@dataclass(slots=True)
class _Drawer:
    """Draws outputs into a release."""

    release: Linked
    random: np.random.Generator
    outputs: int = 0

    def draw(self) -> None:
        """Add an output of a random kind."""
        self.outputs += 1
        kinds = (self._crosstab, self._crosstab, self._family, self._in_work, self._shares, self._bands, self._titled)
        kinds[int(self.random.integers(len(kinds)))]()

    def _one_of(self, choices: Sequence[Any]) -> Any:
        return choices[int(self.random.integers(len(choices)))]

    def _style(self) -> int:
        return int(self.random.integers(0, 3)) if self.random.random() < 0.5 else 0

    def _pair(self) -> tuple[int, int | None]:
        pair: tuple[int, int | None] = self._one_of([(0, 1), (0, 2), (1, 2), (2, 1), (0, None), (2, None), (2, 0)])
        return pair

    def _is_hidden(self, count: int, secondary: float) -> bool:
        return 0 < count < 10 or self.random.random() < secondary

    def _cells(self, name: str, top: int, texts: list[list[str]], groups: list[list[Group]], secondary: float = 0.0) -> list[str]:
        """Lines of a table from its row of headings on; numbers below ten, and some others, are hidden."""
        file, _, sheet = name.partition("!")
        lines = [texts[0]]
        for number, (label, row) in enumerate(zip(texts[1:], groups, strict=True), 1):
            line = list(label)
            for group in row:
                count = self.release.count(group)
                hides = self._is_hidden(count, secondary if group != EVERYBODY else 0.0)
                if hides:
                    cell = f"{'ABCDEFGHIJ'[len(line)]}{top + number}"
                    self.release.hidden.append(Hidden(file, sheet, cell, group, count))
                else:
                    self.release.say(group)
                line.append(MARKER if hides else str(count))
            lines.append(line)
        return [",".join(line) for line in lines]

    def _codes(self, axis: int) -> list[Group]:
        return [_within(EVERYBODY, axis, code, code + 1) for code in range(self.release.people.shape[axis])]

    def _crosstab(self) -> None:
        """Counts of one or two variables, with margins or without, side by side or as one row for each."""
        (down, across), style, margins = self._pair(), self._style(), self._one_of(["", "r", "c", "rc", "rc"])
        total = self._one_of(["Total", "All"])
        rows = [*zip(_labels(self.release, down, style), self._codes(down), strict=True)]
        rows += [(total, EVERYBODY)] if "c" in margins else []
        columns = [*zip(_labels(self.release, across, style), self._codes(across), strict=True)] if across is not None else []
        columns += [(total, EVERYBODY)] if columns and "r" in margins else []
        secondary, name = self._one_of([0, 0, 0.1, 0.25]), f"out{self.outputs}.csv"
        if columns and self.random.random() < 0.4:
            assert across is not None
            texts = [[NAMES[down][style], NAMES[across][style], "Learners"]]
            texts += [[one, other] for one, _ in rows for other, _ in columns]
            groups = [[_both(one, other)] for _, one in rows for _, other in columns]
            self.release.files[name] = "\n".join(self._cells(name, 1, texts, groups, secondary))
            return
        heads = [label for label, _ in columns] or ["Learners"]
        texts = [[NAMES[down][style], *heads], *([label] for label, _ in rows)]
        groups = [[_both(one, other) for _, other in columns] or [one] for _, one in rows]
        self.release.files[name] = "\n".join([_title(down, across), *self._cells(name, 2, texts, groups, secondary)])

    def _family(self) -> None:
        """A sheet or file for each category of one variable, by another."""
        down, apart = self._one_of([(0, 1), (0, 2), (1, 2), (2, 1), (2, 0), (1, 0)])
        book, secondary = self.random.random() < 0.4, self._one_of([0, 0, 0.1, 0.25])
        for label, group in zip(_labels(self.release, apart, 0), self._codes(apart), strict=True):
            stem = f"out{self.outputs}"
            name = f"{stem}.xlsx!{label}" if book else f"{stem}_{label.replace(' ', '_')}.csv"
            texts = [[NAMES[down][0], "Learners"], *([one] for one in _labels(self.release, down, 0))]
            groups = [[_both(one, group)] for one in self._codes(down)]
            text = "\n".join([_title(down, None), *self._cells(name, 2, texts, groups, secondary)])
            if book:
                self.release.files.setdefault(f"{stem}.xlsx", {})[label] = text
            else:
                self.release.files[name] = text

    def _in_work(self) -> None:
        """Learners, those in work, perhaps those not in work."""
        down, style = self._one_of([0, 1, 2]), self._style()
        every = [*self._codes(down), *([EVERYBODY] if self.random.random() < 0.5 else [])]
        states = [(0, 2), (0, 1), *([(1, 2)] if self.random.random() < 0.5 else [])]
        heads = ["Learners", "In work", "Not in work"][: len(states)]
        texts = [[NAMES[down][style], *heads], *([one] for one in [*_labels(self.release, down, style), "Total"][: len(every)])]
        groups = [[_within(group, 3, *state) for state in states] for group in every]
        name = f"out{self.outputs}.csv"
        secondary = self._one_of([0, 0.1])
        self.release.files[name] = "\n".join([_title(down, None), *self._cells(name, 2, texts, groups, secondary)])

    def _shares(self) -> None:
        """Percentages of rows or columns; those of small counts are left out."""
        down, across = self._one_of([(0, 1), (0, 2), (1, 2), (2, 1), (2, 0)])
        by_row = self.random.random() < 0.5
        lines = [f"Percentage of learners by {WORDS[down]} and {WORDS[across]} in each {WORDS[down if by_row else across]}"]
        lines.append(",".join([NAMES[down][0], *_labels(self.release, across, 0)]))
        for label, one in zip(_labels(self.release, down, 0), self._codes(down), strict=True):
            line = [label]
            for other in self._codes(across):
                part, base = _both(one, other), one if by_row else other
                size = self.release.count(part)
                if 0 < size < 10 or not self.release.count(base):
                    line.append(MARKER)
                    continue
                shown = round(100 * size / self.release.count(base), 1)
                line.append(f"{shown:.1f}")
                self.release.say_share(part, base, shown)
            lines.append(",".join(line))
        self.release.files[f"out{self.outputs}.csv"] = "\n".join(lines)

    def _bands(self) -> None:
        """Counts by age, two bands as one."""
        name, sexes = f"out{self.outputs}.csv", self.random.random() < 0.5
        columns = self._codes(1) if sexes else [EVERYBODY]
        heads = _labels(self.release, 1, 0) if sexes else ["Learners"]
        groups = [[_within(group, 2, *band) for group in columns] for band in ((0, 2), (2, 3))]
        cells = self._cells(name, 2, [["Age", *heads], ["16-24"], ["25+"]], groups)
        self.release.files[name] = "\n".join([_title(2, 1 if sexes else None), *cells])

    def _titled(self) -> None:
        """Counts without margins, of which the title says how many there are."""
        (down, across), name = self._pair(), f"out{self.outputs}.csv"
        columns = self._codes(across) if across is not None else [EVERYBODY]
        heads = _labels(self.release, across, 0) if across is not None else ["Learners"]
        groups = [[_both(one, other) for other in columns] for one in self._codes(down)]
        texts = [[NAMES[down][0], *heads], *([one] for one in _labels(self.release, down, 0))]
        self.release.say(EVERYBODY)
        cells = self._cells(name, 2, texts, groups, self._one_of([0, 0.1, 0.25]))
        title = f"{_title(down, across)} (N = {self.release.count(EVERYBODY)})"
        self.release.files[name] = "\n".join([title, *cells])


def _title(down: int, across: int | None) -> str:
    return f"Number of learners by {WORDS[down]}" + (f" and {WORDS[across]}" if across is not None else "")


def _labels(release: Linked, axis: int, style: int) -> list[str]:
    return [spelt[style] for spelt in SPELT[axis][: release.people.shape[axis]]]


def _within(group: Group, axis: int, first: int, last: int) -> Group:
    return tuple(slice(first, last) if place == axis else held for place, held in enumerate(group))


def _both(one: Group, other: Group) -> Group:
    return tuple(first if first != slice(None) else second for first, second in zip(one, other, strict=True))
