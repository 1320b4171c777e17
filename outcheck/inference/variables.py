"""Tells which dimensions of different tables are one variable, and which of their categories are one category."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outcheck.inference.spelling import normal, spellings
from outcheck.model.labels import interval
from outcheck.model.table import Dimension

_UNNAMED = re.compile(r"^(column heading|row group|column|row|variable|category|group|breakdown|unnamed)?( ?\d+)?$")
_BESIDE = re.compile(r" (groups?|bands?|names?|codes?)$")
"""What a name says of its labels alone: ``age_group`` and ``Age band`` are about age."""

_PARTS = re.compile(r",| by | and |;")
_REST = frozenset({"other", "all other", "others", "other categories", "rest"})
"""What is left of a variable beside the categories that a table shows of it, another in each table."""

_ENOUGH = 2


@dataclass(slots=True)
class _Variable:
    """What is known of a variable so far."""

    number: int
    names: set[str]
    categories: set[str]


@dataclass(slots=True)
class Aliases:
    """Variables that are another, and categories of a variable that are another, by what they are called."""

    variables: dict[int, int] = field(default_factory=dict)
    categories: dict[tuple[int, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.variables or self.categories)

    def add(self, first: int, second: int, same: Mapping[str, str]) -> None:
        """Note that the second variable is the first, and which of its categories are which of the first."""
        first = self.variables.get(first, first)
        if second != first and second not in self.variables and second not in self.variables.values():
            self.variables[second] = first
        if self.variables.get(second, second) == first:
            for label, other in same.items():
                if (first, label) not in self.categories:
                    self.categories.setdefault((first, other), label)


@dataclass(slots=True)
class Variables:
    """The variables of a release, met table by table; ``same`` says which of them numbers have shown to be others."""

    known: list[_Variable] = field(default_factory=list)
    same: Aliases = field(default_factory=Aliases)

    def of_table(self, dimensions: Iterable[Dimension], title: str = "") -> list[int]:
        """Number of the variable of each dimension of one table; two dimensions of one table are never the same variable.

        A dimension is a known variable if it has its name, or if it shares at least two categories with it (or the only one it
        has, beside others that are left), and half of those of the shorter list. The only dimension without a name has the one
        that the title alone gives. Whether two tables then speak of the same people is not decided here.
        """
        taken: set[int] = set()
        found = []
        dimensions = list(dimensions)
        said = _said([normal(dimension.name) for dimension in dimensions], title)
        for dimension in dimensions:
            name = normal(dimension.name)
            if said and _UNNAMED.match(name):
                name = said
            names = {name, _BESIDE.sub("", name)}
            labels = {label for code, label in enumerate(spellings(dimension.labels)) if code != dimension.total}
            labels = labels - _REST or labels
            variable = self._known(names, labels, taken)
            if variable is None:
                variable = _Variable(len(self.known), set(), set())
                self.known.append(variable)
            variable.categories |= labels
            if not _UNNAMED.match(name):
                variable.names |= names
            taken.add(variable.number)
            found.append(variable.number)
        renamed = [self.same.variables.get(number, number) for number in found]
        return renamed if len(set(renamed)) == len(renamed) else found

    def fingerprint(self, variable: int, category: str) -> int:
        """64 bits that stand for a category, in one spelling, of a variable; their sum, modulo 2^64, stands for a set of such."""
        category = self.same.categories.get((variable, category), category)
        digest = hashlib.blake2b(f"{variable}\x1f{category}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little")

    def _known(self, names: set[str], labels: set[str], taken: set[int]) -> _Variable | None:
        free = [variable for variable in self.known if variable.number not in taken]
        named = [variable for variable in free if names & variable.names]
        if named:
            return max(named, key=lambda variable: (len(labels & variable.categories), -variable.number))
        if all(_UNNAMED.match(name) for name in names) and (spanned := _range(labels)):
            banded = [variable for variable in free if (known := _range(variable.categories)) and _overlap(known, spanned)]
            if len(banded) == 1:
                return banded[0]
        alike = [(len(labels & variable.categories), variable) for variable in free]
        alike = [
            (shared, variable)
            for shared, variable in alike
            if shared
            and (shared >= _ENOUGH or shared == min(len(labels), len(variable.categories)))
            and 2 * shared >= min(len(labels), len(variable.categories))
        ]
        most = max((shared for shared, _ in alike), default=0)
        best = [variable for shared, variable in alike if shared == most]
        return best[0] if len(best) == 1 else None


def _said(names: Sequence[str], title: str) -> str:
    """What a title such as ``Learners by region and sector`` calls the only dimension without a name; nothing if unsure."""
    _, _, by = title.partition(" by ")
    told = [normal(part) for part in _PARTS.split(by) if part.strip()]
    left = [part for part in told if part not in names]
    unnamed = [name for name in names if _UNNAMED.match(name)]
    return left[0] if len(left) == len(unnamed) == 1 and len(told) == len(names) else ""


def _range(labels: set[str]) -> tuple[int, int] | None:
    """From where to where bands reach; None for labels that are none."""
    spans = [interval(label) for label in labels]
    told = [span for span in spans if span is not None]
    return (min(low for low, _ in told), max(high for _, high in told)) if told and len(told) == len(spans) else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
